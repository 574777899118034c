/** One expectation of a recorded case beside what came out of one run or several, both as text. */

export interface Comparison {
  readonly expected: string;
  readonly found: string;
  readonly holds: boolean;
}

/** Inclusive; without an end where there is none. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/**
 * The very same value in all runs. `write` may abridge: of values that differ the texts are whole, so that the difference is seen.
 * Values are plain data, and equal when their JSON is.
 */
export function same<T>(label: string, expected: T, found: readonly T[], write: (value: T) => string): Comparison {
  const due = JSON.stringify(expected);
  const holds = found.length > 0 && found.every((value) => JSON.stringify(value) === due);
  const text = (value: T): string => `${label}: ${holds ? write(value) : JSON.stringify(value)}`;
  return { expected: text(expected), found: distinct(found.map(text)), holds };
}

/** So many runs show what may come of luck; of fewer the range says little. */
const MANY = 10;
/** How far beyond the range of many runs a recorded value may lie: of the value. */
const REACH = 0.01;

/**
 * Values of all runs within bounds; so must be the values that were recorded, where there are some. Bounds are what is known of the service, and
 * may be wider than what the model does: of many runs the recorded values have to be something that runs come to, too.
 */
export function within(
  label: string,
  bounds: Bounds,
  found: readonly number[],
  unit = '',
  recorded: readonly number[] = [],
): Comparison {
  const isIn = (value: number): boolean => value >= (bounds.min ?? -Infinity) && value <= (bounds.max ?? Infinity);
  const isReached = (value: number): boolean =>
    found.length < MANY || (value >= Math.min(...found) * (1 - REACH) && value <= Math.max(...found) * (1 + REACH));
  const withUnit = (text: string): string => (unit === '' ? text : `${text} ${unit}`);
  const seen = recorded.length === 0 ? '' : ` (recorded: ${withUnit(recorded.join(' and '))})`;
  return {
    expected: `${label}: ${withUnit(boundsText(bounds))}${seen}`,
    found: `${label}: ${found.length === 0 ? 'never' : withUnit(spanText(found))}`,
    holds: found.length > 0 && found.every(isIn) && recorded.every((value) => isIn(value) && isReached(value)),
  };
}

function boundsText({ min, max }: Bounds): string {
  if (min === max) return String(min);
  if (max === undefined) return `at least ${min}`;
  return min === undefined ? `at most ${max}` : `${min} to ${max}`;
}

function spanText(values: readonly number[]): string {
  const digits = (value: number): string => String(Number(value.toPrecision(4)));
  const least = digits(Math.min(...values));
  const most = digits(Math.max(...values));
  return least === most ? least : `${least} to ${most}`;
}

function distinct(texts: readonly string[]): string {
  return texts.length === 0 ? 'nothing' : [...new Set(texts)].join(' | ');
}
