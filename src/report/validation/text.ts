/** A validation for the terminal: the totals, then what does not pass; the rows themselves where only some were asked for. */
import type { SectionOutcome } from '../../validation/outcome.ts';
import type { Row } from '../../validation/row.ts';
import { harmless, wrapped } from '../fit.ts';
import { count } from '../format.ts';
import type { Style } from '../style.ts';
import { marked, table, type Cell } from '../table.ts';
import { errorText, totals, totalText, zText } from './words.ts';

/** Ids that are named before a source. */
const MOST_IDS = 2;

export interface ValidationText {
  readonly sections: readonly SectionOutcome[];
  /** Whether all rows are shown, and not only those that miss. */
  readonly isDetailed: boolean;
}

/** Ends with a line break. */
export function validationText({ sections, isDetailed }: ValidationText, style: Style): string {
  const rows = sections.flatMap((section) => section.rows);
  const shown = isDetailed ? rows : rows.filter(({ verdict }) => verdict === 'miss');
  const defects = sections.flatMap((section) => section.defects);
  const lines = [
    `${totalText(rows)}.`,
    '',
    ...totalsTable(sections, style),
    ...(shown.length === 0 ? [] : ['', ...rowTable(shown, style)]),
    ...notes(shown, style),
    ...(isDetailed ? sourceLines(shown, style) : []),
    '',
    ...wrapped('Every comparison with its source: lagcast validate --markdown, or docs/validation.md.', style.width),
    ...(defects.length === 0
      ? []
      : ['', ...defects.map((defect) => style.paint('bad', `defect: ${harmless(defect)}`))]),
  ];
  return `${lines.join('\n')}\n`;
}

function totalsTable(sections: readonly SectionOutcome[], style: Style): string[] {
  const rows = totals(sections).map(([title, all, pass, calibrated, miss]): Cell[] => [
    title,
    count(all),
    count(pass),
    count(calibrated),
    marked(miss, 'warning'),
  ]);
  return table({ head: ['section', 'comparisons', 'pass', 'calibrated', 'miss'], rows }, style);
}

function rowTable(rows: readonly Row[], style: Style): string[] {
  const cells = rows.map((row): Cell[] => [
    row.id,
    row.expected,
    row.found,
    errorText(row),
    zText(row),
    row.verdict === 'pass' ? 'pass' : { text: row.verdict, kind: row.verdict === 'miss' ? 'bad' : 'faint' },
    `${row.figure}; ${row.setting}`,
  ]);
  return table({ head: ['id', 'expected', 'found', 'off', 'z', 'verdict', 'what'], rows: cells, remark: true }, style);
}

/** Who says what is expected: each source once, with the ids that rest on it. */
function sourceLines(rows: readonly Row[], style: Style): string[] {
  const idsOf = new Map<string, Set<string>>();
  for (const { id, source } of rows) idsOf.set(source, (idsOf.get(source) ?? new Set()).add(id));
  const cells = [...idsOf].map(([source, ids]): Cell[] => [someIds([...ids]), source]);
  return ['', ...table({ head: ['id', 'source'], rows: cells, remark: true }, style)];
}

/** All of them where they are few. */
function someIds(ids: readonly string[]): string {
  return ids.length <= MOST_IDS ? ids.join(', ') : `${ids[0]!} and ${ids.length - 1} more`;
}

/** Each note once, with the ids of its rows. */
function notes(rows: readonly Row[], style: Style): string[] {
  const idsOf = new Map<string, Set<string>>();
  for (const { id, why } of rows) if (why !== undefined) idsOf.set(why, (idsOf.get(why) ?? new Set()).add(id));
  if (idsOf.size === 0) return [];
  const cells = [...idsOf].map(([why, ids]): Cell[] => [someIds([...ids]), why]);
  return ['', ...table({ head: ['id', 'note'], rows: cells, remark: true }, style)];
}
