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

/** That no record of these sources is lost within the run. A run in which nothing comes loses nothing, and has no value. */
export function nothingLost({ sources }: Scenario, of: (name: string) => boolean = () => true): Demand[] {
  return sources
    .filter(({ name }) => of(name))
    .flatMap(({ name, type }) => LOST[type].map((figure) => noneOf(name, figure)));
}

function noneOf(name: string, figure: string): Demand {
  const text = `${name}.${figure} == 0`;
  const spec = { text, statistic: undefined, name, figure, operator: '==', limit: 0 } as const;
  const read = ofWhatCame(name, (result) => checkObjective(result, spec, 'count'));
  return { text, unit: 'count', operator: '==', limit: 0, read };
}

/**
 * A reading of a source that is met, and has no value, in a run in which nothing came and nothing was left of the warm-up: of nothing,
 * nothing is lost, and nothing gets old. A search in which no run has any value says nothing (search.ts).
 */
export function ofWhatCame(name: string, read: Demand['read']): Demand['read'] {
  return (result) => {
    const said = read(result);
    const isEmpty = result.sources[name]!.arrived === 0 && (said.value === null || said.value === 0);
    return isEmpty ? { met: true, value: null } : said;
  };
}

/** Messages by which a backlog may differ by chance, beside the share of what arrives: so many at the most, and of few that came half. */
const BY_CHANCE = { most: 10, share: 0.5 } as const;
const MOST_GROWTH = 0.02;

/**
 * That a backlog does not grow: one that grows and grows loses messages as well, only later than the run ends. What waits or is in flight
 * in the last tenth of the run, on average, against the tenth before its middle; less what chance does, as a share of what arrived
 * between. A backlog that stands still has grown by all of it: nothing was done with in the second half of the run, and what came before
 * is still there.
 */
export function growsNot(name: string): Demand {
  return {
    text: `the backlog of ${name} grows by less than 2 % of what arrives`,
    unit: 'share',
    operator: '<=',
    limit: MOST_GROWTH,
    read: ofWhatCame(name, (result) => {
      const value = standsStill(name, result) ? 1 : growthOf(result.series.sources[name]!);
      return { met: value <= MOST_GROWTH, value };
    }),
  };
}

function growthOf({ depth, inFlight, arrived }: Result['series']['sources'][string]): number {
  const [middle, end, tenth] = [Math.floor(depth.length / 2), depth.length, Math.max(1, Math.floor(depth.length / 10))];
  const held = (from: number, to: number): number =>
    depth.slice(from, to).reduce((sum, waiting, i) => sum + waiting + inFlight[from + i]!, 0) / (to - from);
  const growth = held(end - tenth, end) - held(Math.max(0, middle - tenth), Math.max(1, middle));
  const came = total(arrived.slice(middle));
  // A single message may just be at work.
  const byChance = Math.min(BY_CHANCE.most, Math.max(1, BY_CHANCE.share * came));
  return Math.max(0, growth - byChance) / Math.max(1, came);
}

function standsStill(name: string, { sources, series }: Result): boolean {
  const { succeeded } = series.sources[name]!;
  const middle = Math.floor(succeeded.length / 2);
  const half = (succeeded.length - middle) * series.period;
  return total(succeeded.slice(middle)) === 0 && (sources[name]!.ageOfOldest.last ?? 0) > half;
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, n) => sum + n, 0);
}
