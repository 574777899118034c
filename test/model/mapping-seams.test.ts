/** The mapping's story holds for a stream as it does for a queue, without a line of its own for either. */
import { expect, it } from 'vitest';
import { Rank } from '../../src/engine/rank.ts';
import { Outcome, type Batch } from '../../src/model/batch.ts';
import { EventSourceMapping, type Invocable } from '../../src/model/mapping/event-source-mapping.ts';
import type { World } from '../../src/model/world.ts';
import { makeWorld } from '../support/queue.ts';
import { ThrowAwayShard } from './throw-away-shard.ts';

/** A function that takes 10 ms and decides by batch. */
class Stub implements Invocable {
  readonly name = 'f';
  readonly index = 0;
  readonly seen: { at: number; lane: number; records: number[] }[] = [];
  readonly #world: World;
  readonly #outcome: (call: number, batch: Batch) => number;

  constructor(world: World, outcome: (call: number, batch: Batch) => number) {
    this.#world = world;
    this.#outcome = outcome;
  }

  invoke(batch: Batch): 'ConcurrentInvocationLimitExceeded' | undefined {
    const { sim, records } = this.#world;
    const outcome = this.#outcome(this.seen.length, batch);
    const numbers = [...batch.slots.subarray(0, batch.size)].map((slot) => records.number[slot]!);
    this.seen.push({ at: sim.now, lane: batch.lane, records: numbers });
    if (outcome === Outcome.throttled) return 'ConcurrentInvocationLimitExceeded';
    const end = sim.action(Rank.completion, () => {
      batch.outcome = outcome as typeof batch.outcome;
      batch.owner.finished(batch);
    });
    sim.after(10_000, end, 0);
    return undefined;
  }
}

function start(lanes: number, retries: number, outcome: (call: number, batch: Batch) => number) {
  const world = makeWorld();
  const shard = new ThrowAwayShard(world, lanes, retries);
  const fn = new Stub(world, outcome);
  const settings = {
    batchSize: 3,
    maximumBatchingWindow: 0,
    maximumConcurrency: undefined,
    reportBatchItemFailures: false,
    lowTrafficHold: false,
    pollers: { kind: 'onDemand', min: undefined, max: undefined },
  } as const;
  const mapping = new EventSourceMapping('m', 0, { ...settings }, shard, fn, world);
  mapping.enable(true);
  return { world, shard, fn };
}

it('reads each lane with one poller, in order, batch after batch', () => {
  const { world, shard, fn } = start(2, 0, () => Outcome.succeeded);
  for (let i = 0; i < 7; i++) shard.put(0, world.sim);
  for (let i = 0; i < 2; i++) shard.put(1, world.sim);
  world.sim.advance(1000);
  expect(fn.seen.filter((call) => call.lane === 0).map((call) => call.records)).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
  expect(fn.seen.filter((call) => call.lane === 1).map((call) => call.records)).toEqual([[1, 2]]);
  expect(fn.seen.filter((call) => call.lane === 0).map((call) => call.at)).toEqual([0, 10_000, 20_000]);
});

it('delivers a failed batch again after the pause the source asks for, and nothing of its lane before', () => {
  const { world, shard, fn } = start(2, 2, (_call, batch) => (batch.lane === 0 ? Outcome.failed : Outcome.succeeded));
  for (let i = 0; i < 4; i++) shard.put(0, world.sim);
  for (let i = 0; i < 4; i++) shard.put(1, world.sim);
  world.sim.advance(1000);
  const blocked = fn.seen.filter((call) => call.lane === 0);
  expect(blocked.slice(0, 3)).toEqual([
    { at: 0, lane: 0, records: [1, 2, 3] },
    { at: 160_000, lane: 0, records: [1, 2, 3] },
    { at: 320_000, lane: 0, records: [1, 2, 3] },
  ]);
  expect(blocked[3]).toMatchObject({ at: 330_000, records: [4] });
  expect(shard.skipped).toHaveLength(4);
  expect(fn.seen.filter((call) => call.lane === 1).map((call) => call.records)).toEqual([[1, 2, 3], [4]]);
});

it('tries a refused batch again without counting it as an attempt', () => {
  const { world, shard, fn } = start(1, 0, (call) => (call < 3 ? Outcome.throttled : Outcome.succeeded));
  shard.put(0, world.sim);
  world.sim.advance(1000);
  expect(fn.seen.map((call) => call.at)).toEqual([0, 100_000, 200_000, 300_000]);
  expect(shard.skipped).toEqual([]);
});
