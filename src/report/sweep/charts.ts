/**
 * All charts of a sweep, in the order in which one reads them: trade-offs, heat maps of a grid; of samples each setting against each figure.
 */
import type { AnyChart } from '../charts/chart.ts';
import { framedFreely } from '../charts/frame.ts';
import { Stems } from '../charts/names.ts';
import { heatMaps } from './heat-map.ts';
import type { SweepOutcome } from './outcome.ts';
import { sampleCharts } from './samples.ts';
import { tradeOffs } from './trade-off.ts';

/** None of a sweep in which nothing differs. */
export function sweepCharts(outcome: SweepOutcome): AnyChart[] {
  const stems = new Stems();
  return [
    ...tradeOffs(outcome).map((drawing) => framedFreely(drawing, stems)),
    ...heatMaps(outcome, stems),
    ...sampleCharts(outcome, stems),
  ];
}
