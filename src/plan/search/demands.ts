/**
 * What a run has to meet: the objectives of its scenario, or that nothing is lost. A run that misses one of them misses.
 */
import { checkObjective, type ObjectiveSpec } from '../../metrics/figure.ts';
import type { ObjectiveResult, Result } from '../../metrics/result.ts';
import { readFigure } from '../../scenario/figure.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { LOST } from '../default-figures.ts';

export interface Demand {
  readonly text: string;
  readonly unit: ObjectiveResult['unit'];
  readonly operator: ObjectiveSpec['operator'];
  /** In the unit of the figure. */
  readonly limit: number;
  readonly read: (result: Result) => Pick<ObjectiveResult, 'met' | 'value'>;
}

/** The objectives of a scenario; the same for all variants of a template. */
export function objectivesOf(scenario: Scenario): Demand[] {
  return scenario.objectives.map((objective, i) => {
    const { text, operator, limit } = objective;
    return { text, operator, limit, unit: unitOf(objective, scenario), read: ({ objectives }) => objectives[i]! };
  });
}

function unitOf({ statistic, name, figure }: ObjectiveSpec, scenario: Scenario): ObjectiveResult['unit'] {
  const read = readFigure(statistic === undefined ? `${name}.${figure}` : `${statistic}(${name}.${figure})`, scenario);
  return read.ok ? read.figure.unit : 'count';
}

/** That no record of these sources is lost within the run. */
export function nothingLost({ sources }: Scenario, of: (name: string) => boolean = () => true): Demand[] {
  return sources
    .filter(({ name }) => of(name))
    .flatMap(({ name, type }) => LOST[type].map((figure) => noneOf(name, figure)));
}

function noneOf(name: string, figure: string): Demand {
  const text = `${name}.${figure} == 0`;
  const spec = { text, statistic: undefined, name, figure, operator: '==', limit: 0 } as const;
  return { text, unit: 'count', operator: '==', limit: 0, read: (result) => checkObjective(result, spec, 'count') };
}
