/**
 * What a function's answer means, row by row, through whole scenarios: SQS-54a to SQS-54l, SQS-56, SQS-57, and SQS-55 as far
 * as standard queues go. Where a recording of the service exists it is named.
 */
import { describe, expect, it } from 'vitest';
import { journaled } from '../support/run.ts';

interface Fate {
  readonly outcome: string;
  /** Deleted at the end of the first invocation. */
  readonly deleted: string;
  /** Back in the queue when the visibility timeout of the first receive ends. */
  readonly back: string;
  readonly errors: number;
  readonly unusable: number;
}

const SUCCESS: Fate = { outcome: 'succeeded', deleted: 'abc', back: '', errors: 0, unusable: 0 };
const FAILURE: Fate = { outcome: 'failed', deleted: '', back: 'abc', errors: 1, unusable: 0 };
/** The function returned, so it is no error of it; the batch fails all the same. */
const UNUSABLE: Fate = { outcome: 'unusableAnswer', deleted: '', back: 'abc', errors: 0, unusable: 1 };

/** Three messages in one batch at 0 s; the first invocation ends after 100 ms, the visibility timeout at 10 s. */
function answered(instruction: unknown, reportBatchItemFailures = true): Fate {
  const { result, lines } = journaled({
    lagcast: 1,
    duration: '12 s',
    functions: {
      f: { timeout: '1 s', coldStart: 'none', handler: { duration: '100 ms', script: [instruction, 'succeed'] } },
    },
    sources: {
      q: { type: 'sqs', visibilityTimeout: '10 s', arrivals: [{ records: ['a', 'b', 'c'].map((id) => ({ id })) }] },
    },
    mappings: { m: { source: 'q', function: 'f', reportBatchItemFailures } },
  });
  const ids = (event: string, from: number, to: number): string =>
    lines
      .filter((line) => line.event === event && line.t >= from && line.t < to)
      .flatMap((line) => line.records!)
      .join('');
  // Whatever came back is delivered to the second invocation, which succeeds.
  expect(result.sources['q']!.books.out.waiting).toBe(0);
  return {
    outcome: lines.find((line) => line.event === 'finished')!.outcome!,
    deleted: ids('deleted', 0, 10e6),
    back: ids('returned', 10e6, 10e6 + 1),
    errors: result.functions['f']!.errors,
    unusable: result.functions['f']!.unusableAnswers,
  };
}

const items = (...entries: unknown[]): unknown => ({ return: { batchItemFailures: entries } });
const ids = (...identifiers: unknown[]): unknown => items(...identifiers.map((itemIdentifier) => ({ itemIdentifier })));

describe('an answer to a mapping with reportBatchItemFailures', () => {
  it.each<[row: string, instruction: unknown, fate: Fate]>([
    ['SQS-54a: an empty list is success', { return: { batchItemFailures: [] } }, SUCCESS],
    ['SQS-54a: an empty list, as text', { raw: '{"batchItemFailures": []}' }, SUCCESS],
    ['SQS-54b: a null list is success', { return: { batchItemFailures: null } }, SUCCESS],
    ['SQS-54c: an empty object is success (recorded: R-SQS-05)', { return: {} }, SUCCESS],
    ['SQS-54d: null is success', { return: null }, SUCCESS],
    ['SQS-54d: no answer is success', 'succeed', SUCCESS],
    ['SQS-54d: an empty answer is success', { raw: '' }, SUCCESS],
    ['SQS-54e: what is not JSON fails everything', { raw: 'not json' }, UNUSABLE],
    ['SQS-54e: JSON that breaks off fails everything', { raw: '{"batchItemFailures": [' }, UNUSABLE],
    ['SQS-54f: an empty identifier fails everything', ids(''), UNUSABLE],
    ['SQS-54g: a null identifier fails everything', ids(null), UNUSABLE],
    ['SQS-54h: another key fails everything (recorded: R-SQS-04)', items({ messageId: 'b' }), UNUSABLE],
    ['SQS-54h: an entry without a key fails everything (recorded: R-SQS-04)', items({}), UNUSABLE],
    ['SQS-54i: an identifier that is not in the batch fails everything', ids('d'), UNUSABLE],
    ['SQS-54i: a number is no identifier', ids(123), UNUSABLE],
    ['SQS-54j: an exception fails everything (recorded: R-SQS-03)', 'throw', FAILURE],
    ['SQS-54j: a timeout fails everything (recorded: R-SQS-03)', 'timeout', { ...FAILURE, outcome: 'timedOut' }],
    [
      'SQS-54k: a valid list keeps what it names and deletes the others (recorded for FIFO: R-FIFO-01)',
      ids('b'),
      { outcome: 'partial', deleted: 'ac', back: 'b', errors: 0, unusable: 0 },
    ],
    [
      'SQS-54l: a list of all deletes nothing, and is no error of the function',
      ids('a', 'b', 'c'),
      { outcome: 'partial', deleted: '', back: 'abc', errors: 0, unusable: 0 },
    ],
    ['SQS-56: one bad entry beside a good one fails everything', items({ itemIdentifier: 'a' }, {}), UNUSABLE],
    [
      'SQS-56: an identifier that stands twice counts once',
      ids('b', 'b'),
      { outcome: 'partial', deleted: 'ac', back: 'b', errors: 0, unusable: 0 },
    ],
    ['SQS-57: another key at the top is an empty object', { return: { failures: [{ itemIdentifier: 'a' }] } }, SUCCESS],
    ['SQS-57: a list that is none fails everything', { return: { batchItemFailures: 'a' } }, UNUSABLE],
    ['SQS-57: nor is an object a list', { return: { batchItemFailures: { itemIdentifier: 'a' } } }, UNUSABLE],
  ])('%s', (_row, instruction, fate) => {
    expect(answered(instruction)).toEqual(fate);
  });
});

describe('a mapping without reportBatchItemFailures (SQS-54)', () => {
  it.each<[what: string, instruction: unknown]>([
    ['a list of all', ids('a', 'b', 'c')],
    ['a bad entry', ids('')],
    ['what is not JSON', { raw: 'not json' }],
  ])('deletes everything after %s', (_what, instruction) => {
    expect(answered(instruction, false)).toEqual(SUCCESS);
  });

  it('keeps everything after an exception or a timeout', () => {
    expect(answered('throw', false)).toEqual(FAILURE);
    expect(answered('timeout', false)).toEqual({ ...FAILURE, outcome: 'timedOut' });
  });
});

it('SQS-55: stopping at the first failure means to report it and all behind it; what is not named is deleted', () => {
  const stopped = { outcome: 'partial', deleted: 'a', back: 'bc', errors: 0, unusable: 0 };
  expect(answered({ report: ['b', 'c'] })).toEqual(stopped);
  // The slip the guide warns of: only the failed one is named, and what was never worked on is gone.
  expect(answered({ report: ['b'] })).toEqual({ ...stopped, deleted: 'ac', back: 'b' });
});

describe('R-PT-01: a batch processor of Powertools', () => {
  const processed = (bad: readonly string[]): [outcome: string, failed: string[], errors: number] => {
    const { result, lines } = journaled({
      lagcast: 1,
      duration: '5 s',
      functions: {
        f: {
          timeout: '1 s',
          coldStart: 'none',
          handler: { outcome: [{ when: { bad: true }, fails: '100 %' }], onRecordError: 'reportOrThrow' },
        },
      },
      sources: {
        q: {
          type: 'sqs',
          arrivals: [{ records: ['1', '2', '3'].map((id) => ({ id, attributes: { bad: bad.includes(id) } })) }],
        },
      },
      mappings: { m: { source: 'q', function: 'f', reportBatchItemFailures: true } },
    });
    const finished = lines.find((line) => line.event === 'finished')!;
    const deleted = new Set(lines.filter((line) => line.event === 'deleted').flatMap((line) => line.records!));
    return [finished.outcome!, ['1', '2', '3'].filter((id) => !deleted.has(id)), result.functions['f']!.errors];
  };

  it('reports those that failed', () => expect(processed(['2'])).toEqual(['partial', ['2'], 0]));
  it('throws when all have failed', () => expect(processed(['1', '2', '3'])).toEqual(['failed', ['1', '2', '3'], 1]));
  it('reports nothing when none has', () => expect(processed([])).toEqual(['succeeded', [], 0]));
});
