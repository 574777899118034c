/** The queue behind a function by itself: when it delivers, in what order, and what it says waits. */
import { describe, expect, it } from 'vitest';
import { Rules } from '../../../src/aws/rules.ts';
import type { EventTaker } from '../../../src/model/sources/async/event-queue.ts';
import { LogicalQueue } from '../../../src/model/sources/async/logical-queue.ts';
import type { World } from '../../../src/model/world.ts';
import { makeWorld, sleep } from '../../support/queue.ts';

/** A queue with one source of events that only notes what it is given. */
function made(
  facts: ConstructorParameters<typeof Rules>[1],
  lost = 0,
): {
  readonly world: World;
  readonly queue: LogicalQueue;
  readonly delivered: (readonly [slot: number, at: number])[];
  readonly store: (count: number) => number[];
  onDelivery: (slot: number) => void;
} {
  const world = { ...makeWorld(), rules: new Rules('current', facts) };
  const queue = new LogicalQueue('f', 10e6, world);
  const delivered: [number, number][] = [];
  const test = {
    ...{ world, queue, delivered },
    store: (count: number): number[] =>
      Array.from({ length: count }, () => {
        const slot = world.records.add(world.sim.now, 0);
        queue.store(slot);
        return slot;
      }),
    onDelivery: (_slot: number): void => {},
  };
  const taker: EventTaker = {
    name: 's',
    index: 0,
    lostAcknowledgements: lost,
    deliver: (slot) => {
      delivered.push([slot, world.sim.now]);
      test.onDelivery(slot);
    },
  };
  queue.join(taker);
  return test;
}

describe('the queue behind', () => {
  it('delivers in the order of instants, and of storing where these are equal', () => {
    const { world, queue, delivered, store } = made({ 'async.dispatch': 'off' });
    const [a, b, c] = store(3) as [number, number, number];
    expect(queue.waiting).toBe(3);
    sleep(world, 1);
    expect(delivered).toEqual([a, b, c].map((slot) => [slot, 0]));
    expect(queue.waiting).toBe(0);
    queue.hide(b, 5e6);
    queue.hide(a, 5e6);
    queue.hide(c, 4e6);
    expect(queue.waiting).toBe(3);
    sleep(world, 6e6);
    expect(delivered.slice(3)).toEqual([
      [c, 4e6 + 1],
      [b, 5e6 + 1],
      [a, 5e6 + 1],
    ]);
  });

  it('takes its time with fresh events, as suggested, and none with those that come back (UNK-13)', () => {
    const { world, queue, delivered, store } = made({ 'async.dispatch': 'on' });
    const slots = store(10_000);
    sleep(world, 1e6);
    const times = delivered.map(([, at]) => at).sort((x, y) => x - y);
    expect(times[0]!).toBeGreaterThanOrEqual(9600);
    expect(times.at(-1)!).toBeLessThanOrEqual(150_000);
    expect(Math.abs(times[5000]! / 20_000 - 1)).toBeLessThan(0.05);
    expect(Math.abs(times[9900]! / 100_000 - 1)).toBeLessThan(0.1);
    queue.hide(slots[0]!, 2e6);
    sleep(world, 3e6);
    expect(delivered.at(-1)).toEqual([slots[0], 3e6]);
  });

  it('with a window, holds back what has no room, and goes on when one has ended', () => {
    const test = made({ 'async.dispatch': 'off', 'async.pacing': 'aimd', 'async.pacing.first': 2 });
    const { world, queue, delivered, store } = test;
    test.onDelivery = (slot) => queue.began(slot);
    const slots = store(5);
    sleep(world, 1e6);
    expect(delivered.map(([slot]) => slot)).toEqual(slots.slice(0, 2));
    expect(queue.waiting).toBe(3);
    // One success of two widens it to 2.5, which is not 3.
    queue.ended(slots[0]!, true, 1e6);
    sleep(world, 1);
    expect(delivered.map(([slot]) => slot)).toEqual(slots.slice(0, 3));
    queue.ended(slots[1]!, false, 1e6);
    sleep(world, 1);
    expect(delivered.map(([slot]) => slot)).toEqual(slots.slice(0, 4));
    expect(queue.waiting).toBe(1);
  });

  it('with a window, tries no other when one is refused, until that one comes back', () => {
    const test = made({ 'async.dispatch': 'off', 'async.pacing': 'aimd' });
    const { world, queue, delivered, store } = test;
    test.onDelivery = (slot) => {
      queue.refused();
      queue.hide(slot, 1e6);
    };
    const slots = store(3);
    sleep(world, 1);
    // Each of them is due by itself, and so tries the first of those held.
    const before = delivered.length;
    expect(before).toBe(3);
    expect(queue.waiting).toBe(3);
    test.onDelivery = (slot) => {
      queue.began(slot);
      queue.ended(slot, true, 1e6);
    };
    sleep(world, 3e6);
    expect(new Set(delivered.slice(before).map(([slot]) => slot))).toEqual(new Set(slots));
  });

  it('delivers what nobody has learned of when timeout and visibility have passed since its beginning', () => {
    const { world, queue, delivered, store } = made({ 'async.dispatch': 'off' }, 0.5);
    const slots = store(2000);
    sleep(world, 1);
    for (const slot of slots) queue.began(slot);
    sleep(world, 2e6);
    const waits = slots.map((slot) => queue.ended(slot, true, 2e6));
    // 10 s of timeout and 30 s, of which two have passed.
    expect(new Set(waits)).toEqual(new Set([undefined, 38e6]));
    const lost = waits.filter((wait) => wait !== undefined).length;
    expect(Math.abs(lost - 1000)).toBeLessThan(4 * Math.sqrt(500));
    expect(queue.waiting).toBe(lost);
    sleep(world, 39e6);
    expect(delivered.slice(2000)).toHaveLength(lost);
    expect(new Set(delivered.slice(2000).map(([, at]) => at))).toEqual(new Set([40e6 + 1]));
  });
});
