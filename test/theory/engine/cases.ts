/**
 * Cases of the references that no pipeline has: priorities, a server that rests, batches of at least so many, patience that differs, and
 * traces of other simulators. They run on the engine alone and are judged by the rule of all others.
 */
import type { Case } from '../../../src/validation/case.ts';
import type { Row } from '../../../src/validation/row.ts';
import { estimatedRow, type Estimate } from '../../../src/validation/statistics.ts';
import { bulkServerRun, type BulkServer } from './bulk-service.ts';
import { impatientLineRun, type ImpatientLine } from './impatience.ts';
import { constantOf, estimate, exponentialOf } from './model.ts';
import { mrg32k3a } from './mrg32k3a.ts';
import { priorityRun, type PriorityQueue } from './priorities.ts';
import { restingServerRun, type RestingServer } from './resting-server.ts';
import { sharedStreamsRun, slottedStarts } from './traces.ts';

interface Known {
  /** A figure of the reference, as it is quoted. */
  readonly expected: number;
  readonly tolerance: number;
  readonly setting: string;
  readonly source: string;
  readonly seconds: number;
}

const COBHAM = 'A. Cobham, Priority Assignment in Waiting Line Problems, 1954: closed form, recomputed';
const TWO_CLASSES = 'λ 0.2/s and 0.6/s, one server, exponential service of 1 s, nobody is interrupted';
const TWO: PriorityQueue = {
  id: 'Q-PRIO-01',
  arrivalRates: [0.2, 0.6],
  service: exponentialOf(1),
  measured: 60_000,
};

export const PRIORITIES: readonly (PriorityQueue & Known)[] = [
  { ...TWO, expected: 5, tolerance: 0.04, setting: TWO_CLASSES, source: COBHAM, seconds: 2 },
  {
    id: 'Q-PRIO-02',
    arrivalRates: [0.3, 0.3, 0.3],
    service: constantOf(1),
    measured: 70_000,
    expected: 11.25,
    tolerance: 0.04,
    setting: 'λ 0.3/s of each of three classes, one server, service of exactly 1 s, nobody is interrupted',
    source: COBHAM,
    seconds: 3,
  },
];

const VACATIONS = 'decomposition of the wait with vacations (S. W. Fuhrmann and R. B. Cooper, 1985); recomputed';

export const RESTING: readonly (RestingServer & Known)[] = [
  {
    id: 'Q-NPOL-01',
    arrivalRate: 0.5,
    service: exponentialOf(1),
    rest: { until: 5 },
    measured: 20_000,
    expected: 5,
    tolerance: 0.03,
    setting: 'λ 0.5/s, one server that begins when 5 wait and works until nobody does, exponential service of 1 s',
    source: 'M. Yadin and P. Naor, Queueing Systems with a Removable Service Station, 1963: closed form, recomputed',
    seconds: 1,
  },
  vacations('Q-VAC-01', 0.5, 0.4, 1, 0.55, 15_000),
  vacations('Q-VAC-02', 2, 0.2, 0.25, 0.191667, 5_000),
  vacations('Q-VAC-04', 3, 0.25, 0.25, 0.5, 10_000),
];

function vacations(
  id: string,
  arrivalRate: number,
  service: number,
  vacation: number,
  expected: number,
  measured: number,
): RestingServer & Known {
  return {
    id,
    arrivalRate,
    service: constantOf(service),
    rest: { vacation },
    measured,
    expected,
    tolerance: 0.03,
    setting: `λ ${arrivalRate}/s, one server, service of ${service} s, away for ${vacation} s whenever nobody waits`,
    source: VACATIONS,
    seconds: 1,
  };
}

const NEUTS = 'M. F. Neuts, A General Class of Bulk Queues with Poisson Input, 1967: geometric solution, recomputed';

export const BULK: readonly (BulkServer & Known)[] = [
  bulk('Q-BULK-05', 45, 10, 50, 5.24906, 12_000, 7),
  bulk('Q-BULK-06', 3, 2, 4, 2.4115, 40_000, 2),
];

function bulk(
  id: string,
  arrivalRate: number,
  least: number,
  most: number,
  expected: number,
  measured: number,
  seconds: number,
): BulkServer & Known {
  return {
    id,
    arrivalRate,
    serviceRate: 1,
    least,
    most,
    measured,
    expected,
    tolerance: 0.03,
    setting: `λ ${arrivalRate}/s, one server that takes ${least} to ${most} at once, exponential service of 1 s for all of them`,
    source: NEUTS,
    seconds,
  };
}

const PALM = 'C. Palm, 1943 (Erlang-A): birth and death chain, recomputed';

export const IMPATIENT: readonly (ImpatientLine & Known)[] = [
  impatient('Q-ABAN-01', 12, 10, 0.1, 0.169752, 2_000, 1),
  impatient('Q-ABAN-02', 50, 50, 0.5, 0.0466846, 1_000, 2),
  impatient('Q-ABAN-03', 4.5, 5, 0.02, 0.019583, 8_000, 2),
];

function impatient(
  id: string,
  arrivalRate: number,
  servers: number,
  leavingRate: number,
  expected: number,
  measured: number,
  seconds: number,
): ImpatientLine & Known {
  return {
    id,
    arrivalRate,
    servers,
    serviceRate: 1,
    leavingRate,
    measured,
    expected,
    tolerance: 0.04,
    setting: `λ ${arrivalRate}/s, ${servers} servers, exponential service of 1 s, patience exponential with a mean of ${1 / leavingRate} s`,
    source: PALM,
    seconds,
  };
}

export const engineCases: readonly Case[] = [
  ...PRIORITIES.map((one) =>
    theory(one, 'mean wait of the lowest class, s', 'priorities', (replication) =>
      priorityRun(one, one.arrivalRates.length - 1, 'wait', replication),
    ),
  ),
  { id: 'S-CIW-01', seconds: 4, run: twoClasses },
  ...RESTING.map((one) =>
    theory(one, 'mean wait, s', 'resting server', (replication) => restingServerRun(one, replication)),
  ),
  ...BULK.map((one) => theory(one, 'mean wait, s', 'bulk service', (replication) => bulkServerRun(one, replication))),
  ...IMPATIENT.map((one) =>
    theory(one, 'share that leaves', 'impatience', (replication) => impatientLineRun(one, replication)),
  ),
  { id: 'S-SSJ-01', seconds: 0.1, run: uniformNumbers },
  { id: 'S-SSJ-02', seconds: 0.1, run: firstHundred },
  { id: 'S-SSJ-04', seconds: 0.1, run: untilThousand },
  { id: 'S-CIW-06', seconds: 0.1, run: slots },
];

function theory(
  { id, expected, tolerance, setting, source, seconds }: Known & { readonly id: string },
  figure: string,
  family: string,
  run: (replication: number) => number,
): Case {
  const labels = { id, figure, setting, evidence: 'exact', source, ran: 'engine', family } as const;
  return { id, seconds, run: () => [estimatedRow(labels, estimate(run), { expected, tolerance })] };
}

/** The same queue as Q-PRIO-01, with luck of its own: what another simulator is tested with. */
function twoClasses(): readonly Row[] {
  const timeOf = (ofClass: number): Estimate =>
    estimate((replication) => priorityRun({ ...TWO, id: 'S-CIW-01' }, ofClass, 'time', replication));
  const labels = {
    id: 'S-CIW-01',
    setting: TWO_CLASSES,
    evidence: 'exact',
    source: 'Ciw, documentation and tests of priority classes; by the closed form of Cobham, 1954',
    ran: 'engine',
  } as const;
  return [
    estimatedRow({ ...labels, figure: 'mean time in the system of the higher class, s' }, timeOf(0), {
      expected: 2,
      tolerance: 0.05,
    }),
    estimatedRow({ ...labels, figure: 'mean time in the system of the lower class, s' }, timeOf(1), {
      expected: 6,
      tolerance: 0.05,
    }),
  ];
}

const SSJ = 'SSJ, University of Montreal: tutorial examples and the outputs that come with them';
const SHARED = 'λ 1/s, one server, exponential service of 0.5 s, both by the uniform numbers of MRG32k3a';

function uniformNumbers(): readonly Row[] {
  const next = mrg32k3a(0);
  const found = Array.from({ length: 5 }, () => next());
  const expected = [
    0.12701112204657714, 0.3185275653967945, 0.3091860155832701, 0.8258468629271136, 0.2216299157820229,
  ];
  const setting = 'MRG32k3a, seed 12345 six times, first stream';
  const source = 'P. L’Ecuyer, 1999, and the outputs of SSJ';
  return [exactRow('S-SSJ-01', 'first five numbers', setting, source, expected, found, 1e-15)];
}

function firstHundred(): readonly Row[] {
  const { waits } = sharedStreamsRun('start', 200);
  const found = [5, 10, 15, 25, 30, 50, 60, 85, 100].map((customer) => waits[customer - 1]!);
  const expected = [
    0.7326681134344923, 0.5885316645668064, 1.043252136439675, 1.1931739005489084, 0.46021574329744774,
    0.252307672226395, 0.5994090559375538, 0.007945837364173702, 0.5757258813866157,
  ];
  const figure = 'waits of customers 5, 10, 15, 25, 30, 50, 60, 85, 100, s';
  return [exactRow('S-SSJ-02', figure, SHARED, SSJ, expected, found, 1e-12)];
}

function untilThousand(): readonly Row[] {
  const { waits, line } = sharedStreamsRun('first gap', 1000);
  const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
  const found = [waits.length, Math.max(...waits), mean, line.max, line.mean(1000)];
  const expected = [1037, 6.261687069403138, 0.4946847826832896, 10, 0.5129881196425713];
  const figure = 'customers begun with, longest and mean wait in s, longest and mean line, until 1,000 s';
  return [exactRow('S-SSJ-04', figure, SHARED, SSJ, expected, found, 1e-9)];
}

function slots(): readonly Row[] {
  const found = slottedStarts(
    [0.3, 0.5, 0.7, 1.2, 1.3, 1.8, 2.6, 2.7, 3.1],
    [3, 2, 5, 3].map((size, i) => ({ at: i + 1, size })),
  );
  const setting = 'nine arrivals until 3.1 s; at 1, 2, 3 and 4 s up to 3, 2, 5 and 3 of those that wait are begun with';
  const source = 'Ciw, documentation of slotted services and its tests';
  return [exactRow('S-CIW-06', 'starts, s', setting, source, [1, 1, 1, 2, 2, 3, 3, 3, 4], found, 0)];
}

/** A row of numbers that must be met to the last digit that the reference has: `tolerance` is absolute. */
export function exactRow(
  id: string,
  figure: string,
  setting: string,
  source: string,
  expected: readonly number[],
  found: readonly number[],
  tolerance: number,
): Row {
  const isMet =
    found.length === expected.length && found.every((value, i) => Math.abs(value - expected[i]!) <= tolerance);
  return {
    id,
    figure,
    setting,
    evidence: 'published simulation',
    source,
    ran: 'engine',
    expected: expected.join(', '),
    found: found.join(', '),
    verdict: isMet ? 'pass' : 'miss',
  };
}
