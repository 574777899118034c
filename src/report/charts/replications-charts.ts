/** All charts of replications: the first figures that differ from run to run, those of objectives before others. */
import type { Replications } from '../../plan/replicate.ts';
import type { AnyChart } from './chart.ts';
import { framedFreely } from './frame.ts';
import { Stems } from './names.ts';
import { runByRun } from './run-by-run.ts';

/** More are nobody's to look at; each takes a moment to draw. */
const MOST_CHARTS = 8;

export function replicationsCharts(outcome: Replications): AnyChart[] {
  const stems = new Stems();
  return outcome.figures
    .map((figure) => runByRun(figure, outcome))
    .filter((drawing) => drawing !== undefined)
    .slice(0, MOST_CHARTS)
    .map((drawing) => framedFreely(drawing, stems));
}
