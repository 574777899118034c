/** One comparison of the simulator with something that it did not produce. Plain data: rows go from thread to thread and into JSON. */

/** What a row compares with: what was seen of the service, what is known of queues, what others simulated. */
export const EVIDENCE = [
  'recorded',
  'documented',
  'measured',
  'exact',
  'published simulation',
  'independent simulation',
] as const;
export type Evidence = (typeof EVIDENCE)[number];

/**
 * pass: as it should be. miss: not so, and `why` says the reason where it is known. calibrated: a number of the simulator was fitted to this very
 * measurement, so that agreement shows nothing but that the fit was carried over.
 */
export type Verdict = 'pass' | 'miss' | 'calibrated';

/** Of an estimate from independent replications. */
export interface Statistics {
  readonly expected: number;
  readonly mean: number;
  readonly standardError: number;
  /** (mean − expected) / √(standardError² + error of the expected value²). */
  readonly z: number;
  readonly replications: number;
  /** Relative. */
  readonly tolerance: number;
}

export interface Row {
  /** Of the reference that it compares with, such as Q-MM1-01 or R-SQS-02; unique together with `figure`. */
  readonly id: string;
  /** What is compared, with its unit: `mean wait, s`. */
  readonly figure: string;
  /** The setting, in a few words: `λ 0.5/s, one server, exponential service of 1 s`. */
  readonly setting: string;
  readonly evidence: Evidence;
  /** Who says so, and where. */
  readonly source: string;
  /**
   * How it came about: by a scenario as users run it; by one beside which an observer counted what no result has; on the engine, where no pipeline has
   * such a thing; by a decision of the model, such as a filter.
   */
  readonly ran: 'scenario' | 'observed' | 'engine' | 'decision';
  /** As a reader should see it. */
  readonly expected: string;
  readonly found: string;
  /** Rows of a family are judged together too: `M/M/1`. One row of a case at most, since figures of the same runs are not independent. */
  readonly family?: string | undefined;
  /** (found − expected) / expected, of figures that are numbers. */
  readonly error?: number | undefined;
  /** How far off it may be, of figures that need not be equal: `±2 %`. */
  readonly allowed?: string | undefined;
  readonly statistics?: Statistics | undefined;
  readonly verdict: Verdict;
  /** Of a miss: the reason, where one is known. Of another row: what to know about it. */
  readonly why?: string | undefined;
}
