/** What disciplines are made of: lists, flows and heaps, against arrays and maps, with far more of everything than the disciplines' own tests have. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Flows } from '../../../../src/model/fair/flows.ts';
import { PairingHeaps } from '../../../../src/engine/pairing-heaps.ts';
import { RecentWork } from '../../../../src/model/fair/recent-work.ts';
import { END, SlotLists } from '../../../../src/engine/slot-lists.ts';

it('lists take items at both ends and give them from the front', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(2), fc.nat(3)), { maxLength: 300, size: 'max' }), (steps) => {
      const lists = new SlotLists(1);
      lists.growTo(3);
      const arrays: number[][] = [[], [], []];
      steps.forEach(([list, what], i) => {
        // Far apart, so that links have to grow.
        const item = 50 * i;
        if (what === 0) arrays[list]!.unshift(item);
        else if (what === 1) arrays[list]!.push(item);
        if (what === 0) lists.unshift(list, item);
        else if (what === 1) lists.push(list, item);
        else if (arrays[list]!.length > 0)
          if (lists.pop(list) !== arrays[list]!.shift()) expect.fail('another one was first');
        if (lists.first(list) !== (arrays[list]![0] ?? END)) expect.fail('another one is first');
        if (lists.isEmpty(list) !== (arrays[list]!.length === 0)) expect.fail('it is empty, or is not');
      });
    }),
    { numRuns: 20, seed: 3 },
  );
});

it('flows are found by queue and key, whatever has been made and freed before', () => {
  const flows = new Flows();
  const there = new Map<string, number>();
  let state = 12345;
  const chance = (n: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  for (let step = 0; step < 20_000; step++) {
    const queue = chance(40);
    const key = chance(60);
    const name = `${queue} ${key}`;
    const flow = there.get(name) ?? END;
    if (flows.find(queue, key) !== flow) expect.fail(`step ${step}: ${name} is ${flows.find(queue, key)}, not ${flow}`);
    if (flow === END) there.set(name, flows.make(queue, key));
    else if (chance(3) > 0) {
      flows.free(flow);
      there.delete(name);
    }
  }
  expect(flows.size).toBe(there.size);
  expect(new Set(there.values()).size).toBe(there.size);
  expect(flows.capacity).toBeLessThan(4096);
  for (const [name, flow] of there) expect(`${flows.queueOf(flow)} ${flows.keyOf(flow)}`).toBe(name);
});

it('heaps give the least first, and any of them when asked', () => {
  const number = fc.nat(1000);
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(1), fc.nat(5), number), { maxLength: 600, size: 'max' }), (steps) => {
      const keys: number[] = [];
      const heaps = new PairingHeaps(2, (a, b) => keys[a]! - keys[b]! < 0 || (keys[a] === keys[b] && a < b));
      const sets: number[][] = [[], []];
      const least = (set: number[]) => [...set].sort((a, b) => keys[a]! - keys[b]! || a - b)[0] ?? END;
      for (const [heap, what, n] of steps) {
        const set = sets[heap]!;
        if (what < 3 || set.length === 0) {
          keys.push(n);
          set.push(keys.length - 1);
          heaps.add(heap, keys.length - 1);
        } else {
          const item = what === 3 ? least(set) : set[n % set.length]!;
          if (what !== 3) heaps.remove(heap, item);
          else if (heaps.shift(heap) !== item) expect.fail('another one was less');
          set.splice(set.indexOf(item), 1);
        }
        if (heaps.first(heap) !== least(set)) expect.fail('the first is not the least');
      }
    }),
    { numRuns: 20, seed: 5 },
  );
});

it('recent work counts the present window, and of the one before it what the present does not cover yet', () => {
  const work = new RecentWork(100, 1);
  work.growTo(5);
  work.add(4, 50, 30);
  expect(work.of(4, 99)).toBe(30);
  expect(work.of(4, 100)).toBe(30);
  work.add(4, 110, 7);
  expect(work.of(4, 125)).toBe(7 + 30 * 0.75);
  expect(work.of(4, 250)).toBe(7 * 0.5);
  expect([work.of(4, 300), work.of(3, 300)]).toEqual([0, 0]);
});
