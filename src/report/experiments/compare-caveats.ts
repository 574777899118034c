/**
 * What keeps the differences of a comparison from being what they look like: latencies of other messages, runs that were not warm,
 * runs that the variants themselves chose, and few runs that make a mean. Plain text, as all of compare-words.ts.
 */
import type { Comparison, FigureComparison } from '../../plan/comparison.ts';
import type { Difference } from '../../plan/paired.ts';
import { harmless } from '../fit.ts';
import { count, list, percent, some } from '../format.ts';
import { steadinessWarnings } from './steadiness-words.ts';

/** A figure that both have. */
export interface Row {
  readonly of: FigureComparison;
  readonly difference: Difference;
}

/** Figures that a sentence names; the table has them all. */
const MOST_NAMED = 6;

/** The first six of them. */
export function some6(items: readonly string[]): string {
  const rest = items.length - MOST_NAMED;
  if (rest <= 1) return list(items, 'and');
  return `${items.slice(0, MOST_NAMED).join(', ')} and ${count(rest)} more`;
}

/** From which difference on latencies are of other records, and no longer to be compared as they are. */
const MUCH_LESS = 0.99;

/** Whoever loses the slow ones, or leaves them waiting, looks quick; and the other one slow. */
export function handledLess({ variants }: Comparison, variant: number): string[] {
  const pair = [variants[0]!, variants[variant]!];
  const all = pair.flatMap(({ curves }) => curves.quantiles);
  const subjects = new Map(all.map(({ name, figure }) => [JSON.stringify([figure, name]), { name, figure }]));
  return [...subjects.values()].flatMap(({ name, figure }) => {
    if (pair.some(({ curves }) => !curves.names.includes(name))) return [];
    const counts = pair.map(
      ({ curves }) => curves.quantiles.find((one) => one.name === name && one.figure === figure)?.count ?? 0,
    );
    const [fewer, more] = [Math.min(...counts), Math.max(...counts)];
    if (fewer >= MUCH_LESS * more) return [];
    const less = harmless(pair[counts.indexOf(fewer)]!.label);
    const share = percent(1 - fewer / more);
    return [
      `${less} handled ${share} less of ${harmless(name)}: latencies are of what was handled alone, not of what was lost or still waits, and not of the same messages.`,
    ];
  });
}

/** What is still on its way from empty to a level, or for ever upwards, depends on how long one looks. */
export function unsteady({ variants }: Comparison, variant: number): string[] {
  const pair = variant === 1 ? [variants[0]!, variants[1]!] : [variants[variant]!];
  return pair.flatMap(({ label, steadyState, warmUp }) =>
    steadinessWarnings(steadyState, warmUp).map((warning) => `In ${harmless(label)}: ${harmless(warning)}`),
  );
}

/** Where it is the variants that choose the runs, nobody knows what the others would have said. */
export function selected(rows: readonly Row[], { variants }: Comparison, variant: number): string[] {
  if (rows.length === 0) return [];
  const [base, other] = [variants[0]!, variants[variant]!].map(({ label }) => harmless(label));
  const told = rows.map(({ of, difference: { pairs, missing } }) => {
    return `${of.figure.text} (in ${count(pairs)} of ${some(pairs + missing, 'run')})`;
  });
  return [
    `Not comparable, for in some runs only one of ${base} and ${other} had a value, and the others are no fair choice: ${some6(told)}.`,
  ];
}

export function lopsided(rows: readonly Row[]): string[] {
  const those = rows.filter(({ difference: { isLopsided } }) => isLopsided);
  if (those.length === 0) return [];
  return [
    `A few runs make the difference in ${some6(those.map(({ of }) => of.figure.text))}: its mean is far from that of most pairs, and its interval holds the truth less often than it says.`,
  ];
}
