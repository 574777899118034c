/**
 * A comparison as CSV, tidy: a row for each figure of each variant, with its difference to the baseline, whose own rows have none.
 * Values are in the units of results: microseconds, bytes, shares from 0 to 1, dollars. Empty: there is no such value. `value` is what
 * `replicate` calls the estimate: percentiles of all observations of all runs, of everything else the mean over runs; with `low` and `high`.
 */
import { stringify } from 'csv-stringify/sync';
import type { Comparison } from '../../plan/comparison.ts';

const HEAD = [
  ...['figure', 'unit', 'variant', 'runs', 'missing', 'value', 'low', 'high', 'mean_of_runs', 'standard_deviation'],
  ...['pairs', 'difference', 'difference_low', 'difference_high', 'relative', 'relative_low', 'relative_high'],
  ...['verdict', 'variance_left', 'pairs_needed'],
];

/** With a head. Where a scenario has no such figure, there is no row. */
export function comparisonCsv({ figures, variants }: Comparison): string {
  const rows = figures.flatMap(({ figure, estimates, differences }) =>
    estimates.flatMap((estimate, v) => {
      if (estimate === null) return [];
      const { value, interval, perRun } = estimate;
      const { runs, missing, mean, standardDeviation } = perRun;
      const own = [figure.text, figure.unit, variants[v]!.label, runs, missing, value];
      const difference = v === 0 ? null : (differences[v - 1] ?? null);
      const apart = difference ?? NONE;
      return [
        [
          ...own,
          ...[interval?.low, interval?.high, mean, standardDeviation],
          ...[difference?.pairs, apart.mean, apart.interval?.low, apart.interval?.high],
          ...[apart.relative, apart.relativeInterval?.low, apart.relativeInterval?.high],
          ...[difference?.verdict, apart.varianceLeft, apart.pairsNeeded],
        ],
      ];
    }),
  );
  return stringify([HEAD, ...rows], { escape_formulas: true });
}

const NONE = {
  mean: null,
  interval: null,
  relative: null,
  relativeInterval: null,
  varianceLeft: null,
  pairsNeeded: null,
};
