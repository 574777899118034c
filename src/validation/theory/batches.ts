/** One consumer that takes what waits, a batch at a time: of a shard, of a queue, and on a beat. */
import type { Case } from '../case.ts';
import { head, inputsOf, meanWait, NEVER_BACK, partsOf } from './line.ts';
import { modelCase, type Figure, type Model } from './model.ts';

/**
 * Records gather while an invocation runs. The next begins at once when `batchSize` of them wait, and otherwise `window` after the consumer
 * was free and there was a first record. `wait`: mean wait of a record until its invocation begins. Seconds; six digits, as the reference quotes it.
 */
export interface Shard {
  readonly id: string;
  readonly arrivalRate: number;
  readonly batchSize: number;
  readonly window: number;
  readonly service: number;
  readonly wait: number;
  /** Absent where hardly a batch in a million is another size. */
  readonly meanBatch: number | undefined;
  /** Over all replications. */
  readonly records: number;
  readonly seconds: number;
}

export const SHARDS: readonly Shard[] = [
  shard('Q-SHARD-01', 80, 100, 1, 0.8, 0.61875, undefined, 1e5, 1),
  shard('Q-SHARD-02', 400, 100, 0, 0.2, 0.100135, 80, 2e5, 0.7),
  shard('Q-SHARD-04', 50, 10, 0, 0.19, 0.254045, 9.50002, 1.2e6, 3),
  shard('Q-SHARD-07', 70, 10, 0, 0.1, 0.054181, 7.0008, 2e5, 1),
  shard('Q-SHARD-08', 300, 1000, 1, 2, 1.49999, 899.996, 1.5e5, 1),
];

function shard(
  id: string,
  arrivalRate: number,
  batchSize: number,
  window: number,
  service: number,
  wait: number,
  meanBatch: number | undefined,
  records: number,
  seconds: number,
): Shard {
  return { id, arrivalRate, batchSize, window, service, wait, meanBatch, records, seconds };
}

/** One server that takes all that waits, up to `most`, and works on them for one exponential time with a mean of a second. */
export interface Bulk {
  readonly id: string;
  readonly arrivalRate: number;
  readonly most: number;
  readonly wait: number;
  readonly meanBatch: number;
  readonly busy: number;
  readonly messages: number;
  readonly seconds: number;
}

export const BULK: readonly Bulk[] = [
  {
    id: 'Q-BULK-01',
    arrivalRate: 4,
    most: 5,
    wait: 3.09539,
    meanBatch: 4.07348,
    busy: 0.981961,
    messages: 2e6,
    seconds: 2.5,
  },
  {
    id: 'Q-BULK-02',
    arrivalRate: 8,
    most: 10,
    wait: 2.90736,
    meanBatch: 8.04102,
    busy: 0.994899,
    messages: 3e6,
    seconds: 2.5,
  },
];

/** A look every `every` seconds that brings at most so many records. `wait`: mean delay until the look that brings a record. */
export interface Poll {
  readonly id: string;
  readonly arrivalRate: number;
  readonly every: number;
  readonly most: number;
  readonly wait: number;
  readonly records: number;
  readonly seconds: number;
}

export const POLLS: readonly Poll[] = [
  { id: 'Q-POLL-01', arrivalRate: 50, every: 1, most: 10_000, wait: 0.5, records: 2e5, seconds: 1 },
  { id: 'Q-POLL-02', arrivalRate: 80, every: 1, most: 100, wait: 0.500676, records: 2e5, seconds: 1 },
  { id: 'Q-POLL-03', arrivalRate: 9.5, every: 1, most: 10, wait: 1.33708, records: 1e6, seconds: 4 },
];

const TOLERANCE = 0.03;
const EMBEDDED = 'chain at the ends of invocations and Little’s law, derived and solved for the reference';

export const batchCases: readonly Case[] = [
  ...SHARDS.map((one) => modelCase(ofShard(one))),
  ...BULK.map((one) => modelCase(ofQueue(one))),
  ...POLLS.map((one) => modelCase(onABeat(one))),
];

/** A stream of one shard that is looked at without a pause worth mentioning. */
function ofShard(one: Shard): Model {
  const { id, arrivalRate, batchSize, window, service, wait, meanBatch, records, seconds } = one;
  return {
    id,
    setting: `Poisson, ${arrivalRate}/s; a shard, batches of up to ${batchSize}, window ${window} s; invocations of ${service} s`,
    source: EMBEDDED,
    family: 'shard consumer',
    seconds,
    scenario: stream(
      { id, records, arrivalRate },
      {
        facts: { 'kinesis.poll.every': '10 us' },
        perInvocation: `${service} s`,
        mapping: { batchSize, maximumBatchingWindow: `${window} s` },
      },
    ),
    controls: inputsOf({ arrivalRate }),
    figures: [waits(wait), ...(meanBatch === undefined ? [] : [batch(meanBatch)])],
  };
}

/** A stream of one shard that is read once an interval, and no sooner when there is more. */
function onABeat({ id, arrivalRate, every, most, wait, records, seconds }: Poll): Model {
  return {
    id,
    setting: `Poisson, ${arrivalRate}/s; a shard that is read every ${every} s, at most ${most} records at a time`,
    source: 'chain at the looks and Little’s law, derived and solved for the reference',
    family: 'polling on a beat',
    seconds,
    scenario: stream(
      { id, records, arrivalRate },
      {
        facts: {
          'kinesis.poll.every': `${every} s`,
          'kinesis.read.calls': 1 / every,
          'kinesis.read.mostRecords': most,
        },
        perInvocation: '0 s',
        mapping: { batchSize: 10_000 },
      },
    ),
    controls: inputsOf({ arrivalRate }),
    figures: [waits(wait)],
  };
}

interface Reading {
  readonly facts: object;
  readonly perInvocation: string;
  readonly mapping: object;
}

function stream(
  one: { id: string; records: number; arrivalRate: number },
  { facts, perInvocation, mapping }: Reading,
): object {
  const { id, records, arrivalRate } = one;
  return {
    ...head({ name: id, messages: records, arrivalRate, warmUpAtLeast: 10 }),
    facts,
    sources: { q: { type: 'kinesis', shards: 1, arrivals: [{ rate: { poisson: `${arrivalRate}/s` } }] } },
    functions: { f: { timeout: NEVER_BACK, handler: { perInvocation } } },
    mappings: { m: { source: 'q', function: 'f', startingPosition: 'TRIM_HORIZON', ...mapping } },
  };
}

function ofQueue(one: Bulk): Model {
  const { id, arrivalRate, most, wait, meanBatch, busy, messages, seconds } = one;
  const scenario = {
    ...head({ name: id, messages, arrivalRate, warmUpAtLeast: 10 }),
    sources: {
      q: { type: 'sqs', visibilityTimeout: NEVER_BACK, arrivals: [{ rate: { poisson: `${arrivalRate}/s` } }] },
    },
    functions: { f: { timeout: NEVER_BACK, handler: { perInvocation: { exponential: { mean: '1 s' } } } } },
    mappings: { m: { source: 'q', function: 'f', batchSize: most, pollers: { policy: 'fixed', count: 1 } } },
  };
  const works: Figure = {
    figure: 'share of time in which the server works',
    of: (result) => partsOf(result).f.concurrency.mean,
    expected: busy,
    tolerance: TOLERANCE,
  };
  return {
    id,
    setting: `Poisson, ${arrivalRate}/s; one server that takes up to ${most} at once; service of a batch exponential, mean 1 s`,
    source: 'Neuts 1967, Medhi (bulk service): geometric solution, recomputed',
    family: 'bulk service',
    seconds,
    scenario,
    figures: [waits(wait), batch(meanBatch), works],
  };
}

function waits(expected: number): Figure {
  return { figure: 'mean wait, s', of: meanWait, expected, tolerance: TOLERANCE };
}

function batch(expected: number): Figure {
  return { figure: 'mean batch', of: (result) => partsOf(result).m.batchSize.mean!, expected, tolerance: TOLERANCE };
}
