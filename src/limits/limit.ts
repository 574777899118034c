/** What a limit of the model is: something that the service has and a run has not. Data; which run meets which is in touched.ts. */

export interface Limit {
  /** A few words for the end of a report. */
  readonly what: string;
  /** What that does to the figures of a run in which it would matter, and what to do about it. */
  readonly means: string;
  /** Lines of the inputs, `path = value`, by which a run meets it, one for each pattern; absent: whatever has its part does. */
  readonly touchedBy?: RegExp | readonly RegExp[];
  /** Nearly every run meets it, so it says little of any: reports name it last. */
  readonly isUsual?: true;
  /** A deed of the service that the ideal rules leave out on purpose: nothing is missing there. */
  readonly isLeftOutByIdeal?: true;
}

/** Limits of one part of a pipeline. */
export interface LimitedPart {
  readonly title: string;
  /** A line of the inputs by which a run has such a part. */
  readonly touchedBy: RegExp;
  readonly limits: readonly Limit[];
}
