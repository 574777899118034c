/** What `sweep:` of a scenario asks for, checked and complete: what varies, how cells are made of it, how often each is run. */
import type { Range } from './range.ts';

/**
 * grid: every value of every axis with every value of the others. together: the first values of all, then the second, …
 * latin-hypercube and low-discrepancy: so many samples that fill the ranges evenly.
 */
export const DESIGNS = ['grid', 'together', 'latin-hypercube', 'low-discrepancy'] as const;
export type Design = (typeof DESIGNS)[number];

/** Nobody waits for more cells. */
export const MOST_CELLS = 100_000;

/** Of one setting. */
export const MOST_VALUES = 10_000;

/** What holds when the scenario says nothing. */
export const SWEEP_DEFAULTS = { design: 'grid', samples: 64, replications: 5 } as const;

/** Whether cells are samples of ranges, and not made of every value that there is. */
export function isSampled(design: Design): boolean {
  return design === 'latin-hypercube' || design === 'low-discrepancy';
}

/** One value of an axis: how it is called, and what it sets. */
export interface AxisValue {
  /** As the file would write it, null for without it; or the name of the case. */
  readonly value: unknown;
  /** By path, null for without it. Absent where it is the axis' own path with `value`. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Something that varies: by a list of values, or a range of which values are taken. */
export interface SweptAxis {
  /** A path of the scenario, or a name for several that change together. */
  readonly name: string;
  /** In their order; exactly one of this and `range` is there. */
  readonly values?: readonly AxisValue[];
  /** `count`: so many values, evenly spaced; undefined: of a sampled design any value. */
  readonly range?: Range & { readonly count: number | undefined };
}

export interface SweepScenario {
  /** In the order of the file; empty where nothing varies. */
  readonly vary: readonly SweptAxis[];
  readonly design: Design;
  /** Cells of a sampled design. */
  readonly samples: number;
  /** Runs of each cell. */
  readonly replications: number;
  /** Texts of what is looked at; empty: what people usually ask. */
  readonly figures: readonly string[];
}
