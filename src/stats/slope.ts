/** The straight line through equally spaced values, by least squares: its rise from one to the next; 0 of fewer than two. */
export function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  let [above, below] = [0, 0];
  values.forEach((value, i) => {
    above += (i - middle) * value;
    below += (i - middle) * (i - middle);
  });
  return below === 0 ? 0 : above / below;
}
