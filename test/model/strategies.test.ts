/** In what order and how many at once a handler works on its records: times worked out by hand, for one batch each. */
import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { Schedule } from '../../src/model/lambda/schedule.ts';
import { Stages } from '../../src/model/lambda/stages.ts';
import { arrangementOf, type ArrangementSettings } from '../../src/model/lambda/strategies/arrangements.ts';
import { journaled } from '../support/run.ts';

interface Sent {
  readonly records: readonly object[];
  readonly size?: string;
}

/** How long the invocation of one batch takes, in ms. */
function takes(handler: object, { records, size }: Sent): number {
  const { lines } = journaled({
    lagcast: 1,
    duration: '1 min',
    functions: { f: { timeout: '50 s', coldStart: 'none', handler } },
    sources: {
      q: {
        type: 'sqs',
        visibilityTimeout: '1 min',
        arrivals: [{ records: records.map((record) => ({ at: '1 s', ...(size && { size }), ...record })) }],
      },
    },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1000, maximumBatchingWindow: '2 s' } },
  });
  const finished = lines.filter((line) => line.event === 'finished');
  const invoked = lines.filter((line) => line.event === 'invoked');
  expect(invoked).toHaveLength(1);
  expect(invoked[0]!.records).toHaveLength(records.length);
  return (finished[0]!.t - invoked[0]!.t) / 1000;
}

const times = (n: number, record: object): object[] => Array.from({ length: n }, () => record);
const ofMs = (...all: number[]): object[] => all.map((ms) => ({ duration: `${ms} ms` }));
/** One slow record and four fast ones, twice. */
const UNEVEN = { records: ofMs(1000, 100, 100, 100, 100, 1000, 100, 100, 100, 100) };

describe('one slow record and four fast ones, twice', () => {
  it.each([
    ['oneByOne', 2800],
    // Each chunk waits for its slow record.
    [{ chunks: 5 }, 2000],
    // The second slow record begins when the first fast one is done.
    [{ pool: 5 }, 1100],
    ['allAtOnce', 1000],
    [{ chunks: 3 }, 2200],
    [{ pool: 1 }, 2800],
    [{ chunks: 1 }, 2800],
  ])('%j: %d ms', (strategy, ms) => {
    expect(takes({ strategy }, UNEVEN)).toBe(ms);
  });

  it('parallel is the short form of a pool', () => {
    expect(takes({ parallel: 5 }, UNEVEN)).toBe(1100);
  });
});

describe('rules', () => {
  // The example of the documentation.
  const chosen = {
    rules: [
      { when: { meanSize: { above: '10000 B' } }, then: 'oneByOne' },
      { when: { records: { above: 50 }, meanSize: { below: '1000 B' } }, then: { pool: 10 } },
      { when: { types: { above: 3 } }, then: { pool: 5 } },
      { then: { pool: 3 } },
    ],
  };
  /** Records of 60 ms, thirty at a time would be 60 ms: from the time follows how many were worked on at once. */
  const atOnce = (sent: Sent, more: object = {}) =>
    (sent.records.length * 60) / takes({ perRecord: '60 ms', strategy: { ...chosen, ...more } }, sent);
  const typed = (...types: string[]) => types.map((type) => ({ attributes: { type } }));

  it('the first that matches decides, and comparisons are strict', () => {
    expect(atOnce({ records: times(30, {}), size: '10001 B' })).toBe(1);
    expect(atOnce({ records: times(30, {}), size: '10000 B' })).toBe(3);
    expect(atOnce({ records: times(60, {}), size: '999 B' })).toBe(10);
    expect(atOnce({ records: times(60, {}), size: '1000 B' })).toBe(3);
    expect(atOnce({ records: times(51, {}), size: '999 B' })).toBeCloseTo(51 / 6);
    expect(atOnce({ records: times(50, {}), size: '999 B' })).toBeCloseTo(50 / 17);
  });

  it('counts types: one that is missing is unknown, a body that cannot be read is invalid', () => {
    const four = typed('a', 'b', 'c', 'd');
    expect(atOnce({ records: [...four, ...four, ...typed('a', 'b')], size: '2 kB' })).toBe(5);
    expect(atOnce({ records: [...typed('a', 'b', 'c'), ...typed('a', 'b', 'c')], size: '2 kB' })).toBe(3);
    expect(atOnce({ records: [...typed('a', 'b', 'c'), ...times(2, {})], size: '2 kB' })).toBe(5);
    expect(atOnce({ records: [...typed('a', 'b', 'unknown'), ...times(3, {})], size: '2 kB' })).toBe(3);
    const broken = { body: 'no { JSON', attributes: { type: 'a' } };
    expect(atOnce({ records: [...typed('a', 'b', 'c', 'c'), broken] })).toBe(5);
    const sound = { body: '{ "amount": 1 }', attributes: { type: 'a' } };
    expect(atOnce({ records: [...typed('a', 'b', 'c', 'c', 'c'), sound] })).toBe(3);
  });

  it('the type may stand in another attribute', () => {
    const kinds = ['a', 'b', 'c', 'd', 'd'].map((kind) => ({ attributes: { kind } }));
    expect(atOnce({ records: kinds, size: '2 kB' }, { typeAttribute: 'kind' })).toBe(5);
    expect(atOnce({ records: [...kinds, {}], size: '2 kB' })).toBe(3);
  });

  it('with the envelope of about 1,000 B the second rule is never for anybody, not even for empty bodies', () => {
    expect(atOnce({ records: times(60, {}), size: '1 B' })).toBe(10);
    expect(atOnce({ records: times(60, {}), size: '1 B' }, { sizeOf: 'envelope' })).toBe(3);
    // And the first is for records that are smaller by as much.
    expect(atOnce({ records: times(30, {}), size: '9001 B' }, { sizeOf: 'envelope' })).toBe(1);
    expect(atOnce({ records: times(30, {}), size: '9000 B' }, { sizeOf: 'envelope' })).toBe(3);
  });

  it('a batch that no rule is for goes one by one; a range may have both ends', () => {
    const strategy = { rules: [{ when: { records: { above: 2, below: 5 } }, then: 'allAtOnce' }] };
    const handler = { perRecord: '60 ms', strategy };
    expect([2, 3, 4, 5].map((n) => takes(handler, { records: times(n, {}) }))).toEqual([120, 60, 60, 300]);
  });
});

describe('groups', () => {
  const of = (type: string, ms: number) => ({ attributes: { type }, duration: `${ms} ms` });

  it('go one after another, whatever the order of the batch; what is in none comes last, one by one', () => {
    const records = [of('x', 7), of('mail', 10), of('report', 300), of('mail', 10), of('report', 200), of('x', 7)];
    const groups = [
      { when: { type: 'report' }, pool: 1 },
      { when: { type: ['mail', 'sms'] }, pool: 10 },
    ];
    expect(takes({ strategy: { groups } }, { records })).toBe(500 + 10 + 14);
    expect(takes({ strategy: { groups: [groups[0], { chunks: 10 }] } }, { records })).toBe(500 + 10);
  });

  it('the handler that works on the first record only takes the first of the first group', () => {
    const records = [of('mail', 10), of('report', 300)];
    const strategy = { groups: [{ when: { type: 'report' }, pool: 1 }] };
    expect(takes({ strategy, onRecordError: 'firstRecordOnly' }, { records })).toBe(300);
  });

  it('a handler that stops has not begun what is in a later group', () => {
    const records = [of('mail', 10), of('report', 300)];
    const strategy = { groups: [{ when: { type: 'report' }, pool: 1 }] };
    const outcome = [{ when: { type: 'report' }, fails: '100 %' }];
    const { lines } = journaled({
      lagcast: 1,
      duration: '20 s',
      functions: {
        f: { timeout: '5 s', coldStart: 'none', handler: { strategy, outcome, onRecordError: 'stopAndReport' } },
      },
      sources: {
        q: {
          type: 'sqs',
          visibilityTimeout: '1 min',
          arrivals: [{ records: records.map((record, i) => ({ at: '1 s', id: `r${i}`, ...record })) }],
        },
      },
      mappings: { m: { source: 'q', function: 'f', reportBatchItemFailures: true } },
    });
    expect(lines.find(({ event }) => event === 'finished')).toMatchObject({ t: 1_300_000, outcome: 'partial' });
    expect(lines.some(({ event }) => event === 'deleted')).toBe(false);
  });
});

describe('adaptive', () => {
  /** Batches of sixty, one after another on one environment; how many were worked on at once in each. */
  function widths(adaptive: object, each: (batch: number) => object, handler: object = {}, batches = 6): number[] {
    const records = Array.from({ length: batches }, (_, b) => times(60, { at: `${1 + 10 * b} s`, ...each(b) })).flat();
    const { lines } = journaled({
      lagcast: 1,
      duration: '3 min',
      functions: { f: { timeout: '8 s', coldStart: 'none', handler: { strategy: { adaptive }, ...handler } } },
      sources: { q: { type: 'sqs', visibilityTimeout: '10 min', arrivals: [{ records }] } },
      mappings: {
        m: { source: 'q', function: 'f', batchSize: 60, maximumBatchingWindow: '1 s', reportBatchItemFailures: true },
      },
    });
    const begun = lines.filter(({ event }) => event === 'invoked');
    const ended = lines.filter(({ event }) => event === 'finished');
    return begun.map(({ t }, b) => (60 * 60) / ((ended[b]!.t - t) / 1000));
  }
  const even = () => ({ duration: '60 ms' });

  it('one more after each that went well, and no more than max', () => {
    expect(widths({ target: '60 ms', min: 1, max: 4 }, even)).toEqual([1, 2, 3, 4, 4, 4]);
  });

  it('half as many when records take longer, and no fewer than min', () => {
    expect(widths({ target: '59 ms', min: 2, max: 12, start: 12 }, even)).toEqual([12, 6, 3, 2, 2, 2]);
  });

  it('half as many when something failed', () => {
    const outcome = [{ when: { bad: true }, fails: '100 %' }];
    const each = (b: number) => ({ ...even(), attributes: { bad: b === 2 } });
    const handler = { outcome, onRecordError: 'report' };
    expect(widths({ target: '1 s', max: 12, start: 4 }, each, handler)).toEqual([4, 5, 6, 3, 4, 5]);
  });

  it('begins anew in an environment that was reset', () => {
    const script = ['succeed', 'succeed', 'crash', 'succeed'];
    expect(widths({ target: '1 s', max: 12, start: 2 }, even, { script })).toEqual([2, 3, 4, 2, 3, 4]);
  });
});

describe('whatever the arrangement', () => {
  const arrangement: fc.Arbitrary<ArrangementSettings> = fc.oneof(
    fc.constantFrom<ArrangementSettings>({ kind: 'oneByOne' }, { kind: 'allAtOnce' }),
    fc.record({ kind: fc.constantFrom('pool' as const, 'chunks' as const), records: fc.integer({ min: 1, max: 12 }) }),
  );
  const work = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 60 });

  function workOff(settings: ArrangementSettings, times: readonly number[]) {
    const [stages, schedule] = [new Stages(), new Schedule()];
    stages.begin(times.length);
    arrangementOf(settings).arrange(0, times.length, stages);
    schedule.begin(times.length, 0);
    let place = 0;
    const begun: number[] = [];
    for (let s = 0; s < stages.count; s++) {
      schedule.stage(stages.widths[s]!);
      for (; place < stages.ends[s]!; place++) {
        const i = stages.order[place]!;
        begun.push(i);
        schedule.add(i, schedule.nextWorker, times[i]!);
      }
    }
    return { begun, start: [...schedule.start], finish: [...schedule.finish], end: schedule.end };
  }
  const widthOf = (settings: ArrangementSettings, n: number) =>
    'records' in settings ? settings.records : settings.kind === 'oneByOne' ? 1 : n;

  it('every record is begun once, in order, and never more at once than the width', () => {
    fc.assert(
      fc.property(arrangement, work, (settings, times) => {
        const { begun, start, finish } = workOff(settings, times);
        expect(begun).toEqual(times.map((_, i) => i));
        for (let i = 0; i < times.length; i++) {
          expect(finish[i]).toBe(start[i]! + times[i]!);
          if (i > 0) expect(start[i]).toBeGreaterThanOrEqual(start[i - 1]!);
          const running = times.filter((_, j) => start[j]! <= start[i]! && finish[j]! > start[i]!).length;
          expect(running).toBeLessThanOrEqual(widthOf(settings, times.length));
        }
      }),
    );
  });

  it('one at a time takes the sum, all at once the greatest, and a pool never longer than chunks of its width', () => {
    fc.assert(
      fc.property(work, fc.integer({ min: 1, max: 12 }), (times, records) => {
        const sum = times.reduce((total, time) => total + time, 0);
        const end = (settings: ArrangementSettings) => workOff(settings, times).end;
        expect(end({ kind: 'pool', records: 1 })).toBe(sum);
        expect(end({ kind: 'oneByOne' })).toBe(sum);
        expect(end({ kind: 'allAtOnce' })).toBe(Math.max(0, ...times));
        expect(end({ kind: 'pool', records })).toBeLessThanOrEqual(end({ kind: 'chunks', records }));
      }),
    );
  });
});
