/** Calls to downstreams, and what becomes of records while one is out; on timelines worked out by hand. */
import { describe, expect, it } from 'vitest';
import { Outages } from '../../src/model/outages.ts';
import { journaled, run } from '../support/run.ts';

interface Case {
  readonly handler?: object;
  readonly db?: object;
  readonly outages?: readonly object[];
  readonly records?: readonly string[];
  readonly coldStart?: unknown;
}

/** One batch at 1 s: 10 ms before the records, 100 ms for each, then a call to `db`, which takes 5 ms. */
function oneBatch({ handler, db, outages = [], records = ['a', 'b', 'c'], coldStart = 'none' }: Case) {
  const { lines } = journaled({
    lagcast: 1,
    duration: '20 s',
    functions: {
      f: {
        timeout: '2 s',
        coldStart,
        handler: { perInvocation: '10 ms', perRecord: '100 ms', uses: ['db'], onRecordError: 'report', ...handler },
      },
    },
    downstreams: { db: { latency: '5 ms', ...db }, cache: { latency: '1 ms' } },
    sources: {
      q: { type: 'sqs', visibilityTimeout: '1 min', arrivals: [{ records: records.map((id) => ({ at: '1 s', id })) }] },
    },
    mappings: { m: { source: 'q', function: 'f', reportBatchItemFailures: true } },
    events: outages.map((outage) => ({ outage: { downstream: 'db' }, ...outage })),
  });
  const finished = lines.find((line) => line.event === 'finished')!;
  const deleted = lines.find((line) => line.event === 'deleted')?.records ?? [];
  return { takes: (finished.t - 1_000_000) / 1000, outcome: finished.outcome, deleted: deleted.join('') };
}

describe('a downstream', () => {
  it('is called once for each record, after the work on it', () => {
    expect(oneBatch({})).toEqual({ takes: 10 + 3 * 105, outcome: 'succeeded', deleted: 'abc' });
    expect(oneBatch({ handler: { uses: ['db', 'cache', 'db'] } }).takes).toBe(10 + 3 * 111);
    expect(oneBatch({ handler: { parallel: 3 } }).takes).toBe(10 + 105);
  });

  // Calls begin at 1.110 s (a), and as long as all is well at 1.215 s (b) and 1.320 s (c).
  it('that is out fails the calls that begin meanwhile; 10 ms are ours', () => {
    const outages = [{ at: '1150 ms', for: '100 ms' }];
    expect(oneBatch({ outages })).toEqual({ takes: 10 + 105 + 110 + 105, outcome: 'partial', deleted: 'ac' });
    expect(oneBatch({ outages, db: { failAfter: '1 s' } })).toMatchObject({ takes: 10 + 105 + 1100 + 105 });
    const stopped = { takes: 10 + 105 + 110 };
    expect(oneBatch({ outages, handler: { onRecordError: 'throw' } })).toEqual({
      ...stopped,
      outcome: 'failed',
      deleted: '',
    });
    expect(oneBatch({ outages, handler: { onRecordError: 'stopAndReport' } })).toEqual({
      ...stopped,
      outcome: 'partial',
      deleted: 'a',
    });
  });

  it('is out from the instant the outage begins, and works at the instant it ends', () => {
    const deleted = (from: number, length: number): string =>
      oneBatch({ outages: [{ at: `${from} us`, for: `${length} us` }], records: ['a'] }).deleted;
    expect(deleted(1_110_000, 1)).toBe('');
    expect(deleted(1_110_001, 1_000_000)).toBe('a');
    expect(deleted(1_000_000, 110_000)).toBe('a');
    expect(deleted(1_000_000, 110_001)).toBe('');
  });

  it('decides a call when it begins: one under way comes back, one that began in vain fails after the end, too', () => {
    expect(oneBatch({ records: ['a'], outages: [{ at: '1112 ms', for: '1 s' }] })).toMatchObject({ deleted: 'a' });
    const late = oneBatch({ records: ['a'], db: { failAfter: '1 s' }, outages: [{ at: '1110 ms', for: '1 ms' }] });
    expect(late).toEqual({ takes: 1110, outcome: 'partial', deleted: '' });
  });

  it('that hangs holds the invocation until its timeout, whenever the outage ends', () => {
    const outages = [{ at: '1150 ms', for: '100 ms' }];
    const hangs = { whenOut: 'hang' };
    const held = { takes: 2000, outcome: 'timedOut', deleted: '' };
    expect(oneBatch({ outages, db: hangs })).toEqual(held);
    expect(oneBatch({ outages, db: hangs, handler: { parallel: 3 } })).toMatchObject({ deleted: 'abc' });
    // Two at a time: b and a call at 1.110 s, c at 1.215 s and hangs; nobody else fails, so nothing is reported.
    expect(oneBatch({ outages, db: hangs, handler: { parallel: 2 } })).toEqual(held);
  });

  it('is called as late as the cold start makes it', () => {
    const coldStart = { init: '1 s', platform: '0 ms' };
    expect(oneBatch({ records: ['a'], coldStart, outages: [{ at: '1 s', for: '1 s' }] })).toMatchObject({
      deleted: 'a',
    });
    expect(oneBatch({ records: ['a'], coldStart, outages: [{ at: '2 s' }] })).toMatchObject({ deleted: '' });
  });

  it('after one that failed is not called', () => {
    const handler = { uses: ['db', 'cache'] };
    expect(oneBatch({ handler, records: ['a'], outages: [{ at: '0 s' }] }).takes).toBe(10 + 100 + 10);
  });

  it('does not overrule a script, except by hanging', () => {
    const handler = { script: ['succeed'] };
    const outages = [{ at: '0 s' }];
    expect(oneBatch({ handler, outages })).toEqual({ takes: 10 + 3 * 110, outcome: 'succeeded', deleted: 'abc' });
    expect(oneBatch({ handler, outages, db: { whenOut: 'hang' } })).toMatchObject({ outcome: 'timedOut' });
  });

  it('that nobody uses, and an outage that never comes, change nothing', () => {
    const scenario = {
      lagcast: 1,
      duration: '1 min',
      functions: { f: { handler: { perRecord: { exponential: { mean: '50 ms' } } } } },
      sources: { q: { type: 'sqs', arrivals: [{ rate: { poisson: '20/s' } }] } },
      mappings: { m: { source: 'q', function: 'f' } },
    };
    const more = {
      downstreams: { db: { latency: '5 ms' } },
      events: [{ at: '2 min', for: '1 min', outage: { source: 'q' } }],
    };
    expect(run({ ...scenario, ...more }).digest).toBe(run(scenario).digest);
  });
});

it('outages in any order are spans: those that overlap or touch are one, and ends are open', () => {
  const span = (from: number, until: number) => ({ from, until });
  const outages = new Outages([span(50, 60), span(10, 20), span(15, 30), span(30, 31), span(70, Infinity)]);
  expect(outages.spans).toEqual([span(10, 31), span(50, 60), span(70, Infinity)]);
  const ends = [9, 10, 30, 31, 49, 50, 59, 60, 69, 70, 1e15].map((at) => outages.endAfter(at));
  const none = undefined;
  expect(ends).toEqual([none, 31, 31, none, none, 60, 60, none, none, Infinity, Infinity]);
  expect(outages.isOut(Infinity)).toBe(false);
});
