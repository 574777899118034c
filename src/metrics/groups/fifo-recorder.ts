/**
 * The observer that measures what only FIFO queues have: groups and how many of them are in flight, sends that were repeats or that the
 * quota kept at their producers, order that was broken, calls that were over the quota. It listens only to runs with FIFO queues; what each group had is the group recorder's.
 */
import type { Micros } from '../../engine/time.ts';
import { Listener, type Named, type ThrottledCall } from '../../model/observer.ts';
import type { Records } from '../../model/records.ts';
import { Histogram } from '../../stats/histogram.ts';
import { Level } from '../../stats/level.ts';
import { Tally } from '../tally.ts';

/** What is kept of one queue. */
export class FifoRecord {
  /** Groups with messages in the queue, and those with some in flight. */
  readonly groups = new Level();
  readonly groupsInFlight = new Level();
  /** Messages that wait at their producers because the quota refused them, or one before them; since when each does. */
  readonly sendsHeld = new Level();
  readonly heldSince = new Map<number, Micros>();
  /** How long those waited there that were accepted. */
  readonly sendDelay = new Histogram();
  /** Sends that were accepted and not delivered. */
  readonly deduplicated = new Tally();
  /** Messages that were handled and deleted while an earlier one of their group was still there. */
  readonly outOfOrder = new Tally();
  /** Receives and deletes that the quota refused. */
  readonly receivesThrottled = new Tally();
  readonly deletesThrottled = new Tally();

  restart(now: number): void {
    this.groups.restart(now);
    this.groupsInFlight.restart(now);
    this.sendsHeld.restart(now);
    this.sendDelay.reset();
    const { deduplicated, outOfOrder, receivesThrottled, deletesThrottled } = this;
    for (const tally of [deduplicated, outOfOrder, receivesThrottled, deletesThrottled]) tally.restart();
  }

  hold(slot: number, at: Micros): void {
    this.heldSince.set(slot, at);
    this.#holds(1, at);
  }

  /** A message is sent, or dropped, at the instant `at`. How long it was held back; undefined: it was not. */
  letGo(slot: number, at: Micros): Micros | undefined {
    const since = this.heldSince.size === 0 ? undefined : this.heldSince.get(slot);
    if (since === undefined) return undefined;
    this.heldSince.delete(slot);
    this.#holds(-1, at);
    return at - since;
  }

  #holds(change: 1 | -1, at: Micros): void {
    this.sendsHeld.add(change, Math.max(0, at));
  }
}

export class FifoRecorder extends Listener {
  /** By number of the source; undefined of those that are no FIFO queue. */
  readonly queues: readonly (FifoRecord | undefined)[];
  readonly #records: Records;

  constructor(isFifo: readonly boolean[], records: Records) {
    super();
    this.#records = records;
    this.queues = isFifo.map((one) => (one ? new FifoRecord() : undefined));
  }

  restart(now: number): void {
    for (const queue of this.queues) queue?.restart(now);
  }

  /** By source, the most groups in flight since the reading before. */
  takeReadings(): (number | undefined)[] {
    return this.queues.map((queue) => queue?.groupsInFlight.takePeak());
  }

  override groupsChanged(source: Named, groups: number, inFlight: number, at: Micros): void {
    const queue = this.queues[source.index]!;
    // A message from before the run was there when it began.
    queue.groups.set(groups, Math.max(0, at));
    queue.groupsInFlight.set(inFlight, Math.max(0, at));
  }

  override heldBack(source: Named, slot: number, at: Micros): void {
    this.queues[source.index]!.hold(slot, at);
  }

  override refused(source: Named, slot: number, _shard: number, again: boolean): void {
    if (!again) this.queues[source.index]?.letGo(slot, this.#records.sentAt[slot]!);
  }

  override sent(source: Named, slot: number): void {
    const queue = this.queues[source.index];
    if (queue !== undefined) this.#accepted(queue, slot);
  }

  override deduplicated(source: Named, slot: number): void {
    const queue = this.queues[source.index]!;
    queue.deduplicated.total++;
    this.#accepted(queue, slot);
  }

  #accepted(queue: FifoRecord, slot: number): void {
    const delay = queue.letGo(slot, this.#records.sentAt[slot]!);
    if (delay !== undefined) queue.sendDelay.add(delay);
  }

  override overtook(source: Named): void {
    this.queues[source.index]!.outOfOrder.total++;
  }

  override callThrottled(source: Named, action: ThrottledCall): void {
    const { receivesThrottled, deletesThrottled } = this.queues[source.index]!;
    (action === 'receive' ? receivesThrottled : deletesThrottled).total++;
  }
}
