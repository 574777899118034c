/** How large the batches of a mapping were, and why each was closed. Pure. */
import type { Result } from '../metrics/result.ts';
import type { Target } from './targets.ts';

export interface Batches {
  readonly mapping: string;
  /** Records of one invocation; null where there was none. */
  readonly mean: number | null;
  readonly p50: number | null;
  readonly max: number | null;
  /** Batches by why they were closed; those that never happened are left out. */
  readonly closed: Readonly<Record<string, number>>;
}

export function batchesOf({ mappings }: Target, result: Result): Batches[] {
  return mappings.map((mapping) => {
    const { batchSize, closed } = result.mappings[mapping]!;
    const { mean, p50, max } = batchSize;
    return { mapping, mean, p50, max, closed: Object.fromEntries(Object.entries(closed).filter(([, n]) => n > 0)) };
  });
}
