/**
 * Many runs of one scenario, each with luck of its own: what the figures are over them, how sure that is, how often
 * objectives were met, and whether the runs were long enough to say so.
 */
import type { Scenario } from '../scenario/scenario.ts';
import type { FigureRef } from '../scenario/figure.ts';
import { conduct, type Experiment } from './experiment.ts';

export const REPLICATIONS_FORMAT = 1;
export const REPLICATIONS = 20;

export interface ReplicateOptions {
  /** Runs, from 2; default {@link REPLICATIONS}. Not together with `until`. */
  readonly replications?: number;
  /** Of intervals, above 0 and below 1; default 0.95. */
  readonly confidence?: number;
  /** What to estimate beside the figures of objectives; default: latency of sources and whatever else there is to look at. */
  readonly figures?: readonly (FigureRef | string)[];
  /** Go on until all of this is known: `p99(orders.latency) within 5 %`. */
  readonly until?: readonly string[];
  /** Most runs with `until`. */
  readonly mostRuns?: number;
  /** The first replication; default 0. */
  readonly first?: number;
  /** Told how many runs there will be in all, as far as is known; changes nothing. */
  readonly onExpected?: (runs: number) => void;
}

/** Versioned plain data. */
export interface Replications {
  readonly lagcastReplications: typeof REPLICATIONS_FORMAT;
}

/** Runs a scenario again and again. Throws RangeError of options out of range, and what `simulate` throws. */
export function replicate(scenario: Scenario, options: ReplicateOptions = {}): Replications {
  return conduct(replicating(scenario, options));
}

/** The same for whoever conducts the runs elsewhere. */
export function* replicating(_scenario: Scenario, _options: ReplicateOptions = {}): Experiment<Replications> {
  throw new Error('not there yet');
}
