/** Ladders of settings, from the smallest change to the greatest: what is written multiplied, or values that a setting may have. Pure. */
import { scaled } from '../scenario/scaling.ts';
import type { Settings } from '../scenario/template.ts';

/** What a count is multiplied by: a quarter more, and on to sixteen times. */
const FACTORS = [1.25, 1.5, 2, 3, 4, 6, 8, 16] as const;

export type Ladder = readonly Settings[];

/** More of what counts something; what is beyond `most` is left out, and `most` itself ends the ladder. Whole numbers. */
export function more(path: string, now: unknown, most = Infinity): Ladder {
  if (typeof now !== 'number') return [];
  const values = FACTORS.map((factor) => Math.min(most, Math.max(Math.floor(now) + 1, Math.ceil(now * factor))));
  return [...new Set(values)].filter((value) => value > now).map((value) => ({ [path]: value }));
}

/** Amounts with a unit, such as rates and durations, multiplied. `isWhole`: whole where they were. */
export function longer(path: string, now: unknown, isWhole = false): Ladder {
  return times(path, now, FACTORS, isWhole);
}

/** The same, divided. */
export function shorter(path: string, now: unknown, isWhole = false): Ladder {
  const factors = FACTORS.map((factor) => 1 / factor);
  return times(path, now, factors, isWhole);
}

/** A setting at each of some values, which are given from the smallest change on. */
export function at(path: string, values: readonly unknown[]): Ladder {
  return values.map((value) => ({ [path]: value }));
}

function times(path: string, now: unknown, factors: readonly number[], isWhole: boolean): Ladder {
  const known = new Set([String(now)]);
  return factors.flatMap((factor) => {
    const made = scaled(now, factor, isWhole);
    if (!made.ok || known.has(String(made.value))) return [];
    known.add(String(made.value));
    return [{ [path]: made.value }];
  });
}
