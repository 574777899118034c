/** What is kept of the groups of one queue while a run goes on. It grows with the number of groups, not with that of messages. */
import type { Micros } from '../../engine/time.ts';
import { Histogram } from '../../stats/histogram.ts';
import { Level } from '../../stats/level.ts';
import { MOST_NOISY_SPANS, type NoisySpan } from './result.ts';
import { GroupTallies, OF } from './tallies.ts';

/** A queue whose messages have groups. */
export interface GroupedQueue {
  /** The attribute that is the group, and the number of its column. */
  readonly attribute: string;
  readonly column: number;
  /** Whether groups can be noisy. */
  readonly isFair: boolean;
}

/** Messages in the queue, by what can be done with them. */
export type Place = 'visible' | 'inFlight' | 'delayed';

export class GroupsRecord {
  readonly queue: GroupedQueue;
  readonly groups: GroupTallies;
  readonly dwell = new Histogram();
  readonly fair: FairRecord | undefined;

  /** `longest`: greatest dwell there can be. */
  constructor(queue: GroupedQueue, longest: Micros) {
    this.queue = queue;
    this.groups = new GroupTallies(longest);
    if (queue.isFair) this.fair = new FairRecord();
  }

  /** So many more messages of a group are there. */
  step(group: number, where: Place, step: number, at: Micros): void {
    this.groups.add(group, OF[where], step);
    if (this.fair !== undefined && !this.isNoisy(group)) this.fair[where].add(step, at);
  }

  dwelt(group: number, dwell: Micros): void {
    this.groups.dwelt(group, dwell);
    this.dwell.add(dwell);
    if (this.fair !== undefined) (this.isNoisy(group) ? this.fair.noisyDwell : this.fair.quietDwell).add(dwell);
  }

  /** A message leaves the queue. */
  leaves(group: number, age: Micros): void {
    const { fair } = this;
    if (fair !== undefined && age > fair.recentAge && !this.isNoisy(group)) fair.recentAge = age;
  }

  isNoisy(group: number): boolean {
    return this.groups.get(group, OF.isNoisy) === 1;
  }

  restart(now: Micros): void {
    this.groups.restart(now);
    this.dwell.reset();
    this.fair?.restart(now);
  }
}

/** What only a fair queue has. */
export class FairRecord {
  readonly noisyGroups = new Level();
  /** Messages of groups that are not noisy. */
  readonly visible = new Level();
  readonly inFlight = new Level();
  readonly delayed = new Level();
  readonly quietDwell = new Histogram();
  readonly noisyDwell = new Histogram();
  /** Greatest age at which a message of such a group left since it was last taken. */
  recentAge = 0;
  /** The longest that are over, longest first, and how many are left out. */
  readonly spans: NoisySpan[] = [];
  spansLeftOut = 0;

  keep(span: NoisySpan & { readonly until: number }): void {
    const length = span.until - span.from;
    const place = this.spans.findIndex(({ from, until }) => until! - from < length);
    this.spans.splice(place < 0 ? this.spans.length : place, 0, span);
    if (this.spans.length <= MOST_NOISY_SPANS) return;
    this.spans.pop();
    this.spansLeftOut++;
  }

  restart(now: Micros): void {
    for (const level of [this.noisyGroups, this.visible, this.inFlight, this.delayed]) level.restart(now);
    this.quietDwell.reset();
    this.noisyDwell.reset();
    this.spans.length = 0;
    this.spansLeftOut = 0;
  }
}
