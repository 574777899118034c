/** How a difference between two variants is said: signs, percentages, intervals, verdicts. For terminal, Markdown and charts alike. */
import type { FigureComparison } from '../../plan/comparison.ts';
import type { Difference } from '../../plan/paired.ts';
import type { Interval } from '../../stats/student.ts';
import { count, inUnit, percent, some } from '../format.ts';

export type Unit = FigureComparison['figure']['unit'];

/** With a sign, and zero without: `+190 %`, `−53 %`. */
export function signedPercent(share: number): string {
  return signed(share, (size) => percent(size));
}

/** In a unit: `+3.1 ms`, `−$0.12`. */
export function signedValue(unit: Unit, value: number): string {
  return signed(value, (size) => inUnit(unit, size));
}

function signed(value: number, said: (size: number) => string): string {
  if (value === 0) return said(0);
  return `${value > 0 ? '+' : '−'}${said(Math.abs(value))}`;
}

/** By how much it differs: as a share of the baseline where there is one, otherwise in its unit; `–` where nobody knows. */
export function differenceText(unit: Unit, { mean, relative }: Difference): string {
  if (mean === null) return '–';
  return relative === null ? signedValue(unit, mean) : signedPercent(relative);
}

/** Its interval in the same measure: `−55 % to −51 %`. */
export function intervalText(unit: Unit, { interval, relative, relativeInterval }: Difference): string {
  if (interval === null) return '–';
  const inShares = relative !== null && relativeInterval !== null;
  const said = ({ low, high }: Interval, text: (value: number) => string): string =>
    text(low) === text(high) ? text(low) : `${text(low)} to ${text(high)}`;
  return inShares ? said(relativeInterval, signedPercent) : said(interval, (value) => signedValue(unit, value));
}

/** What there is to say of one difference; `margin` is that of the comparison. */
export function verdictText(difference: Difference, margin: number): string {
  const { verdict, pairs, missing } = difference;
  switch (verdict) {
    case 'equal':
      return 'equal in every run';
    case 'negligible':
      return `same within ${percent(margin)}`;
    case 'undecided':
      return 'no difference at this effort';
    case 'selected':
      return `not comparable: a value in both in ${count(pairs)} of ${some(pairs + missing, 'run')}`;
    case 'unknown':
      if (pairs === 0) return 'no value in both';
      return pairs === 1 ? 'a value in both in one run only' : 'too few observations beyond it';
    default:
      return missing === 0 ? verdict : `${verdict} (in ${count(pairs)} of ${some(pairs + missing, 'run')})`;
  }
}

/** `about 40 runs would settle it`. Where some runs give no pair, it takes more of them. */
export function neededText({
  pairsNeeded,
  pairs,
  missing,
}: Pick<Difference, 'pairsNeeded' | 'pairs' | 'missing'>): string {
  if (pairsNeeded === null) return 'no number of runs that is worth it would settle it';
  return `about ${some(rounded(Math.ceil((pairsNeeded * (pairs + missing)) / pairs)), 'run')} would settle it`;
}

/** Two digits are all that such a guess has. */
function rounded(n: number): number {
  let unit = 1;
  while (n / unit >= 100) unit *= 10;
  return Math.ceil(n / unit) * unit;
}

/** `10 of 10`. */
export function ofRuns(met: number | null, runs: number): string {
  return met === null ? '–' : `${count(met)} of ${count(runs)}`;
}
