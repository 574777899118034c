/** What a handler does with a bad record, on timelines worked out by hand: one record at a time, and several. */
import { describe, expect, it } from 'vitest';
import { journaled } from '../support/run.ts';

interface Case {
  readonly handler: object;
  readonly records: readonly object[];
  readonly listens?: boolean;
  readonly timeout?: string;
}

/** One batch, sent at 1 s to a function without cold starts; what became of it. */
function oneBatch({ handler, records, listens = true, timeout = '5 s' }: Case) {
  const { result, lines } = journaled({
    lagcast: 1,
    duration: '20 s',
    functions: { f: { timeout, coldStart: 'none', handler } },
    sources: {
      q: {
        type: 'sqs',
        visibilityTimeout: '1 min',
        arrivals: [{ records: records.map((record) => ({ at: '1 s', ...record })) }],
      },
    },
    mappings: { m: { source: 'q', function: 'f', reportBatchItemFailures: listens } },
  });
  const finished = lines.filter((line) => line.event === 'finished');
  expect(finished).toHaveLength(1);
  const deleted = lines.find((line) => line.event === 'deleted');
  return {
    takes: (finished[0]!.t - 1_000_000) / 1000,
    outcome: finished[0]!.outcome,
    deleted: (deleted?.records ?? []).join(''),
    unprocessed: (deleted?.unprocessed ?? []).join(''),
    succeeded: result.sources['q']!.succeeded,
    errors: result.functions['f']!.errors,
  };
}

/**
 * Two at a time, after 10 ms: a works until 310 beside b until 110, c until 160 and d until 360; e begins at 310 where a
 * was, and ends at 410. c and d are bad, so c is the first that fails, at 160, when only b is done.
 */
const FIVE = [
  { id: 'a', duration: '300 ms' },
  { id: 'b', duration: '100 ms' },
  { id: 'c', duration: '50 ms', attributes: { bad: true } },
  { id: 'd', duration: '200 ms', attributes: { bad: true } },
  { id: 'e', duration: '100 ms' },
];
const BAD = { outcome: [{ when: { bad: true }, fails: '100 %' }] };

describe('two records at a time, the third and fourth of five bad', () => {
  const five = (onRecordError: string, listens: boolean) =>
    oneBatch({ handler: { perInvocation: '10 ms', parallel: 2, ...BAD, onRecordError }, records: FIVE, listens });

  it.each([
    ['throw', true, { takes: 160, outcome: 'failed', deleted: '', unprocessed: '', succeeded: 0, errors: 1 }],
    ['throw', false, { takes: 160, outcome: 'failed', deleted: '', unprocessed: '', succeeded: 0, errors: 1 }],
    ['stopAndReport', true, { takes: 160, outcome: 'partial', deleted: 'b', unprocessed: '', succeeded: 1, errors: 0 }],
    [
      'stopAndReport',
      false,
      { takes: 160, outcome: 'succeeded', deleted: 'abcde', unprocessed: 'acde', succeeded: 1, errors: 0 },
    ],
    ['report', true, { takes: 410, outcome: 'partial', deleted: 'abe', unprocessed: '', succeeded: 3, errors: 0 }],
    [
      'report',
      false,
      { takes: 410, outcome: 'succeeded', deleted: 'abcde', unprocessed: 'cd', succeeded: 3, errors: 0 },
    ],
    [
      'firstRecordOnly',
      true,
      { takes: 310, outcome: 'succeeded', deleted: 'abcde', unprocessed: 'bcde', succeeded: 1, errors: 0 },
    ],
    [
      'firstRecordOnly',
      false,
      { takes: 310, outcome: 'succeeded', deleted: 'abcde', unprocessed: 'bcde', succeeded: 1, errors: 0 },
    ],
  ])('%s, the mapping listens: %s', (word, listens, expected) => {
    expect(five(word, listens)).toEqual(expected);
  });
});

describe('one record at a time, the same five', () => {
  // a until 310, b until 410, c until 460, d until 660, e until 760.
  it.each([
    ['throw', { takes: 460, outcome: 'failed', deleted: '' }],
    ['stopAndReport', { takes: 460, outcome: 'partial', deleted: 'ab' }],
    ['report', { takes: 760, outcome: 'partial', deleted: 'abe' }],
    ['firstRecordOnly', { takes: 310, outcome: 'succeeded', deleted: 'abcde', unprocessed: 'bcde' }],
  ])('%s', (onRecordError, expected) => {
    const handler = { perInvocation: '10 ms', ...BAD, onRecordError };
    expect(oneBatch({ handler, records: FIVE })).toMatchObject(expected);
  });
});

describe('stopping at a bad record', () => {
  const three = (bad: string) => ['a', 'b', 'c'].map((id) => ({ id, attributes: { bad: id === bad } }));
  const stop = (handler: object, bad: string) =>
    oneBatch({ handler: { ...BAD, onRecordError: 'stopAndReport', ...handler }, records: three(bad) });

  it('what is finished at the same instant is finished, what would begin at it is not', () => {
    expect(stop({ perRecord: '100 ms', parallel: 2 }, 'b')).toMatchObject({ takes: 100, deleted: 'a' });
    expect(stop({ perRecord: '100 ms', parallel: 2 }, 'a')).toMatchObject({ takes: 100, deleted: 'b' });
  });

  it('with a fixed duration, or records that take no time, those behind it were never begun', () => {
    expect(stop({ duration: '1 s' }, 'b')).toMatchObject({ takes: 1000, outcome: 'partial', deleted: 'a' });
    expect(stop({}, 'b')).toMatchObject({ takes: 0, outcome: 'partial', deleted: 'a' });
    expect(stop({ duration: '1 s', parallel: 3 }, 'a')).toMatchObject({ deleted: '' });
  });

  it('a fixed duration gives way to records with their own time, and the handler stops with the bad one', () => {
    const handler = { duration: '1 s', ...BAD };
    const takes = (onRecordError: string) => oneBatch({ handler: { ...handler, onRecordError }, records: FIVE }).takes;
    expect(['throw', 'stopAndReport', 'report', 'firstRecordOnly'].map(takes)).toEqual([450, 450, 750, 300]);
  });

  it('nothing bad: all is well, whatever the word', () => {
    for (const onRecordError of ['throw', 'stopAndReport', 'report']) {
      const all = oneBatch({ handler: { perRecord: '100 ms', ...BAD, onRecordError }, records: three('none') });
      expect(all).toMatchObject({ takes: 300, outcome: 'succeeded', deleted: 'abc', unprocessed: '' });
    }
  });
});

describe('a handler that works on the first record only', () => {
  it('throws when that one fails: all come back', () => {
    const records = [{ id: 'a', attributes: { bad: true } }, { id: 'b' }];
    const handler = { perRecord: '100 ms', ...BAD, onRecordError: 'firstRecordOnly' };
    expect(oneBatch({ handler, records })).toMatchObject({ takes: 100, outcome: 'failed', deleted: '' });
  });

  it('does not notice that the others are bad', () => {
    const records = [{ id: 'a' }, { id: 'b', attributes: { bad: true } }];
    const handler = { perRecord: '100 ms', ...BAD, onRecordError: 'firstRecordOnly' };
    expect(oneBatch({ handler, records })).toMatchObject({ outcome: 'succeeded', deleted: 'ab', unprocessed: 'b' });
  });
});

it('a timeout before the bad record wins over whatever the handler would have done with it (SQS-54j)', () => {
  for (const onRecordError of ['throw', 'stopAndReport', 'report']) {
    const handler = { perRecord: '600 ms', ...BAD, onRecordError };
    const records = [{ id: 'a' }, { id: 'b', attributes: { bad: true } }];
    expect(oneBatch({ handler, records, timeout: '1 s' })).toMatchObject({
      takes: 1000,
      outcome: 'timedOut',
      deleted: '',
    });
  }
});
