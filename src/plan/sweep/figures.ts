/** The figures that a sweep looks at when nobody says which: those of any experiment, and how often each function was invoked. */
import { readFigure, type FigureRef } from '../../scenario/figure.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { defaultFigures, MOST_PARTS } from '../default-figures.ts';

/** Those of the objectives first, without doubles. Never empty: each scenario has a bill. */
export function sweepFigures(scenario: Scenario): FigureRef[] {
  const invocations = scenario.functions.slice(0, MOST_PARTS).flatMap(({ name }) => {
    // A name that several parts have may be no clear figure: then it is none of these.
    const read = readFigure(`${name}.invocations`, scenario);
    return read.ok ? [read.figure] : [];
  });
  const all = [...defaultFigures(scenario), ...invocations];
  return [...new Map(all.map((figure) => [figure.text, figure])).values()];
}
