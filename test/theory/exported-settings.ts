/** Scenarios that are plain queueing models, for the comparison with an implementation from the textbook. */
import { queueingModelOf } from '../../src/scenario/queueing/read-off.ts';
import { scenarioOf } from '../support/run.ts';
import type { Exported } from './textbook.ts';

export interface Setting {
  readonly title: string;
  readonly source?: object;
  readonly rate: unknown;
  readonly handler: object;
  readonly fn?: object;
  /** Undefined: direct calls. */
  readonly mapping?: object;
}

const ONE = { batchSize: 1, pollers: { policy: 'fixed', count: 1 } };
const FOUR = { batchSize: 1, pollers: { policy: 'fixed', count: 4 } };
const exponential = (mean: string): object => ({ perInvocation: { exponential: { mean } } });

export const SETTINGS: readonly Setting[] = [
  { title: 'M/M/1', rate: { poisson: '0.7/s' }, handler: exponential('1 s'), mapping: ONE },
  { title: 'D/M/1', rate: '0.8/s', handler: exponential('1 s'), mapping: ONE },
  {
    title: 'M/G/4, a rate with steps',
    rate: {
      steps: [
        { at: '0 s', rate: '3/s' },
        { at: '5 min', rate: '5/s' },
        { at: '8 min', rate: '2/s' },
      ],
    },
    handler: { perInvocation: { lognormal: { mean: '1 s', cv: 1.5 } } },
    mapping: FOUR,
  },
  {
    title: 'batches whose time grows with their size',
    rate: { poisson: '6/s' },
    handler: { perInvocation: '500 ms', perRecord: { gamma: { mean: '100 ms', shape: 2 } } },
    mapping: { batchSize: 5, pollers: { policy: 'fixed', count: 2 } },
  },
  {
    title: 'messages that are dropped after a minute',
    rate: { poisson: '0.3/s' },
    source: { messageRetentionPeriod: '60 s' },
    handler: exponential('4 s'),
    mapping: ONE,
  },
  {
    title: 'failures that come back, three times',
    rate: { poisson: '2/s' },
    source: { visibilityTimeout: '30 s', redrivePolicy: { deadLetterQueue: 'dead', maxReceiveCount: 3 } },
    fn: { timeout: '20 s' },
    handler: { ...exponential('1 s'), invocationFails: '20 %' },
    mapping: FOUR,
  },
  { title: 'servers without end', rate: { poisson: '5/s' }, handler: exponential('3 s'), mapping: { batchSize: 1 } },
  {
    title: 'calls that are refused when all are busy',
    rate: { poisson: '6/s' },
    fn: { reservedConcurrency: 5 },
    handler: { perInvocation: { hyperexponential: { mean: '1 s', squaredVariation: 4 } } },
  },
];

/** A run of `minutes`, empty at first; the source is q. */
export function written({ title, source, rate, handler, fn, mapping }: Setting, minutes: number): object {
  const isQueue = mapping !== undefined;
  const queue = { type: 'sqs', visibilityTimeout: '12 h', ...source };
  return {
    lagcast: 1,
    name: title,
    seed: title,
    rules: 'ideal',
    duration: `${minutes} min`,
    sources: {
      q: { ...(isQueue ? queue : { type: 'sync', function: 'f' }), arrivals: [{ rate }] },
      ...(source !== undefined && 'redrivePolicy' in source && { dead: { type: 'sqs' } }),
    },
    functions: { f: { timeout: '12 h', handler, ...fn } },
    ...(isQueue && { mappings: { m: { source: 'q', function: 'f', ...mapping } } }),
  };
}

/** As another program gets it: through JSON. */
export function exported(value: object): Exported {
  const read = queueingModelOf(scenarioOf(value));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return JSON.parse(JSON.stringify(read.model)) as Exported;
}
