/** Change streams of DocumentDB, rule by rule (DOC-01, KAF-05, H.1). Instants are worked out by hand. */
import { describe, expect, it } from 'vitest';
import { metered, totalOf, valuesOf } from '../../support/metrics.ts';
import { journaled, scenarioOf, type Line } from '../../support/run.ts';

interface Said {
  readonly source?: object;
  readonly handler?: object;
  readonly mapping?: object;
  readonly events?: readonly object[];
  readonly facts?: object;
}

/** A change stream `s`, a function `f` that takes 1 s, a mapping `m` without a window. */
function scenario(records: readonly object[], said: Said = {}) {
  return {
    lagcast: 1,
    duration: '5 min',
    facts: said.facts ?? {},
    sources: { s: { type: 'documentDb', arrivals: [{ records }], ...said.source } },
    functions: { f: { timeout: '60 s', coldStart: 'none', handler: { duration: '1 s', ...said.handler } } },
    mappings: {
      m: {
        ...{ source: 's', function: 'f', batchSize: 1, maximumBatchingWindow: '0 s' },
        ...{ startingPosition: 'TRIM_HORIZON', ...said.mapping },
      },
    },
    events: said.events ?? [],
  };
}

const changes = (ids: string, more: object = {}): object[] => [...ids].map((id) => ({ id, at: '1 s', ...more }));
const told = (records: readonly object[], said: Said = {}) => journaled(scenario(records, said));

function invoked(lines: readonly Line[]): [number, string][] {
  return lines.filter(({ event }) => event === 'invoked').map(({ t, records }) => [t / 1e6, records!.join('')]);
}

describe('a change stream', () => {
  it('has one batch at work, and keeps the order (DOC-01)', () => {
    const { lines, result } = told(changes('abcd'));
    expect(invoked(lines)).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
      [4, 'd'],
    ]);
    expect(result.functions['f']!.concurrency.max).toBe(1);
  });

  it('a batch is gathered for 500 ms unless said (KAF-05)', () => {
    const records = [...changes('a'), { id: 'b', at: '1400 ms' }, { id: 'c', at: '1600 ms' }];
    const { lines } = told(records, { mapping: { batchSize: 100, maximumBatchingWindow: undefined } });
    expect(invoked(lines)).toEqual([
      [1.5, 'ab'],
      // Its window begins when the invocation before is over.
      [3, 'c'],
    ]);
  });

  it('a failed batch is sent again until it succeeds, and all others wait', () => {
    const { lines, result } = told(changes('ab'), { handler: { when: [{ receiveCount: { max: 2 }, then: 'throw' }] } });
    expect(
      invoked(lines)
        .map(([, ids]) => ids)
        .join(''),
    ).toBe('aaabbb');
    expect(result.sources['s']!.succeeded).toBe(2);
  });

  it('or leaves the retention', () => {
    const { lines, result } = told(changes('ab'), {
      source: { retentionPeriod: '1 h' },
      facts: { 'documentDb.retention.min': '10 s' },
      handler: { when: [{ id: 'a', then: 'throw' }] },
    });
    expect(result.sources['s']!.expired).toBe(0);
    const short = told(changes('ab'), {
      source: { retentionPeriod: '10 s' },
      facts: { 'documentDb.retention.min': '10 s' },
      handler: { when: [{ id: 'a', then: 'throw' }] },
    });
    expect(short.result.mappings['m']!.stream!.books.out).toMatchObject({ expired: 2, succeeded: 0 });
    expect(invoked(lines).every(([, ids]) => ids === 'a')).toBe(true);
  });

  it('begins where it is told: at the beginning, with what comes, at an instant', () => {
    const records = [
      { id: 'a', at: '1 s' },
      { id: 'b', at: '3 s' },
      { id: 'c', at: '5 s' },
    ];
    const from = (mapping: object) => invoked(told(records, { mapping: { enabledAt: '4 s', ...mapping } }).lines);
    expect(from({ startingPosition: 'TRIM_HORIZON' }).map(([, id]) => id)).toEqual(['a', 'b', 'c']);
    expect(from({ startingPosition: 'LATEST' }).map(([, id]) => id)).toEqual(['c']);
    const at = from({ startingPosition: 'AT_TIMESTAMP', startingPositionTimestamp: '2 s' });
    expect(at.map(([, id]) => id)).toEqual(['b', 'c']);
  });

  it('an event that no invocation can hold is dropped and counted (OversizedRecordCount)', () => {
    const records = [...changes('a'), ...changes('b', { size: '7 MiB' }), ...changes('c')];
    const { lines, result } = told(records, { mapping: { batchSize: 10, maximumBatchingWindow: '1 s' } });
    expect(
      invoked(lines)
        .map(([, ids]) => ids)
        .join(''),
    ).toBe('ac');
    expect(lines.filter(({ event }) => event === 'skipped')).toMatchObject([
      { records: ['b'], condition: 'Oversized' },
    ]);
    expect(result.mappings['m']!.stream!.books.out).toMatchObject({ skipped: 1, succeeded: 2 });
    const { rows } = metered(scenarioOf(scenario(records)));
    expect(totalOf(rows, 'f', 'OversizedRecordCount')).toBe(1);
    expect(rows.filter(({ metric }) => metric === 'DroppedEventCount')).toEqual([]);
  });

  it('IteratorAge is of the function; AWS has no metrics of the events of its mapping (H.1, H.2)', () => {
    const { rows } = metered(scenarioOf(scenario(changes('abc'))));
    // The third is sent 2 s after it came.
    expect(valuesOf(rows, 'f', 'IteratorAge', 'Maximum')).toEqual({ 0: 2000 });
    expect(totalOf(rows, 'f', 'OversizedRecordCount')).toBe(0);
    const ofMapping = rows.filter(({ resource }) => resource === 'm').map(({ namespace }) => namespace);
    expect(new Set(ofMapping)).toEqual(new Set(['lagcast']));
  });

  it('outages, switches and settings work as of any stream', () => {
    const { lines } = told(changes('abc'), {
      events: [
        { at: '1500 ms', for: '3 s', outage: { source: 's' } },
        { at: '5 s', disable: 'm' },
        { at: '8 s', enable: 'm' },
        { at: '7 s', set: { 'mappings.m.batchSize': 2 } },
      ],
    });
    expect(invoked(lines).map(([t]) => t)).toEqual([1, 4.5, 8]);
  });
});
