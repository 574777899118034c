/**
 * Jain's index of fairness: (Σx)² / (n Σx²), from 1/n, when one has everything, to 1, when all have the same. Null of no values,
 * and of zeros only: nobody has anything to be fair about.
 */
export function jain(values: Iterable<number>): number | null {
  let [count, sum, squares] = [0, 0, 0];
  for (const value of values) {
    count++;
    sum += value;
    squares += value * value;
  }
  return squares === 0 ? null : (sum * sum) / (count * squares);
}
