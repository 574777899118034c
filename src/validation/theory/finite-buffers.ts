/**
 * Waiting rooms that are full (M/M/c/K): what arrives then is turned away.
 *
 * As a pipeline: one queue of the tier that takes so many waiting events and no more, with so many slots. Where nothing may wait, or
 * a single server has a waiting room, direct calls to a function that may run so often: the room is its reserved concurrency, the
 * server a downstream with one connection.
 */
import { readScenarioValue } from '../../scenario/read.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { simulate } from '../../simulate.ts';
import type { Case } from '../case.ts';
import type { Row } from '../row.ts';
import { estimatedRow, replications, REPLICATIONS } from '../statistics.ts';

const TEXTBOOK = 'D. Gross and C. M. Harris, Fundamentals of Queueing Theory: birth and death chain; recomputed';
const SIMMER = 'simmer, vignettes on queueing systems and on continuous-time Markov chains';
const CIW = 'Ciw, documentation of baulking customers and its tests';

export interface BufferCase {
  readonly id: string;
  /** Per second. */
  readonly arrivalRate: number;
  /** Of one server, per second. */
  readonly serviceRate: number;
  readonly servers: number;
  /** Waiting and in service at most. */
  readonly room: number;
  /** Share turned away. */
  readonly expected: number;
  /** Mean wait of those that were let in, in seconds. */
  readonly wait: number;
  /** Requests of all replications. */
  readonly requests: number;
  readonly seconds: number;
}

const BUFFERS: readonly BufferCase[] = [
  buffer('Q-MMCK-01', 3, 4, 2, 3, 0.0493601, 0.0173077, 4e5, 3),
  buffer('Q-MMCK-02', 0.9, 1, 1, 10, 0.0508137, 3.6466, 1.3e6, 6),
  buffer('Q-MMCK-04', 6, 1, 5, 10, 0.212593, 0.542518, 2e5, 1),
  buffer('Q-MMCK-05', 4.75, 1, 5, 15, 0.0524828, 0.75411, 1.4e6, 5),
  buffer('Q-MMCK-07', 24, 1, 20, 40, 0.16821, 0.764942, 8e5, 3),
];

function buffer(
  id: string,
  arrivalRate: number,
  serviceRate: number,
  servers: number,
  room: number,
  expected: number,
  wait: number,
  requests: number,
  seconds: number,
): BufferCase {
  return { id, arrivalRate, serviceRate, servers, room, expected, wait, requests, seconds };
}

const TOLERANCE = 0.03;

export const finiteBufferCases: readonly Case[] = [
  ...BUFFERS.map((one) => ({ id: one.id, seconds: one.seconds, run: () => bufferRows(one) })),
  { id: 'S-SIMMER-01', seconds: 3, run: smallRoom },
  { id: 'S-SIMMER-02', seconds: 1, run: petrolStation },
  { id: 'S-CIW-03', seconds: 0.1, run: turnedAway },
];

function bufferRows(one: BufferCase): readonly Row[] {
  const { id, arrivalRate, serviceRate, servers, room, expected, wait } = one;
  const found = replications(bufferScenario(one), REPLICATIONS, (result) => {
    const { accepted, rejected, firstAttemptAge } = result.tier!.groups['requests']!;
    return { refused: rejected.queueFull / (accepted + rejected.queueFull), wait: firstAttemptAge.mean! / 1e6 };
  });
  const labels = {
    id,
    setting: `λ ${arrivalRate}/s, ${servers} server${servers > 1 ? 's' : ''} with μ ${serviceRate}/s, room for ${room}`,
    evidence: 'exact',
    source: TEXTBOOK,
    ran: 'scenario',
  } as const;
  return [
    estimatedRow({ ...labels, figure: 'share turned away', family: 'M/M/c/K' }, found.refused, {
      expected,
      tolerance: TOLERANCE,
    }),
    estimatedRow({ ...labels, figure: 'mean wait of those let in, s' }, found.wait, {
      expected: wait,
      tolerance: TOLERANCE,
    }),
  ];
}

/** The scenario of a case; its id is the seed. */
export function bufferScenario({ id, arrivalRate, serviceRate, servers, room, requests }: BufferCase): Scenario {
  const measured = Math.ceil(requests / REPLICATIONS / arrivalRate);
  const warmUp = Math.ceil(measured / 10);
  return scenarioOf({
    ...head(id, warmUp, measured),
    tier: {
      queues: 1,
      placement: 'single',
      queueLimit: room - servers,
      pollers: { slots: servers, receiveBatch: 1 },
      tenants: {
        requests: {
          service: { exponential: { mean: `${1 / serviceRate} s` } },
          arrivals: [{ rate: { poisson: `${arrivalRate}/s` } }],
        },
      },
    },
  });
}

/** Of M/M/2/3, the mean number inside: calls under way in a function that may run three times, before two connections. */
function smallRoom(): readonly Row[] {
  const scenario = scenarioOf({
    ...head('S-SIMMER-01', 150, 1500),
    sources: { calls: { type: 'sync', function: 'room', arrivals: [{ rate: { poisson: '3/s' } }] } },
    ...roomOf(3, 2, { exponential: { mean: '250 ms' } }),
  });
  const { inside } = replications(scenario, REPLICATIONS, (result) => ({
    inside: result.functions['room']!.concurrency.mean,
  }));
  const labels = {
    id: 'S-SIMMER-01',
    figure: 'mean number in the system',
    setting: 'λ 3/s, two servers with μ 4/s, room for three',
    evidence: 'exact',
    source: SIMMER,
    ran: 'scenario',
  } as const;
  return [estimatedRow(labels, inside, { expected: 0.76234, tolerance: 0.02 })];
}

/** One pump, nowhere to wait: three of four vehicles take 8 minutes on average, the others 3. */
function petrolStation(): readonly Row[] {
  const scenario = scenarioOf({
    ...head('S-SIMMER-02', 20_000, 300_000),
    sources: {
      vehicles: {
        type: 'sync',
        function: 'pump',
        arrivals: [
          { rate: { poisson: `${0.75 * 0.15}/min` }, attributes: { vehicle: 'car' } },
          { rate: { poisson: `${0.25 * 0.15}/min` }, attributes: { vehicle: 'motorcycle' } },
        ],
      },
    },
    functions: {
      pump: {
        timeout: '12 h',
        reservedConcurrency: 1,
        handler: {
          perRecord: [
            { when: { vehicle: 'car' }, time: { exponential: { mean: '8 min' } } },
            { time: { exponential: { mean: '3 min' } } },
          ],
        },
      },
    },
  });
  const { inside } = replications(scenario, REPLICATIONS, (result) => ({
    inside: result.functions['pump']!.concurrency.mean,
  }));
  const labels = {
    id: 'S-SIMMER-02',
    figure: 'mean number at the pump',
    setting: 'λ 0.15/min, one pump, nowhere to wait, 8 min (75 %) or 3 min on average',
    evidence: 'exact',
    source: SIMMER,
    ran: 'scenario',
  } as const;
  return [estimatedRow(labels, inside, { expected: 0.503106, tolerance: 0.02 })];
}

/** Somebody every 5 s, served in 21 s by one server; who finds three leaves. */
function turnedAway(): readonly Row[] {
  const scenario = scenarioOf({
    lagcast: 1,
    name: 'S-CIW-03',
    rules: 'ideal',
    duration: '51 s',
    sources: { calls: { type: 'sync', function: 'room', arrivals: [{ rate: '12/min', startAt: '5 s' }] } },
    ...roomOf(3, 1, '21 s'),
  });
  const left: number[] = [];
  const journal = (text: string): void => {
    const { event, outcome, t } = JSON.parse(text) as { event: string; outcome?: string; t: number };
    if (event === 'answered' && outcome === 'refused') left.push(t / 1e6);
  };
  simulate(scenario, { journal });
  const expected = '20, 25, 35, 40, 45';
  const found = left.join(', ');
  return [
    {
      id: 'S-CIW-03',
      figure: 'when customers turn away, s',
      setting: 'an arrival every 5 s, one server that takes 21 s, room for three, until 51 s',
      evidence: 'published simulation',
      source: CIW,
      ran: 'scenario',
      expected,
      found,
      verdict: found === expected ? 'pass' : 'miss',
    },
  ];
}

/** A function that may run so often at once, and does nothing but use a downstream that serves so many. */
function roomOf(room: number, servers: number, latency: unknown): object {
  return {
    functions: {
      room: {
        timeout: '12 h',
        reservedConcurrency: room,
        handler: { perRecord: '0 s', uses: [{ downstream: 'servers', connect: 'perInvocation' }] },
      },
    },
    downstreams: { servers: { latency, connections: servers, onExhausted: 'wait' } },
  };
}

/** Times in seconds. */
function head(id: string, warmUp: number, measured: number): object {
  return {
    lagcast: 1,
    name: id,
    seed: id,
    rules: 'ideal',
    duration: `${warmUp + measured} s`,
    warmUp: `${warmUp} s`,
  };
}

function scenarioOf(value: object): Scenario {
  const read = readScenarioValue(value);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.scenario;
}
