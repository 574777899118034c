/** All charts of a comparison, in the order in which one reads them: differences, latency by percentile, backlog over time. */
import type { Comparison } from '../../plan/comparison.ts';
import type { AnyChart } from './chart.ts';
import { comparedQuantiles } from './compared-quantiles.ts';
import { comparedWaiting } from './compared-waiting.ts';
import { differences } from './differences.ts';
import { framedFreely } from './frame.ts';
import { Stems } from './names.ts';

export function comparisonCharts(comparison: Comparison): AnyChart[] {
  const stems = new Stems();
  return [differences(comparison), ...comparedQuantiles(comparison), ...comparedWaiting(comparison)]
    .filter((drawing) => drawing !== undefined)
    .map((drawing) => framedFreely(drawing, stems));
}
