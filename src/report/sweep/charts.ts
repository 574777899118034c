/** All charts of a sweep. */
import type { AnyChart } from '../charts/chart.ts';
import type { SweepOutcome } from './outcome.ts';

export function sweepCharts(_outcome: SweepOutcome): AnyChart[] {
  return [];
}
