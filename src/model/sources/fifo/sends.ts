/**
 * What stands between the producers of a FIFO queue and the queue: the quota of sends, and how producers keep the order of a group when
 * it refuses them.
 *
 * A send that is refused is tried again after a pause that doubles (assumed), and what is sent to the same partition meanwhile waits
 * behind it, so that no message of a group overtakes another. Between the arrivals they are taken in the order of time, though
 * nobody looks until later. With `drop` a refused message is lost, and so is the order: what follows it in its group is sent.
 *
 * It stands between the producer and the queue as an outbox does, and needs no more events.
 */
import { Rank } from '../../../engine/rank.ts';
import { Ring } from '../../../engine/ring.ts';
import type { Timer } from '../../../engine/simulation.ts';
import type { Micros } from '../../../engine/time.ts';
import type { Arrivals } from '../../arrivals/producer.ts';
import type { RequestRate } from '../../lambda/request-rate.ts';
import type { Outages } from '../../outages.ts';
import { State, type Column } from '../../records.ts';
import type { World } from '../../world.ts';
import { GROUP_VALUES } from './group-line.ts';
import { partitionOf, perSecond, type Quotas } from './quota.ts';

export interface SendSettings {
  readonly quotas: Quotas;
  /** Messages of one call. */
  readonly batch: number;
  readonly onThrottle: 'retry' | 'drop';
  /** When nothing can be sent; whether refused messages that are due then wait for the end, or are lost. */
  readonly outages: Outages;
  readonly waits: boolean;
}

/** The queue, as its producers see it. */
export interface Receiver {
  /** A send is accepted. */
  delivered(slot: number, at: Micros): void;
  /** A send is refused; `again`: it will be tried again. */
  refused(slot: number, again: boolean): void;
  /** A send is kept, to be tried later. */
  held(slot: number, at: Micros): void;
  /** Whoever waits may find something. */
  wake(): void;
}

/** What waits for one partition, in the order of sending. */
interface Lane {
  readonly partition: number;
  readonly quota: RequestRate;
  readonly waiting: Ring;
  /** When the first of them is tried again, and how often it was refused. */
  due: Micros;
  tries: number;
}

export class FifoSends implements Arrivals {
  readonly #world: World;
  readonly #settings: SendSettings;
  readonly #receiver: Receiver;
  readonly #values: Column;
  readonly #quota: RequestRate;
  /** By partition, of those that anything was sent to. */
  readonly #lanes = new Map<number, Lane>();
  readonly #first: Micros;
  readonly #longest: Micros;
  readonly #timer: Timer;
  /** When the next of those that wait is due; Infinity: none waits. */
  #nextDue: Micros = Infinity;
  #producer: Arrivals | undefined;

  constructor(settings: SendSettings, receiver: Receiver, world: World) {
    this.#world = world;
    this.#settings = settings;
    this.#receiver = receiver;
    this.#values = world.records.column(GROUP_VALUES);
    this.#quota = perSecond(settings.quotas.calls * settings.batch);
    this.#first = world.rules.number('fifo.send.retry.first');
    this.#longest = world.rules.number('fifo.send.retry.max');
    this.#timer = world.sim.timer(Rank.arrival, this.#look);
  }

  /** Who sends. */
  set producer(producer: Arrivals | undefined) {
    this.#producer = producer;
  }

  get nextAt(): Micros {
    return Math.min(this.#producer?.nextAt ?? Infinity, this.#nextDue);
  }

  catchUp(): void {
    this.#producer?.catchUp();
    const { sim } = this.#world;
    this.#runUntil(sim.rank >= Rank.arrival ? sim.now : sim.now - 1);
  }

  arm(): void {
    this.#producer?.arm();
    this.#armRetries();
  }

  /** A message of a group, which its column says, is sent at an instant that never goes back. */
  put(slot: number, at: Micros): void {
    this.#runUntil(at);
    const lane = this.#laneOf(slot);
    if (lane.waiting.size > 0) this.#hold(slot, at, lane);
    else if (this.#allows(lane, at)) this.#receiver.delivered(slot, at);
    else if (this.#refuse(slot, at, lane)) this.#hold(slot, at, lane);
  }

  #laneOf(slot: number): Lane {
    const { partitions, partitionCalls } = this.#settings.quotas;
    const partition = partitionOf(this.#values.values[slot]!, partitions);
    let lane = this.#lanes.get(partition);
    if (lane === undefined) {
      const quota = perSecond(partitionCalls * this.#settings.batch);
      this.#lanes.set(partition, (lane = { partition, quota, waiting: new Ring(), due: Infinity, tries: 0 }));
    }
    return lane;
  }

  /** Whether another message may be sent to that partition now; then it is counted. */
  #allows(lane: Lane, at: Micros): boolean {
    if (!this.#quota.allows(at) || !lane.quota.allows(at)) return false;
    this.#quota.take(at);
    lane.quota.take(at);
    return true;
  }

  /** The message that is first at its partition is refused. Whether it will be tried again; else it is gone. */
  #refuse(slot: number, at: Micros, lane: Lane): boolean {
    const { onThrottle, outages, waits } = this.#settings;
    const { records } = this.#world;
    const due = at + this.#pause(lane.tries);
    const again = onThrottle === 'retry' && (waits || !outages.isOut(due));
    records.sendAt(slot, at);
    this.#receiver.refused(slot, again);
    if (!again) {
      records.state[slot] = State.delayed;
      records.remove(slot);
      return false;
    }
    lane.tries++;
    lane.due = outages.endAfter(due) ?? due;
    return true;
  }

  #hold(slot: number, at: Micros, lane: Lane): void {
    const { records, promptArrivals } = this.#world;
    records.state[slot] = State.delayed;
    records.sendAt(slot, at);
    lane.waiting.push(slot);
    this.#receiver.held(slot, at);
    this.#nextDue = Math.min(this.#nextDue, lane.due);
    if (promptArrivals) this.#armRetries();
  }

  /** It doubles with each refusal in a row, up to the longest. */
  #pause(tries: number): Micros {
    let pause = this.#first;
    for (let i = 0; i < tries && pause < this.#longest; i++) pause *= 2;
    return Math.min(pause, this.#longest);
  }

  /** Tries all that is due by then, in the order of time; of several partitions the first. */
  #runUntil(until: Micros): void {
    while (this.#nextDue <= until) {
      const lane = this.#nextLane()!;
      this.#run(lane, lane.due);
      this.#nextDue = this.#nextLane()?.due ?? Infinity;
    }
  }

  #nextLane(): Lane | undefined {
    let next: Lane | undefined;
    for (const lane of this.#lanes.values()) {
      if (lane.waiting.size > 0 && (next === undefined || goesBefore(lane, next))) next = lane;
    }
    return next;
  }

  /** Sends what waits, one after the other, until one is refused again. */
  #run(lane: Lane, at: Micros): void {
    const { records } = this.#world;
    while (lane.waiting.size > 0) {
      const slot = lane.waiting.peek();
      if (!this.#allows(lane, at)) {
        if (this.#refuse(slot, at, lane)) return;
        lane.waiting.shift();
        continue;
      }
      lane.waiting.shift();
      lane.tries = 0;
      records.state[slot] = State.waiting;
      records.sendAt(slot, at);
      this.#receiver.delivered(slot, at);
    }
  }

  #armRetries(): void {
    const { sim } = this.#world;
    if (this.#nextDue <= sim.end) this.#timer.set(Math.max(this.#nextDue, sim.now));
  }

  readonly #look = (): void => {
    this.catchUp();
    this.#receiver.wake();
    if (this.#world.promptArrivals) this.arm();
  };
}

function goesBefore(a: Lane, b: Lane): boolean {
  return a.due < b.due || (a.due === b.due && a.partition < b.partition);
}
