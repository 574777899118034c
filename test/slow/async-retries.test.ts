/** Scenarios of the gallery about retries of asynchronous events: who makes them, when, and what they save. By hand and formula. */
import { describe, expect, it } from 'vitest';
import { play, type Data } from '../support/gallery.ts';
import { lifeOf } from '../support/events.ts';
import type { Line } from '../support/run.ts';

const SECOND = 1e6;

/** Journal lines of each event of a source, in order. */
function byEvent(lines: readonly Line[], source: string): Map<string, Line[]> {
  const events = new Map<string, Line[]>();
  for (const line of lines) {
    if (line.source !== source || line.records === undefined) continue;
    const [id] = line.records as [string];
    if (!events.has(id)) events.set(id, []);
    events.get(id)!.push(line);
  }
  return events;
}

const named = (lines: readonly Line[], event: string): Line[] => lines.filter((line) => line.event === event);

describe('32, a ladder of throttles', () => {
  const file = '32-throttle-ladder.yaml';
  const { lines, result } = play(file);
  const events = [...byEvent(lines, 'orders').values()];
  const ends = (condition: string): Line[][] => events.filter((own) => own.at(-1)!.condition === condition);

  it('has waits of 1, 2, 4 … 256 s, and up to a tenth more', () => {
    for (const own of events) {
      for (const [i, { wait, reason }] of named(own, 'retrying').entries()) {
        expect(reason).toBe('throttle');
        expect(wait).toBeGreaterThanOrEqual(2 ** i * SECOND);
        expect(wait).toBeLessThanOrEqual(1.1 * 2 ** i * SECOND);
      }
    }
  });

  it('gives an event up at its tenth throttle: that is 511 to 562 s old, and 300 s more are too many', () => {
    const expired = ends('EventAgeExceeded');
    for (const own of expired) {
      expect(named(own, 'throttled')).toHaveLength(10);
      const age = (own.at(-1)!.t - own[0]!.t) / SECOND;
      expect(age).toBeGreaterThanOrEqual(511);
      expect(age).toBeLessThanOrEqual(562.3);
      expect(own.at(-1)).toMatchObject({ approximateInvokeCount: 0, destination: 'given-up', delivered: true });
    }
    expect(result.sources['given-up']!.books.out.waiting).toBe(expired.length);
    expect(ends('Success').length + expired.length).toBe(3601);
    // An environment that is never idle does 1,800 in the hour, and what is left for nine minutes behind it.
    expect(ends('Success').length).toBeLessThan((3600 + 562) / 2);
  });

  /** What the table in its file says: reserved, and other changes. */
  const noLimit = (data: Data): void => {
    data.duration = '8 h';
    delete data.sources.orders.maximumEventAge;
  };
  const queued = (data: Data): void => {
    data.sources.orders = { type: 'sqs', visibilityTimeout: '1 min', arrivals: data.sources.orders.arrivals };
    data.mappings = { orders: { source: 'orders', function: 'report', batchSize: 1, maximumConcurrency: 2 } };
    delete data.sources['given-up'];
  };
  it.each<[string, number, (data: Data) => void, number, number, number]>([
    ['1', 1, () => {}, 1848, 13.7, 18],
    ['1, and no limit of age', 1, noLimit, 3601, 13.0, 24 * 60],
    ['2', 2, () => {}, 3289, 3.79, 5],
    ['4', 4, () => {}, 3601, 0.1886, 2],
    ['2, behind a queue', 2, queued, 3601, 0, 32],
  ])('reserved %s', (_label, reserved, change, succeeded, throttles, p50) => {
    const { result: one } = play(file, (data: Data) => {
      delete data.objectives;
      data.functions.report.reservedConcurrency = reserved;
      change(data);
    });
    const orders = one.sources['orders']!;
    expect(orders.succeeded).toBe(succeeded);
    expect(orders.books.out.expired).toBe(3601 - succeeded);
    expect(Math.abs(one.functions['report']!.throttles / succeeded - throttles)).toBeLessThanOrEqual(0.005 * throttles);
    expect(Math.abs(orders.latency.p50! / SECOND / p50 - 1)).toBeLessThan(0.05);
  });
});

describe('34, retries of an outage of two minutes', () => {
  const file = '34-error-retries.yaml';
  const { lines, result } = play(file);
  const [from, to] = [300 * SECOND, 420 * SECOND];
  /** Calls to the database begin when the function has worked for 80 ms. */
  const failsAt = (t: number): boolean => t + 80_000 >= from && t + 80_000 < to;

  it.each(['none', 'one', 'two'])('%s: an event is given up when all its tries fall into the outage', (source) => {
    const retries = { none: 0, one: 1, two: 2 }[source]!;
    for (const own of byEvent(lines, source).values()) {
      const tries = named(own, 'invoked').map(({ t }) => t);
      expect(tries.length).toBeLessThanOrEqual(retries + 1);
      const isLost = tries.every(failsAt);
      expect(own.at(-1)!.condition).toBe(isLost ? 'RetriesExhausted' : 'Success');
      if (isLost) expect(own.at(-1)).toMatchObject({ approximateInvokeCount: retries + 1, functionError: 'Unhandled' });
      // All but the last have failed, 1.08 s after their begin, and the waits are a minute and two, give or take a tenth.
      const gaps = tries.slice(1).map((t, i) => (t - tries[i]! - 1.08 * SECOND) / (60 * (i + 1)) / SECOND);
      for (const gap of gaps) expect(Math.abs(gap - 1)).toBeLessThanOrEqual(0.1);
    }
  });

  it('with no retry all of 120 s × 5/s are given up, with one those of the first 59 s or so, with two none', () => {
    const failed = (source: string): number => result.sources[source]!.books.out.failed;
    expect(failed('none')).toBe(600);
    // Retries of what came in the first 52.9 s come too early for certain, those of what came after 64.9 s do not.
    expect(failed('one')).toBeGreaterThan(5 * 52.9);
    expect(failed('one')).toBeLessThan(5 * 64.9);
    expect(Math.abs(failed('one') / (5 * 58.92) - 1)).toBeLessThan(0.03);
    expect(failed('two')).toBe(0);
    expect(result.sources['given-up']!.books.in.arrived).toBe(failed('none') + failed('one'));
  });

  it('two retries bridge 163 s for certain, and of four minutes lose the first', () => {
    const lost = (minutes: string): number => {
      const { result: other } = play(file, (data: Data) => {
        delete data.objectives;
        data.events[0].for = minutes;
      });
      return other.sources['two']!.books.out.failed;
    };
    expect(lost('163 s')).toBe(0);
    // 240 s − (2 × 1.08 + 60 + 120) s = 57.8 s.
    expect(Math.abs(lost('4 min') / (5 * 57.84) - 1)).toBeLessThan(0.03);
  });
});

describe('35, two owners of retries', () => {
  const { lines, result } = play('35-two-retry-owners.yaml');
  const [front, behind] = ['in-front', 'behind'].map((source) => byEvent(lines, source));
  const within = ([line]: readonly Line[], from: number): boolean =>
    line!.t >= from * SECOND && line!.t < (from + 60) * SECOND;

  it('what is published while Lambda is out is saved by the scheduler, and only by it', () => {
    for (const own of front!.values()) {
      const tries = named(own, 'refused');
      // The first pauses are 0.5 to 1 s, 1 to 2 s and so on; all are over when Lambda is back.
      if (tries.length > 0) expect(tries[0]!.t).toBeGreaterThanOrEqual(180 * SECOND);
      expect(named(own, 'sent')).toHaveLength(1);
      for (const [i, { t }] of tries.slice(1).entries()) {
        const pause = (t - tries[i]!.t) / SECOND;
        expect(pause).toBeGreaterThanOrEqual(2 ** i / 2);
        expect(pause).toBeLessThanOrEqual(2 ** i);
      }
    }
    const dropped = [...behind!.values()].filter((own) => named(own, 'dropped').length > 0);
    expect(dropped).toHaveLength(60);
    // One try, and no invocation.
    for (const own of dropped) expect(own.map(({ event }) => event)).toEqual(['published', 'dropped']);
    expect(dropped.every((own) => within(own.slice(-1), 180))).toBe(true);
  });

  it('what is run while the function fails is saved by Lambda, and only by it', () => {
    const failed = [...front!.values()].filter((own) => own.at(-1)!.condition === 'RetriesExhausted');
    expect(failed).toHaveLength(60);
    for (const own of failed) expect(named(own, 'invoked')).toHaveLength(1);
    const saved = [...behind!.values()].filter((own) => named(own, 'retrying').length > 0);
    expect(saved.length).toBeGreaterThanOrEqual(60);
    for (const own of saved) expect(own.at(-1)!.condition).toBe('Success');
  });

  it('their tries do not multiply', () => {
    for (const own of front!.values()) expect(named(own, 'invoked')).toHaveLength(1);
    for (const own of behind!.values()) {
      expect(named(own, 'refused')).toEqual([]);
      expect(named(own, 'invoked').length).toBeLessThanOrEqual(3);
    }
    const { invocations } = result.functions['run']!;
    expect(invocations).toBe(named(lines, 'invoked').length);
  });
});

describe('36, answers that are lost', () => {
  const { lines, result } = play('36-lost-acknowledgements.yaml');

  it('come back a timeout and 30 s after their start, until one is heard', () => {
    const back = new Set(named(lines, 'retrying').map(({ records }) => records![0]!));
    for (const id of back) {
      const { invoked, end } = lifeOf(lines, id);
      for (const [i, t] of invoked.slice(1).entries()) expect(t - invoked[i]!).toBeCloseTo(45, 5);
      expect(end).toMatchObject({ condition: 'Success', approximateInvokeCount: invoked.length });
    }
  });

  it('make 1 / (1 − p) executions of an event', () => {
    const [n, p] = [10_000, 0.01];
    const { invocations } = result.functions['write']!;
    // Duplicates are geometric: of one event p / (1 − p) on average, with a variance of p / (1 − p)².
    const off = invocations - n / (1 - p);
    expect(Math.abs(off)).toBeLessThan((3 * Math.sqrt(n * p)) / (1 - p));
    expect(named(lines, 'retrying')).toHaveLength(invocations - n);
    expect(result.sources['invoices']!.succeeded).toBe(n);
  });
});
