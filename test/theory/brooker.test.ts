/**
 * Why lagcast differs from the table of Brooker's experiment (src/validation/placement/brooker.ts): a program of its own, which shares no code with
 * it. With beats of the servers by chance and in whole seconds it gives the table.
 */
import { expect, it } from 'vitest';
import { FILES } from '../support/validation-files.ts';
import type { BrookerReference } from '../../src/validation/placement/brooker.ts';

const { refreshes, table } = JSON.parse(FILES.readText('validation/placement/brooker.json')) as BrookerReference;

const SERVERS = 10;
const BEAT = 8;

/** Mean time in a queue, in seconds, of the shortest of `looks` queues by lengths that are looked up every `refresh` s. */
function timeInQueue(looks: number, refresh: number, length: number, seed: number): number {
  const chance = mulberry(seed);
  const queues: number[][] = Array.from({ length: SERVERS }, () => []);
  const beats = queues.map(() => Math.floor(chance() * BEAT));
  let seen = queues.map(() => 0);
  let [sum, n] = [0, 0];
  for (let now = 1; now <= length; now++) {
    if (now % refresh === 0) seen = queues.map((queue) => queue.length);
    queues[shortest(seen, looks, chance)]!.push(now);
    queues.forEach((queue, server) => {
      if (now % BEAT !== beats[server] || queue.length === 0) return;
      const sent = queue.shift()!;
      if (sent < length / 10) return;
      sum += now - sent;
      n++;
    });
  }
  return sum / n;
}

function shortest(lengths: readonly number[], looks: number, chance: () => number): number {
  const order = lengths.map((length, queue) => ({ length, queue, luck: chance() })).sort((a, b) => a.luck - b.luck);
  // Sorting keeps equals in the order of their luck.
  return order.slice(0, looks).sort((a, b) => a.length - b.length)[0]!.queue;
}

function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

it.each([
  ['best of all', 10],
  ['best of 2', 2],
  ['best of 3', 3],
] as const)('%s: with whole seconds and beats by chance the table comes out', (look, looks) => {
  const runs = 4;
  for (const refresh of [1, 10]) {
    let sum = 0;
    for (let run = 1; run <= runs; run++) sum += timeInQueue(looks, refresh, 6000, 1000 * refresh + run);
    const expected = table[look][refreshes.indexOf(refresh)]!;
    expect(Math.abs(sum / runs / expected - 1), `${sum / runs} for ${expected}, every ${refresh} s`).toBeLessThan(0.05);
  }
});
