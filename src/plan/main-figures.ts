/** The figures of one run that people ask for when they do not say which, with their values: what two runs of changed scenarios are told apart by. */
import { figureOf } from '../metrics/figure.ts';
import type { Result } from '../metrics/result.ts';
import type { FigureRef } from '../scenario/figure.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { defaultFigures } from './default-figures.ts';

export interface FigureValue extends FigureRef {
  /** In microseconds, bytes, dollars … as results have them; null where there was nothing to measure. */
  readonly value: number | null;
}

/** Those of the objectives first. */
export function mainFigures(scenario: Scenario, result: Result): FigureValue[] {
  return defaultFigures(scenario).map((figure) => {
    return { ...figure, value: figureOf(result, figure.name, figure.figure, figure.statistic) ?? null };
  });
}
