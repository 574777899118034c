/**
 * What holds in every single run, by arithmetic and not on average: Little's law and the utilisation law (the books: conservation.ts). The runs start and end
 * empty, so no message is counted on one side only. And what Poisson arrivals see, which does hold on average only.
 */
import { simulate } from '../../simulate.ts';
import type { Watched } from '../../simulate.ts';
import type { Case } from '../case.ts';
import type { Row } from '../row.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { estimatedRow, estimateOf, REPLICATIONS, type Labels } from '../statistics.ts';
import type { Named } from '../../model/observer.ts';
import { line, partsOf } from './line.ts';
import { scenarioOf } from './model.ts';
import { exponential } from './service.ts';
import { Population, watchRun } from './watch.ts';

const BUSY_THEN_QUIET = {
  steps: [
    { at: '0 s', rate: '20/s' },
    { at: '10 min', rate: '60/s' },
    { at: '15 min', rate: '0/s' },
  ],
};
const SERVICE = { exponential: { mean: '400 ms' } };

/** What differs from a queue of messages that take 400 ms on average. */
export interface Setting {
  readonly title: string;
  readonly rules?: string;
  readonly queue?: object;
  /** The dead-letter queue; absent: there is none. */
  readonly dead?: object;
  readonly handler?: object;
  readonly fn?: object;
  readonly mapping?: object;
}

export const SETTINGS: readonly Setting[] = [
  { title: 'one message at a time', mapping: { batchSize: 1, pollers: { policy: 'fixed', count: 12 } } },
  { title: 'pollers without end', mapping: { batchSize: 1 } },
  {
    title: 'batches with a window',
    mapping: { batchSize: 10, maximumBatchingWindow: '2 s', pollers: { policy: 'fixed', count: 5 } },
  },
  { title: 'invocations that fail', handler: { invocationFails: '5 %' }, mapping: { batchSize: 10 } },
  {
    title: 'records that fail',
    handler: { perRecord: '10 ms', outcome: [{ fails: '5 %' }], onRecordError: 'report' },
    mapping: { batchSize: 10, reportBatchItemFailures: true },
  },
  { title: 'throttles', fn: { reservedConcurrency: 10 }, mapping: { batchSize: 10 } },
  {
    title: 'messages that come back while they are worked on',
    queue: { visibilityTimeout: '1 s' },
    mapping: { batchSize: 1 },
  },
  { title: 'timeouts', fn: { timeout: '800 ms' }, mapping: { batchSize: 10 } },
  {
    title: 'the rules of today, with cold starts',
    rules: 'current',
    fn: { coldStart: { init: '300 ms', platform: '50 ms' } },
    mapping: { batchSize: 1 },
  },
  {
    title: 'the rules of 2023, with a cap',
    rules: '2023-10',
    fn: { coldStart: 'none' },
    mapping: { batchSize: 10, maximumConcurrency: 8 },
  },
];

/** Messages end in every way that they can, also in the dead-letter queue: the identities of time do not hold, but none may be lost. */
export const LOSSY: Setting = {
  title: 'failures, dead letters and retention, in both queues',
  queue: {
    visibilityTimeout: '20 s',
    messageRetentionPeriod: '60 s',
    redrivePolicy: { maxReceiveCount: 2, deadLetterQueue: 'dead' },
  },
  dead: { type: 'sqs', messageRetentionPeriod: '10 min' },
  fn: { timeout: '15 s' },
  handler: { invocationFails: '30 %' },
  mapping: { batchSize: 1, pollers: { policy: 'fixed', count: 12 } },
};

const TITLES = `${SETTINGS.length} runs that start and end empty: ${SETTINGS.map(({ title }) => title).join('; ')}`;

export const identityCases: readonly Case[] = [
  { id: 'Q-INV-01', gives: ['Q-INV-03'], seconds: 3, run: identities },
  { id: 'Q-INV-04', seconds: 1.5, run: seenByArrivals },
];

function identities(): Row[] {
  const found = SETTINGS.map(differences);
  const worst = (of: keyof (typeof found)[number]): number => Math.max(...found.map((one) => one[of]));
  const labels = { setting: TITLES, evidence: 'exact', ran: 'scenario' } as const;
  return [
    atMost(
      {
        id: 'Q-INV-01',
        figure: 'Little’s law: number times time less all times in the queue, greatest share',
        source: 'Little 1961',
        ...labels,
      },
      worst('little'),
      1e-9,
    ),
    atMost(
      {
        id: 'Q-INV-03',
        figure: 'utilisation law: concurrency times time less all durations, greatest share',
        source: 'counting',
        ...labels,
      },
      worst('busy'),
      1e-9,
    ),
  ];
}

function atMost(labels: Labels, found: number, most: number): Row {
  return {
    ...labels,
    expected: `0, within ${most}`,
    found: String(Number(found.toPrecision(2))),
    verdict: found <= most ? 'pass' : 'miss',
  };
}

/** By how much the identities are missed in one run; NaN, which passes nowhere, when it did not do what it is for. */
export function differences(setting: Setting): { little: number; busy: number } {
  const result = simulate(identityScenario(setting));
  const { q, f } = partsOf(result);
  const isUseful =
    q.arrived === q.succeeded && q.depth.last + q.inFlight.last === 0 && q.depth.max > 0 && q.arrived > 25_000;
  if (!isUseful) return { little: NaN, busy: NaN };
  const stayed = (q.depth.mean + q.inFlight.mean) * result.duration;
  const worked = f.duration.mean! * f.duration.count + (f.initDuration.mean ?? 0) * f.initDuration.count;
  return {
    little: relative(stayed, q.latency.mean! * q.latency.count),
    busy: relative(f.concurrency.mean * result.duration, worked),
  };
}

/** Busy, then quiet until nothing is left. */
export function identityScenario({ rules = 'ideal', queue, dead, handler, fn, mapping }: Setting): Scenario {
  return scenarioOf({
    lagcast: 1,
    name: 'identities',
    rules,
    duration: '6 h',
    sources: {
      q: { type: 'sqs', visibilityTimeout: '5 min', ...queue, arrivals: [{ rate: BUSY_THEN_QUIET }] },
      ...(dead === undefined ? {} : { dead }),
    },
    functions: { f: { timeout: '30 s', handler: { perInvocation: SERVICE, ...handler }, ...fn } },
    mappings: { m: { source: 'q', function: 'f', ...mapping } },
  });
}

function relative(a: number, b: number): number {
  return Math.abs(a / b - 1);
}

/** What arrivals find, and what there is on average over time. */
class Seen extends Population {
  #seen = 0;
  #arrivals = 0;
  #area = 0;
  #since = 0;

  /** Mean number that arrivals found over the mean number at any time. */
  get ratio(): number {
    return this.#seen / this.#arrivals / (this.#area / this.#since);
  }

  protected override changes(now: number): void {
    this.#area += this.number * (now - this.#since);
    this.#since = now;
  }

  override sent(source: Named, slot: number): void {
    this.#seen += this.number;
    this.#arrivals += 1;
    super.sent(source, slot);
  }
}

/** Poisson arrivals see time averages; evenly spaced ones do not, and how far off they are is known: by σ/ρ. */
function seenByArrivals(): Row[] {
  const service = exponential(1);
  const size = { messages: 2e5, arrivalRate: 0.8, service, servers: 1 };
  const labels = { id: 'Q-INV-04', evidence: 'exact', ran: 'observed' } as const;
  const poisson = ratioOf(line({ ...size, name: 'Q-INV-04' }));
  const even = ratioOf(line({ ...size, name: 'Q-INV-04, evenly spaced', arrivals: { rate: '0.8/s' } }));
  const figure = 'number that arrivals find over the number at any time';
  const server = 'one server; exponential service, mean 1 s';
  return [
    estimatedRow(
      {
        ...labels,
        figure,
        setting: `Poisson, 0.8/s; ${server}`,
        source: 'Wolff 1982 (PASTA)',
        family: 'what arrivals see',
      },
      poisson,
      { expected: 1, tolerance: 0.02 },
    ),
    estimatedRow(
      {
        ...labels,
        figure: `${figure} (evenly spaced)`,
        setting: `one each 1.25 s; ${server}`,
        source: 'D/M/1: σ/ρ, recomputed',
      },
      even,
      { expected: 0.62863 / 0.8, tolerance: 0.02 },
    ),
  ];
}

function ratioOf(value: object) {
  const scenario = scenarioOf(value);
  const watch = (watched: Watched) => new Seen(watched);
  return estimateOf(
    Array.from({ length: REPLICATIONS }, (_, replication) => watchRun(scenario, replication, watch).ratio),
  );
}
