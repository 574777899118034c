/**
 * Completes `plan:` of a scenario: ranges become lists of values, and what is not said gets its default. Whether something stands at
 * a path, and takes these values, is known when a variant is made.
 */
import type { Findings } from '../findings.ts';
import { nearest } from '../nearest.ts';
import { quote, type Path } from '../problem.ts';
import type { PlanScenario, VariedSetting } from '../scenario.ts';
import { readPart } from '../schema/issues.ts';
import { planSchema, type PlanWritten } from '../schema/plan.ts';
import { parsePath } from '../setting-path.ts';
import type { Context, Names } from './context.ts';
import { checkedFigure, parseFigure } from './objectives.ts';
import { readCapacity } from './plan-matrix.ts';

/** What holds when the scenario says nothing. */
export const PLAN_DEFAULTS = { risk: 0.05, confidence: 0.95, maxRuns: 2000 } as const;

/** The word for `minimise` that is no figure. */
export const SETTINGS = 'settings';

/** Parts of the top that say what is asked, or what luck and which calendar day it is asked of: no settings of what is simulated. */
const NO_SETTINGS = new Map([
  ...['plan', 'objectives', 'guesses'].map((key) => [key, 'what is asked for cannot vary'] as const),
  ...['lagcast', 'name', 'question', 'seed', 'rules', 'duration', 'warmUp'].map(
    (key) => [key, 'this says what is run, and is no setting of it: it cannot vary'] as const,
  ),
]);
const FOREIGN = /^x-/;

/** Values of one setting. */
const MOST_VALUES = 10_000;
const NUMERAL = /^([+-]?\d+(?:\.\d+)?) *([^\d\s.].*)?$/;

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
    const parsed = parsePath(path);
    if (!parsed.ok) {
      findings.error(place, { ...parsed.problem, about: 'key' });
      return [];
    }
    const why = whyNoSetting(String(parsed.path[0]));
    if (why !== undefined) {
      findings.error(place, { message: why, about: 'key' });
      return [];
    }
    const values = Array.isArray(written) ? listed(written, place, findings) : ranged(written, place, findings);
    return values === undefined ? [] : [{ path, values }];
  });
}

function whyNoSetting(part: string): string | undefined {
  return FOREIGN.test(part) ? 'nothing here reads it: it cannot vary' : NO_SETTINGS.get(part);
}

function listed(values: readonly unknown[], path: Path, findings: Findings): readonly unknown[] | undefined {
  if (values.length === 0) return refuse(path, 'at least one value is due', findings);
  if (values.length > MOST_VALUES) return refuse(path, `at most ${MOST_VALUES} values can be tried`, findings);
  const known = new Map<string, number>();
  for (const [i, value] of values.entries()) {
    const text = JSON.stringify(value);
    if (known.has(text)) return refuse([...path, i], `${quote(value)} is in the list twice`, findings);
    known.set(text, i);
  }
  return values;
}

type Range = Exclude<NonNullable<PlanWritten['vary']>[string], readonly unknown[]>;

function ranged({ from, to, step = 1 }: Range, path: Path, findings: Findings): readonly unknown[] | undefined {
  const parts = { from: numeral(from), to: numeral(to), step: numeral(step) };
  for (const [key, part] of Object.entries(parts)) {
    if (part !== undefined) continue;
    const found = { from, to, step }[key as 'from' | 'to' | 'step'];
    return refuse([...path, key], `a number, with a unit or without, is due; found ${quote(found)}`, findings);
  }
  const [first, last] = [parts.from!, parts.to!];
  // A bare number as step is of the unit of the ends.
  const by = parts.step!.unit === '' ? { ...parts.step!, unit: first.unit } : parts.step!;
  if (last.unit !== first.unit || by.unit !== first.unit)
    return refuse(path, `one unit is due for all; found ${[from, to, step].map(quote).join(', ')}`, findings);
  if (by.value <= 0) return refuse([...path, 'step'], `more than 0 is due; found ${quote(step)}`, findings);
  const count = Math.floor(Math.abs(last.value - first.value) / by.value + 1e-9) + 1;
  // A range may count down: its beginning is what one would rather have.
  const sign = last.value < first.value ? -1 : 1;
  if (count > MOST_VALUES)
    return refuse(
      path,
      `these are ${count} values, and at most ${MOST_VALUES} can be tried: take a larger step`,
      findings,
    );
  return Array.from({ length: count }, (_, i) => {
    // Twelve digits: 0.1 + 2 · 0.1 is 0.3 to people.
    const value = Number((first.value + sign * i * by.value).toPrecision(12));
    return first.unit === '' ? value : `${value}${first.unit.startsWith('/') ? '' : ' '}${first.unit}`;
  });
}

function numeral(written: number | string): { readonly value: number; readonly unit: string } | undefined {
  if (typeof written === 'number') return { value: written, unit: '' };
  const match = NUMERAL.exec(written.trim());
  return match === null ? undefined : { value: Number(match[1]), unit: (match[2] ?? '').trim() };
}

function refuse(path: Path, message: string, findings: Findings): undefined {
  findings.error(path, { message });
}
