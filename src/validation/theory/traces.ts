/** Small histories that other programs and books print, customer by customer; nothing in them is left to chance. */
import { simulate } from '../../simulate.ts';
import type { Case } from '../case.ts';
import type { Row } from '../row.ts';
import { exactly, exactlyAll } from './exact.ts';
import { NEVER_BACK, partsOf } from './line.ts';
import { scenarioOf } from './model.ts';

/** What a line of the journal says that is looked at here. */
interface Line {
  readonly t: number;
  readonly event: string;
  readonly records?: readonly string[];
}

/** Customers, in order of their arrival. In seconds of the run. */
interface Customer {
  readonly at: number;
  readonly duration: number;
}

const RAN = { ran: 'scenario' } as const;

export const traceCases: readonly Case[] = [
  { id: 'S-LK-01', seconds: 0.1, run: handSimulation },
  { id: 'S-CIW-04', seconds: 0.1, run: reneging },
  { id: 'S-CIW-08', seconds: 0.1, run: batchArrival },
  { id: 'S-SIMPY-01', seconds: 0.1, run: carWash },
  { id: 'Q-BISECT-01', seconds: 0.1, run: () => bisect('Q-BISECT-01', 16, 9) },
  { id: 'Q-BISECT-03', seconds: 0.1, run: () => bisect('Q-BISECT-03', 1024, 21) },
];

/** Customers before servers, each with its own service time; the run ends at `until`. */
function served(name: string, customers: readonly Customer[], servers: number, until: number) {
  const records = customers.map(({ at, duration }, i) => ({
    id: `c${i + 1}`,
    at: `${at} s`,
    duration: `${duration} s`,
  }));
  const value = {
    lagcast: 1,
    name,
    rules: 'ideal',
    duration: `${until} s`,
    sources: { q: { type: 'sqs', visibilityTimeout: NEVER_BACK, arrivals: [{ records }] } },
    functions: { f: { timeout: NEVER_BACK, handler: {} } },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1, pollers: { policy: 'fixed', count: servers } } },
  };
  const { result, lines } = journaled(value);
  const starts = customers.flatMap((_, i) => instantsOf(lines, 'invoked', `c${i + 1}`));
  return { result, starts };
}

function journaled(value: object) {
  const lines: Line[] = [];
  const result = simulate(scenarioOf(value), { journal: (line) => lines.push(JSON.parse(line) as Line) });
  return { result, lines };
}

/** When that happened to a record, in seconds. */
function instantsOf(lines: readonly Line[], event: string, id: string): number[] {
  return lines.filter((line) => line.event === event && line.records?.includes(id) === true).map(({ t }) => t / 1e6);
}

/** Until the service of the sixth begins: what a reader is asked to work out by hand. */
function handSimulation(): Row[] {
  const gaps = [0.4, 1.2, 0.5, 1.7, 0.2, 1.6, 0.2, 1.4, 1.9];
  const services = [2, 0.7, 0.2, 1.1, 3.7, 0.6];
  let at = 0;
  const customers = gaps.map((gap, i) => ({ at: (at += gap), duration: services[i] ?? 1 }));
  const rounded = customers
    .filter(({ at: when }) => when <= 8.6)
    .map((one) => ({ ...one, at: Number(one.at.toFixed(6)) }));
  const { result, starts } = served('S-LK-01', rounded, 1, 8.6);
  const { q, f } = partsOf(result);
  const labels = {
    id: 'S-LK-01',
    setting: 'one server; the gaps and services of the book, until the sixth service begins',
    source:
      'Law and Kelton, Simulation Modeling and Analysis, chapter 1: recalled, and recomputed from the listed times',
    evidence: 'exact',
    ...RAN,
  } as const;
  const delays = starts.map((start, i) => start - rounded[i]!.at);
  return [
    exactlyAll({ ...labels, figure: 'delays of the six, s' }, [0, 0.8, 1, 0, 0.9, 3], delays),
    exactly({ ...labels, figure: 'average delay, s' }, 0.95, q.ageAtFirstAttempt.mean! / 1e6, 1e-9),
    exactly({ ...labels, figure: 'average number in the queue' }, 9.9 / 8.6, q.depth.mean, 1e-9),
    exactly({ ...labels, figure: 'utilisation' }, 7.7 / 8.6, f.concurrency.mean, 1e-9),
  ];
}

/** A retention is at least 60 s, and the patience is 3: the unit of time is 20 s here. */
function reneging(): Row[] {
  const unit = 20;
  const records = Array.from({ length: 4 }, (_, i) => ({ id: `c${i + 1}`, at: `${7 * (i + 1) * unit} s` }));
  const { lines } = journaled({
    lagcast: 1,
    name: 'S-CIW-04',
    rules: 'ideal',
    duration: `${31.5 * unit} s`,
    sources: {
      q: {
        type: 'sqs',
        visibilityTimeout: NEVER_BACK,
        messageRetentionPeriod: `${3 * unit} s`,
        arrivals: [{ records }],
      },
    },
    functions: { f: { timeout: NEVER_BACK, handler: { perInvocation: `${11 * unit} s` } } },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1, pollers: { policy: 'fixed', count: 1 } } },
  });
  const gone = records.flatMap(({ id }, i) => instantsOf(lines, 'expired', id).flatMap((t) => [7 * (i + 1), t / unit]));
  const labels = {
    id: 'S-CIW-04',
    figure: 'arrival and exit of those that give up',
    setting: 'arrivals every 7, service 11, patience 3, until 31.5; the unit of time is 20 s',
    source: 'Ciw, documentation and test suite',
    evidence: 'published simulation',
    ...RAN,
  } as const;
  return [exactlyAll(labels, [14, 17, 28, 31], gone)];
}

function batchArrival(): Row[] {
  const customers = Array.from({ length: 3 }, () => ({ at: 18.5, duration: 3 }));
  const { starts } = served('S-CIW-08', customers, 1, 40);
  const labels = {
    id: 'S-CIW-08',
    figure: 'waits, s',
    setting: 'three at once at 18.5 s; one server; service 3 s',
    source: 'Ciw, documentation and test suite',
    evidence: 'published simulation',
    ...RAN,
  } as const;
  return [
    exactlyAll(
      labels,
      [0, 3, 6],
      starts.map((start) => start - 18.5),
    ),
  ];
}

function carWash(): Row[] {
  const customers = [0, 0, 0, 0, 5, 10, 16].map((at) => ({ at, duration: 5 }));
  const { starts } = served('S-SIMPY-01', customers, 2, 60);
  const labels = {
    id: 'S-SIMPY-01',
    figure: 'starts of service, s',
    setting: 'cars at 0, 0, 0, 0, 5, 10 and 16 s; two machines; service 5 s',
    source: 'SimPy, example “Carwash” of its documentation; the draws are given as data',
    evidence: 'published simulation',
    ...RAN,
  } as const;
  return [exactlyAll(labels, [0, 0, 5, 5, 10, 10, 16], starts)];
}

/** One poison record in a batch of a stream that is cut in two when it fails, and nothing is tried again once it is alone. */
function bisect(id: string, batchSize: number, expected: number): Row[] {
  const records = Array.from({ length: batchSize }, (_, i) => ({
    at: '0 s',
    attributes: { poison: i === batchSize / 2 },
  }));
  const result = simulate(
    scenarioOf({
      lagcast: 1,
      name: id,
      rules: 'ideal',
      duration: '1 h',
      sources: { q: { type: 'kinesis', shards: 1, arrivals: [{ records }] } },
      functions: {
        f: {
          timeout: NEVER_BACK,
          handler: { perRecord: '1 ms', outcome: [{ when: { poison: true }, fails: '100 %' }] },
        },
      },
      mappings: {
        m: {
          source: 'q',
          function: 'f',
          startingPosition: 'TRIM_HORIZON',
          batchSize,
          maximumRetryAttempts: 0,
          bisectBatchOnFunctionError: true,
        },
      },
    }),
  );
  const labels = {
    id,
    figure: 'invocations until it is alone and all others are handled',
    setting: `a batch of ${batchSize} records, one of which always fails; cut in two at each failure, no retries`,
    source: 'documented rule (KIN-25); T(1) = 1, T(2m) = 2 + T(m)',
    evidence: 'exact',
    ...RAN,
  } as const;
  return [exactly(labels, expected, partsOf(result).m.invocations, 0)];
}
