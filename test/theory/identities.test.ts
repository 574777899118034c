/**
 * What holds in every single run, by arithmetic and not on average: Little's law (Q-INV-01), the books (Q-INV-02) and the
 * utilisation law (Q-INV-03). The runs start and end empty, so no message is counted on one side only.
 */
import { describe, expect, it } from 'vitest';
import { run } from '../support/run.ts';
import { partsOf } from './models.ts';

const BUSY_THEN_QUIET = {
  steps: [
    { at: '0 s', rate: '40/s' },
    { at: '2 min', rate: '120/s' },
    { at: '3 min', rate: '0/s' },
  ],
};
const SERVICE = { exponential: { mean: '400 ms' } };

interface Setting {
  readonly title: string;
  readonly rules?: string;
  readonly queue?: object;
  readonly handler?: object;
  readonly fn?: object;
  readonly mapping?: object;
}

const SETTINGS: readonly Setting[] = [
  { title: 'one message at a time', mapping: { batchSize: 1, pollers: { policy: 'fixed', count: 20 } } },
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
  { title: 'the rules of today', rules: 'current', fn: { coldStart: 'none' }, mapping: { batchSize: 1 } },
  {
    title: 'the rules of 2023, with a cap',
    rules: '2023-10',
    fn: { coldStart: 'none' },
    mapping: { batchSize: 10, maximumConcurrency: 8 },
  },
];

describe.each(SETTINGS)('$title', ({ rules = 'ideal', queue, handler, fn, mapping }) => {
  const result = run({
    lagcast: 1,
    name: 'identities',
    rules,
    duration: '1 h',
    sources: { q: { type: 'sqs', visibilityTimeout: '5 min', ...queue, arrivals: [{ rate: BUSY_THEN_QUIET }] } },
    functions: { f: { timeout: '30 s', handler: { perInvocation: SERVICE, ...handler }, ...fn } },
    mappings: { m: { source: 'q', function: 'f', ...mapping } },
  });
  const { q, f } = partsOf(result);
  const [in_, out] = [q.books.in, q.books.out];

  it('starts and ends empty, with balanced books', () => {
    expect(q.depth.last + q.inFlight.last).toBe(0);
    expect(q.depth.max).toBeGreaterThan(0);
    expect(in_.arrived).toBeGreaterThan(10_000);
    expect(out.succeeded).toBe(in_.arrived);
  });

  it('obeys Little’s law: messages in the queue times time are all their times in it', () => {
    const area = (q.depth.mean + q.inFlight.mean) * result.duration;
    expect(relative(area, q.latency.mean! * q.latency.count)).toBeLessThan(1e-9);
  });

  it('obeys the utilisation law: concurrency times time are all durations', () => {
    expect(relative(f.concurrency.mean * result.duration, f.duration.mean! * f.duration.count)).toBeLessThan(1e-9);
  });
});

it('Little’s law holds for waiting and for service alone, when every message has its own invocation', () => {
  const result = run({
    lagcast: 1,
    name: 'parts',
    rules: 'ideal',
    duration: '1 h',
    sources: { q: { type: 'sqs', visibilityTimeout: '12 h', arrivals: [{ rate: BUSY_THEN_QUIET }] } },
    functions: { f: { timeout: '12 h', handler: { perInvocation: SERVICE } } },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1, pollers: { policy: 'fixed', count: 20 } } },
  });
  const { q, f } = partsOf(result);
  const { ageAtFirstAttempt: waits } = q;
  expect(relative(q.depth.mean * result.duration, waits.mean! * waits.count)).toBeLessThan(1e-9);
  expect(relative(q.inFlight.mean * result.duration, f.duration.mean! * f.duration.count)).toBeLessThan(1e-9);
});

it('the utilisation law counts cold starts, for an environment is taken while it starts', () => {
  const result = run({
    lagcast: 1,
    name: 'cold',
    duration: '1 h',
    sources: { q: { type: 'sqs', visibilityTimeout: '5 min', arrivals: [{ rate: BUSY_THEN_QUIET }] } },
    functions: {
      f: { timeout: '30 s', coldStart: { init: '300 ms', platform: '50 ms' }, handler: { perInvocation: SERVICE } },
    },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
  });
  const { f } = partsOf(result);
  const busy = f.duration.mean! * f.duration.count + f.initDuration.mean! * f.initDuration.count;
  expect(f.coldStarts).toBeGreaterThan(10);
  expect(relative(f.concurrency.mean * result.duration, busy)).toBeLessThan(1e-9);
});

function relative(a: number, b: number): number {
  return Math.abs(a / b - 1);
}
