/**
 * When enough runs were made: "until p99(orders.latency) within 5 %". A sequential rule is a trap: who looks after every run
 * and stops when the interval is narrow stops too often by luck. So it looks seldom: first at twenty runs, then when a tenth
 * more were made than the last look said would be needed, a quarter more at least and twice as many at most. What that leaves
 * of the confidence, a test measures and docs/replications.md tells.
 *
 * Leaves out several figures at once: each is known with the confidence by itself.
 */
import { QUANTILE_ERROR } from '../stats/histogram.ts';
import { readFigure, type FigureRef } from '../scenario/figure.ts';
import { escapeControls, quote, type Problem } from '../scenario/problem.ts';
import { parseQuantity } from '../scenario/quantities.ts';
import type { Scenario } from '../scenario/scenario.ts';

/** Fewest runs before the rule looks for the first time: from fewer, nobody knows how much they differ. */
export const LEAST_RUNS = 20;
/** Most runs, unless somebody says otherwise. */
export const MOST_RUNS = 1000;
const MORE_THAN_NEEDED = 1.1;
const LEAST_STEP = 1.25;
const LARGEST_STEP = 2;
const LEAST_SHARE = 0.001;
const MOST_SHARE = 0.5;

/** How well a figure is to be known. */
export interface Precision {
  /** As people write it: `p99(orders.latency) within 5 %`. */
  readonly text: string;
  readonly figure: FigureRef;
  /**
   * `relative`: half of the interval at most this share of the truth, from 0.001 to 0.5. `absolute`: at most so much, in the
   * unit of the figure.
   */
  readonly within: { readonly kind: 'relative' | 'absolute'; readonly value: number };
}

export type PrecisionResult =
  { readonly ok: true; readonly precision: Precision } | { readonly ok: false; readonly problems: readonly Problem[] };

/** `FIGURE within 5 %`, or `within 200 ms`, in the unit of the figure. */
export function readPrecision(text: string, scenario: Scenario): PrecisionResult {
  const match = /^(.{1,500}?) +within +(.{1,60})$/.exec(text.trim());
  if (match === null)
    return refused(`FIGURE within a share is due; found ${quote(text)}`, 'such as p99(orders.latency) within 5 %');
  const read = readFigure(match[1]!, scenario);
  if (!read.ok) return read;
  const within = readWithin(match[2]!, read.figure);
  if ('message' in within) return refused(within.message, within.hint);
  return {
    ok: true,
    precision: { text: `${read.figure.text} within ${match[2]!.trim()}`, figure: read.figure, within },
  };
}

function readWithin(
  written: string,
  { text, unit, statistic }: FigureRef,
): Precision['within'] | { readonly message: string; readonly hint?: string | undefined } {
  if (written.trim().endsWith('%')) {
    const share = Number(/^(\d{1,3}(?:\.\d{1,6})?) *%$/.exec(written.trim())?.[1] ?? NaN) / 100;
    if (!(share >= LEAST_SHARE && share <= MOST_SHARE))
      return { message: `a share from 0.1 % to 50 % is due; found ${quote(written)}` };
    if (statistic?.startsWith('p') === true && share < 2 * QUANTILE_ERROR)
      return { message: `${text} comes from a histogram and is known to 0.4 % at best: within 0.8 % or more` };
    return { kind: 'relative', value: share };
  }
  if (unit === 'share') return { message: `of ${text}, a share itself, say which part of it may be wrong: within 5 %` };
  const parsed = unit === 'count' ? parseNumber(written) : parseQuantity(unit, written);
  if (!parsed.ok)
    return { message: `${text} within: ${parsed.message}`, hint: parsed.hint ?? 'or a share, such as 5 %' };
  return parsed.value > 0
    ? { kind: 'absolute', value: parsed.value }
    : { message: `${text} within: more than 0 is due; found ${quote(written)}` };
}

function parseNumber(written: string): ReturnType<typeof parseQuantity> {
  if (/^\d{1,15}(\.\d{1,9})?$/.test(written)) return { ok: true, value: Number(written) };
  return { ok: false, message: `a number without a unit, or a share such as 5 %, is due; found ${quote(written)}` };
}

function refused(message: string, hint?: string): PrecisionResult {
  const problem: Problem = { severity: 'error', path: '', message: escapeControls(message) };
  return { ok: false, problems: [hint === undefined ? problem : { ...problem, hint }] };
}

/**
 * What a look sees of one figure: its value and half of its interval; null when there is none yet. What was 0 in every run has no
 * half: that it never happens, and that it was not seen, look the same.
 */
export interface Known {
  readonly value: number | null;
  readonly halfWidth: number | null;
}

/**
 * The half-width that is asked for. Of a share γ of the truth, which is not known, it is γ/(1 + γ) of the estimate: then the
 * estimate is off by at most γ of the truth whenever the interval holds it (Law and Kelton).
 */
export function wantedHalfWidth({ within: { kind, value } }: Precision, estimate: number): number {
  return kind === 'absolute' ? value : (value / (1 + value)) * Math.abs(estimate);
}

/** Whether it is known well enough. A share of nothing is nothing, and never known. */
export function isReached(precision: Precision, { value, halfWidth }: Known): boolean {
  if (value === null || halfWidth === null) return false;
  const wanted = wantedHalfWidth(precision, value);
  return wanted > 0 && halfWidth <= wanted;
}

/** Runs after which to look again; `runs` itself when all is known or no more may be made. */
export function nextLook(
  runs: number,
  most: number,
  precisions: readonly Precision[],
  known: readonly Known[],
): number {
  const wanted = precisions.map((precision, i) => runsFor(runs, precision, known[i]!));
  const next = Math.max(...wanted);
  if (next <= runs) return runs;
  return Math.min(
    most,
    LARGEST_STEP * runs,
    Math.max(Math.ceil(LEAST_STEP * runs), Math.ceil(MORE_THAN_NEEDED * next)),
  );
}

/** Runs in all that one precision will need, as far as these runs say: the half-width falls with their square root. */
export function runsFor(runs: number, precision: Precision, known: Known): number {
  if (isReached(precision, known)) return runs;
  const wanted = known.value === null ? 0 : wantedHalfWidth(precision, known.value);
  if (known.halfWidth === null || wanted === 0) return Infinity;
  const ratio = known.halfWidth / wanted;
  return Math.max(runs + 1, Math.ceil(runs * ratio * ratio));
}
