/**
 * What a sweep is, as versioned plain data: what varies, how cells are made of it, what is run and looked at. Whoever has it and the scenario
 * knows every cell by its number, on any machine; nothing in it depends on who runs what, or when.
 */
import type { Grounds } from '../grounds.ts';
import type { FigureRef } from '../../scenario/figure.ts';
import type { Range } from '../../scenario/range.ts';
import type { AxisValue, Design } from '../../scenario/sweep.ts';

/** Version of the format of a {@link SweepSpec} and of the lines of its cells. */
export const SWEEP_FORMAT = 3;
export { DESIGNS, isSampled, MOST_CELLS, type AxisValue, type Design } from '../../scenario/sweep.ts';

/** What samples are taken from: any value between two ends. */
export interface AxisRange extends Range {
  /** Only whole numerals are sound. */
  readonly isWhole: boolean;
}

/** Something that varies. */
export interface Axis {
  /** A path of the scenario, or a name for several that change together. */
  readonly name: string;
  /** Values in their order; of a sampled design perhaps a range instead. */
  readonly values?: readonly AxisValue[];
  readonly range?: AxisRange;
}

/** Its grounds are those of the scenario as it is, before its first record; what cells rely on beyond that stands in their lines. */
export interface SweepSpec extends Grounds {
  /** {@link SWEEP_FORMAT}. */
  readonly lagcastSweep: number;
  /** Of lagcast: another version may give other results. */
  readonly version: string;
  readonly name: string;
  readonly question: string | null;
  readonly seed: number | string;
  readonly rules: string;
  readonly design: Design;
  /** In the order of the file: of a grid the last changes fastest. */
  readonly axes: readonly Axis[];
  /** Cells in all, numbered from 0. */
  readonly cells: number;
  /** Runs of each cell; all cells share their luck. */
  readonly replications: number;
  /** Of intervals, above 0 and below 1. */
  readonly confidence: number;
  readonly figures: readonly FigureRef[];
  /** Texts of the objectives. */
  readonly objectives: readonly string[];
  /** Events after which a run is given up; null: those of any run. */
  readonly maxEvents: number | null;
}
