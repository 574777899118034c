/**
 * The observer that counts what only metrics by the period want of asynchronous invocation, of each function over all its sources. It
 * listens only to runs that have such sources and whose metrics are wanted, and begins anew with every period.
 */
import type { Clock } from '../../engine/time.ts';
import type { Batch } from '../../model/batch.ts';
import { Listener, type EventEnd, type Named } from '../../model/observer.ts';
import type { Records } from '../../model/records.ts';
import { Extremes } from '../../stats/extremes.ts';

/** Of one function, in the present period. */
export class EventFunctionCounts {
  received = 0;
  dropped = 0;
  /** Events that a dead-letter queue, and records that a destination did not take. */
  deadLetterErrors = 0;
  deliveryFailures = 0;
  /** One value an attempt. */
  readonly ages = new Extremes();

  reset(): void {
    this.received = 0;
    this.dropped = 0;
    this.deadLetterErrors = 0;
    this.deliveryFailures = 0;
    this.ages.reset();
  }
}

export class EventPeriodCounts extends Listener {
  /** By number; undefined of a function without such sources. */
  readonly functions: readonly (EventFunctionCounts | undefined)[];
  /** By number of the source; undefined of one of another kind. */
  readonly #bySource: readonly (EventFunctionCounts | undefined)[];
  readonly #records: Records;
  readonly #clock: Clock;

  /** `functionOf`: of each source the number of its function, undefined of one of another kind; `functions`: how many there are. */
  constructor(functionOf: readonly (number | undefined)[], functions: number, records: Records, clock: Clock) {
    super();
    this.functions = Array.from({ length: functions }, (_, fn) =>
      functionOf.includes(fn) ? new EventFunctionCounts() : undefined,
    );
    this.#bySource = functionOf.map((fn) => (fn === undefined ? undefined : this.functions[fn]));
    this.#records = records;
    this.#clock = clock;
  }

  /** A period has ended. */
  reset(): void {
    for (const counts of this.functions) counts?.reset();
  }

  override sent(source: Named): void {
    const counts = this.#bySource[source.index];
    if (counts !== undefined) counts.received++;
  }

  override invoked(_fn: Named, batch: Batch): void {
    this.#attempted(batch);
  }

  override throttled(_fn: Named, batch: Batch): void {
    this.#attempted(batch);
  }

  override notInvoked(_fn: Named, batch: Batch): void {
    this.#attempted(batch);
  }

  #attempted({ owner, slots }: Batch): void {
    const counts = this.#bySource[owner.source.index];
    counts?.ages.add(this.#clock.now - this.#records.agedFrom[slots[0]!]!);
  }

  override concluded(source: Named, _slot: number, end: EventEnd): void {
    const { condition, destination, delivered, deadLetterQueue, deadLettered } = end;
    const counts = this.#bySource[source.index]!;
    if (condition !== 'Success') counts.dropped++;
    if (destination !== undefined && !delivered) counts.deliveryFailures++;
    if (deadLetterQueue !== undefined && !deadLettered) counts.deadLetterErrors++;
  }
}
