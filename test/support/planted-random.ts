/** Numbers drawn by a seed and a number of the draw, the same on every machine. */
import seedrandom from 'seedrandom';

export interface Random {
  /** From `low` to `high`. */
  readonly between: (low: number, high: number) => number;
}

export function random(seed: number, draw: number): Random {
  const next = seedrandom(`${seed}/${draw}`);
  return { between: (low, high) => low + next() * (high - low) };
}
