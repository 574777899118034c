/** A figure that somebody published about the real service, against what the simulator gives for it. */
import type { Row } from '../row.ts';
import { allowedText } from '../statistics.ts';

/** One number, or several of one kind: concurrency at five instants, say. */
export type Figure = number | readonly number[];

/** How far off a figure may be, and still agree: a share of what was published, a difference, or any value of a range. */
export type Tolerance =
  { readonly relative: number } | { readonly absolute: number } | { readonly from: number; readonly to: number };

export interface Published {
  /** What it is, with its unit: `time until the queue is empty, min`. */
  readonly figure: string;
  /** Of a range nothing: the range is what was published. */
  readonly expected: Figure;
  readonly within: Tolerance;
  /** Which number of the simulator or of the scenario was fitted to this very measurement, as a sentence. */
  readonly fitted?: string | undefined;
  /** Why it does not agree, of one that does not: a sentence or two. */
  readonly misses?: string | undefined;
  /** What else to know. */
  readonly note?: string | undefined;
}

/** What the rows of a card have in common. */
export interface Labels {
  readonly id: string;
  readonly setting: string;
  readonly source: string;
  readonly evidence: 'measured' | 'documented';
}

/** The row of a figure; `ran`: `observed` where an observer of the run counted it. What was fitted is calibrated where it agrees, and a miss like any other where it does not. */
export function judged(
  labels: Labels,
  published: Published,
  found: Figure,
  ran: 'scenario' | 'observed' = 'scenario',
): Row {
  const { figure, expected, within, fitted, misses, note } = published;
  const agrees = pairs(expected, found).every(([a, b]) => isWithin(within, a, b));
  const verdict = !agrees ? 'miss' : fitted === undefined ? 'pass' : 'calibrated';
  const why = [agrees ? undefined : misses, fitted, note].filter((part) => part !== undefined).join(' ');
  return {
    ...labels,
    figure,
    ran,
    expected: 'from' in within ? `${written(within.from)} to ${written(within.to)}` : written(expected),
    found: written(found),
    ...('from' in within ? {} : { error: greatestError(expected, found), allowed: allowedOf(within) }),
    verdict,
    ...(why === '' ? {} : { why }),
  };
}

function allowedOf(within: Exclude<Tolerance, { readonly from: number }>): string {
  return 'relative' in within ? allowedText(within.relative) : `±${written(within.absolute)}`;
}

function isWithin(within: Tolerance, expected: number, found: number): boolean {
  if ('from' in within) return found >= within.from && found <= within.to;
  const difference = Math.abs(found - expected);
  return difference <= ('relative' in within ? within.relative * Math.abs(expected) : within.absolute);
}

/** The relative error that is furthest from 0; of an expected 0, none. */
function greatestError(expected: Figure, found: Figure): number | undefined {
  const errors = pairs(expected, found)
    .filter(([a]) => a !== 0)
    .map(([a, b]) => (b - a) / Math.abs(a));
  return errors.reduce<number | undefined>(
    (greatest, error) => (greatest === undefined || Math.abs(error) > Math.abs(greatest) ? error : greatest),
    undefined,
  );
}

function pairs(expected: Figure, found: Figure): (readonly [number, number])[] {
  const [a, b] = [listed(expected), listed(found)];
  if (a.length !== b.length) throw new RangeError(`${a.length} figures were published, and ${b.length} found`);
  return a.map((value, i) => [value, b[i]!]);
}

function listed(figure: Figure): readonly number[] {
  return typeof figure === 'number' ? [figure] : figure;
}

/** Whole numbers whole, others with four digits: `96,992; 87,594`. */
export function written(figure: Figure): string {
  return listed(figure).map(number).join('; ');
}

function number(value: number): string {
  const rounded = Number.isInteger(value) ? value : Number(value.toPrecision(4));
  const [whole, fraction] = String(rounded).split('.');
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
