/**
 * A transactional outbox and the relay that empties it: what is committed waits in a table until the relay looks, which it does at a
 * steady interval, and is then sent in order, so many records a time.
 *
 * The relay marks what it has sent afterwards. Where it does not get to that, it sends the same records again with its next
 * look: other records of the source with the same contents. It stands between the producer and the source, and needs events of
 * its own no more than arrivals do. While the source is out the relay sends nothing; what is committed meanwhile waits, and nothing
 * is lost: that is what an outbox is for. Left out: relays that read the database's log, and several at once.
 */
import type { RandomStream } from '../../engine/random.ts';
import { Rank } from '../../engine/rank.ts';
import { Ring } from '../../engine/ring.ts';
import type { Timer } from '../../engine/simulation.ts';
import type { Micros } from '../../engine/time.ts';
import type { Named } from '../observer.ts';
import type { Outages } from '../outages.ts';
import { State } from '../records.ts';
import type { World } from '../world.ts';
import type { Arrivals, Sink } from './producer.ts';

export interface OutboxSettings {
  /** Between two looks of the relay. */
  readonly every: Micros;
  /** Records that one look sends at the most. */
  readonly batchSize: number;
  /** From a look until its records are with the source. */
  readonly latency: Micros;
  /** Share of looks whose records are sent again with the next. */
  readonly repeats: number;
}

export class Outbox implements Arrivals, Sink {
  readonly index: number;
  readonly #world: World;
  readonly #settings: OutboxSettings;
  readonly #target: Sink & Named;
  readonly #outages: Outages;
  readonly #random: RandomStream;
  readonly #committed = new Ring();
  /** Copies of what the last look sent and did not mark; the next sends them first. */
  readonly #unmarked = new Ring();
  readonly #timer: Timer;
  #producer!: Arrivals;
  /** When the relay looks next. */
  #look: Micros = 0;
  #armedFor: Micros = Infinity;

  /** `target`: the source that the relay sends to; `outages`: when that is out. */
  constructor(world: World, settings: OutboxSettings, target: Sink & Named, outages: Outages) {
    this.index = target.index;
    this.#world = world;
    this.#settings = settings;
    this.#target = target;
    this.#outages = outages;
    this.#random = world.sim.random(`sources.${target.name}`, 'outbox');
    this.#timer = world.sim.timer(Rank.arrival, this.#arrive);
  }

  /** Who commits. */
  set producer(producer: Arrivals) {
    this.#producer = producer;
    if (this.#world.promptArrivals) this.arm();
  }

  /** Records that are committed and not sent, repeats included. */
  get waiting(): number {
    return this.#committed.size + this.#unmarked.size;
  }

  /** When the next records are with the source; before that none is. */
  get nextAt(): Micros {
    return this.#nextLook() + this.#settings.latency;
  }

  catchUp(): void {
    const { sim } = this.#world;
    const due = sim.rank >= Rank.arrival ? sim.now : sim.now - 1;
    this.#producer.catchUp();
    for (let look = this.#nextLook(); look + this.#settings.latency <= due; look = this.#nextLook()) this.#send(look);
  }

  arm(): void {
    const { sim } = this.#world;
    const { nextAt } = this;
    if (nextAt === this.#armedFor || nextAt > sim.end) return;
    this.#armedFor = nextAt;
    this.#timer.set(Math.max(nextAt, sim.now));
  }

  /** A record is committed. */
  accept(slot: number): void {
    this.#world.records.state[slot] = State.delayed;
    this.#committed.push(slot);
  }

  /** Nobody waits for commits: whoever waits for records is woken by the relay. */
  wake(): void {}

  readonly #arrive = (): void => {
    this.#armedFor = Infinity;
    this.catchUp();
    this.#target.wake();
    if (this.#world.promptArrivals) this.arm();
  };

  /** The first look that finds something and can send it; what cannot be sent is tried as soon as the source is back. */
  #nextLook(): Micros {
    const look = this.#lookThatFinds();
    return this.#outages.endAfter(look + this.#settings.latency) ?? look;
  }

  #lookThatFinds(): Micros {
    if (this.#unmarked.size > 0) return this.#look;
    const first = this.#committed.size > 0 ? this.#committedAt() : this.#producer.nextAt;
    if (first <= this.#look) return this.#look;
    return this.#look + Math.ceil((first - this.#look) / this.#settings.every) * this.#settings.every;
  }

  #committedAt(): Micros {
    return this.#world.records.sentAt[this.#committed.peek()]!;
  }

  #send(look: Micros): void {
    const { every, batchSize, latency, repeats } = this.#settings;
    const isMarked = !(repeats > 0 && this.#random.next() < repeats);
    const again = this.#unmarked.size;
    for (let i = 0; i < again; i++) this.#put(this.#unmarked.shift(), look + latency, isMarked);
    for (let i = again; i < batchSize && this.#committed.size > 0 && this.#committedAt() <= look; i++)
      this.#put(this.#committed.shift(), look + latency, isMarked);
    this.#look = look + every;
  }

  #put(slot: number, at: Micros, isMarked: boolean): void {
    const { records, tell } = this.#world;
    if (!isMarked) this.#unmarked.push(records.copy(slot));
    tell.relayed(this.#target, slot, at - records.sentAt[slot]!, !isMarked);
    records.sendAt(slot, at);
    records.state[slot] = State.waiting;
    this.#target.accept(slot, at, undefined);
  }
}
