/**
 * A recorder that passes on to the counts by the period what they want to know. One observer instead of two: most of what is told
 * goes on as if there were no counts, and the rest without a detour through a list.
 */
import type { Clock } from '../engine/time.ts';
import type { Batch } from '../model/batch.ts';
import type { Named } from '../model/observer.ts';
import type { Records } from '../model/records.ts';
import type { PeriodCounts } from './period-counts.ts';
import type { SourceRole } from './ledgers.ts';
import { Recorder } from './recorder.ts';

export class CountingRecorder extends Recorder {
  readonly #counts: PeriodCounts;

  constructor(
    parts: { sources: readonly SourceRole[]; mappings: number; functions: number },
    records: Records,
    clock: Clock,
    counts: PeriodCounts,
  ) {
    super(parts, records, clock);
    this.#counts = counts;
  }

  override sent(source: Named, slot: number, delayed: boolean): void {
    super.sent(source, slot, delayed);
    this.#counts.sent(source, slot);
  }

  override received(source: Named, batch: Batch, from: number): void {
    super.received(source, batch, from);
    this.#counts.received(source, batch, from);
  }

  override filtered(source: Named, mapping: Named, slot: number): void {
    super.filtered(source, mapping, slot);
    this.#counts.filtered(source, mapping);
  }

  override emptyReceives(source: Named, mapping: Named, count: number): void {
    super.emptyReceives(source, mapping, count);
    this.#counts.emptyReceives(source, mapping, count);
  }

  override invoked(fn: Named, batch: Batch): void {
    super.invoked(fn, batch);
    this.#counts.invoked(fn, batch);
  }

  override finished(fn: Named, batch: Batch): void {
    super.finished(fn, batch);
    this.#counts.finished(fn, batch);
  }

  override deleted(source: Named, batch: Batch): void {
    super.deleted(source, batch);
    this.#counts.deleted(source, batch);
  }

  override mappingChanged(mapping: Named, change: string): void {
    super.mappingChanged(mapping, change);
    this.#counts.mappingChanged(mapping, change);
  }
}
