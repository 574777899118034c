/**
 * Entries in order of time with the stretch of time they cover, and the last step from there to what is replayed:
 * times counted from the start, played faster or slower, in whole microseconds. How entries get here is not its concern.
 */
import type { Findings } from './findings.ts';
import type { Rows } from './rows.ts';
import type { Trace } from './types.ts';

export interface Timeline {
  /** Ordered by time. */
  readonly rows: Rows;
  /** Length of the interval that begins at each entry, in microseconds; only for counts. */
  readonly widths?: Float64Array;
  /** What becomes time 0. */
  readonly start: number;
  /** End of the last interval, or time of the last event. */
  readonly end: number;
}

/** Undefined, with a problem found, when times are beyond the whole microseconds that a double holds. */
export function toTrace(timeline: Timeline, speed: number, findings: Findings): Trace | undefined {
  const { rows, widths, start, end } = timeline;
  // Both ends of an interval are rounded as times, so that neighbours still meet and errors do not add up.
  const place = (at: number): number => Math.round((at - start) / speed);
  const length = (width: number, i: number): number => place((rows.at[i] ?? 0) + width) - place(rows.at[i] ?? 0);
  if (!Number.isSafeInteger(place(end))) {
    findings.problem(`at speed ${speed} the trace lasts more than 285 years`, { hint: 'speed divides time' });
    return undefined;
  }
  return {
    kind: widths === undefined ? 'events' : 'counts',
    times: rows.at.map(place),
    ...(widths !== undefined && { widths: widths.map(length) }),
    ...(rows.amounts !== undefined && { counts: rows.amounts }),
    ...(rows.durations !== undefined && { durations: rows.durations }),
    attributes: rows.attributes,
    span: place(end),
    notes: findings.notes(),
  };
}
