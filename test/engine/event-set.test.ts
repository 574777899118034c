/** The heaps of events and of timers against lists that are sorted anew on every change. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EventSet } from '../../src/engine/event-set.ts';
import { orderOf, Sequence } from '../../src/engine/order.ts';
import { Rank } from '../../src/engine/rank.ts';
import { TimerSet } from '../../src/engine/timer-set.ts';

interface Entry {
  readonly time: number;
  readonly order: number;
  readonly action: number;
  readonly subject: number;
}

function insert(list: Entry[], entry: Entry): void {
  list.push(entry);
  list.sort((a, b) => a.time - b.time || a.order - b.order);
}

/** An expectation that costs nothing as long as it holds, for it is asked a million times. */
function same(actual: unknown, expected: unknown): void {
  if (actual !== expected) expect(actual).toBe(expected);
}

/** The event set and its twin, told the same and asked the same. */
class Events {
  readonly heap = new EventSet(new Sequence());
  readonly list: Entry[] = [];
  readonly #sequence = new Sequence();
  #subject = 0;

  push(time: number, rank: Rank, action = 1): void {
    const subject = this.#subject++;
    this.heap.push(time, rank, action, subject);
    insert(this.list, { time, order: this.#sequence.take(rank), action, subject });
  }

  /** Without a push since, the place of an event just taken is still vacant when `pop` is followed by others. */
  pop(): void {
    this.askNext();
    const expected = this.list.shift();
    if (expected === undefined) return;
    this.heap.pop();
    const { action, subject } = this.heap;
    same(action, expected.action);
    same(subject, expected.subject);
  }

  askNext(): void {
    this.heap.settle();
    same(this.heap.nextTime, this.list[0]?.time ?? Infinity);
    if (this.list.length > 0) same(this.heap.nextOrder, this.list[0]!.order);
  }

  /** As the simulation asks: about an instant before which nothing is pending. */
  askBefore(early: number, rank: Rank): void {
    const time = (this.list[0]?.time ?? 0) - early;
    const expected = this.list.some((entry) => entry.time <= time && entry.order < orderOf(rank));
    same(this.heap.hasBefore(time, rank), expected);
  }

  /** Does not settle the heap, so that it may be asked after every step. */
  compareSize(): void {
    same(this.heap.size, this.list.length);
  }

  drain(): void {
    while (this.list.length > 0) this.pop();
    this.compareSize();
    this.askNext();
  }
}

/** The set of timers and its twin. */
class Timers {
  readonly heap = new TimerSet(new Sequence());
  list: Entry[] = [];
  readonly #sequence = new Sequence();

  set(action: number, time: number, rank: Rank): void {
    this.heap.set(action, time, rank);
    this.list = this.list.filter((entry) => entry.action !== action);
    insert(this.list, { time, order: this.#sequence.take(rank), action, subject: 0 });
  }

  clear(action: number): void {
    this.heap.clear(action);
    this.list = this.list.filter((entry) => entry.action !== action);
  }

  clearFirst(): void {
    if (this.list.length > 0) this.clear(this.heap.first);
  }

  compare(): void {
    same(this.heap.size, this.list.length);
    same(this.heap.nextTime, this.list[0]?.time ?? Infinity);
    if (this.list.length === 0) return;
    same(this.heap.first, this.list[0]!.action);
    same(this.heap.nextOrder, this.list[0]!.order);
  }

  compareEach(actions: number): void {
    const set = new Set(this.list.map((entry) => entry.action));
    for (let action = 0; action < actions; action++)
      if (this.heap.isSet(action) !== set.has(action)) expect.fail(`isSet(${action})`);
  }

  drain(): void {
    while (this.list.length > 0) {
      this.clearFirst();
      this.compare();
    }
  }
}

/** Few instants, so that most events tie with others; one where doubles just still hold every microsecond. */
const time = fc.oneof({ weight: 9, arbitrary: fc.nat(6) }, fc.constant(2 ** 53 - 1));
const rank = fc.constantFrom(...Object.values(Rank));

describe('the event set', () => {
  const step: fc.Arbitrary<(twins: Events) => void> = fc.oneof(
    {
      weight: 7,
      arbitrary: fc.tuple(time, rank, fc.integer({ min: 1, max: 3 })).map(
        ([t, r, action]) =>
          (twins: Events) =>
            twins.push(t, r, action),
      ),
    },
    { weight: 5, arbitrary: fc.constant((twins: Events) => twins.pop()) },
    { weight: 1, arbitrary: fc.constant((twins: Events) => twins.askNext()) },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.nat(2), rank).map(
        ([e, r]) =>
          (twins: Events) =>
            twins.askBefore(e, r),
      ),
    },
  );

  it('does what a sorted list does, whatever is asked of it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400, size: 'max' }), (steps) => {
        const twins = new Events();
        for (const take of steps) {
          take(twins);
          twins.compareSize();
        }
        twins.drain();
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  /** Takes all events out, as "time subject". */
  function drained(events: EventSet): string[] {
    const all: string[] = [];
    while (events.size > 0) {
      events.settle();
      const time = events.nextTime;
      events.pop();
      all.push(`${time} ${events.subject}`);
    }
    return all;
  }

  it('gives events of one instant by rank, and of one rank in the order in which they came', () => {
    const events = new EventSet(new Sequence());
    events.push(5, Rank.age, 1, 0);
    events.push(5, Rank.completion, 1, 1);
    events.push(5, Rank.age, 1, 2);
    events.push(4, Rank.sample, 1, 3);
    events.push(5, Rank.completion, 1, 4);
    expect(drained(events)).toEqual(['4 3', '5 1', '5 4', '5 0', '5 2']);
  });

  it('keeps a thousand events of one instant and rank in their order', () => {
    const events = new EventSet(new Sequence());
    const subjects = Array.from({ length: 1000 }, (_, i) => i);
    for (const subject of subjects) events.push(7, Rank.poll, 1, subject);
    expect(drained(events)).toEqual(subjects.map((subject) => `7 ${subject}`));
  });

  it('grows from 64 events to thousands', () => {
    const twins = new Events();
    const ranks = Object.values(Rank);
    for (let i = 0; i < 3000; i++) twins.push((i * 7919) % 2003, ranks[i % 8]!);
    twins.drain();
  });

  it.each([63, 64, 65, 128])('grows past %i events while the place of the one just taken is vacant', (size) => {
    const twins = new Events();
    for (let i = 0; i < size; i++) twins.push(i, Rank.poll);
    twins.pop();
    twins.push(size / 2, Rank.age);
    twins.compareSize();
    for (let i = 0; i < size; i++) twins.push(size - i, Rank.age);
    twins.drain();
  });

  it('lets an event earlier than the one just taken come first', () => {
    const events = new EventSet(new Sequence());
    for (const t of [5, 6, 7]) events.push(t, Rank.poll, 1, t);
    events.pop();
    events.push(2, Rank.poll, 1, 2);
    expect(drained(events)).toEqual(['2 2', '6 6', '7 7']);
  });

  it('asked what is due before a rank, heeds the rank and the time, not the event just taken', () => {
    const events = new EventSet(new Sequence());
    events.push(5, Rank.completion, 1, 0);
    events.push(5, Rank.arrival, 1, 1);
    expect(events.hasBefore(5, Rank.visibility)).toBe(true);
    events.pop();
    expect(events.hasBefore(5, Rank.arrival)).toBe(false);
    expect(events.hasBefore(5, Rank.poll)).toBe(true);
    expect(events.hasBefore(4, Rank.poll)).toBe(false);
  });

  describe('after the last event was taken', () => {
    const emptied = () => {
      const events = new EventSet(new Sequence());
      events.push(1, Rank.scenario, 1, 0);
      events.pop();
      return events;
    };

    it('is empty', () => expect(emptied().size).toBe(0));
    it('has nothing before any time', () => expect(emptied().hasBefore(1e9, Rank.sample)).toBe(false));
    it('has no next time', () => {
      const events = emptied();
      events.settle();
      expect(events.nextTime).toBe(Infinity);
    });
    it('goes on with what is added', () => {
      const events = emptied();
      events.push(8, Rank.poll, 2, 5);
      expect(drained(events)).toEqual(['8 5']);
    });
  });
});

describe('the set of timers', () => {
  const ACTIONS = 40;
  const action = fc.oneof(fc.nat(5), fc.nat(ACTIONS - 1));
  const step: fc.Arbitrary<(twins: Timers) => void> = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.tuple(action, time, rank).map(
        ([a, t, r]) =>
          (twins: Timers) =>
            twins.set(a, t, r),
      ),
    },
    { weight: 2, arbitrary: action.map((a) => (twins: Timers) => twins.clear(a)) },
    { weight: 1, arbitrary: fc.constant((twins: Timers) => twins.clearFirst()) },
  );

  it('does what a sorted list does, whatever is asked of it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
        const twins = new Timers();
        for (const take of steps) {
          take(twins);
          twins.compare();
          twins.compareEach(ACTIONS);
        }
        twins.drain();
      }),
      { numRuns: 200, seed: 2 },
    );
  });

  it('takes any timer out of hundreds and keeps the rest in order', () => {
    const cleared = fc.array(fc.nat(299), { maxLength: 150, size: 'max' });
    fc.assert(
      fc.property(fc.array(time, { minLength: 300, maxLength: 300 }), cleared, (times, cleared) => {
        const twins = new Timers();
        times.forEach((t, i) => twins.set(i, t, Rank.poll));
        for (const i of cleared) twins.clear(i);
        twins.compareEach(300);
        twins.drain();
      }),
      { numRuns: 40, seed: 3 },
    );
  });

  it('holds a timer that is set again once, behind those that were there', () => {
    const timers = new TimerSet(new Sequence());
    timers.set(1, 3, Rank.poll);
    timers.set(2, 3, Rank.poll);
    timers.set(1, 3, Rank.poll);
    expect([timers.size, timers.first]).toEqual([2, 2]);
    timers.clear(2);
    expect([timers.size, timers.first]).toEqual([1, 1]);
  });

  it('is not changed by clearing what is not set, or was never heard of', () => {
    const timers = new TimerSet(new Sequence());
    timers.set(1, 3, Rank.poll);
    timers.clear(2);
    timers.clear(5000);
    expect([timers.size, timers.nextTime, timers.isSet(5000)]).toEqual([1, 3, false]);
  });
});

describe('the order within an instant', () => {
  it('is by rank first, then by who came first', () => {
    fc.assert(
      fc.property(fc.array(rank, { minLength: 2, maxLength: 30 }), (ranks) => {
        const sequence = new Sequence();
        const orders = ranks.map((rank) => sequence.take(rank));
        for (let i = 1; i < ranks.length; i++) expect(orders[i]! > orders[i - 1]!).toBe(ranks[i]! >= ranks[i - 1]!);
      }),
      { seed: 4 },
    );
  });

  it('of a rank begins where that of the lower ranks ends', () => {
    const sequence = new Sequence();
    for (const below of [Rank.scenario, Rank.age, Rank.controller]) {
      const above = (below + 1) as Rank;
      expect(sequence.take(below)).toBeLessThan(orderOf(above));
      expect(sequence.take(above)).toBeGreaterThanOrEqual(orderOf(above));
    }
  });
});
