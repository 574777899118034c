/**
 * A stream shard in the least code that shows whether the mapping's seams hold for streams: two lanes by key, a checkpoint
 * for each, retries that block their lane, an end of retries. Not a Kinesis: it exists to be run against the interface.
 */
import type { Simulation } from '../../src/engine/simulation.ts';
import { Rank } from '../../src/engine/rank.ts';
import { Outcome, type Batch } from '../../src/model/batch.ts';
import { DONE, type EventSource, type Poller } from '../../src/model/sources/source.ts';
import type { World } from '../../src/model/world.ts';

export class ThrowAwayShard implements EventSource {
  readonly name = 'shard';
  readonly index = 0;
  readonly lanes: number;
  readonly pollersPerLane = 1;
  readonly mostPerReceive = 10_000;
  readonly visible = 0;
  readonly inFlight = 0;
  /** Slots by lane, in the order of their sequence numbers. */
  readonly log: number[][];
  /** Where the next receive of each lane begins. */
  readonly position: number[];
  readonly skipped: number[] = [];
  readonly #world: World;
  readonly #retries: number;
  #attempts: number[];
  readonly #waiting = new Map<number, Poller>();

  constructor(world: World, lanes: number, retries: number) {
    this.#world = world;
    this.#retries = retries;
    this.lanes = lanes;
    this.log = Array.from({ length: lanes }, () => []);
    this.position = Array.from({ length: lanes }, () => 0);
    this.#attempts = Array.from({ length: lanes }, () => 0);
  }

  put(lane: number, sim: Simulation): void {
    sim.at(
      sim.now,
      sim.action(Rank.arrival, () => {
        this.log[lane]!.push(this.#world.records.add(sim.now, lane));
        this.#waiting.get(lane)?.wake(lane);
      }),
      0,
    );
  }

  available(lane: number): boolean {
    return this.position[lane]! < this.log[lane]!.length;
  }

  receive(lane: number, most: number, batch: Batch): number {
    const from = this.position[lane]!;
    const slots = this.log[lane]!.slice(from, from + most);
    for (const slot of slots) batch.add(slot, 1);
    this.position[lane] = from + slots.length;
    return slots.length;
  }

  polling(isOn: boolean, poller: Poller): void {
    for (let lane = 0; isOn && lane < this.lanes; lane++) poller.wake(lane);
  }

  countReads(): void {}

  await(poller: Poller, lane: number): void {
    this.#waiting.set(lane, poller);
  }

  payloadOf(): number {
    return 0;
  }

  putOff(): void {}

  prepare(): void {}

  abandon(batch: Batch): void {
    this.position[batch.lane]! -= batch.held;
    batch.held = 0;
    batch.size = 0;
  }

  settle(batch: Batch): number {
    if (batch.outcome === Outcome.throttled) return 100_000;
    if (batch.outcome === Outcome.succeeded) this.#attempts[batch.lane] = 0;
    else if (++this.#attempts[batch.lane]! <= this.#retries) return 150_000;
    else {
      this.skipped.push(...batch.slots.subarray(0, batch.size));
      this.#attempts[batch.lane] = 0;
    }
    return DONE;
  }
}
