/** Draws readings as one line of blocks. Pure. */

/** Nothing, and from a little to the greatest. */
const BLOCKS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;

/**
 * Readings, all 0 or more, over so many columns: the greatest of those that share a column, so that spikes survive; where
 * there are more columns than readings, each has several. Only 0 is drawn as the lowest block; the greatest is the highest.
 */
export function sparkline(readings: readonly number[], columns: number): string {
  const greatest = peak(readings);
  return Array.from({ length: readings.length === 0 ? 0 : columns }, (_, column) => {
    const from = Math.floor((column * readings.length) / columns);
    const to = Math.max(from + 1, Math.floor(((column + 1) * readings.length) / columns));
    return block(peak(readings.slice(from, to)), greatest);
  }).join('');
}

/** The greatest reading; 0 of none. */
export function peak(readings: readonly number[]): number {
  return readings.reduce((most, n) => Math.max(most, n), 0);
}

function block(reading: number, greatest: number): string {
  if (reading === 0) return BLOCKS[0];
  return BLOCKS[Math.max(1, Math.ceil((reading / greatest) * (BLOCKS.length - 1)))]!;
}
