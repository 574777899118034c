/**
 * Settings that may vary, of `plan:` and of `sweep:`: which paths can, and what a list or a range of values is. Whether something stands at
 * a path, and takes these values, is known when a variant is made.
 */
import type { Findings } from '../findings.ts';
import { quote, type Path } from '../problem.ts';
import { countOfSteps, inSteps, numeralOf, type Numeral } from '../range.ts';
import type { SteppedRange } from '../schema/varied.ts';
import { parsePath } from '../setting-path.ts';

/** Parts of the top that say what is asked, or what luck and which calendar day it is asked of: no settings of what is simulated. */
const NO_SETTINGS = new Map([
  ...['plan', 'sweep', 'objectives', 'guesses'].map((key) => [key, 'what is asked for cannot vary'] as const),
  ...['lagcast', 'name', 'question', 'seed', 'rules', 'duration', 'warmUp'].map(
    (key) => [key, 'this says what is run, and is no setting of it: it cannot vary'] as const,
  ),
]);
const FOREIGN = /^x-/;

/** Values of one setting. */
export const MOST_VALUES = 10_000;

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
  const known = new Map<string, number>();
  for (const [i, value] of values.entries()) {
    const text = JSON.stringify(value);
    if (known.has(text)) return refuse([...path, i], `${quote(value)} is in the list twice`, findings);
    known.set(text, i);
  }
  return values;
}

/** The values of a range in steps; undefined, and reported, when it is none. */
export function readSteps(
  { from, to, step = 1 }: SteppedRange,
  path: Path,
  findings: Findings,
): readonly unknown[] | undefined {
  const parts = readNumerals({ from, to, step }, path, findings);
  if (parts === undefined) return undefined;
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

/** Numbers of one unit, that of `from`, in which a bare step is; undefined, and reported, of others. */
export function readNumerals<K extends 'from' | 'to' | 'step'>(
  written: Readonly<Record<K | 'from', number | string>>,
  path: Path,
  findings: Findings,
): Readonly<Record<K | 'from', Numeral>> | undefined {
  const entries = Object.entries(written) as [K, number | string][];
  const parts = {} as Record<K | 'from', Numeral>;
  for (const [key, text] of entries) {
    const part = numeralOf(text);
    if (part === undefined)
      return refuse([...path, key], `a number, with a unit or without, is due; found ${quote(text)}`, findings);
    parts[key] = part;
  }
  const { unit } = parts.from;
  if (parts['step' as K]?.unit === '') parts['step' as K] = { ...parts['step' as K], unit };
  if (Object.values<Numeral>(parts).every((part) => part.unit === unit)) return parts;
  const found = entries.map(([, text]) => quote(text)).join(', ');
  return refuse(path, `one unit is due for all; found ${found}`, findings);
}

function refuse(path: Path, message: string, findings: Findings): undefined {
  findings.error(path, { message });
}
