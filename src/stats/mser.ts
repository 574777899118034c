/**
 * Where a warm-up ends: MSER-5 (White 1997; White, Cobb and Spratt 2000). Of a series, means of five; of these, so many are cut
 * off at the front that the standard error of what is left, taken as if it were independent, is least. Leaves out whether
 * the cut matters: what is left is only an estimate, and of a series in equilibrium it cuts off something by chance as well.
 */
const BATCH = 5;

export interface Truncation {
  /** Observations to cut off: a multiple of five. */
  readonly observations: number;
  /** Whether the minimum stands at the end of what may be cut off, half of the series: then it says only that more is due. */
  readonly isBound: boolean;
}

/** Undefined of fewer than twenty observations. */
export function mser5(series: readonly number[]): Truncation | undefined {
  const means = batchMeans(series, BATCH);
  if (means.length < 4) return undefined;
  const most = Math.floor(means.length / 2);
  let [best, least] = [0, Infinity];
  // From behind, so that each sum is made of the one before; ties go to the shorter cut.
  let [count, mean, squares] = [0, 0, 0];
  for (let i = means.length - 1; i >= 0; i--) {
    count += 1;
    const before = means[i]! - mean;
    mean += before / count;
    squares += before * (means[i]! - mean);
    if (i > most || squares / (count * count) > least) continue;
    [best, least] = [i, squares / (count * count)];
  }
  return { observations: best * BATCH, isBound: best === most };
}

/** Means of so many in a row; what is left over at the end is left out. */
export function batchMeans(series: readonly number[], size: number): number[] {
  return Array.from({ length: Math.floor(series.length / size) }, (_, i) => {
    let sum = 0;
    for (let k = i * size; k < (i + 1) * size; k++) sum += series[k]!;
    return sum / size;
  });
}
