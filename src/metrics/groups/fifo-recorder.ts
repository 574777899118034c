/**
 * The observer that measures what only FIFO queues have: groups and how many of them are in flight, sends that were repeats, order that
 * was broken, calls that were over the quota. It listens only to runs with FIFO queues; what each group had is the group recorder's.
 */
import type { Micros } from '../../engine/time.ts';
import { Listener, type Named, type ThrottledCall } from '../../model/observer.ts';
import { Level } from '../../stats/level.ts';
import { Tally } from '../tally.ts';

/** What is kept of one queue. */
export class FifoRecord {
  /** Groups with messages in the queue, and those with some in flight. */
  readonly groups = new Level();
  readonly groupsInFlight = new Level();
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
    const { deduplicated, outOfOrder, receivesThrottled, deletesThrottled } = this;
    for (const tally of [deduplicated, outOfOrder, receivesThrottled, deletesThrottled]) tally.restart();
  }
}

export class FifoRecorder extends Listener {
  /** By number of the source; undefined of those that are no FIFO queue. */
  readonly queues: readonly (FifoRecord | undefined)[];

  constructor(isFifo: readonly boolean[]) {
    super();
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

  override deduplicated(source: Named): void {
    this.queues[source.index]!.deduplicated.total++;
  }

  override overtook(source: Named): void {
    this.queues[source.index]!.outOfOrder.total++;
  }

  override callThrottled(source: Named, action: ThrottledCall): void {
    const { receivesThrottled, deletesThrottled } = this.queues[source.index]!;
    (action === 'receive' ? receivesThrottled : deletesThrottled).total++;
  }
}
