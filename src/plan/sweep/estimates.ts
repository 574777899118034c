/** What the runs of a cell say: of each figure its mean and interval, and how many met all objectives. */
import { estimate, type Estimate } from '../estimate.ts';
import type { SweepCell } from './cell.ts';
import type { SweepSpec } from './spec.ts';

/** By figure of the spec; none of a cell that was refused or given up. */
export function estimatesOf(
  { figures, confidence }: Pick<SweepSpec, 'figures' | 'confidence'>,
  { status, values }: Pick<SweepCell, 'status' | 'values'>,
): readonly Estimate[] {
  if (status !== 'done') return [];
  return figures.map((figure, f) => estimate(figure, values[f]!, confidence));
}

/** Runs of a cell in which all objectives were met; null unless it is done, and without objectives. */
export function runsMet(
  { status, met }: Pick<SweepCell, 'met'> & { readonly status: string },
  { objectives, replications }: Pick<SweepSpec, 'objectives' | 'replications'>,
): number | null {
  if (status !== 'done' || objectives.length === 0) return null;
  return Array.from({ length: replications }, (_, r) => met.every((of) => of[r])).filter((isMet) => isMet).length;
}
