/**
 * Looks a figure up in a result by the name it has in objectives: `p99(orders.latency)`, `orders.deadLettered`.
 * Percentiles that a result does not list are taken from its histogram.
 */
import { Histogram } from '../stats/histogram.ts';
import type { ObjectiveResult, Result, Spread } from './result.ts';
import { COST_NAME, costFigureOf } from './cost/figures.ts';
import { tierFigureOf } from './tier/figures.ts';

/** What figures are looked up in. `tier`: null or absent without one; `cost`: absent where nobody asks for it; `alarms`: absent without any. */
type Figures = Pick<Result, 'sources' | 'mappings' | 'functions' | 'alarms'> &
  Partial<Pick<Result, 'tier' | 'downstreams' | 'cost'>>;

/** An objective as the scenario has it. */
export interface ObjectiveSpec {
  readonly text: string;
  readonly statistic: string | undefined;
  readonly name: string;
  readonly figure: string;
  readonly operator: '<' | '<=' | '>' | '>=' | '==' | '!=';
  readonly limit: number;
}

/** The value of a figure; null when there was nothing to measure, undefined when there is no such figure. */
export function figureOf(
  result: Figures,
  name: string,
  figure: string,
  statistic: string | undefined,
): number | null | undefined {
  const ofCost = name === COST_NAME && result.cost !== undefined ? costFigureOf(result.cost, figure) : undefined;
  if (ofCost !== undefined) return statistic === undefined ? ofCost : undefined;
  const ofTier = result.tier ? tierFigureOf(result.tier, name, figure) : undefined;
  if (ofTier !== undefined) return statistic === undefined ? (ofTier as number) : statisticOf(ofTier, statistic);
  const [source, mapping] = [result.sources[name], result.mappings[name]];
  const fn = result.functions[name];
  const ofGroups = [source?.groups, source?.groups?.fair];
  const ofMapping = [mapping?.stream, mapping?.stream?.kafka, mapping?.provisioned];
  const ofKinds = [source?.stream, source?.async, source?.fifo, ...ofGroups, ...ofMapping, fn?.effects].map(
    (part) => part ?? undefined,
  );
  const others = [result.downstreams?.[name], result.alarms?.[name]];
  const owners: (object | undefined)[] = [source, mapping, fn, ...others, ...ofKinds];
  const owner = owners.find((one) => one !== undefined && (figure in one || (figure === 'waiting' && 'books' in one)));
  if (owner === undefined) return undefined;
  const value: unknown =
    figure === 'waiting'
      ? (owner as { books: { out: { waiting: number } } }).books.out.waiting
      : owner[figure as never];
  return statistic === undefined ? (value as number) : statisticOf(value, statistic);
}

function statisticOf(value: unknown, statistic: string): number | null | undefined {
  if (value === null) return null;
  if (typeof value !== 'object') return undefined;
  if (statistic in value) return (value as Record<string, number | null>)[statistic];
  if (!('histogram' in value) || !/^p\d/.test(statistic)) return undefined;
  return quantileOf(value as Spread, Number(statistic.slice(1)) / 100);
}

/** All that a figure is made of, where it is one of many observations; undefined of any other. */
export function spreadOf(result: Figures, name: string, figure: string): Spread | undefined {
  const value: unknown = figureOf(result, name, figure, undefined);
  return typeof value === 'object' && value !== null && 'histogram' in value ? (value as Spread) : undefined;
}

/** Any quantile of a spread, by nearest rank. */
export function quantileOf(spread: Spread, share: number): number | null {
  if (spread.count === 0 || spread.min === null || spread.max === null) return null;
  const histogram = new Histogram();
  histogram.merge({ count: spread.count, sum: 0, min: spread.min, max: spread.max, bins: spread.histogram });
  return histogram.quantile(share);
}

/** Checks an objective; one whose figure has no value is missed, for nobody can say that it was met. */
export function checkObjective(
  result: Figures,
  objective: ObjectiveSpec,
  unit: ObjectiveResult['unit'],
): ObjectiveResult {
  const value = figureOf(result, objective.name, objective.figure, objective.statistic) ?? null;
  return {
    text: objective.text,
    met: value !== null && holds(value, objective.operator, objective.limit),
    value,
    unit,
  };
}

function holds(value: number, operator: ObjectiveSpec['operator'], limit: number): boolean {
  switch (operator) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '==':
      return value === limit;
    case '!=':
      return value !== limit;
  }
}
