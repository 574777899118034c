/**
 * Completes `plan:` of a scenario: ranges become lists of values, and what is not said gets its default. Whether something stands at
 * a path, and takes these values, is known when a variant is made.
 */
import type { Findings } from '../findings.ts';
import { nearest } from '../nearest.ts';
import { quote } from '../problem.ts';
import type { PlanScenario, VariedSetting } from '../scenario.ts';
import { readPart } from '../schema/issues.ts';
import { planSchema, type PlanWritten } from '../schema/plan.ts';
import type { Context, Names } from './context.ts';
import { checkedFigure, parseFigure } from './objectives.ts';
import { readCapacity } from './plan-matrix.ts';
import { readList, readSteps, readVariedPath } from './varied.ts';

/** What holds when the scenario says nothing. */
export const PLAN_DEFAULTS = { risk: 0.05, confidence: 0.95, maxRuns: 2000 } as const;

/** The word for `minimise` that is no figure. */
export const SETTINGS = 'settings';

/** Undefined where there is no `plan:`, or one that cannot be used. */
export function readPlan(value: unknown, context: Context): PlanScenario | undefined {
  const { findings, origins, names } = context;
  if (value === undefined) return undefined;
  const written = readPart(planSchema, value, ['plan'], findings);
  if (written === undefined) return undefined;
  const vary = readVaried(written.vary ?? {}, findings);
  const of = <K extends keyof typeof PLAN_DEFAULTS>(key: K) =>
    written[key] ?? origins.ours(['plan', key], PLAN_DEFAULTS[key]);
  if (written.minimise !== undefined) checkMinimised(written.minimise, names, findings);
  const minimise = written.minimise ?? origins.ours(['plan', 'minimise'], minimisedByDefault(vary));
  const capacity = readCapacity(written, context);
  return { vary, minimise, risk: of('risk'), confidence: of('confidence'), maxRuns: of('maxRuns'), ...capacity };
}

/** Of a scenario without `plan:`. */
export function defaultPlan(): PlanScenario {
  const none = { matrix: undefined, drain: undefined, pollers: undefined };
  return { vary: [], minimise: minimisedByDefault([]), ...PLAN_DEFAULTS, ...none };
}

/** One setting is easily put in order; of several only the bill says which are less. */
function minimisedByDefault(vary: readonly VariedSetting[]): string {
  return vary.length > 1 ? 'cost.perMonth' : SETTINGS;
}

function checkMinimised(text: string, names: Names, findings: Findings): void {
  if (text === SETTINGS) return;
  const path = ['plan', 'minimise'];
  const figure = parseFigure(text);
  if (figure !== undefined) return void checkedFigure(figure, names, path, findings);
  const meant = nearest(text, [SETTINGS]);
  findings.error(path, {
    message: `${SETTINGS}, or a figure such as cost.perMonth, is due; found ${quote(text)}`,
    hint: meant === undefined ? undefined : `did you mean ${meant}?`,
  });
}

function readVaried(vary: NonNullable<PlanWritten['vary']>, findings: Findings): VariedSetting[] {
  return Object.entries(vary).flatMap(([path, written]) => {
    const place = ['plan', 'vary', path];
    if (readVariedPath(path, place, findings) === undefined) return [];
    const values = Array.isArray(written) ? readList(written, place, findings) : readSteps(written, place, findings);
    return values === undefined ? [] : [{ path, values }];
  });
}
