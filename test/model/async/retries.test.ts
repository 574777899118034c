/** When an event is tried again and when it is given up: the decisions, and whole runs without jitter against times worked out by hand. */
import { describe, expect, it } from 'vitest';
import { Rules } from '../../../src/aws/rules.ts';
import {
  isTooLate,
  retryTimesOf,
  waitAfterError,
  waitAfterThrottle,
} from '../../../src/model/sources/async/retries.ts';
import { busyFor, eventsAt, livesIn } from '../../support/events.ts';

const times = retryTimesOf(new Rules('current'));
const S = 1e6;

describe('the waits', () => {
  it('after errors are a minute and two, a tenth more or less (ASY-03, R-ASY-11)', () => {
    expect([0, 0.5, 1].map((u) => waitAfterError(1, u, times))).toEqual([54 * S, 60 * S, 66 * S]);
    expect([0, 0.5, 1].map((u) => waitAfterError(2, u, times))).toEqual([108 * S, 120 * S, 132 * S]);
  });

  it('after throttles double from a second, up to a tenth more, and five minutes are the most (ASY-04, R-ASY-10)', () => {
    const inARow = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 80];
    expect(inARow.map((n) => waitAfterThrottle(n, 0, 1, times) / S)).toEqual([
      1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300,
    ]);
    expect(inARow.map((n) => waitAfterThrottle(n, 1, 1, times) / S)).toEqual([
      1.1, 2.2, 4.4, 8.8, 17.6, 35.2, 70.4, 140.8, 281.6, 300, 300,
    ]);
  });

  it('are multiplied where the queue is long, the longest too (ASY-05)', () => {
    expect(waitAfterThrottle(3, 0, 2, times)).toBe(8 * S);
    expect(waitAfterThrottle(80, 1, 2, times)).toBe(600 * S);
    expect(waitAfterThrottle(80, 0, 0.5, times)).toBe(150 * S);
  });

  it('are exact under the ideal rules', () => {
    const ideal = retryTimesOf(new Rules('ideal'));
    expect([waitAfterError(1, 0, ideal), waitAfterThrottle(1, 1, 1, ideal)]).toEqual([60 * S, S]);
  });

  it('end when the next attempt would come at the limit or after it (R-ASY-05)', () => {
    expect(isTooLate(0, 60 * S - 1, 60 * S, times)).toBe(false);
    expect(isTooLate(0, 60 * S, 60 * S, times)).toBe(true);
    expect(isTooLate(59 * S, 2 * S, 60 * S, { ...times, looksAhead: false })).toBe(false);
  });
});

describe('an event whose function fails', () => {
  const failing = (source: object, takes = 7, facts = {}) =>
    livesIn({
      handler: { duration: `${takes} s`, script: ['throw'] },
      source: { arrivals: eventsAt(['a', 0]), ...source },
      facts,
    }).life('a');

  it.each([
    [2, [0, 67, 134 + 60], 201],
    [1, [0, 67], 74],
    [0, [0], 7],
  ])('is tried at 0, S + 60 and 2 S + 180 and given up at 3 S + 180: with %i retries', (most, invoked, end) => {
    const life = failing({ maximumRetryAttempts: most });
    expect(life.invoked).toEqual(invoked);
    expect(life.end).toMatchObject({ at: end, condition: 'RetriesExhausted', approximateInvokeCount: most + 1 });
  });

  it('has two retries and six hours unless said', () => {
    expect(failing({}).invoked).toHaveLength(3);
  });

  it.each([
    ['67 s', [0], 7],
    ['68 s', [0, 67], 74],
    ['194 s', [0, 67], 74],
    ['195 s', [0, 67, 194], 201],
  ])('is given up after an attempt when the next would be too old for %s', (maximumEventAge, invoked, end) => {
    const life = failing({ maximumEventAge });
    expect(life.invoked).toEqual(invoked);
    expect(life.end!.at).toBe(end);
    expect(life.end).toMatchObject({ functionError: 'Unhandled', approximateInvokeCount: invoked.length });
  });

  it('waits for its next attempt to be given up where nobody looks ahead', () => {
    const life = failing({ maximumEventAge: '67 s' }, 7, { 'async.lookAhead': 'off' });
    expect(life.invoked).toEqual([0]);
    expect(life.end).toMatchObject({ at: 67, condition: 'EventAgeExceeded', functionError: 'Unhandled' });
  });

  it.each(['crash', 'timeout'])('fails by a %s as by a throw', (then) => {
    const { life } = livesIn({
      fn: { timeout: '7 s' },
      handler: { script: [then] },
      source: { arrivals: eventsAt(['a', 0]) },
    });
    const takes = then === 'timeout' ? 7 : 1;
    expect(life('a').end).toMatchObject({
      at: 3 * takes + 180,
      condition: 'RetriesExhausted',
      functionError: 'Unhandled',
    });
  });

  it('succeeds with a later attempt, which says so', () => {
    const handler = { when: [{ receiveCount: { max: 1 }, then: 'throw' }] };
    const life = livesIn({ handler, source: { arrivals: eventsAt(['a', 0]) } }).life('a');
    expect(life.end).toMatchObject({ at: 62, condition: 'Success', approximateInvokeCount: 2, functionError: null });
  });
});

describe('an event that is throttled for ever', () => {
  const throttled = (maximumEventAge: string, facts = {}) => {
    const { life, result } = livesIn({
      ...{ duration: '6.1 h', facts, fn: { reservedConcurrency: 1 }, sources: busyFor(7) },
      source: { maximumEventAge, arrivals: eventsAt(['a', 0.1]) },
    });
    const { attempts, invoked, end } = life('a');
    expect(invoked).toEqual([]);
    expect(end).toMatchObject({ condition: 'EventAgeExceeded', approximateInvokeCount: 0 });
    expect(end).not.toHaveProperty('functionError');
    expect(result.sources['e']!.books.out.expired).toBe(1);
    return { ages: attempts.map((at) => Math.round(at * 10 - 1) / 10), end: Math.round(end!.at * 10 - 1) / 10 };
  };

  it.each([
    ['60 s', 6, 31, 63],
    ['300 s', 9, 255, 511],
    ['3600 s', 20, 3511, 3811],
    ['6 h', 80, 21_511, 21_811],
  ])(
    'has in %s so many attempts: %i, and is given up at the last; or, without looking ahead, when it is due again',
    (age, n, last, due) => {
      const { ages, end } = throttled(age);
      expect(ages.slice(0, 11)).toEqual([0, 1, 3, 7, 15, 31, 63, 127, 255, 511, 811].slice(0, n));
      expect([ages.length, ages.at(-1), end]).toEqual([n, last, last]);
      const patient = throttled(age, { 'async.lookAhead': 'off' });
      expect([patient.ages.length, patient.end]).toEqual([n, due]);
    },
  );

  it('comes back later where many wait, if the scenario has it so (ASY-05)', () => {
    const { ages } = throttled('60 s', { 'async.backlog.many': 0, 'async.backlog.multiplier': 3 });
    expect(ages).toEqual([0, 3, 9, 21, 45]);
  });
});

it('throttles use up no retry, and their doubling begins anew after an attempt that ran (ASY-04)', () => {
  const { life, lines } = livesIn({
    ...{ fn: { reservedConcurrency: 1 }, handler: { script: ['throw'] } },
    sources: { calls: { type: 'sync', function: 'f', arrivals: eventsAt(['c1', 60.5, 5], ['c2', 188.5, 1.2]) } },
    source: { arrivals: eventsAt(['a', 0]) },
  });
  const { throttled, invoked, end } = life('a');
  // A minute after the first failure, then 1, 2 and 4 s; two minutes after the second, then again 1 s.
  expect(throttled).toEqual([61, 62, 64, 189]);
  expect(invoked).toEqual([0, 68, 190]);
  expect(end).toMatchObject({ at: 191, condition: 'RetriesExhausted', approximateInvokeCount: 3 });
  // Refused ones included, as in the whole journal.
  const attempts = lines.filter(({ source, attempt }) => source === 'e' && attempt !== undefined);
  expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4, 5, 6, 7]);
});

it('a new limit of age or of retries counts from when it is set', () => {
  const { life } = livesIn({
    handler: { script: ['throw'] },
    source: { arrivals: eventsAt(['a', 0], ['b', 45]) },
    events: [
      { at: '30 s', set: { 'sources.e.maximumEventAge': '60 s' } },
      { at: '50 s', set: { 'sources.e.maximumEventAge': '6 h', 'sources.e.maximumRetryAttempts': 1 } },
    ],
  });
  expect(life('a').end).toMatchObject({ at: 62, condition: 'RetriesExhausted' });
  // It failed while the limit of age was 60 s: the next attempt would have come at 61 s.
  expect(life('b').end).toMatchObject({ at: 46, condition: 'EventAgeExceeded' });
});

it('an event that has become too old while it waited is given up when it is due', () => {
  const { life } = livesIn({
    handler: { script: ['throw'] },
    source: { arrivals: eventsAt(['a', 0]) },
    events: [{ at: '30 s', set: { 'sources.e.maximumEventAge': '60 s' } }],
  });
  expect(life('a').end).toMatchObject({ at: 61, condition: 'EventAgeExceeded', approximateInvokeCount: 1 });
});
