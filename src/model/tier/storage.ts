/**
 * Where events of the tier are stored: which queue an event is put into when it is accepted, and what is visible there. Keeps the loads that front
 * hosts look at. Knows nothing of pollers.
 */
import { assert } from '../../engine/assert.ts';
import type { RandomStream } from '../../engine/random.ts';
import type { Records } from '../records.ts';
import type { World } from '../world.ts';
import type { DepthView } from './depth-view.ts';
import type { Discipline } from './disciplines/discipline.ts';
import { Seat, type TierEvents } from './events.ts';
import type { Lanes } from './lanes.ts';
import type { Placement } from './placement/placement.ts';
import type { QueueLoads } from './queue-loads.ts';
import type { TierSettings } from './settings.ts';
import type { TierObserver } from './tier-observer.ts';

/** The parts of it; lanes are queues behind the shared ones. */
export interface StorageParts {
  readonly shared: number;
  readonly events: TierEvents;
  readonly loads: QueueLoads;
  readonly view: DepthView;
  readonly placement: Placement;
  readonly discipline: Discipline;
  /** Undefined: nobody is isolated. */
  readonly lanes: Lanes | undefined;
}

export class Storage {
  /** Events that are stored in shared queues. */
  total = 0;
  readonly #parts: StorageParts;
  readonly #settings: Pick<TierSettings, 'frontHosts' | 'queueLimit'>;
  readonly #tell: TierObserver;
  readonly #records: Records;
  /** Which front host an event reaches. */
  readonly #fronts: RandomStream;

  constructor(
    settings: Pick<TierSettings, 'frontHosts' | 'queueLimit'>,
    parts: StorageParts,
    tell: TierObserver,
    { records, sim }: World,
  ) {
    this.#settings = settings;
    this.#parts = parts;
    this.#tell = tell;
    this.#records = records;
    this.#fronts = sim.random('tier', 'fronts');
  }

  /** Stores a new event, which is visible; returns its queue, or −1 when that is full and is to be bounded. */
  store(slot: number, tenant: number, isBounded: boolean): number {
    const { events, loads, view, lanes, discipline, shared } = this.#parts;
    const { queueLimit } = this.#settings;
    const before = view.looks;
    const front = this.#front();
    const queue = this.#placed(tenant, front);
    if (isBounded && queueLimit !== undefined && loads.visible[queue]! >= queueLimit) return -1;
    events.begin(slot, tenant);
    events.queue[slot] = queue;
    events.seat[slot] = Seat.visible;
    if (queue < shared) {
      this.total++;
      view.placed(queue, front);
    }
    loads.depths[queue]!++;
    loads.shown(queue, slot);
    discipline.push(queue, slot);
    view.changed(queue);
    this.#tell.accepted(slot, tenant, queue, view.looks - before);
    if (lanes !== undefined) lanes.arrived(tenant, queue);
    return queue;
  }

  #front(): number {
    const { frontHosts } = this.#settings;
    return frontHosts === 1 ? 0 : this.#fronts.below(frontHosts);
  }

  #placed(tenant: number, front: number): number {
    const { lanes, placement } = this.#parts;
    const lane = lanes === undefined ? -1 : lanes.of(tenant);
    return lane >= 0 ? lane : placement.place(tenant, front);
  }

  /** An event in flight goes to the queue that is best now. */
  placeAnew(slot: number): void {
    const { events, loads, view, shared } = this.#parts;
    const front = this.#front();
    this.#leave(events.queue[slot]!);
    const queue = this.#placed(events.tenant[slot]!, front);
    events.queue[slot] = queue;
    if (queue < shared) {
      this.total++;
      view.placed(queue, front);
    }
    loads.depths[queue]!++;
    view.changed(queue);
  }

  /** An event that was received is visible again, now, in its queue, which is returned. */
  show(slot: number): number {
    const { events, loads, view, discipline } = this.#parts;
    const queue = events.queue[slot]!;
    events.seat[slot] = Seat.visible;
    loads.shown(queue, slot);
    discipline.push(queue, slot);
    view.changed(queue);
    this.#tell.appeared(slot, events.tenant[slot]!, queue);
    return queue;
  }

  /**
   * The event that is next in a queue that has one. Below zero: ~slot of one that is to be dropped. One that somebody else was done with
   * while it was visible is in its queue still; it is {@link forget}ten then.
   */
  next(queue: number): number {
    const { discipline, events } = this.#parts;
    const popped = discipline.pop(queue);
    const slot = popped < 0 ? ~popped : popped;
    const isThere = events.queue[slot] === queue && events.seat[slot] !== Seat.inFlight;
    assert(isThere, 'the order of a queue of the tier has an event that is not there');
    return popped;
  }

  /** A visible event is handed to a poller. */
  hand(slot: number, queue: number): void {
    const { events, loads, view } = this.#parts;
    loads.visible[queue]!--;
    events.seat[slot] = Seat.inFlight;
    events.receipt[slot]!++;
    this.#records.receiveCount[slot]!++;
    view.changed(queue);
    this.#tell.received(slot, events.tenant[slot]!, queue);
  }

  /** An event is done with; whether it was visible, so that it is in the order of its queue until its turn comes. */
  remove(slot: number): boolean {
    const { events, loads } = this.#parts;
    const queue = events.queue[slot]!;
    const wasVisible = events.seat[slot] === Seat.visible;
    if (wasVisible) {
      loads.visible[queue]!--;
      this.#records.hold(slot);
    }
    events.seat[slot] = Seat.done;
    this.#leave(queue);
    return wasVisible;
  }

  /** What was done with while it was visible has come to its turn. */
  forget(slot: number): void {
    this.#records.letGo(slot);
  }

  #leave(queue: number): void {
    const { loads, view, placement, shared } = this.#parts;
    const left = --loads.depths[queue]!;
    if (queue >= shared) return;
    this.total--;
    view.changed(queue);
    if (left === 0 && placement.emptied !== undefined) placement.emptied(queue);
  }
}
