/** Where a mapping begins to read a stream (KIN-18). */
import type { Micros } from '../../../engine/time.ts';
import type { Log } from './log.ts';

export type StartingPosition =
  | { readonly kind: 'TRIM_HORIZON' }
  | { readonly kind: 'LATEST' }
  /** At the first record put at that instant of the run or after it. */
  | { readonly kind: 'AT_TIMESTAMP'; readonly at: Micros };

/** Sequence number of the first record to be read. `sentAt`: of each record, when it was put. */
export function startOf(log: Log, start: StartingPosition, sentAt: Readonly<Float64Array>): number {
  if (start.kind === 'LATEST') return log.end;
  // What has gone by then is passed over too.
  return start.kind === 'TRIM_HORIZON' ? log.first : log.search(log.first, (slot) => sentAt[slot]! >= start.at);
}
