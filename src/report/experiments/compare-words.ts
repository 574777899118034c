/**
 * A comparison in sentences: what is better and worse in each variant, what makes no difference, what more runs would settle,
 * which objectives changed, what shared luck was worth. Plain text; whoever prints it breaks lines and makes it harmless.
 */
import type { Comparison, ObjectiveChange, Remark } from '../../plan/comparison.ts';
import type { Verdict } from '../../plan/paired.ts';
import { shareInterval } from '../../stats/binomial.ts';
import { harmless } from '../fit.ts';
import { count, duration, inUnit, list, percent, some } from '../format.ts';
import { differenceText, neededText } from './difference-words.ts';
import { handledLess, lopsided, selected, some6, unsteady, type Row } from './compare-caveats.ts';

/** What is said of one variant. */
export interface Said {
  /** `2 figures are better, 1 is worse`. */
  readonly answer: string;
  /** The rest, most important first. */
  readonly sentences: readonly string[];
}

/** Of the variant with this number, from 1. */
export function said(comparison: Comparison, variant: number): Said {
  const rows = rowsOf(comparison, variant);
  const of = (...verdicts: readonly Verdict[]): Row[] =>
    rows.filter(({ difference }) => verdicts.includes(difference.verdict));
  const unknown = of('unknown');
  return {
    answer: answer(comparison, variant, rows),
    sentences: [
      ...objectives(comparison, variant),
      ...handledLess(comparison, variant),
      ...unsteady(comparison, variant),
      ...changed('Worse', of('worse')),
      ...changed('Better', of('better')),
      ...changed('Other, neither better nor worse', of('less', 'more')),
      ...undecided(of('undecided')),
      ...named(`The same within ${percent(comparison.margin)}`, of('negligible')),
      ...named('Equal in every run', of('equal')),
      ...selected(of('selected'), comparison, variant),
      ...named(
        'Without a value in both',
        unknown.filter(({ difference: { pairs } }) => pairs < 2),
      ),
      ...named(
        'Too few observations lie beyond',
        unknown.filter(({ difference: { pairs } }) => pairs >= 2),
      ),
      ...lopsided(rows),
      ...onlyOne(comparison, variant),
      ...sharedLuck(comparison, rows),
    ],
  };
}

/** How the runs were made, and how sure all is. */
export function effort(comparison: Comparison): string {
  const { variants, runs, stopping } = comparison;
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
  const made = `${list(others, 'and')} against ${base!}: ${some(runs, 'run')} of each${why}${what}; pair by pair with the same luck.`;
  return [made, ...howSure(comparison)].join(' ');
}

/** Runs beyond which what none of them has seen is rare enough not to be named. */
const RARE = 0.05;

function howSure({ comparisons, confidence, runs }: Comparison): string[] {
  const together = comparisons === 1 ? 'the one difference' : `all ${count(comparisons)} differences together`;
  const intervals = `Intervals hold with ${percent(confidence)} for ${together}${comparisons === 1 ? '' : ' (Bonferroni)'}.`;
  const unseen = shareInterval(0, runs, confidence).high;
  const rare = `What happens in fewer than ${percent(unseen)} of runs may not be among these ${count(runs)}, and could turn a verdict round.`;
  return [...(comparisons === 0 ? [] : [intervals]), ...(unseen <= RARE ? [] : [rare])];
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
  const start = `${other} against ${base}`;
  const found = [...objectivesInShort(comparison, variant), ...figuresInShort(rows)];
  return `${start}: ${found.join('; ')}.`;
}

function figuresInShort(rows: readonly Row[]): string[] {
  if (rows.length === 0) return ['no figure in both'];
  const n = (...verdicts: readonly Verdict[]): number =>
    rows.filter(({ difference }) => verdicts.includes(difference.verdict)).length;
  const [worse, better, open] = [n('worse'), n('better'), n('undecided')];
  if (worse + better > 0) {
    const parts = [
      better > 0 ? `${some(better, 'figure')} better` : '',
      worse > 0 ? `${some(worse, 'figure')} worse` : '',
    ].filter((part) => part !== '');
    return [`${list(parts, 'and')}, of ${count(rows.length)}`];
  }
  if (n('equal') === rows.length)
    return [`equal in ${rows.length === 1 ? 'the one figure' : `all ${count(rows.length)} figures`}, in every run`];
  if (open > 0) return [`no difference at this effort; ${some(open, 'figure')} undecided`];
  if (n('selected', 'unknown') === rows.length) return ['nothing that can be compared'];
  return ['no figure is better or worse'];
}

function objectivesInShort({ objectives: all }: Comparison, variant: number): string[] {
  const verdicts = all.map(({ changes }) => changes[variant - 1] ?? null);
  const is = (verdict: ObjectiveChange['verdict']): number => verdicts.filter((one) => one?.verdict === verdict).length;
  const gone = verdicts.filter((one) => one?.verdict === 'tooFew' && one.lost > 0).length;
  const [worse, better] = [is('worse'), is('better')];
  return [
    ...(worse > 0 ? [`${some(worse, 'objective')} missed more often`] : []),
    ...(gone > 0 ? [`${some(gone, 'objective')} missed in every run and met in every one of the baseline`] : []),
    ...(better > 0 ? [`${some(better, 'objective')} met more often`] : []),
  ];
}

/** Those met in one more often than in the other. */
function objectives({ objectives: all, runs, variants }: Comparison, variant: number): string[] {
  const [base, other] = [variants[0]!, variants[variant]!].map(({ label }) => harmless(label));
  return all.flatMap(({ text, met, changes }) => {
    const change = changes[variant - 1] ?? null;
    if (change === null || change.verdict === 'equal') return [];
    const of = (times: number): string => `${count(times)} of ${count(runs)}`;
    const times = `${of(met[0]!)} runs of ${base} and in ${of(met[variant]!)} of ${other}`;
    return [`The objective ${harmless(text)} was met in ${times}${doubtOf(change)}.`];
  });
}

function doubtOf({ verdict, runsNeeded }: ObjectiveChange): string {
  if (verdict === 'undecided') return ', which may be luck';
  return verdict === 'tooFew' ? `; too few runs to be sure, it takes ${count(runsNeeded)} at least` : '';
}

function changed(word: string, rows: readonly Row[]): string[] {
  if (rows.length === 0) return [];
  const told = rows.map(({ of: { figure }, difference }) => {
    const [from, to] = [difference.base, difference.other].map((value) => inUnit(figure.unit, value));
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
  // A share of variances of so few runs is anybody's guess.
  if (runs < FEWEST_FOR_LUCK) return [];
  if (middle > 1.05)
    return ['The same luck in both makes these differences less sure than runs with luck of their own would.'];
  if (middle >= 0.95)
    return ['The same luck in both makes these differences no surer than runs with luck of their own would.'];
  const worth = middle * 1000 < 1 ? 'more than a thousand times as many' : `about ${count(Math.round(runs / middle))}`;
  return [
    `The same luck in both leaves ${percent(Number(middle.toPrecision(2)))} of the variance of differences (the median of ${some(left.length, 'figure')}): with luck of their own, ${worth} runs of each would be as sure.`,
  ];
}

const FEWEST_FOR_LUCK = 5;
