/** What becomes of a batch whose invocation failed: retries, age, splits, reports, pauses, destinations (section B.3). */
import { describe, expect, it } from 'vitest';
import type { Line } from '../../support/run.ts';
import { AT_ONCE, streamRun, together, type Said } from '../../support/stream-runs.ts';

/** What is given up, in short. */
function ends(lines: readonly Line[]): unknown[] {
  return lines
    .filter(({ event }) => ['delivered', 'skipped', 'expired'].includes(event))
    .map(({ event, records, condition, approximateInvokeCount: count }) => [event, records!.join(), condition, count]);
}

describe('a poison record', () => {
  const poison = { when: [{ id: '5', then: 'throw' }] };

  it('is found by splitting: seven invocations, one record at the destination (KIN-25)', () => {
    const { batches, lines, of } = streamRun({
      arrivals: together('01234567'),
      handler: poison,
      mapping: { bisectBatchOnFunctionError: true, maximumRetryAttempts: 0, onFailure: 'dlq' },
    });
    expect(batches.map((ids) => ids.join(''))).toEqual(['01234567', '0123', '4567', '45', '4', '5', '67']);
    expect(of('finished').map(({ outcome }) => outcome === 'failed')).toEqual([1, 0, 1, 1, 0, 1, 0].map(Boolean));
    expect(ends(lines)).toEqual([['delivered', '5', 'RetryAttemptsExhausted', 1]]);
  });

  it('is handed over exactly four times with three retries (KIN-23)', () => {
    const { batches, lines } = streamRun({
      arrivals: together('567'),
      handler: poison,
      mapping: { maximumRetryAttempts: 3, onFailure: { sns: 'topic' } },
    });
    expect(batches).toEqual(Array(4).fill(['5', '6', '7']));
    expect(ends(lines)).toEqual([['delivered', '5,6,7', 'RetryAttemptsExhausted', 4]]);
  });

  it('is handed over once with none, and without a destination is gone (KIN-23, KIN-28)', () => {
    const { lines, result } = streamRun({
      arrivals: together('5'),
      handler: poison,
      mapping: { maximumRetryAttempts: 0 },
    });
    expect(ends(lines)).toEqual([['skipped', '5', 'RetryAttemptsExhausted', 1]]);
    expect(result.sources['s']).toMatchObject({ discarded: 1, toDestination: 0, succeeded: 0 });
  });

  it('blocks its shard until the stream drops it, unless a limit is set (KIN-22, CTR-15)', () => {
    const { lines, of, result } = streamRun({
      duration: '25 h',
      arrivals: [together('5'), together('a', '3 h')],
      handler: poison,
      mapping: { onFailure: 'dlq' },
    });
    expect(ends(lines)).toEqual([['expired', '5', undefined, undefined]]);
    const [expired] = of('expired');
    // 24 h after the put at 1 s, seen by the next try, at most a minute later.
    expect(expired!.t).toBeGreaterThanOrEqual(86_401e6);
    expect(expired!.t).toBeLessThanOrEqual(86_461.2e6);
    const after = of('invoked').filter(({ records }) => records!.includes('a'));
    expect(after.map(({ t }) => t >= expired!.t)).toEqual([true]);
    expect(result.sources['s']!.succeeded).toBe(1);
    expect(of('invoked').length).toBeGreaterThan(1400);
  });

  it('holds up no other shard (KIN-20)', () => {
    const ids = Array.from({ length: 40 }, (_, i) => `r${i}`);
    const { of, lines } = streamRun({
      duration: '5 min',
      stream: { shards: 2 },
      arrivals: together(ids),
      handler: { when: [{ id: 'r0', then: 'throw' }] },
    });
    const blocked = of('received').find(({ records }) => records!.includes('r0'))!;
    const done = new Set(of('checkpointed').flatMap(({ records }) => records!));
    expect(ids.filter((id) => !done.has(id))).toEqual(blocked.records);
    expect(blocked.records!.length).toBeLessThan(ids.length);
    expect(ends(lines)).toEqual([]);
  });
});

describe('an age limit (KIN-24)', () => {
  const age = { maximumRecordAge: '60 s', onFailure: 'dlq' };

  it('leaves the next part of a split batch to its first try when the part before it has grown too old', () => {
    const { lines, of } = streamRun({
      ...AT_ONCE,
      arrivals: { records: [{ id: 'a' }, { id: 'b', at: '30 s' }] },
      handler: { when: [{ id: 'a', then: 'throw' }] },
      mapping: { ...AT_ONCE.mapping, ...age, enabledAt: '31 s', bisectBatchOnFunctionError: true },
    });
    expect(ends(lines)).toMatchObject([['delivered', 'a', 'RecordAgeExceeded', 8]]);
    expect(of('invoked').at(-1)).toMatchObject({ records: ['b'], attempt: 1 });
  });

  it('ends the retries of a batch at the first try after it, and counts the invocations there were', () => {
    const { lines, of } = streamRun({ arrivals: together('a', '0 s'), handler: { script: ['throw'] }, mapping: age });
    // 0.15 s doubling: tries until about 39 s, the next at 77 s would come too late.
    expect(of('invoked').length).toBe(9);
    expect(ends(lines)).toEqual([['delivered', 'a', 'RecordAgeExceeded', 9]]);
  });

  it('ends them for what is refused too, and each record goes by itself (R-KIN-07)', () => {
    const { lines, of } = streamRun({
      arrivals: together('ab', '0 s'),
      function: { reservedConcurrency: 0 },
      mapping: { ...age, maximumRetryAttempts: 0 },
    });
    expect(of('invoked')).toEqual([]);
    expect(of('throttled').length).toBe(9);
    expect(ends(lines)).toEqual(['a', 'b'].map((id) => ['delivered', id, 'RecordAgeExceeded', 1]));
  });

  it('leaves the younger records of the batch their tries', () => {
    const { batches, lines } = streamRun({
      arrivals: [together('a', '0 s'), together('b', '40 s')],
      handler: { script: ['throw', 'throw', 'throw', 'throw', 'succeed'] },
      facts: AT_ONCE.facts,
      mapping: { ...AT_ONCE.mapping, ...age, enabledAt: '58 s', maximumRetryAttempts: 10 },
    });
    expect(batches.map((ids) => ids.join(''))).toEqual(['ab', 'ab', 'ab', 'ab', 'b']);
    expect(ends(lines)).toEqual([['delivered', 'a', 'RecordAgeExceeded', 4]]);
  });

  it('is a limit of Kinesis’ arrival time, which DynamoDB gives in whole seconds (DDB-09)', () => {
    const said = (type: string, mapping: object): Said => ({
      facts: AT_ONCE.facts,
      arrivals: { records: [{ id: 'a', at: '900 ms' }] },
      stream: { type },
      mapping: { ...age, ...mapping, enabledAt: '60001 ms' },
    });
    expect(streamRun(said('kinesis', AT_ONCE.mapping)).batches).toEqual([['a']]);
    expect(streamRun(said('dynamodbStreams', {})).batches).toEqual([]);
  });
});

describe('pauses (KIN-29, KIN-36)', () => {
  it('double from 0.15 s to a minute after each failure', () => {
    const { pauses } = streamRun({ arrivals: together('a'), handler: { script: ['throw'] } });
    expect(pauses.slice(0, 12)).toEqual([0.15, 0.3, 0.6, 1.2, 2.4, 4.8, 9.6, 19.2, 38.4, 60, 60, 60]);
  });

  it('double after each refusal too, which uses up no retry (KIN-23)', () => {
    const { of, batches, lines } = streamRun({
      arrivals: together('a', '0 s'),
      handler: { script: ['throw'] },
      function: { reservedConcurrency: 0 },
      facts: AT_ONCE.facts,
      mapping: { ...AT_ONCE.mapping, maximumRetryAttempts: 1, onFailure: 'dlq' },
      events: [{ at: '10 s', set: { 'functions.f.reservedConcurrency': 1 } }],
    });
    const refused = of('throttled').map(({ t }) => t / 1e6);
    expect(refused.slice(1).map((t, i) => Math.round((t - refused[i]!) * 1000) / 1000)).toEqual([
      0.15, 0.3, 0.6, 1.2, 2.4, 4.8,
    ]);
    expect(batches).toEqual([['a'], ['a']]);
    expect(ends(lines)).toEqual([['delivered', 'a', 'RetryAttemptsExhausted', 2]]);
  });

  it('begin anew with progress; what comes after progress or a split is sent after 5 ms', () => {
    const { pauses, batches } = streamRun({
      arrivals: together('abcd'),
      handler: { script: ['throw', 'throw', { report: ['c'] }, 'throw', 'succeed'] },
      mapping: { reportBatchItemFailures: true },
    });
    expect(batches.map((ids) => ids.join(''))).toEqual(['abcd', 'abcd', 'abcd', 'cd', 'cd']);
    expect(pauses).toEqual([0.15, 0.3, 0.005, 0.15]);
  });
});

describe('a report (KIN-26, KIN-27)', () => {
  const full = ['abc', 'abc', 'abc'];
  it.each([
    ['a: an empty list', { return: { batchItemFailures: [] } }, ['abc'], []],
    ['a: null', { return: { batchItemFailures: null } }, ['abc'], []],
    ['a: an empty object', { return: {} }, ['abc'], []],
    ['a: nothing', { return: null }, ['abc'], []],
    ['b: an empty identifier', { return: { batchItemFailures: [{ itemIdentifier: '' }] } }, full, null],
    ['b: an identifier that is null', { return: { batchItemFailures: [{ itemIdentifier: null }] } }, full, null],
    ['b: another key', { return: { batchItemFailures: [{ id: 'b' }] } }, full, null],
    ['c: an exception', 'throw', full, 'Unhandled'],
    ['c: a timeout', 'timeout', full, 'Unhandled'],
    ['c: the end of the process', 'crash', full, 'Unhandled'],
    ['d: no record of the batch', { report: ['z'] }, full, null],
    ['d: no record of the batch beside one that is', { report: ['b', 'z'] }, full, null],
    ['e: no JSON', { raw: '<b>' }, full, null],
    // The second of three: what is before it is done with, and all from it on is sent again, the third too.
    ['f: several, the lowest wins', { report: ['c', 'b'] }, ['abc', 'bc', 'bc', 'bc'], null],
    ['f: the first, which is no progress', { report: ['a', 'c'] }, full, null],
  ])('%s', (_row, instruction, expected, error) => {
    const { batches, of } = streamRun({
      arrivals: together('abc'),
      function: { timeout: '3 s' },
      handler: { script: [instruction] },
      mapping: { reportBatchItemFailures: true, maximumRetryAttempts: 2, onFailure: 'dlq' },
    });
    expect(batches.map((ids) => ids.join(''))).toEqual(expected);
    const given = of('delivered').map(({ functionError }) => functionError);
    expect(given).toEqual(Array.isArray(error) ? [] : [error]);
  });

  it('is not looked at by a mapping that does not listen', () => {
    const { batches, of } = streamRun({ arrivals: together('abc'), handler: { script: [{ report: ['a'] }] } });
    expect(batches).toEqual([['a', 'b', 'c']]);
    // It is done with, though the handler says that it failed.
    expect(of('checkpointed')[0]).toMatchObject({ records: ['a', 'b', 'c'], unprocessed: ['a'] });
  });

  it('with splits, the cut is where it says, and only the rest goes on; a cut uses up no retry (KIN-25)', () => {
    const { batches, lines } = streamRun({
      arrivals: together('abcdefgh'),
      handler: { when: [{ id: 'd', then: 'report' }] },
      mapping: {
        ...{ reportBatchItemFailures: true, bisectBatchOnFunctionError: true, maximumRetryAttempts: 0 },
        onFailure: 'dlq',
      },
    });
    expect(batches.map((ids) => ids.join(''))).toEqual(['abcdefgh', 'defgh', 'def', 'de', 'd', 'e', 'f', 'gh']);
    expect(ends(lines)).toEqual([['delivered', 'd', 'RetryAttemptsExhausted', 1]]);
  });
});

it('a destination that is out gets nothing: the batch is dropped (KIN-30)', () => {
  const { lines, result } = streamRun({
    arrivals: [together('a', '1 s'), together('b', '60 s')],
    handler: { script: ['throw'] },
    mapping: { maximumRetryAttempts: 0, onFailure: 'dlq' },
    events: [{ at: '0 s', for: '30 s', outage: { source: 'dlq' } }],
  });
  expect(ends(lines).map((end) => (end as string[])[0])).toEqual(['skipped', 'delivered']);
  expect(result.sources['s']).toMatchObject({ discarded: 1, toDestination: 1 });
  expect(result.sources['dlq']!.arrived).toBe(1);
});
