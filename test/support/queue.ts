/** A queue by itself, driven step by step: for tests of the source's own interface. */
import { Rules } from '../../src/aws/rules.ts';
import { RandomStreams } from '../../src/engine/random.ts';
import { Rank } from '../../src/engine/rank.ts';
import { Simulation } from '../../src/engine/simulation.ts';
import { Batch, type BatchOwner } from '../../src/model/batch.ts';
import { Trails } from '../../src/model/lineage.ts';
import { Listener, type Named, type Observer } from '../../src/model/observer.ts';
import { Records } from '../../src/model/records.ts';
import { SqsQueue, type SqsSettings } from '../../src/model/sources/sqs.ts';
import type { World } from '../../src/model/world.ts';

/** A world without scenario; time passes by {@link sleep}. */
export function makeWorld(tell: Observer = new Listener()): World {
  const sim = new Simulation(new RandomStreams(1), { until: 1e15, budget: 1e9, perInstant: 1e6 });
  const rules = new Rules('current');
  const trails = new Trails(() => rules.number('lambda.recursion.most'));
  return { sim, rules, records: new Records(), trails, batches: [], tell, promptArrivals: false };
}

/** Lets virtual time pass; what is due happens. */
export function sleep(world: World, micros: number): void {
  let awake = false;
  const wake = world.sim.action(Rank.controller, () => (awake = true));
  world.sim.after(micros, wake, 0);
  while (!awake) world.sim.advance(1);
}

const DEFAULTS: SqsSettings = {
  visibilityTimeout: 30e6,
  messageRetentionPeriod: 345_600e6,
  delay: 0,
  maximumMessageSize: 1_048_576,
  maxReceiveCount: Infinity,
};

export function makeQueue(world: World, settings: Partial<SqsSettings> = {}, name = 'q', index = 0): SqsQueue {
  return new SqsQueue(name, index, { ...DEFAULTS, ...settings }, world);
}

/** Sends a message with an id now; returns its slot. */
export function send(world: World, queue: SqsQueue, id: string, delay?: number): number {
  const slot = world.records.add(world.sim.now, queue.index);
  world.records.label[slot] = world.records.labels.indexOf(id);
  queue.accept(slot, world.sim.now, delay);
  return slot;
}

/** Somebody who takes batches and does nothing with them. */
export function ownerOf(source: Named): BatchOwner {
  return { name: 'test', ownerIndex: 0, source, mapping: undefined, isRateLimited: true, finished: () => {} };
}

/** One ReceiveMessage; the batch keeps slots and receipts. */
export function receive(
  world: World,
  queue: SqsQueue,
  most = 10,
  visibility = queue.settings.visibilityTimeout,
): Batch {
  const batch = new Batch(ownerOf(queue), 0, world.batches.length);
  queue.receiveHidden(most, visibility, batch);
  batch.size = batch.held;
  return batch;
}

/** The ids a batch holds. */
export function idsIn(world: World, batch: Batch): string[] {
  return [...batch.slots.subarray(0, batch.held)].map((slot) =>
    String(world.records.labels.valueAt(world.records.label[slot]!)),
  );
}
