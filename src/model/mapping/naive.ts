/**
 * Hand-written loops instead of the service's pollers: each receives without waiting, works, sleeps, and begins again.
 *
 * The receives of a loop that finds nothing lie on a grid, so they cost no events: they are counted by arithmetic, and when a
 * message waits an alarm is set for the first loop that will look. Loops begin one after the other, spread evenly over one
 * sleep. A handful is meant: who looks next is found by asking all of them.
 */
import { IntBag } from '../../engine/int-bag.ts';
import { Rank } from '../../engine/rank.ts';
import type { Timer } from '../../engine/simulation.ts';
import type { Micros } from '../../engine/time.ts';
import type { Batch, BatchOwner } from '../batch.ts';
import type { World } from '../world.ts';
import { Roster } from './roster.ts';
import type { PollerFleet } from './fleet.ts';
import type { Scalable, Scaling } from './scaling.ts';

/** Loops of one mapping that sleep between receives. */
export class SleepingFleet implements PollerFleet {
  readonly #world: World;
  readonly #sleep: Micros;
  readonly #onEmpty: (receives: number) => void;
  readonly #roster: Roster;
  readonly #asleep = new IntBag();
  /** Instant of the first receive that is not in the books yet. */
  readonly #nextAt: Micros[] = [];
  #target = 0;

  /** `sleep` above zero; `onEmpty` is told of receives that found nothing, later than they happened. */
  constructor(owner: BatchOwner, world: World, sleep: Micros, onEmpty: (receives: number) => void) {
    this.#roster = new Roster(owner, world);
    this.#world = world;
    this.#sleep = sleep;
    this.#onEmpty = onEmpty;
  }

  get isTooLarge(): boolean {
    return this.#roster.size > this.#target;
  }

  /** Whether a loop receives at this very instant. */
  get hasIdle(): boolean {
    return this.#due() >= 0;
  }

  get idle(): number {
    return this.hasIdle ? 1 : 0;
  }

  /** When the next loop receives, now included; Infinity when all are at work. */
  get nextReceiveAt(): Micros {
    let next = Infinity;
    for (let place = 0; place < this.#asleep.size; place++)
      next = Math.min(next, this.#receivesAt(this.#asleep.at(place)));
    return next;
  }

  resize(target: number, now: Micros): void {
    this.#target = target;
    const fresh = target - this.#roster.size;
    for (let i = 0; i < fresh; i++) this.#fallAsleep(this.#roster.hire(), now + Math.floor((i * this.#sleep) / fresh));
    for (let place = this.#asleep.size - 1; place >= 0 && this.#roster.size > target; place--) {
      const id = this.#asleep.at(place);
      if (this.#roster.batchOf(id).held === 0) this.#retire(id, now);
    }
  }

  take(now: Micros): Batch {
    const id = this.#due();
    this.#wakeUp(id, now);
    return this.#roster.batchOf(id);
  }

  takeGathering(batch: Batch, now: Micros): void {
    this.#wakeUp(batch.poller, now);
  }

  wait(batch: Batch, now: Micros): void {
    if (batch.held === 0) this.#onEmpty(1);
    this.#fallAsleep(batch.poller, now + this.#sleep);
  }

  free(batch: Batch, now: Micros): void {
    if (!this.isTooLarge) return this.#fallAsleep(batch.poller, now + this.#sleep);
    this.#roster.dismiss(batch.poller);
  }

  countWaits(now: Micros): void {
    for (let place = 0; place < this.#asleep.size; place++) this.#countEmpty(this.#asleep.at(place), now);
  }

  /** A loop that receives now; -1 when there is none. */
  #due(): number {
    const { now } = this.#world.sim;
    for (let place = 0; place < this.#asleep.size; place++) {
      const id = this.#asleep.at(place);
      if (this.#receivesAt(id) === now) return id;
    }
    return -1;
  }

  /** When a loop that sleeps receives next, now included. */
  #receivesAt(id: number): Micros {
    const next = this.#nextAt[id]!;
    const late = this.#world.sim.now - next;
    return late <= 0 ? next : next + Math.ceil(late / this.#sleep) * this.#sleep;
  }

  /** The receives of before now found nothing. */
  #countEmpty(id: number, now: Micros): void {
    const receives = Math.ceil((now - this.#nextAt[id]!) / this.#sleep);
    if (receives <= 0) return;
    this.#onEmpty(receives);
    this.#nextAt[id] = this.#nextAt[id]! + receives * this.#sleep;
  }

  #fallAsleep(id: number, nextAt: Micros): void {
    this.#nextAt[id] = nextAt;
    this.#asleep.add(id);
  }

  #wakeUp(id: number, now: Micros): void {
    this.#asleep.remove(id);
    this.#countEmpty(id, now);
  }

  #retire(id: number, now: Micros): void {
    this.#wakeUp(id, now);
    this.#roster.dismiss(id);
  }
}

/** Always so many loops, and an alarm for the next one that will look while messages wait. */
export class NaiveScaling implements Scaling {
  readonly #mapping: Scalable;
  readonly #fleet: SleepingFleet;
  readonly #loops: number;
  readonly #alarm: Timer;

  constructor(world: World, mapping: Scalable, fleet: SleepingFleet, loops: number) {
    this.#mapping = mapping;
    this.#fleet = fleet;
    this.#loops = loops;
    this.#alarm = world.sim.timer(Rank.poll, () => mapping.wake(0));
  }

  get max(): number {
    return Math.min(this.#loops, this.#mapping.settings.maximumConcurrency ?? Infinity);
  }

  start(): void {
    this.#mapping.resize(this.max);
  }

  stop(): void {
    this.#alarm.clear();
  }

  /** The mapping looks for work anyway. */
  resume(): void {}

  changed(enabled: boolean): void {
    if (enabled) this.#mapping.resize(this.max);
  }

  /** No loop receives at this instant. Those that are at work look after their sleep by themselves. */
  shortage(): void {
    const next = this.#fleet.nextReceiveAt;
    if (next === Infinity) return;
    if (this.#mapping.isShort) this.#alarm.set(next);
    else this.#mapping.source.await(this.#mapping, 0);
  }

  received(): void {}
  receivedNothing(): void {}
  ended(): void {}
}
