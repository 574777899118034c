/** What a comparison gives: versioned plain data, a function of scenarios, seed, options and version of lagcast. */
import type { FigureRef } from '../scenario/figure.ts';
import type { Settings } from '../scenario/template.ts';
import type { Curves } from './curves.ts';
import type { Grounds } from './grounds.ts';
import type { FigureSummary } from './figure-sample.ts';
import type { Difference } from './paired.ts';
import type { Stopping } from './replicate.ts';
import type { SteadyState } from './warm-up.ts';

export const COMPARISON_FORMAT = 1;

export interface Comparison extends Grounds {
  /** {@link COMPARISON_FORMAT}. */
  readonly lagcastComparison: number;
  /** Of lagcast. */
  readonly version: string;
  /** Name of the baseline's scenario; its seed is that of all variants. */
  readonly name: string;
  readonly seed: number | string;
  readonly rules: string;
  /** Runs of each variant, and the first replication of them. */
  readonly runs: number;
  readonly first: number;
  /** By which rule there were so many; null when their number was given. Half-widths are those of the widest difference. */
  readonly stopping: Stopping | null;
  /**
   * That all intervals of differences hold the truth together, and that of each alone, which gives it (Bonferroni). What is said of
   * objectives is as sure, taken together by itself.
   */
  readonly confidence: number;
  readonly confidenceOfEach: number;
  /** Differences that were looked at: those that are not equal in every pair of runs. */
  readonly comparisons: number;
  /** Relative differences up to it do not matter. */
  readonly margin: number;
  /** The baseline first. */
  readonly variants: readonly VariantOfComparison[];
  readonly figures: readonly FigureComparison[];
  readonly objectives: readonly ObjectiveComparison[];
  /** What keeps the variants from being compared like with like. */
  readonly remarks: readonly Remark[];
}

export interface VariantOfComparison {
  /** What it goes by in tables; no two are equal. */
  readonly label: string;
  /** Of its scenario. */
  readonly name: string;
  readonly rules: string;
  readonly duration: number;
  readonly warmUp: number;
  /** By which it differs from the scenario as written; empty where it does not, and where it is a scenario of its own. */
  readonly settings: Settings;
  /** Runs in which all its objectives were met; null without objectives. */
  readonly met: number | null;
  readonly curves: Curves;
  /** Whether its runs were long enough, and warm. */
  readonly steadyState: SteadyState;
}

export interface FigureComparison {
  readonly figure: FigureRef;
  /** By variant; null where its scenario has no such figure. Intervals are each by itself, at `confidence`. */
  readonly estimates: readonly (FigureSummary | null)[];
  /** Of each variant after the first to the first; null where either has no such figure. */
  readonly differences: readonly (Difference | null)[];
}

export interface ObjectiveComparison {
  /** As written. */
  readonly text: string;
  /** By variant: runs that met it; null where its scenario does not have it. */
  readonly met: readonly (number | null)[];
  /** Of each variant after the first to the first; null where either does not have it. */
  readonly changes: readonly (ObjectiveChange | null)[];
}

export interface ObjectiveChange {
  /** Runs that met it only in the variant, and only in the baseline. */
  readonly gained: number;
  readonly lost: number;
  /**
   * By the sign test. `tooFew`: every run changed sides, all the same way, and even that is not enough with so few runs; `undecided`:
   * any other change that may be luck.
   */
  readonly verdict: 'better' | 'worse' | 'equal' | 'undecided' | 'tooFew';
  /** Runs that it takes at least to be sure of any change: where all change sides. */
  readonly runsNeeded: number;
}

/** `seed`, `duration`, `warmUp`, `rules`: another than the baseline's. The seed alone is made the same. */
export interface Remark {
  readonly about: 'seed' | 'duration' | 'warmUp' | 'rules';
  readonly variant: number;
}
