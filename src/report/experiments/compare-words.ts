/**
 * A comparison in sentences: what is better and worse in each variant, what makes no difference, what more runs would settle,
 * which objectives changed, what shared luck was worth. Plain text; whoever prints it breaks lines and makes it harmless.
 */
import type { Comparison, FigureComparison, Remark } from '../../plan/comparison.ts';
import type { Difference, Verdict } from '../../plan/paired.ts';
import { harmless } from '../fit.ts';
import { count, duration, inUnit, list, percent, some } from '../format.ts';
import { differenceText, neededText } from './difference-words.ts';

/** What is said of one variant. */
export interface Said {
  /** `2 figures are better, 1 is worse`. */
  readonly answer: string;
  /** The rest, most important first. */
  readonly sentences: readonly string[];
}

/** Figures that a sentence names; the table has them all. */
const MOST_NAMED = 6;

interface Row {
  readonly of: FigureComparison;
  readonly difference: Difference;
}

/** Of the variant with this number, from 1. */
export function said(comparison: Comparison, variant: number): Said {
  const rows = rowsOf(comparison, variant);
  const of = (...verdicts: readonly Verdict[]): Row[] =>
    rows.filter(({ difference }) => verdicts.includes(difference.verdict));
  return {
    answer: answer(comparison, variant, rows),
    sentences: [
      ...objectives(comparison, variant),
      ...handledLess(comparison, variant),
      ...changed('Worse', of('worse'), variant),
      ...changed('Better', of('better'), variant),
      ...changed('Other, neither better nor worse', of('less', 'more'), variant),
      ...undecided(of('undecided')),
      ...named(`The same within ${percent(comparison.margin)}`, of('negligible')),
      ...named('Equal in every run', of('equal')),
      ...named('Without a value in both', of('unknown')),
      ...onlyOne(comparison, variant),
      ...sharedLuck(comparison, rows),
    ],
  };
}

/** How the runs were made, and how sure all is. */
export function effort({ variants, runs, confidence, comparisons, stopping }: Comparison): string {
  const [base, ...others] = variants.map(({ label }) => harmless(label));
  const why =
    stopping === null
      ? ''
      : stopping.reached
        ? ', enough to know'
        : ', the most that were allowed, and too few to know';
  const what =
    stopping === null
      ? ''
      : ` ${list(
          stopping.precisions.map(({ text }) => text),
          'and',
        )}`;
  const together = comparisons === 1 ? 'the one difference' : `all ${count(comparisons)} differences together`;
  const sure = comparisons === 0 ? '' : ` Intervals hold with ${percent(confidence)} for ${together} (Bonferroni).`;
  return `${list(others, 'and')} against ${base!}: ${some(runs, 'run')} of each${why}${what}; pair by pair with the same luck.${sure}`;
}

/** What keeps the variants from being alike. */
export function remarks({ remarks: all, variants }: Comparison): string[] {
  return all.map(({ about, variant }) => {
    const [base, other] = [variants[0]!, variants[variant]!];
    return `${harmless(other.label)} ${REMARKS[about](other, base)}.`;
  });
}

type Alike = Comparison['variants'][number];
const REMARKS: Readonly<Record<Remark['about'], (other: Alike, base: Alike) => string>> = {
  seed: () => 'has another seed in its file; it was run with that of the baseline, for the sake of the same luck',
  duration: (other, base) =>
    `runs for ${duration(other.duration)} and not for ${duration(base.duration)}: counts are of other times, and luck is the same only at first`,
  warmUp: (other, base) => `has a warm-up of ${duration(other.warmUp)} and not of ${duration(base.warmUp)}`,
  rules: (other, base) => `has the rules ${other.rules} and not ${base.rules}`,
};

function rowsOf({ figures }: Comparison, variant: number): Row[] {
  return figures.flatMap((of) => {
    const difference = of.differences[variant - 1] ?? null;
    return difference === null ? [] : [{ of, difference }];
  });
}

function answer(comparison: Comparison, variant: number, rows: readonly Row[]): string {
  const [base, other] = [comparison.variants[0]!, comparison.variants[variant]!].map(({ label }) => harmless(label));
  const n = (verdict: Verdict): number => rows.filter(({ difference }) => difference.verdict === verdict).length;
  const [worse, better, open] = [n('worse'), n('better'), n('undecided')];
  const start = `${other} against ${base}`;
  if (worse + better > 0) {
    const parts = [
      better > 0 ? `${some(better, 'figure')} better` : '',
      worse > 0 ? `${some(worse, 'figure')} worse` : '',
    ];
    return `${start}: ${list(
      parts.filter((part) => part !== ''),
      'and',
    )}, of ${count(rows.length)}.`;
  }
  if (n('equal') === rows.length) return `${start}: equal in all ${some(rows.length, 'figure')}, in every run.`;
  if (open > 0) return `${start}: no difference at this effort; ${some(open, 'figure')} undecided.`;
  return `${start}: no figure is better or worse.`;
}

/** Those met in one more often than in the other. */
function objectives({ objectives: all, runs, variants }: Comparison, variant: number): string[] {
  const [base, other] = [variants[0]!, variants[variant]!].map(({ label }) => harmless(label));
  return all.flatMap(({ text, met, changes }) => {
    const change = changes[variant - 1] ?? null;
    if (change === null || change.verdict === 'equal') return [];
    const times = `${count(met[0]!)} of ${some(runs, 'run')} of ${base} and in ${count(met[variant]!)} of ${other}`;
    const sure = change.verdict === 'undecided' ? ', which may be luck' : '';
    return [`The objective ${harmless(text)} was met in ${times}${sure}.`];
  });
}

/** From which difference on latencies are of other records, and no longer to be compared as they are. */
const MUCH_LESS = 0.99;

/** Whoever loses the slow ones looks quick. */
function handledLess({ variants }: Comparison, variant: number): string[] {
  const [base, other] = [variants[0]!, variants[variant]!];
  return base.curves.quantiles.flatMap(({ name, figure, count: all }) => {
    const handled = other.curves.quantiles.find((one) => one.name === name && one.figure === figure)?.count ?? 0;
    const isThere = other.curves.names.includes(name);
    if (!isThere || handled >= MUCH_LESS * all) return [];
    const less = percent(1 - handled / all);
    return [`${harmless(other.label)} handled ${less} less of ${harmless(name)}: its latency is of those alone.`];
  });
}

function changed(word: string, rows: readonly Row[], variant: number): string[] {
  if (rows.length === 0) return [];
  const told = rows.map(({ of: { figure, estimates }, difference }) => {
    const [from, to] = [estimates[0]!.mean, estimates[variant]!.mean].map((mean) => inUnit(figure.unit, mean));
    return `${figure.text} ${differenceText(figure.unit, difference)} (${from} to ${to})`;
  });
  return [`${word}: ${some6(told)}.`];
}

function undecided(rows: readonly Row[]): string[] {
  if (rows.length === 0) return [];
  const told = rows.map(({ of, difference }) => `${of.figure.text} (${neededText(difference)})`);
  return [`No difference at this effort: ${some6(told)}.`];
}

function named(word: string, rows: readonly Row[]): string[] {
  return rows.length === 0 ? [] : [`${word}: ${some6(rows.map(({ of }) => of.figure.text))}.`];
}

function onlyOne({ figures, variants }: Comparison, variant: number): string[] {
  return [0, variant].flatMap((one) => {
    const without = variants[one === 0 ? variant : 0]!.label;
    const only = figures.filter(({ estimates }) => estimates[one] !== null && estimates[variant - one] === null);
    if (only.length === 0) return [];
    return [
      `Only in ${harmless(variants[one]!.label)}, for ${harmless(without)} has no such part: ${some6(only.map(({ figure }) => figure.text))}.`,
    ];
  });
}

/** The median over the figures: one figure by itself says little. */
function sharedLuck({ runs }: Comparison, rows: readonly Row[]): string[] {
  const left = rows
    .filter(({ difference }) => difference.verdict !== 'equal')
    .flatMap(({ difference: { varianceLeft } }) => (varianceLeft === null ? [] : [varianceLeft]))
    .toSorted((a, b) => a - b);
  if (left.length === 0) return [];
  const middle = left[Math.floor((left.length - 1) / 2)]!;
  if (middle >= 0.95)
    return ['The same luck in both makes these differences no surer than runs with luck of their own would.'];
  const worth = middle * 1000 < 1 ? 'more than a thousand times as many' : `about ${count(Math.round(runs / middle))}`;
  return [
    `The same luck in both leaves ${percent(middle)} of the variance of differences (the median of ${some(left.length, 'figure')}): with luck of their own, ${worth} runs of each would be as sure.`,
  ];
}

function some6(items: readonly string[]): string {
  const rest = items.length - MOST_NAMED;
  if (rest <= 1) return list(items, 'and');
  return `${items.slice(0, MOST_NAMED).join(', ')} and ${count(rest)} more`;
}
