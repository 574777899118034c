/**
 * The observer that measures asynchronous invocation: what was published and accepted, attempts and how they came out, ages, ends. It
 * listens only to runs that have such sources. What all sources have (books, depth, latency) is the recorder's.
 */
import type { Clock } from '../../engine/time.ts';
import { isError, type Batch } from '../../model/batch.ts';
import { Listener, type EventEnd, type Named, type RetryCause } from '../../model/observer.ts';
import type { Column, Records } from '../../model/records.ts';
import { EventRecord, type EventParts, type EventSettings } from './ledger.ts';

export class EventRecorder extends Listener {
  /** By number of the source; undefined of those of another kind. */
  readonly sources: readonly (EventRecord | undefined)[];
  readonly #records: Records;
  readonly #clock: Clock;
  /** 1 for an event of which an execution has succeeded, and for one that has been tried. */
  readonly #hasSucceeded: Column;
  readonly #hasBeenTried: Column;

  constructor(parts: readonly (EventParts | undefined)[], records: Records, clock: Clock) {
    super();
    this.sources = parts.map((one) => (one === undefined ? undefined : new EventRecord(one)));
    this.#records = records;
    this.#clock = clock;
    this.#hasSucceeded = records.column('hasSucceeded');
    this.#hasBeenTried = records.column('hasBeenTried');
  }

  /** The model is put together: by number of the source, what it goes by. */
  watch(settings: readonly (EventSettings | undefined)[]): void {
    this.sources.forEach((record, i) => record && (record.settings = settings[i]));
  }

  /** The warm-up ends. */
  restart(): void {
    for (const record of this.sources) record?.restart();
  }

  override published(source: Named): void {
    const record = this.sources[source.index]!;
    record.published.total++;
    record.upstreamWaiting++;
  }

  override refused(source: Named, _slot: number, _shard: number, again: boolean): void {
    const record = this.sources[source.index];
    if (record === undefined) return;
    record.upstreamRefused.total++;
    if (again) return;
    record.upstreamDropped.total++;
    record.upstreamWaiting--;
  }

  override sent(source: Named, slot: number): void {
    const record = this.sources[source.index];
    if (record === undefined) return;
    record.received.total++;
    // Who calls by himself publishes to nobody.
    if (record.parts.origin === 'direct') record.published.total++;
    else record.upstreamWaiting--;
    // The slot may have been another record's.
    this.#hasSucceeded.values[slot] = 0;
    this.#hasBeenTried.values[slot] = 0;
  }

  override invoked(_fn: Named, batch: Batch): void {
    const record = this.#attempted(batch);
    if (record !== undefined) record.executions.total++;
  }

  override throttled(_fn: Named, batch: Batch): void {
    const record = this.#attempted(batch);
    if (record !== undefined) record.throttled.total++;
  }

  override notInvoked(_fn: Named, batch: Batch, why: 'ServiceException' | 'RecursiveInvocationException'): void {
    const record = this.#attempted(batch);
    if (record === undefined) return;
    if (why === 'ServiceException') record.systemErrors.total++;
    else record.stopped.total++;
  }

  /** Notes the age of the event (ASY-17); undefined where the batch is no event. */
  #attempted({ owner, slots }: Batch): EventRecord | undefined {
    const record = this.sources[owner.source.index];
    if (record === undefined) return undefined;
    this.#hasBeenTried.values[slots[0]!] = 1;
    record.noteAge(this.#clock.now - this.#records.agedFrom[slots[0]!]!);
    return record;
  }

  override finished(_fn: Named, { owner, slots, outcome }: Batch): void {
    const record = this.sources[owner.source.index];
    if (record === undefined) return;
    // Nobody looks at what a function returns: only an error is one.
    if (isError(outcome)) {
      record.functionErrors.total++;
      return;
    }
    record.ranWell.total++;
    const { values } = this.#hasSucceeded;
    if (values[slots[0]!] === 1) record.duplicates.total++;
    values[slots[0]!] = 1;
  }

  override retrying(source: Named, _slot: number, cause: RetryCause, wait: number): void {
    const record = this.sources[source.index]!;
    record.retries[cause].total++;
    if ((cause === 'throttle' || cause === 'systemError') && wait > record.longestBackOff) record.longestBackOff = wait;
  }

  override concluded(source: Named, slot: number, end: EventEnd): void {
    const { condition, destination, delivered, deadLetterQueue, deadLettered } = end;
    const record = this.sources[source.index]!;
    record.ended[condition].total++;
    if (condition !== 'Success' && this.#records.attempts[slot] === 0) {
      record.droppedUnrun.total++;
      if (this.#hasBeenTried.values[slot] === 0) record.droppedUntried.total++;
    }
    const to = condition === 'Success' ? record.onSuccess : record.onFailure;
    if (destination !== undefined) to!.note(delivered);
    if (deadLetterQueue !== undefined) record.deadLetterQueue!.note(deadLettered);
  }
}
