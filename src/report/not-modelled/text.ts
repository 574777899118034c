/**
 * The limits that a run meets, as the last lines on the terminal: a line for each part of what is special to it, and one for what nearly every run
 * meets. For experiments too, whose outcomes have them as plain data. Pure.
 */
import type { LimitedPart } from '../../limits/limit.ts';
import { LIMITED_PARTS, touchedBy } from '../../limits/touched.ts';
import type { Result } from '../../metrics/result.ts';
import { wrapped } from '../fit.ts';
import type { Style } from '../style.ts';
import { table, type Cell } from '../table.ts';

/** Where to read what they mean. */
export const PAGE_OF_LIMITS = 'docs/limits.md';

/** Of one part, a few words each. */
export interface NamedLimits {
  readonly part: string;
  readonly what: readonly string[];
}

export function notModelled(result: Result, style: Style): string[] {
  return limitLines(namedLimits(touchedBy(result)), 'this run', style);
}

export function namedLimits(parts: readonly LimitedPart[]): NamedLimits[] {
  return parts.map(({ title, limits }) => ({ part: title, what: limits.map(({ what }) => what) }));
}

/** `whose`: `this run`, `these runs`. */
export function limitLines(all: readonly NamedLimits[], whose: string, style: Style): string[] {
  if (all.length === 0) return [];
  const { special, usual } = sorted(all);
  const rows = special.map(({ part, what }): Cell[] => [part, { text: what.join('; '), kind: 'faint' }]);
  const have = whose.endsWith('s') ? 'have' : 'has';
  const head = `not modelled, of what ${whose} ${have} (${PAGE_OF_LIMITS} says what that does to figures):`;
  const last = usual.length === 0 ? [] : wrapped(usualLine(usual), style.width);
  return [
    ...wrapped(head, style.width).map((line) => style.paint('strong', line)),
    ...(rows.length === 0 ? [] : table({ rows, remark: true }, style)),
    ...last.map((line) => style.paint('faint', line)),
  ];
}

/** What nearly every run meets, by itself and without its parts; what another version of lagcast named is special. */
export function sorted(all: readonly NamedLimits[]): { special: NamedLimits[]; usual: string[] } {
  const special = all
    .map(({ part, what }) => ({ part, what: what.filter((one) => !USUAL.has(one)) }))
    .filter(({ what }) => what.length > 0);
  return { special, usual: all.flatMap(({ what }) => what.filter((one) => USUAL.has(one))) };
}

export function usualLine(usual: readonly string[]): string {
  return `as in nearly every run: ${usual.join('; ')}`;
}

const USUAL: ReadonlySet<string> = new Set(
  LIMITED_PARTS.flatMap(({ limits }) => limits.filter(({ isUsual }) => isUsual === true).map(({ what }) => what)),
);
