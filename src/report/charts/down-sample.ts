/**
 * Fewer readings than there are, chosen so that spikes survive: of each pixel column the first, the least, the greatest and
 * the last (M4). What is left out could not be seen.
 */

/**
 * The numbers of the readings to keep, ascending; all where there are no more than columns. A null, where nothing was
 * measured, is neither least nor greatest.
 */
export function kept(readings: readonly (number | null)[], columns: number): number[] {
  const n = readings.length;
  if (n <= columns) return readings.map((_, i) => i);
  const chosen: number[] = [];
  for (let from = 0; from < n;) {
    const column = Math.floor((from * columns) / n);
    let to = from + 1;
    while (to < n && Math.floor((to * columns) / n) === column) to++;
    chosen.push(...fourOf(readings, from, to));
    from = to;
  }
  return chosen;
}

/** Of the readings from `from` until before `to`. */
function fourOf(readings: readonly (number | null)[], from: number, to: number): number[] {
  let least = from;
  let greatest = from;
  for (let i = from; i < to; i++) {
    if ((readings[i] ?? Infinity) < (readings[least] ?? Infinity)) least = i;
    if ((readings[i] ?? -Infinity) > (readings[greatest] ?? -Infinity)) greatest = i;
  }
  return [...new Set([from, least, greatest, to - 1])].toSorted((a, b) => a - b);
}
