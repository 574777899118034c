/** Spearman's rank correlation: how far one of two quantities rises, or falls, whenever the other rises, whatever the shape. */

/** From -1 to 1, ties by their mean rank; null where one of the two is always the same, or there are fewer than three pairs. */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number | null {
  if (a.length < 3) return null;
  const [x, y] = [ranks(a), ranks(b)];
  const mean = (a.length + 1) / 2;
  let [xx, yy, xy] = [0, 0, 0];
  x.forEach((rank, i) => {
    const [dx, dy] = [rank - mean, y[i]! - mean];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  });
  return xx === 0 || yy === 0 ? null : xy / Math.sqrt(xx * yy);
}

/** From 1; equal values share the mean of their ranks. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const found = new Array<number>(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to++;
    for (let k = from; k < to; k++) found[order[k]!] = (from + to + 1) / 2;
    from = to;
  }
  return found;
}
