/**
 * What a tier adds to a trace: runs by the queue that they came from, each on the first place that is free; what breaks, moves and is refused as
 * instants; levels as counters. Which slot of which host runs an event is not told.
 */
import type { Clock, Micros } from '../../engine/time.ts';
import type { Records } from '../../model/records.ts';
import {
  RUN_ENDS,
  type Again,
  type Rejection,
  type RunEnd,
  type TierEnd,
  type TierObserver,
  type TierProbe,
} from '../../model/tier/tier-observer.ts';
import { Counters, type Levels } from './counters.ts';
import { FollowedRecords } from './followed.ts';
import { TENANTS, TIER } from './groups.ts';
import { Places } from './places.ts';
import type { Sample } from './sample.ts';
import { Group, type Args, type Track, type TraceWriter } from './writer.ts';

/** One that has begun, and where it is shown. */
interface Running {
  readonly since: Micros;
  readonly tenant: number;
  readonly queue: number;
  readonly place: number;
}

/** Queues that are counted one by one; of more only the sums are. */
const MOST_QUEUES = 32;
/** Points of each level, over the part of the run that is traced. */
const INSTANTS = 5000;

export interface TierTraceModel {
  readonly records: Records;
  readonly clock: Clock;
  readonly probe: TierProbe;
  readonly idOf: (slot: number) => string;
}

export class TierTrace implements TierObserver {
  readonly #writer: TraceWriter;
  readonly #clock: Clock;
  readonly #probe: TierProbe;
  readonly #idOf: (slot: number) => string;
  readonly #group = new Group('tier', TIER);
  readonly #places: Places;
  readonly #counters: Counters;
  readonly #followed: FollowedRecords;
  readonly #groupOf: (slot: number) => number;
  /** By slot, the oldest first: of an event that is visible again while it runs there are several. */
  readonly #runs = new Map<number, Running[]>();
  #running = 0;
  #slots = 0;

  /** `sources` of the scenario: events of the others are the tenants' own. */
  constructor(writer: TraceWriter, sources: number, sample: Sample, { records, clock, probe, idOf }: TierTraceModel) {
    this.#writer = writer;
    this.#clock = clock;
    this.#probe = probe;
    this.#idOf = idOf;
    this.#places = new Places(this.#group);
    this.#counters = new Counters(writer, this.#levels(), INSTANTS);
    const tenants = new Group('tenants', TENANTS);
    this.#followed = new FollowedRecords({ writer, sample, groups: probe.groups.map(() => tenants), clock, idOf });
    this.#groupOf = (slot) => records.origin[slot]! - sources;
  }

  /** The run is over: what is under way is written as far as it has come. */
  finish(): void {
    for (const [slot, runs] of this.#runs) for (const run of runs) this.#write(slot, run, { unfinished: true });
    this.#followed.finish();
    this.#counters.finish(this.#clock.now);
  }

  // — events —

  accepted(slot: number, tenant: number, queue: number): void {
    this.#tick();
    const group = this.#groupOf(slot);
    // Those of functions have sources, and are followed there.
    if (group >= 0) this.#followed.begins(group, slot, 'waiting', { tenant: this.#nameOf(tenant), queue });
  }

  rejected(tenant: number, why: Rejection): void {
    this.#at('rejected', { tenant: this.#nameOf(tenant), why });
  }

  received(slot: number, _tenant: number, queue: number): void {
    this.#tick();
    this.#followed.turns(slot, 'held by a poller', { queue });
  }

  began(slot: number, tenant: number, queue: number): void {
    this.#tick();
    this.#running += 1;
    const run = { since: this.#clock.now, tenant, queue, place: this.#places.take(queue) };
    const others = this.#runs.get(slot);
    if (others === undefined) this.#runs.set(slot, [run]);
    else others.push(run);
    this.#followed.turns(slot, 'running', { queue });
  }

  ended(slot: number, _tenant: number, _queue: number, end: RunEnd, duration: Micros): void {
    this.#tick();
    this.#running -= 1;
    const runs = this.#runs.get(slot)!;
    const at = runs.findIndex(({ since }) => since === this.#clock.now - duration);
    const [run] = runs.splice(Math.max(0, at), 1);
    if (runs.length === 0) this.#runs.delete(slot);
    const track = this.#write(slot, run!, { outcome: RUN_ENDS[end]! });
    if (track !== undefined) this.#followed.goesTo(slot, track, run!.since);
    this.#places.leave(run!.queue, run!.place);
  }

  throttled(_slot: number, tenant: number, queue: number): void {
    this.#at('throttled', { tenant: this.#nameOf(tenant), queue });
  }

  occupied(): void {}

  letGo(): void {}

  hidden(slot: number, tenant: number, queue: number, why: Again): void {
    this.#tick();
    this.#followed.turns(slot, 'hidden', { queue, why });
    if (why === 'hostLost' || why === 'lostAcknowledgement') this.#atEvent(why, slot, tenant);
  }

  appeared(slot: number, _tenant: number, queue: number): void {
    this.#tick();
    this.#followed.turns(slot, 'waiting', { queue });
  }

  concluded(slot: number, tenant: number, _queue: number, end: TierEnd): void {
    this.#tick();
    if (end !== 'succeeded') this.#atEvent(end, slot, tenant);
    this.#followed.gone(slot);
  }

  // — queues and pollers —

  slotsChanged(total: number): void {
    this.#tick();
    this.#slots = Number.isFinite(total) ? total : 0;
  }

  laneOpened(tenant: number, queue: number): void {
    this.#at('express lane opened', { tenant: this.#nameOf(tenant), queue });
  }

  laneClosed(tenant: number, queue: number): void {
    this.#at('express lane closed', { tenant: this.#nameOf(tenant), queue });
  }

  laneDenied(tenant: number): void {
    this.#at('express lane denied', { tenant: this.#nameOf(tenant) });
  }

  leaseMoved(queue: number, from: number, to: number): void {
    this.#at('lease moved', { queue, from: from < 0 ? 'nobody' : from, to: to < 0 ? 'nobody' : to });
  }

  blocked(queue: number, isBlocked: boolean): void {
    this.#at(isBlocked ? 'queue blocked' : 'queue unblocked', { queue });
  }

  callerTimedOut(tenant: number, isSentAgain: boolean): void {
    this.#at(isSentAgain ? 'caller sends again' : 'caller gives up', { tenant: this.#nameOf(tenant) });
  }

  callerAnswered(): void {}

  incident(kind: string, began: boolean): void {
    const name = `${kind} ${began ? 'begins' : 'ends'}`;
    this.#writer.instant(this.#group.events, 'outage', name, this.#clock.now, {}, true);
  }

  // — how it is written —

  /** Returns the track that it is written on; undefined: it is not. */
  #write(slot: number, { since, tenant, queue, place }: Running, args: Args): Track | undefined {
    const { now } = this.#clock;
    if (!this.#writer.covers(since, now)) return undefined;
    const of = { tenant: this.#nameOf(tenant), record: this.#idOf(slot), ...args };
    const track = this.#places.trackOf(queue, place);
    return this.#writer.slice(track, 'run', of.tenant, since, now, of) ? track : undefined;
  }

  #levels(): Levels[] {
    const { depths, visible, queues, lanes } = this.#probe;
    const group = this.#group;
    const isFew = queues + lanes <= MOST_QUEUES;
    const byQueue = Array.from({ length: isFew ? queues + lanes : 0 }, (_, queue) => ({
      group,
      name: `queue ${queue}`,
      now: () => ({ visible: visible[queue]!, inFlight: depths[queue]! - visible[queue]! }),
    }));
    const all = () => {
      const [stored, waiting] = [sum(depths), sum(visible)];
      return { visible: waiting, inFlight: stored - waiting };
    };
    const work = () => ({ running: this.#running, slots: this.#slots });
    return [{ group, name: 'work', now: work }, { group, name: 'backlog', now: all }, ...byQueue];
  }

  #nameOf(tenant: number): string {
    return this.#probe.nameOf(tenant);
  }

  #tick(): void {
    this.#counters.advance(this.#clock.now);
  }

  #atEvent(name: string, slot: number, tenant: number): void {
    this.#at(name, { tenant: this.#nameOf(tenant), record: this.#idOf(slot) });
  }

  #at(name: string, args: Args): void {
    this.#tick();
    this.#writer.instant(this.#group.events, 'tier', name, this.#clock.now, args);
  }
}

function sum(numbers: Int32Array): number {
  let all = 0;
  for (const n of numbers) all += n;
  return all;
}
