/** Ring, linked list and bag against plain arrays. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IntBag } from '../../src/engine/int-bag.ts';
import { END, LinkedInts } from '../../src/engine/linked-ints.ts';
import { Ring } from '../../src/engine/ring.ts';

describe('a ring', () => {
  it('does what a queue in an array does', () => {
    // Runs of pushes and shifts, so that it grows past its 16 places with its head anywhere.
    const steps = fc.array(fc.tuple(fc.nat(25), fc.nat(25)), { maxLength: 30, size: 'max' });
    fc.assert(
      fc.property(steps, (runs) => {
        const ring = new Ring();
        const queue: number[] = [];
        let item = 0;
        for (const [pushes, shifts] of runs) {
          for (let i = 0; i < pushes; i++) {
            ring.push(item);
            queue.push(item++);
          }
          for (let i = 0; i < shifts && queue.length > 0; i++) {
            if (ring.peek() !== queue[0]) expect.fail('peek');
            if (ring.shift() !== queue.shift()) expect.fail('shift');
          }
          expect(ring.size).toBe(queue.length);
          expect(queue.map((_, i) => ring.at(i))).toEqual(queue);
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('grows without losing its order when its head is in the middle', () => {
    const ring = new Ring();
    for (let i = 0; i < 16; i++) ring.push(i);
    for (let i = 0; i < 7; i++) ring.shift();
    for (let i = 16; i < 100; i++) ring.push(i);
    expect(Array.from({ length: ring.size }, () => ring.shift())).toEqual(Array.from({ length: 93 }, (_, i) => i + 7));
  });

  it('keeps negative and large integers', () => {
    const ring = new Ring();
    for (const item of [-1, 2 ** 31 - 1, -(2 ** 31)]) ring.push(item);
    expect([ring.at(0), ring.at(1), ring.at(2)]).toEqual([-1, 2 ** 31 - 1, -(2 ** 31)]);
  });
});

function forwards(list: LinkedInts): number[] {
  const items: number[] = [];
  for (let item = list.first; item !== END; item = list.after(item)) items.push(item);
  return items;
}

function backwards(list: LinkedInts): number[] {
  const items: number[] = [];
  for (let item = list.last; item !== END; item = list.before(item)) items.push(item);
  return items;
}

describe('a linked list', () => {
  it('does what an array does, read from either end', () => {
    // Items on both sides of the first capacity; `place` says behind whom, or which to take out.
    const step = fc.record({
      kind: fc.constantFrom('push', 'push', 'insertAfter', 'insertFirst', 'remove', 'shift'),
      item: fc.oneof(fc.nat(80), fc.nat(1000)),
      place: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100, size: 'max' }), (steps) => {
        const list = new LinkedInts();
        const array: number[] = [];
        for (const { kind, item, place } of steps) {
          const at = place % Math.max(1, array.length);
          if (kind === 'remove' || kind === 'shift') {
            if (array.length === 0) continue;
            if (kind === 'shift') expect(list.shift()).toBe(array.shift());
            else list.remove(array.splice(at, 1)[0]!);
          } else {
            if (array.includes(item)) continue;
            if (kind === 'push' || array.length === 0) {
              list.push(item);
              array.push(item);
            } else if (kind === 'insertFirst') {
              list.insertAfter(END, item);
              array.unshift(item);
            } else {
              list.insertAfter(array[at]!, item);
              array.splice(at + 1, 0, item);
            }
          }
          expect(list.size).toBe(array.length);
          expect(forwards(list)).toEqual(array);
          expect(backwards(list)).toEqual(array.toReversed());
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('is empty at first, and again when the last item was taken out', () => {
    const list = new LinkedInts();
    expect([list.size, list.first, list.last]).toEqual([0, END, END]);
    list.insertAfter(END, 5000);
    expect([list.size, list.first, list.last]).toEqual([1, 5000, 5000]);
    list.remove(5000);
    expect([list.size, list.first, list.last]).toEqual([0, END, END]);
  });

  it('takes an item back in at another place', () => {
    const list = new LinkedInts();
    for (const item of [1, 2, 3]) list.push(item);
    list.remove(1);
    list.insertAfter(2, 1);
    expect(forwards(list)).toEqual([2, 1, 3]);
  });
});

describe('a bag', () => {
  it('holds what was added and not taken out, each once, at places from 0 up', () => {
    const step = fc.record({ item: fc.oneof(fc.nat(20), fc.nat(1000)), place: fc.nat(), removes: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 100, size: 'max' }), (steps) => {
        const bag = new IntBag();
        const set = new Set<number>();
        for (const { item, place, removes } of steps) {
          if (removes && set.size > 0) {
            const taken = bag.at(place % set.size);
            bag.remove(taken);
            expect(set.delete(taken)).toBe(true);
          } else if (!set.has(item)) {
            bag.add(item);
            set.add(item);
          }
          expect(bag.size).toBe(set.size);
          expect(new Set(Array.from({ length: bag.size }, (_, i) => bag.at(i)))).toEqual(set);
        }
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('gives the last place to what was added last', () => {
    const bag = new IntBag();
    for (const item of [8, 3, 5]) bag.add(item);
    bag.remove(8);
    bag.add(9);
    expect(bag.at(2)).toBe(9);
  });
});
