/** The limits that a run meets, as the last lines on the terminal: a line for each part. Pure. */
import type { Result } from '../../metrics/result.ts';
import { wrapped } from '../fit.ts';
import type { Style } from '../style.ts';
import { table, type Cell } from '../table.ts';
import { touchedBy } from './touched.ts';

/** Where to read what they mean. */
export const PAGE_OF_LIMITS = 'docs/limits.md';

export function notModelled(result: Result, style: Style): string[] {
  const rows = touchedBy(result).map(({ title, limits }): Cell[] => [
    title,
    { text: limits.map(({ what }) => what).join('; '), kind: 'faint' },
  ]);
  if (rows.length === 0) return [];
  const head = wrapped(
    `not modelled, of what this run has (${PAGE_OF_LIMITS} says what that does to figures):`,
    style.width,
  );
  return [...head.map((line) => style.paint('strong', line)), ...table({ rows, remark: true }, style)];
}
