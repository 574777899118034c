/**
 * The observer that measures the tier: what became of events, by group of tenants; who suffers (harm.ts, pain.ts), how evenly tenants
 * are served (fairness.ts), what pollers do (work.ts), what is stored (backlog.ts). It listens only to runs that have a tier. A
 * run may have ten million events of a hundred thousand tenants: nothing is allocated for an event, and of a tenant only numbers in
 * arrays are kept. Depths of queues over time are read by queues.ts.
 */
import type { Clock, Micros } from '../../engine/time.ts';
import type { Column, Records } from '../../model/records.ts';
import {
  RunEnd,
  type Again,
  type Rejection,
  type TierEnd,
  type TierObserver,
  type TierProbe,
} from '../../model/tier/tier-observer.ts';
import { Level } from '../../stats/level.ts';
import { Tally } from '../tally.ts';
import { Backlog } from './backlog.ts';
import { Fairness } from './fairness.ts';
import { GroupRecord } from './group-record.ts';
import { Harm } from './harm.ts';
import { Pain } from './pain.ts';
import type { TierMeasure } from './window.ts';
import { Work } from './work.ts';

/** What a recorder is made from. */
export interface TierWatched {
  readonly records: Records;
  readonly clock: Clock;
  readonly probe: TierProbe;
}

export class TierRecorder implements TierObserver {
  readonly measure: TierMeasure;
  readonly probe: TierProbe;
  /** In the order of the probe's. */
  readonly groups: readonly GroupRecord[];
  readonly harm: Harm;
  /** Undefined where there are too many tenants for it. */
  readonly pain: Pain | undefined;
  readonly fairness: Fairness;
  readonly work: Work;
  readonly backlog: Backlog;
  readonly lanes = { opened: new Tally(), closed: new Tally(), denied: new Tally(), firstAt: null as Micros | null };
  readonly leases = { moved: new Tally(), lapsed: new Tally() };
  /** Queues that hand out nothing. */
  readonly blockedQueues = new Level();
  deepest = 0;
  /** Where the counts of the probe stood when the warm-up ended. */
  before = { looks: 0, escapes: 0 };
  readonly #records: Records;
  readonly #clock: Clock;
  /** By tenant: the number of its group, and whether it is none of the noise. */
  readonly #groupOf: Uint16Array;
  readonly #isQuiet: Uint8Array;
  /** By slot: when the event was last visible, and 1 when it was tried. */
  readonly #visibleAt: Column;
  readonly #tried: Column;
  /** By queue: the host that had its lease last, from 1; 0: nobody ever had. */
  #owners = new Int32Array(0);
  #isFinished = false;

  constructor(measure: TierMeasure, { records, clock, probe }: TierWatched) {
    this.measure = measure;
    this.probe = probe;
    this.#records = records;
    this.#clock = clock;
    this.groups = probe.groups.map(() => new GroupRecord());
    const tenants = Math.max(0, ...probe.groups.map(({ first, count }) => first + count));
    this.#groupOf = new Uint16Array(tenants);
    this.#isQuiet = new Uint8Array(tenants);
    probe.groups.forEach(({ first, count, noisy }, i) => {
      this.#groupOf.fill(i, first, first + count);
      this.#isQuiet.fill(noisy ? 0 : 1, first, first + count);
    });
    this.harm = new Harm(tenants, measure);
    this.pain = Pain.of(tenants, measure);
    this.fairness = new Fairness(tenants, measure.until);
    this.work = new Work(probe.queues, probe.lanes);
    this.backlog = new Backlog(measure.trigger, measure.warmUp);
    this.#visibleAt = records.column('tierVisibleAt');
    this.#tried = records.column('tierTried');
  }

  /** The warm-up ends. */
  restart(now: Micros): void {
    for (const group of this.groups) group.restart();
    this.work.restart(now);
    const { opened, closed, denied } = this.lanes;
    for (const tally of [opened, closed, denied, this.leases.moved, this.leases.lapsed]) tally.restart();
    this.lanes.firstAt = null;
    this.blockedQueues.restart(now);
    this.deepest = 0;
    this.before = { looks: this.probe.looks, escapes: this.probe.escapes };
  }

  // — events —

  accepted(slot: number, tenant: number, queue: number): void {
    const { now } = this.#clock;
    const group = this.groups[this.#groupOf[tenant]!]!;
    group.accepted.total++;
    group.store();
    this.#visibleAt.values[slot] = now;
    this.backlog.add(now);
    this.work.appeared(queue, now);
    if (this.harm.covers(now)) this.fairness.offered(tenant);
    if (this.pain !== undefined && this.#isQuiet[tenant] === 1) this.pain.accepted(tenant, now);
    if (queue < this.probe.queues) {
      const depth = this.probe.depths[queue]!;
      if (depth > this.deepest) this.deepest = depth;
    }
  }

  rejected(tenant: number, why: Rejection): void {
    this.#of(tenant)[why].total++;
    if (this.harm.covers(this.#clock.now)) this.fairness.offered(tenant);
  }

  received(_slot: number, _tenant: number, queue: number): void {
    this.work.vanished(queue, this.#clock.now);
  }

  began(slot: number, tenant: number, _queue: number, isRepeat: boolean): void {
    const { now } = this.#clock;
    const group = this.groups[this.#groupOf[tenant]!]!;
    const acceptedAt = this.#records.sentAt[slot]!;
    group.runs.total++;
    group.run();
    this.work.occupied(now);
    group.dwell.add(now - this.#visibleAt.values[slot]!);
    if (isRepeat || this.#records.attempts[slot] !== 1) group.laterAttempt.add(now - acceptedAt);
    else this.#firstRun(slot, tenant, group, acceptedAt, now - acceptedAt);
  }

  #firstRun(slot: number, tenant: number, group: GroupRecord, acceptedAt: Micros, age: Micros): void {
    if (this.#tried.values[slot] === 0) group.firstAttempts.total++;
    if (this.pain !== undefined && this.#isQuiet[tenant] === 1) this.pain.waited(tenant, acceptedAt, age);
    if (this.harm.covers(acceptedAt)) {
      this.harm.add(tenant, age);
      group.firstRunInWindow.add(age);
    } else group.firstRunElse.add(age);
  }

  throttled(slot: number, tenant: number): void {
    const { now } = this.#clock;
    const group = this.#of(tenant);
    group.throttled.total++;
    group.laterAttempt.add(now - this.#records.sentAt[slot]!);
    group.dwell.add(now - this.#visibleAt.values[slot]!);
    const { values } = this.#tried;
    if (values[slot] === 0 && this.#records.attempts[slot] === 0) {
      values[slot] = 1;
      group.firstAttempts.total++;
    }
  }

  occupied(): void {
    this.work.occupied(this.#clock.now);
  }

  letGo(): void {
    this.work.freed(this.#clock.now);
  }

  ended(slot: number, tenant: number, _queue: number, end: RunEnd, duration: Micros): void {
    const { now } = this.#clock;
    const group = this.groups[this.#groupOf[tenant]!]!;
    group.running--;
    group.runEnds[end]!.total++;
    this.work.freed(now);
    if (end !== RunEnd.succeeded) return;
    const acceptedAt = this.#records.sentAt[slot]!;
    const age = now - acceptedAt;
    group.completion.add(age);
    group.lastDoneAt = now;
    if (age <= this.measure.goodWithin) group.good.total++;
    if (this.harm.covers(acceptedAt)) this.fairness.served(tenant, now, age, duration);
  }

  hidden(_slot: number, _tenant: number, _queue: number, _why: Again, _wait: Micros): void {}

  appeared(slot: number, _tenant: number, queue: number): void {
    const { now } = this.#clock;
    this.#visibleAt.values[slot] = now;
    this.work.appeared(queue, now);
  }

  concluded(slot: number, tenant: number, queue: number, end: TierEnd, wasVisible: boolean): void {
    const { now } = this.#clock;
    const group = this.groups[this.#groupOf[tenant]!]!;
    // Nearly all end so; looking the others up by name is slower.
    (end === 'succeeded' ? group.ended.succeeded : group.ended[end]).total++;
    group.stored--;
    this.backlog.take(now);
    if (wasVisible) this.work.vanished(queue, now);
    if (this.#tried.values[slot] !== 0) this.#tried.values[slot] = 0;
    if (end !== 'succeeded' && this.#records.attempts[slot] === 0) {
      group.droppedUnrun.total++;
      this.#neverRan(tenant, group, this.#records.sentAt[slot]!);
    }
  }

  #neverRan(tenant: number, group: GroupRecord, acceptedAt: Micros): void {
    const age = this.#clock.now - acceptedAt;
    if (this.#isQuiet[tenant] === 1) this.pain?.waited(tenant, acceptedAt, age);
    if (this.harm.covers(acceptedAt)) {
      this.harm.add(tenant, age);
      group.unrunInWindow.add(age);
    } else group.unrunElse.add(age);
  }

  // — pollers, lanes, leases, callers —

  slotsChanged(total: number): void {
    this.work.slotsChanged(total, this.#clock.now);
  }

  laneOpened(): void {
    this.lanes.opened.total++;
    this.lanes.firstAt ??= this.#clock.now;
    this.work.queuesChanged(1, this.#clock.now);
  }

  laneClosed(): void {
    this.lanes.closed.total++;
    this.work.queuesChanged(-1, this.#clock.now);
  }

  laneDenied(): void {
    this.lanes.denied.total++;
  }

  leaseMoved(queue: number, from: number, to: number): void {
    if (queue >= this.#owners.length) this.#growOwners(queue);
    // Who has a lease from the beginning is known when it moves first.
    const last = from >= 0 ? from : this.#owners[queue]! - 1;
    if (to < 0) this.leases.lapsed.total++;
    else if (last >= 0 && last !== to) this.leases.moved.total++;
    this.#owners[queue] = (to < 0 ? last : to) + 1;
  }

  #growOwners(queue: number): void {
    const more = new Int32Array(Math.max(queue + 1, this.probe.queues + this.probe.lanes));
    more.set(this.#owners);
    this.#owners = more;
  }

  blocked(_queue: number, isBlocked: boolean): void {
    this.blockedQueues.add(isBlocked ? 1 : -1, this.#clock.now);
  }

  callerTimedOut(tenant: number, isSentAgain: boolean): void {
    const group = this.#of(tenant);
    (isSentAgain ? group.sentAgain : group.gaveUp).total++;
  }

  callerAnswered(tenant: number): void {
    this.#of(tenant).answered.total++;
  }

  incident(): void {}

  // — the end —

  /** The run has ended: what still waits for its first run counts with the age it has now. */
  finish(): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.probe.visitStored((_slot, tenant, acceptedAt, isFirst) => {
      if (!isFirst) return;
      const group = this.#of(tenant);
      group.censored++;
      if (this.harm.covers(acceptedAt)) this.harm.censored++;
      this.#neverRan(tenant, group, acceptedAt);
    });
    this.pain?.finish(this.#clock.now);
  }

  /** The tenants that are none of the noise. */
  quiet(): Generator<number> {
    return this.#tenants(false);
  }

  noisy(): Generator<number> {
    return this.#tenants(true);
  }

  *#tenants(noisy: boolean): Generator<number> {
    for (const group of this.probe.groups) {
      if (group.noisy !== noisy) continue;
      for (let i = 0; i < group.count; i++) yield group.first + i;
    }
  }

  #of(tenant: number): GroupRecord {
    return this.groups[this.#groupOf[tenant]!]!;
  }
}
