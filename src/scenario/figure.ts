/**
 * A figure of a result by the name that objectives give it: `p99(orders.latency)`, `orders.deadLettered`, `cost.total`.
 * Experiments estimate such figures over many runs; what a run's value is, metrics/figure.ts says.
 */
import { checkedFigure, parseFigure } from './complete/objectives.ts';
import { Findings } from './findings.ts';
import type { Better, FigureKind } from './objective-figures.ts';
import type { Problem } from './problem.ts';
import type { Objective, Scenario } from './scenario.ts';

/** A figure that a scenario has. */
export interface FigureRef {
  /** As people write it. */
  readonly text: string;
  /** Undefined of a single number. */
  readonly statistic: string | undefined;
  readonly name: string;
  readonly figure: string;
  readonly unit: FigureKind['unit'];
  /** Which of two values is better, all else equal; absent where neither is. */
  readonly better?: Better;
}

export type FigureResult =
  { readonly ok: true; readonly figure: FigureRef } | { readonly ok: false; readonly problems: readonly Problem[] };

/** Finds out what a text means in a scenario. */
export function readFigure(text: string, scenario: Scenario): FigureResult {
  const findings = new Findings();
  const written = parseFigure(text);
  if (written === undefined) {
    findings.error([], {
      message: `a figure is statistic(name.figure) or name.figure; found ${JSON.stringify(text.slice(0, 60))}`,
      hint: 'such as p99(orders.latency) or orders.deadLettered',
    });
    return { ok: false, problems: findings.problems() };
  }
  const kind = checkedFigure(written, namesOf(scenario), [], findings);
  if (kind === undefined || findings.errors > 0) return { ok: false, problems: findings.problems() };
  const { statistic, name, figure } = written;
  const { unit, better } = kind;
  const ref = { text: textOf(statistic, name, figure), statistic, name, figure, unit };
  return { ok: true, figure: better === undefined ? ref : { ...ref, better } };
}

/** That of an objective of the scenario. */
export function figureOfObjective(objective: Objective, scenario: Scenario): FigureRef {
  const { statistic, name, figure } = objective;
  const read = readFigure(textOf(statistic, name, figure), scenario);
  if (!read.ok) throw new Error(`the objective ${objective.text} names no figure`);
  return read.figure;
}

function textOf(statistic: string | undefined, name: string, figure: string): string {
  return statistic === undefined ? `${name}.${figure}` : `${statistic}(${name}.${figure})`;
}

function namesOf(scenario: Scenario): Parameters<typeof checkedFigure>[1] {
  const set = (parts: readonly { readonly name: string }[]) => new Set(parts.map(({ name }) => name));
  const { tier } = scenario;
  return {
    functions: set(scenario.functions),
    downstreams: set(scenario.downstreams),
    sources: new Map(scenario.sources.map(({ name, type }) => [name, type])),
    mappings: set(scenario.mappings),
    alarms: set(scenario.alarms),
    tenants: set(tier?.tenants ?? []),
    hasTier: tier !== undefined,
  };
}
