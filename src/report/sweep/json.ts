/**
 * The outcome of a sweep as one line of JSON, for scripts: what was run, and of each cell its settings and the estimates of its figures. In pieces,
 * for a large sweep is longer than a string can be. Leaves out the values of single runs, which `cells.jsonl` has.
 */
import type { Estimate } from '../../plan/estimate.ts';
import type { SweepHeader, SweepLine } from '../../plan/sweep/line.ts';
import { outcomeOf, type ShownCell } from './outcome.ts';

/** Version of its format. */
export const SWEEP_OUTCOME_FORMAT = 1;

/** Ends with a line break. `lines`: those there are, in the order of their cells. */
export function* sweepJson(header: SweepHeader, lines: readonly SweepLine[]): Generator<string, void> {
  const { lagcastSweep: _format, ...spec } = header;
  const begin = JSON.stringify({ lagcastSweepOutcome: SWEEP_OUTCOME_FORMAT, spec });
  yield `${begin.slice(0, -1)},"cells":[`;
  for (const [i, cell] of outcomeOf(header, lines).cells.entries()) {
    yield `${i === 0 ? '' : ','}${JSON.stringify(told(cell))}`;
  }
  yield ']}\n';
}

function told({ line, estimates, met }: ShownCell): object {
  const { cell, status, settings, why } = line;
  const also = line.status === 'done' && line.also !== undefined ? { also: line.also } : {};
  return { cell, status, settings, why, runsMet: met, estimates: estimates.map(estimateOf), ...also };
}

/** In the unit that the figure has in the spec. */
function estimateOf({ figure, runs, missing, mean, interval, standardDeviation, min, max }: Estimate): object {
  return { figure: figure.text, runs, missing, mean, interval, standardDeviation, min, max };
}
