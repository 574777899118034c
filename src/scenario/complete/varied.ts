/**
 * Settings that may vary, of `plan:` and of `sweep:`: which paths can, and what a list or a range of values is. Whether something stands at
 * a path, and takes these values, is known when a variant is made.
 */
import type { Findings } from '../findings.ts';
import { isMapping } from '../plain.ts';
import { quote, type Path } from '../problem.ts';
import { parseQuantity } from '../quantities.ts';
import { countOfSteps, inSteps, numeralOf, writtenNumeral, type Numeral } from '../range.ts';
import type { SteppedRange } from '../schema/varied.ts';
import { parsePath } from '../setting-path.ts';
import { MOST_VALUES } from '../sweep.ts';

/** Parts of the top that say what is asked, or what luck and which calendar day it is asked of: no settings of what is simulated. */
const NO_SETTINGS = new Map([
  ...['plan', 'sweep', 'objectives', 'guesses'].map((key) => [key, 'what is asked for cannot vary'] as const),
  ...['lagcast', 'name', 'question', 'seed', 'rules', 'duration', 'warmUp'].map(
    (key) => [key, 'this says what is run, and is no setting of it: it cannot vary'] as const,
  ),
]);
const FOREIGN = /^x-/;

/** The steps of a path that can vary; undefined, and reported at `place`, of any other. */
export function readVariedPath(text: string, place: Path, findings: Findings): Path | undefined {
  const parsed = parsePath(text);
  if (!parsed.ok) {
    findings.error(place, { ...parsed.problem, about: 'key' });
    return undefined;
  }
  const why = whyNoSetting(String(parsed.path[0]));
  if (why === undefined) return parsed.path;
  findings.error(place, { message: why, about: 'key' });
  return undefined;
}

function whyNoSetting(part: string): string | undefined {
  return FOREIGN.test(part) ? 'nothing here reads it: it cannot vary' : NO_SETTINGS.get(part);
}

/** The values of a list, each there once; undefined, and reported, of any other. */
export function readList(values: readonly unknown[], path: Path, findings: Findings): readonly unknown[] | undefined {
  if (values.length === 0) return refuse(path, 'at least one value is due', findings);
  if (values.length > MOST_VALUES) return refuse(path, `at most ${MOST_VALUES} values can be tried`, findings);
  const before = findings.errors;
  for (const [i, value] of values.entries()) refuseUncounted(value, [...path, i], findings);
  if (findings.errors > before) return undefined;
  const known = new Map<string, number>();
  for (const [i, value] of values.entries()) {
    const text = JSON.stringify(value);
    if (known.has(text)) return refuse([...path, i], `${quote(value)} is in the list twice`, findings);
    known.set(text, i);
  }
  return values;
}

/** Reports numbers that are not finite, wherever in a value: JSON has none, and who has a sweep as JSON would run another. */
export function refuseUncounted(value: unknown, path: Path, findings: Findings): void {
  if (typeof value === 'number' && !Number.isFinite(value))
    findings.error(path, { message: `a number that can be counted is due; found ${quote(value)}` });
  else if (Array.isArray(value)) value.forEach((one, i) => refuseUncounted(one, [...path, i], findings));
  else if (isMapping(value))
    for (const [key, one] of Object.entries(value)) refuseUncounted(one, [...path, key], findings);
}

/** The values of a range in steps; undefined, and reported, when it is none. */
export function readSteps(
  { from, to, step }: SteppedRange,
  path: Path,
  findings: Findings,
): readonly unknown[] | undefined {
  const ends = readNumerals(step === undefined ? { from, to } : { from, to, step }, path, findings);
  if (ends === undefined) return undefined;
  const parts = { step: { value: 1, unit: ends.from.unit }, ...ends };
  if (parts.step.value <= 0) return refuse([...path, 'step'], `more than 0 is due; found ${quote(step)}`, findings);
  // A range may count down: its beginning is what one would rather have.
  const count = countOfSteps(parts.from, parts.to, parts.step);
  if (count > MOST_VALUES)
    return refuse(
      path,
      `these are ${count} values, and at most ${MOST_VALUES} can be tried: take a larger step`,
      findings,
    );
  return inSteps(parts.from, parts.to, parts.step);
}

interface Numerals {
  readonly from: Numeral;
  readonly to: Numeral;
  readonly step?: Numeral;
}

/** Numbers of one unit, that of `from`, in which a bare step is; undefined, and reported, of others. */
export function readNumerals(written: SteppedRange, path: Path, findings: Findings): Numerals | undefined {
  const entries = Object.entries(written) as [keyof Numerals, number | string][];
  const parts: Partial<Record<keyof Numerals, Numeral>> = {};
  for (const [key, text] of entries) {
    const part = numeralOf(text);
    if (part === undefined) {
      const message = `a number, with a unit or without, is due; found ${quote(text)}`;
      return refuse([...path, key], message, findings, withoutBlanks(text));
    }
    parts[key] = part;
  }
  const { from, to, step } = parts as Numerals;
  const { unit } = from;
  const isBare = step?.unit === '';
  const other = entries.find(([key]) => parts[key]!.unit !== unit && !(key === 'step' && isBare));
  if (other === undefined) return { from, to, ...(step === undefined ? {} : { step: { ...step, unit } }) };
  const found = entries.map(([, text]) => quote(text)).join(', ');
  const same = inUnit(other[1], unit, path);
  const hint = same === undefined ? undefined : `${other[0]}: ${same}`;
  return refuse(path, `one unit is due for all; found ${found}`, findings, hint);
}

/** `10/s` of `10 / s`. */
function withoutBlanks(text: unknown): string | undefined {
  const tight = String(text).replaceAll(/\/\s+/g, '/');
  return tight !== text && numeralOf(tight) !== undefined
    ? `did you mean ${tight.replaceAll(/\s+\//g, '/')}?`
    : undefined;
}

/** The same quantity in another unit; undefined where it has none. `MB` are binary of a memory, and not of a size. */
function inUnit(written: number | string, unit: string, path: Path): number | string | undefined {
  const memory = /memory/i.test(String(path.at(-1))) ? (['memory', 'size'] as const) : (['size'] as const);
  for (const kind of ['duration', ...memory, 'rate'] as const) {
    const [whole, one] = [parseQuantity(kind, written), parseQuantity(kind, writtenNumeral({ value: 1, unit }))];
    if (whole.ok && one.ok) return writtenNumeral({ value: whole.value / one.value, unit });
  }
  return undefined;
}

function refuse(path: Path, message: string, findings: Findings, hint?: string): undefined {
  findings.error(path, { message, hint });
}
