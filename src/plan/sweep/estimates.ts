/** What the runs of a cell say of each figure: its mean and interval. */
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
