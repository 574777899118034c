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

/**
 * Messages by which a backlog may differ by chance, beside the share of what arrives: of few that came half, or all of them could be
 * stuck; but a single one may always be on its way.
 */
const BY_CHANCE = 10;
const LEAST_BY_CHANCE = 2;
const MOST_GROWTH = 0.02;

/**
 * That a queue keeps up: a backlog that grows and grows loses messages as well, only later than the run ends. What waits or is in flight
 * in the last tenth of the run, on average, against the tenth before its middle; less 10 messages, or half of what arrived between, as a share of what arrived between.
 */
export function keepsUp(name: string): Demand {
  return {
    text: `the backlog of ${name} grows by less than 2 % of what arrives`,
    unit: 'share',
    operator: '<=',
    limit: MOST_GROWTH,
    read: ({ series }) => {
      const value = growthOf(series.sources[name]!);
      return { met: value <= MOST_GROWTH, value };
    },
  };
}

function growthOf({ depth, inFlight, arrived }: Result['series']['sources'][string]): number {
  const [middle, end, tenth] = [Math.floor(depth.length / 2), depth.length, Math.max(1, Math.floor(depth.length / 10))];
  const held = (from: number, to: number): number =>
    depth.slice(from, to).reduce((sum, waiting, i) => sum + waiting + inFlight[from + i]!, 0) / (to - from);
  const growth = held(end - tenth, end) - held(Math.max(0, middle - tenth), Math.max(1, middle));
  const came = arrived.slice(middle).reduce((sum, n) => sum + n, 0);
  const byChance = Math.min(BY_CHANCE, Math.max(LEAST_BY_CHANCE, came / 2));
  return Math.max(0, growth - byChance) / Math.max(1, came);
}
