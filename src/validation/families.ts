/**
 * What models of one kind say together: whether their errors are as great as their standard errors say, and whether they fall on both
 * sides. Each case may pass by itself while all of them are a little too high; that is a defect, and this is where it shows.
 */
import { incompleteBeta } from '../stats/beta.ts';
import { signTest } from '../stats/sign-test.ts';
import type { Row } from './row.ts';
import { REPLICATIONS } from './statistics.ts';

export interface Family {
  readonly name: string;
  readonly scores: readonly number[];
  readonly meanSquare: number;
  readonly above: number;
}

/** Signs as unequal as that, or more, are a defect: less likely than one in a hundred. */
const RAREST_SIGNS = 0.01;
/** Of families of so many and more the mean z² has to lie in the range; for fewer chance leaves so much that the range follows from their number. */
const LARGE = 25;
const RANGE = { from: 0.6, to: 1.5 };
/** Standard deviations of a mean z², about: one in a thousand on either side. */
const FEW_DEVIATIONS = 3.1;
/** For all of the validation together: what the references ask of some three hundred cases. */
const OVERALL = { from: 0.85, to: 1.15 };
const OVERALL_CASES = 200;

/** Families in the order of their first row; only rows that stand for their case count, for figures of the same runs are not independent. */
export function familiesOf(rows: readonly Row[]): Family[] {
  const scores = new Map<string, number[]>();
  for (const { family, statistics } of rows) {
    if (family === undefined || statistics === undefined) continue;
    scores.set(family, [...(scores.get(family) ?? []), statistics.z]);
  }
  return [...scores].map(([name, all]) => familyOf(name, all));
}

export function familyOf(name: string, scores: readonly number[]): Family {
  const meanSquare = scores.reduce((sum, z) => sum + z * z, 0) / scores.length;
  return { name, scores, meanSquare, above: scores.filter((z) => z > 0).length };
}

/** What is wrong with a family, a sentence each. */
export function defectsOf({ name, scores, meanSquare, above }: Family): string[] {
  const n = scores.length;
  const { from, to } = rangeOf(n);
  const found: string[] = [];
  // Not the other way round: a mean that is no number is in no range.
  if (!(meanSquare >= from && meanSquare <= to)) {
    found.push(
      `${name}: the mean z² of ${n} is ${meanSquare.toFixed(2)}, where ${from.toFixed(2)} to ${to.toFixed(2)} is left to chance`,
    );
  }
  if (signTest(above, n - above) < RAREST_SIGNS) found.push(`${name}: ${above} of ${n} are above what they should be`);
  return found;
}

/** Between what the mean z² of so many independent cases may lie. */
export function rangeOf(n: number): { from: number; to: number } {
  if (n >= OVERALL_CASES) return OVERALL;
  if (n >= LARGE) return RANGE;
  return { from: chiSquare(n, -FEW_DEVIATIONS) / n, to: chiSquare(n, FEW_DEVIATIONS) / n };
}

/** So many standard deviations from the middle of chi-square, after Wilson and Hilferty: its cube root is about normal. */
function chiSquare(freedom: number, deviations: number): number {
  const ninth = 2 / (9 * freedom);
  const root = Math.max(0, 1 - ninth + deviations * Math.sqrt(ninth));
  return freedom * root * root * root;
}

/** How likely |z| is greater, where the standard error is estimated from so many replications: Student's t. */
export function chanceBeyond(z: number, replications: number): number {
  const freedom = replications - 1;
  return incompleteBeta(freedom / (freedom + z * z), freedom / 2, 0.5);
}

/** Families one by one, and all of them as one. */
export function familyDefects(rows: readonly Row[]): string[] {
  const families = familiesOf(rows);
  return [...families, everyone(families)].flatMap((one) => (one.scores.length === 0 ? [] : defectsOf(one)));
}

function everyone(families: readonly Family[]): Family {
  return familyOf(
    'all cases together',
    families.flatMap(({ scores }) => scores),
  );
}

/** What is wrong with the rows of all sections as one, a sentence each. */
export function togetherDefects(rows: readonly Row[]): string[] {
  const all = everyone(familiesOf(rows));
  return all.scores.length === 0 ? [] : defectsOf({ ...all, name: 'all sections together' });
}

/** How the rows of all sections did as one; empty when there are no independent cases. */
export function togetherText(rows: readonly Row[]): string {
  const { scores, meanSquare, above } = everyone(familiesOf(rows));
  const n = scores.length;
  if (n === 0) return '';
  const { from, to } = rangeOf(n);
  return (
    `All ${n} independent cases of all sections together have a mean z² of ${meanSquare.toFixed(2)}, where ${from.toFixed(2)} to ${to.toFixed(2)} is ` +
    `allowed; ${above} are above what they should be and ${n - above} below.`
  );
}

const LIMITS = [2, 3.5] as const;

/** How families did, how many lie outside, and how many chance would put there. */
export function familySummary(rows: readonly Row[]): string {
  const families = familiesOf(rows);
  const all = everyone(families);
  const n = all.scores.length;
  if (n === 0) return '';
  const [outside, far] = LIMITS.map((limit) => all.scores.filter((z) => Math.abs(z) > limit).length);
  const [chance, farChance] = LIMITS.map((limit) => n * chanceBeyond(limit, REPLICATIONS));
  const below = n - all.above;
  return [
    `Of ${n} independent cases ${outside} are more than two standard errors off, and ${far} more than 3.5. Chance alone would put ` +
      `${chance!.toFixed(1)} and ${farChance!.toFixed(2)} there: one estimate in twenty is two standard errors off though nothing is wrong, so a ` +
      `table of this length without any such row would be suspicious. The mean z² is ${all.meanSquare.toFixed(2)}, where 1.05 is due for standard ` +
      `errors from ${REPLICATIONS} replications; ${all.above} cases are above what they should be and ${below} below.`,
    '',
    '| family | cases | mean z² | allowed | above | below | beyond 2 | beyond 3.5 |',
    '|---|---|---|---|---|---|---|---|',
    ...[...families, all].map(lineOf),
    ...oneSided(families),
  ].join('\n');
}

function lineOf({ name, scores, meanSquare, above }: Family): string {
  const beyond = LIMITS.map((limit) => scores.filter((z) => Math.abs(z) > limit).length);
  const { from, to } = rangeOf(scores.length);
  const allowed = `${from.toFixed(2)} to ${to.toFixed(2)}`;
  return `| ${[name, scores.length, meanSquare.toFixed(2), allowed, above, scores.length - above, ...beyond].join(' | ')} |`;
}

/** Of fewer cases all signs are alike once in a hundred times by chance alone, and the test says nothing. */
const FEWEST_FOR_SIGNS = 8;
/** All of one or two cases on one side is nothing to tell. */
const FEWEST_TO_TELL = 4;

function oneSided(families: readonly Family[]): string[] {
  const names = families
    .filter(({ scores: { length: n }, above }) => n >= FEWEST_TO_TELL && n < FEWEST_FOR_SIGNS && above % n === 0)
    .map(({ name }) => name);
  if (names.length === 0) return [];
  return ['', `All on one side, of too few cases for that to be a defect: ${names.join('; ')}.`];
}
