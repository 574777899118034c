/**
 * The observer that measures provisioned concurrency, and what the account has claimed (CON-04 to CON-06). It listens only to
 * runs in which some function has provisioned concurrency, so that all others pay nothing for it.
 */
import type { Clock } from '../engine/time.ts';
import type { Batch } from '../model/batch.ts';
import { Listener, type Named, type ProvisionedReason } from '../model/observer.ts';
import { Level } from '../stats/level.ts';
import { Tally } from './tally.ts';

/** A request for another number of environments. */
export interface ProvisionedChange {
  readonly at: number;
  readonly to: number;
  readonly why: ProvisionedReason;
}

/** Nobody reads more, and a year of target tracking has as many as minutes. */
export const MOST_CHANGES = 1000;

/** What is kept of one function. */
export class ProvisionedRecord {
  /** When other numbers were asked for, over the whole run: the first ones, and how many more. */
  readonly changes: ProvisionedChange[] = [];
  changesLeftOut = 0;
  readonly invocations = new Tally();
  /** Invocations on demand while provisioned environments were ready. */
  readonly spillOver = new Tally();
  /** Executions on provisioned environments. */
  readonly busy = new Level();
  /** Environments that can be used. */
  readonly ready = new Level();
  greatestUtilization: number | null = null;
  /** The same since it was last taken. */
  #recentUtilization: number | null = null;

  restart(now: number): void {
    for (const tally of [this.invocations, this.spillOver]) tally.restart();
    for (const level of [this.busy, this.ready]) level.restart(now);
    this.greatestUtilization = null;
    this.noteUtilization();
  }

  noteUtilization(): void {
    if (this.ready.value === 0) return;
    const utilization = Math.min(1, this.busy.value / this.ready.value);
    if (utilization > (this.greatestUtilization ?? -1)) this.greatestUtilization = utilization;
    if (utilization > (this.#recentUtilization ?? -1)) this.#recentUtilization = utilization;
  }

  /** The greatest utilization since this was last asked, what it is now included; null when no environment was ready. */
  takeGreatestUtilization(): number | null {
    const greatest = this.#recentUtilization;
    this.#recentUtilization = null;
    this.noteUtilization();
    return greatest;
  }
}

/** Where the account's own sum is read. */
interface Claims {
  readonly claimed: number;
}

export class ProvisionedRecorder extends Listener {
  readonly functions: readonly ProvisionedRecord[];
  /** ClaimedAccountConcurrency. */
  readonly claimed = new Level();
  readonly #clock: Clock;
  #account: Claims | undefined;

  constructor(functions: number, clock: Clock) {
    super();
    this.functions = Array.from({ length: functions }, () => new ProvisionedRecord());
    this.#clock = clock;
  }

  /** The model is put together: from now on the account is looked at. */
  watch(account: Claims): void {
    this.#account = account;
    this.#lookAtAccount();
  }

  /** The warm-up ends. */
  restart(now: number): void {
    for (const record of this.functions) record.restart(now);
    this.claimed.restart(now);
  }

  override invoked(fn: Named, batch: Batch): void {
    const record = this.functions[fn.index]!;
    if (batch.host!.provisioned) {
      record.invocations.add();
      record.busy.add(1, this.#clock.now);
      record.noteUtilization();
    } else if (record.ready.value > 0) record.spillOver.add();
    this.#lookAtAccount();
  }

  override finished(fn: Named, batch: Batch): void {
    if (batch.host!.provisioned) this.functions[fn.index]!.busy.add(-1, this.#clock.now);
    this.#lookAtAccount();
  }

  override provisionedRequested(fn: Named, environments: number, why: ProvisionedReason): void {
    const record = this.functions[fn.index]!;
    if (record.changes.length < MOST_CHANGES) record.changes.push({ at: this.#clock.now, to: environments, why });
    else record.changesLeftOut++;
  }

  override provisionedChanged(fn: Named, ready: number): void {
    const record = this.functions[fn.index]!;
    record.ready.set(ready, this.#clock.now);
    record.noteUtilization();
    this.#lookAtAccount();
  }

  #lookAtAccount(): void {
    if (this.#account !== undefined) this.claimed.set(this.#account.claimed, this.#clock.now);
  }
}
