/**
 * The words that the readers of arrival traces share: what is asked for, and what comes back.
 * It says nothing about how a file is read (table, columns, rows, wide) or laid out on the time line (arrange).
 */

/** What a scenario's `replay:` says, already parsed. Columns are named by their header, or by their number from 1. */
export interface TraceOptions {
  /** Name of the file, for messages only. */
  readonly file: string;
  /** Column of the arrival time. */
  readonly time?: string;
  /** Column of the end time; needs `duration`, and the arrival is end − duration. */
  readonly end?: string;
  /** Column of the record's handler time: seconds unless the value carries a unit. */
  readonly duration?: string;
  /** Column of a count per interval; absent: one record a row. */
  readonly count?: string;
  /** A row per function and a column per interval, headed 1, 2, 3 …; texts keep only the rows with one of these labels. */
  readonly wide?: boolean | string | readonly string[];
  /** Microseconds, of counts; absent: the most common gap, or one minute for a wide file. */
  readonly interval?: number;
  /** How the model lays counts out inside their interval; the reader only says when there are no counts. */
  readonly spread?: 'even' | 'random';
  /** Multiplies records, above 0; default 1. */
  readonly scale?: number;
  /** Divides time, above 0; default 1, and 2 plays twice as fast. */
  readonly speed?: number;
  /** Columns carried as record attributes; a record maps the attribute's name to the column. */
  readonly attributes?: readonly string[] | Readonly<Record<string, string>>;
}

/** A dictionary-coded column: the value of entry i is `values[index[i]]`. */
export interface TraceAttribute {
  readonly name: string;
  /** Distinct values, in the order in which the file first shows them. */
  readonly values: readonly string[];
  readonly index: Int32Array;
}

/**
 * What the model replays. Time 0 is the first time stamp in the file (for `end` and `duration` the first arrival, for
 * a wide file the start of its first interval column), and all times are whole microseconds after `speed`.
 */
export interface Trace {
  readonly kind: 'events' | 'counts';
  /** Arrival of each record, or start of each interval that holds any; non-decreasing. */
  readonly times: Float64Array;
  /** Counts only: records in the interval, above 0, after `scale`; fractions are kept for the model to carry over. */
  readonly counts?: Float64Array;
  /** Counts only: length of each interval. */
  readonly widths?: Float64Array;
  /** Events only: the record's own handler time in microseconds; `speed` leaves it alone. */
  readonly durations?: Float64Array;
  readonly attributes: readonly TraceAttribute[];
  /** From time 0 to the end of the file's last interval, empty ones included, or to its last event. */
  readonly span: number;
  /** What was read, guessed and noticed, for the user. */
  readonly notes: readonly string[];
}

/** One thing wrong with a file or with how it was asked for. */
export interface TraceProblem {
  /** Line of the file, from 1 with the header included, as an editor counts. */
  readonly row?: number;
  readonly column?: string;
  readonly message: string;
  readonly hint?: string;
}

export type TraceResult =
  { readonly ok: true; readonly trace: Trace } | { readonly ok: false; readonly problems: readonly TraceProblem[] };
