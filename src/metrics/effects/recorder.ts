/**
 * The observer that counts what the work of functions leaves behind: effects, those that were there already, and work for nothing.
 * It listens only to runs in which some handler says what its effects are.
 */
import { Listener, type Named } from '../../model/observer.ts';
import type { Batch } from '../../model/batch.ts';
import type { Micros } from '../../engine/time.ts';
import { Tally } from '../tally.ts';

/** What is kept of one function. */
export class EffectsRecord {
  /** Keys that had their effect for the first time. */
  readonly taken = new Tally();
  /** Effects of keys that had had theirs. */
  readonly repeated = new Tally();
  /** Records passed over because their keys had had their effect. */
  readonly passedOver = new Tally();
  /** Records passed over as known although their keys had no effect, nor did they have one since. */
  readonly missed = new Tally();
  /** Records that failed because somebody worked on their keys. */
  readonly foundInProgress = new Tally();
  /** Effects that a transaction rolled back. */
  readonly rolledBack = new Tally();
  /** Microseconds of work on what had its effect again, was passed over after all, or was rolled back. */
  readonly inVain = new Tally();

  restart(): void {
    const { taken, repeated, passedOver, missed, foundInProgress, rolledBack, inVain } = this;
    for (const tally of [taken, repeated, passedOver, missed, foundInProgress, rolledBack, inVain]) tally.restart();
  }
}

export class EffectsRecorder extends Listener {
  readonly functions: readonly EffectsRecord[];

  constructor(functions: number) {
    super();
    this.functions = Array.from({ length: functions }, () => new EffectsRecord());
  }

  restart(): void {
    for (const record of this.functions) record.restart();
  }

  override tookEffect(fn: Named, _slot: number, again: boolean, worked: Micros, awaited: number): void {
    const record = this.functions[fn.index]!;
    record.missed.add(-awaited);
    record.passedOver.add(awaited);
    if (!again) return record.taken.add();
    record.repeated.add();
    record.inVain.add(worked);
  }

  override passedOver(fn: Named, _slot: number, hadEffect: boolean, worked: Micros): void {
    const record = this.functions[fn.index]!;
    record.inVain.add(worked);
    if (hadEffect) record.passedOver.add();
    else record.missed.add();
  }

  override foundInProgress(fn: Named): void {
    this.functions[fn.index]!.foundInProgress.add();
  }

  override rolledBack(fn: Named, _batch: Batch, count: number, worked: Micros): void {
    const record = this.functions[fn.index]!;
    record.rolledBack.add(count);
    record.inVain.add(worked);
  }
}
