/** A claim that one reads in articles, what the service does instead, and the scenario that shows it. Data. */
import type { Evidence } from '../row.ts';

export interface Claim {
  /** `F-` and the source: F-SQS-01. */
  readonly id: string;
  /** As one reads it, in our own words. */
  readonly claim: string;
  /** What is so instead, in a few sentences. */
  readonly instead: string;
  /** Statements about the service on which that rests. */
  readonly statements: readonly string[];
  readonly evidence: Exclude<Evidence, 'exact' | 'published simulation' | 'independent simulation'>;
  readonly source: string;
  /** Below `scenarios/`. */
  readonly scenario: string;
  readonly shown: readonly Shown[];
  readonly refused?: Refused;
}

/** An objective of the scenario, as its file writes it, with what it is about. */
export interface Shown {
  readonly objective: string;
  readonly figure: string;
  /** What the claim would have it be, written as in an objective; one that the objective excludes. Absent: the claim says nothing of it. */
  readonly believed?: string;
}

/** What the claim would write into the scenario, and the service does not take. */
export interface Refused {
  readonly figure: string;
  readonly written: string;
  readonly believed: string;
  /** The statement that the refusal names. */
  readonly statement: string;
}
