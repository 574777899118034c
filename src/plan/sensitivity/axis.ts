/**
 * A guess as something that can be moved: from the least it may be, at 0, to the most, at 1. Factors, and amounts above 0, are moved on
 * a logarithmic scale: half and double are equally far from the guess. Shares and ranges that begin at 0 are moved on a linear one.
 */
import { FACTS, type FactPath } from '../../aws/facts.ts';
import type { Fact } from '../../aws/fact.ts';
import { factUnder } from '../../aws/rules.ts';
import { amountOf, numeralIn, writtenAmount, type Amount } from '../../scenario/amount.ts';
import { explain } from '../../scenario/explain.ts';
import { formatQuantity } from '../../scenario/quantities.ts';
import { scaled, type Scaled } from '../../scenario/scaling.ts';
import type { GuessScenario, GuessSpread, Scenario } from '../../scenario/scenario.ts';
import { formatPath, type Problem } from '../../scenario/problem.ts';
import { parsePath } from '../../scenario/setting-path.ts';
import type { Settings, Template } from '../../scenario/template.ts';

/** Where on its range a guess stands at one point of a design. */
export interface Point {
  /** `× 2`, or the value itself. */
  readonly label: string;
  /** What the guess is multiplied by; null of other values. */
  readonly factor: number | null;
  /** As the file would write it. */
  readonly value: unknown;
  readonly settings: Settings;
  readonly scenario: Scenario;
}

export interface Axis extends GuessScenario {
  /** Of an input, or by name: all its runs are made. */
  readonly isAsked: boolean;
  /** What the base has there, as text; empty where it is a whole part. */
  readonly written: string;
  /** The two ends, or of a list all values that the base does not have. */
  readonly ends: readonly End[];
  /** The value at a share of the range from 0 to 1. */
  readonly valueAt: (share: number, whole: boolean) => Scaled;
  /** Where in the range that value really stands, from 0 to 1: a list has only its values, and whole numbers and shares are cut. */
  readonly standing: (share: number, whole: boolean) => number;
}

export type End =
  | ({ readonly ok: true } & Point)
  | {
      readonly ok: false;
      readonly label: string;
      readonly why: string;
      /** It is what the base has: nothing lies beyond. */
      readonly isWritten?: true;
    };

export type AxisResult =
  { readonly ok: true; readonly axis: Axis } | { readonly ok: false; readonly path: string; readonly why: string };

/** Finds out what the base has at the path of a guess, and whether its ends are sound scenarios. */
export function axisOf(
  { path, spread }: GuessScenario,
  template: Template,
  base: Scenario,
  isAsked: boolean,
): AxisResult {
  const written = writtenAt(path, template, base);
  const known = amountOf(written);
  const valueAt = (share: number, whole: boolean) => moved(written, spread, share, whole);
  const first = valueAt(0, false);
  if (!first.ok) return { ok: false, path, why: first.why };
  const ends = endsOf(written, spread).map((spec) => endOf(spec, path, written, valueAt, template));
  const isShort = known !== undefined || typeof written === 'string' || typeof written === 'boolean';
  const standing = (share: number, whole: boolean) => standingAt(written, spread, share, whole);
  return {
    ok: true,
    axis: { path, spread, written: isShort ? String(written) : '', ends, valueAt, standing, isAsked },
  };
}

function endOf(
  { share, label, factor }: EndSpec,
  path: string,
  written: unknown,
  valueAt: Axis['valueAt'],
  template: Template,
): End {
  const exact = valueAt(share, false);
  const found = soundAt(path, (whole) => valueAt(share, whole), template);
  if (!found.ok) return { ok: false, label: label ?? textOf(exact.ok && exact.value), why: found.why };
  const { value, settings, scenario } = found;
  const tried = { value, settings, scenario, ok: true } as const;
  if (label === undefined) return { ...tried, label: textOf(value), factor };
  // Rounded to what counts, or cut at 100 %, it is not what was asked for.
  const [before, after] = [amountOf(written), amountOf(value)];
  const real = before && after && ratio(numeralIn(before, after), before.numeral);
  if (real === 1)
    return { ok: false, label, why: `nothing lies beyond ${textOf(written)}, as it is written`, isWritten: true };
  if (real === undefined || real === null || Math.abs(real / factor! - 1) < 1e-9) return { ...tried, label, factor };
  return { ...tried, label: textOf(value), factor: real };
}

/** What a value of a path makes of the base, whole where it has to be. */
export function soundAt(
  path: string,
  valueAt: (whole: boolean) => Scaled,
  template: Template,
):
  | { readonly ok: true; readonly value: unknown; readonly settings: Settings; readonly scenario: Scenario }
  | { readonly ok: false; readonly why: string } {
  let why = '';
  for (const whole of [false, true]) {
    const made = valueAt(whole);
    if (!made.ok) return made;
    const settings = { [path]: made.value };
    const variant = template.tryVariant(settings);
    if (variant.ok) return { ok: true, value: made.value, settings, scenario: variant.scenario };
    if (why === '') why = firstError(variant.problems);
  }
  return { ok: false, why };
}

function firstError(problems: readonly Problem[]): string {
  const { path, message } = problems.find(({ severity }) => severity === 'error')!;
  return path === '' ? message : `${path}: ${message}`;
}

/** What the file says, or what holds where it says nothing; undefined where nothing does. */
export function writtenAt(path: string, template: Template, base: Scenario): unknown {
  const written = template.written(path);
  if (written !== undefined) return written;
  // A trace is replayed as it is.
  if (path.endsWith('.replay.scale')) return 1;
  if (path.startsWith('facts.')) return factAt(path.slice('facts.'.length) as FactPath, base);
  const parsed = parsePath(path);
  const place = parsed.ok ? formatPath(parsed.path) : path;
  const value = explain(base).lines.find((line) => line.path === place)?.value;
  if (value === undefined || value.from === 'not set') return undefined;
  return /^\d+(\.\d+)?$/.test(value.written) ? Number(value.written) : value.written;
}

function factAt(path: FactPath, { rules }: Scenario): unknown {
  const { unit }: Fact = FACTS[path];
  const value = factUnder(rules, path);
  if (typeof value === 'string' || unit === 'word') return value;
  if (unit === 'count' || unit === 'number') return value;
  return formatQuantity(unit, value);
}

interface EndSpec {
  readonly share: number;
  /** Undefined: the value says it. */
  readonly label: string | undefined;
  readonly factor: number | null;
}

function endsOf(written: unknown, spread: GuessSpread): EndSpec[] {
  if (spread.kind === 'times') {
    const { factor } = spread;
    return [
      { share: 0, label: `× 1/${factor}`, factor: 1 / factor },
      { share: 1, label: `× ${factor}`, factor },
    ];
  }
  if (spread.kind === 'between') {
    const amount = amountOf(written);
    return [spread.from, spread.to].map((end, share) => ({
      share,
      label: undefined,
      factor:
        amount === undefined || amount.numeral === 0 ? null : ratio(numeralIn(amount, amountOf(end)!), amount.numeral),
    }));
  }
  const n = spread.values.length;
  const others = spread.values.map((value, i) => ({ value, share: (i + 0.5) / n }));
  return others
    .filter(({ value }) => JSON.stringify(value) !== JSON.stringify(written))
    .map(({ share }) => ({ share, label: undefined, factor: null }));
}

function ratio(numeral: number | undefined, of: number): number | null {
  return numeral === undefined || numeral === 0 ? null : numeral / of;
}

function moved(written: unknown, spread: GuessSpread, share: number, whole: boolean): Scaled {
  switch (spread.kind) {
    case 'times':
      return scaled(written, Math.exp((2 * share - 1) * Math.log(spread.factor)), whole);
    case 'between':
      return { ok: true, value: between(spread.from, spread.to, share, whole) };
    case 'values':
      return { ok: true, value: spread.values[indexAt(spread.values, share)] };
  }
}

function indexAt({ length }: readonly unknown[], share: number): number {
  return Math.min(length - 1, Math.floor(share * length));
}

/** A list counts as evenly spaced, in its order. Of a distribution nobody can tell: nothing in it is cut. */
function standingAt(written: unknown, spread: GuessSpread, share: number, whole: boolean): number {
  if (spread.kind === 'values') return indexAt(spread.values, share) / (spread.values.length - 1);
  const [first, here, last] = [0, share, 1].map((at) => {
    const made = moved(written, spread, at, whole);
    return made.ok ? amountOf(made.value) : undefined;
  });
  if (first === undefined || here === undefined || last === undefined) return share;
  const isLinear = spread.kind === 'between' && isLinearFrom(first);
  const scale = (amount: Amount) => {
    const numeral = numeralIn(first, amount)!;
    return isLinear ? numeral : Math.log(numeral);
  };
  const range = scale(last) - scale(first);
  return range === 0 ? 0 : (scale(here) - scale(first)) / range;
}

function between(from: string | number, to: string | number, share: number, whole: boolean): string | number {
  const low = amountOf(from)!;
  if (share <= 0) return from;
  if (share >= 1) return to;
  const top = numeralIn(low, amountOf(to)!)!;
  const numeral = isLinearFrom(low)
    ? low.numeral + share * (top - low.numeral)
    : low.numeral * Math.exp(share * Math.log(top / low.numeral));
  const isWhole = whole || (low.unit === '' && Number.isInteger(low.numeral) && Number.isInteger(top));
  return writtenAmount({ ...low, numeral: isWhole ? Math.round(numeral) : numeral });
}

function isLinearFrom({ numeral, unit }: Amount): boolean {
  return numeral === 0 || unit === '%';
}

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
