/** The page of a validation: how much passes, then each section with all its rows, whatever they say. Markdown; pure. */
import type { SectionOutcome } from '../../validation/outcome.ts';
import type { Row } from '../../validation/row.ts';
import { markdownTable, plain } from '../experiments/markdown.ts';
import { count } from '../format.ts';
import { errorText, EVIDENCE_WORDS, evidenceOf, totals, totalText, zText } from './words.ts';

/** `together`: what all sections say as one, where all were run. Ends with a line break. */
export function validationMarkdown(sections: readonly SectionOutcome[], together = ''): string {
  const rows = sections.flatMap((section) => section.rows);
  const lines = [
    `${totalText(rows)}.`,
    '',
    ...(together === '' ? [] : [together, '']),
    ...totalsTable(sections),
    '',
    ...evidenceTable(rows),
    '',
    ...sections.flatMap(sectionLines),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function totalsTable(sections: readonly SectionOutcome[]): string[] {
  const head = ['section', 'comparisons', 'pass', 'calibrated', 'miss'];
  return markdownTable(
    head,
    totals(sections).map(([title, ...numbers]) => [`[${title}](#${anchorOf(title)})`, ...numbers.map(count)]),
  );
}

function evidenceTable(rows: readonly Row[]): string[] {
  const head = ['evidence', 'comparisons', 'what it is'];
  return markdownTable(
    head,
    evidenceOf(rows).map(([evidence, n]) => [evidence, count(n), EVIDENCE_WORDS[evidence]]),
    { remark: true },
  );
}

/** As GitHub makes one of a heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');
}

function sectionLines({ title, about, rows, summary, defects }: SectionOutcome): string[] {
  const sources = [...new Set(rows.map(({ source }) => source))];
  return [
    `## ${title}`,
    '',
    ...(about === '' ? [] : [about.trim(), '']),
    ...(summary === '' ? [] : [summary.trim(), '']),
    ...defectLines(defects),
    ...rowTable(rows, sources),
    '',
    ...missLines(rows),
    'Sources:',
    '',
    ...sources.map((source, i) => `${i + 1}. ${plain(source)}`),
    '',
  ];
}

function defectLines(defects: readonly string[]): string[] {
  if (defects.length === 0) return [];
  return ['**Defects:**', '', ...defects.map((defect) => `- ${plain(defect)}`), ''];
}

/** Columns that no row of a section has anything in are left out. */
function rowTable(rows: readonly Row[], sources: readonly string[]): string[] {
  const columns: readonly (readonly [string, (row: Row) => string])[] = [
    ['id', ({ id }) => plain(id)],
    ['setting', ({ setting }) => plain(setting)],
    ['figure', ({ figure }) => plain(figure)],
    ['expected', ({ expected }) => plain(expected)],
    ['found', ({ found }) => plain(found)],
    ['off', errorText],
    ['allowed', ({ allowed = '' }) => allowed],
    ['z', zText],
    ['verdict', verdictText],
    ['evidence', ({ evidence, ran }) => (ran === 'scenario' ? evidence : `${evidence}; ${ran}`)],
    ['source', ({ source }) => `[${sources.indexOf(source) + 1}]`],
  ];
  const shown = columns.filter(([, textOf]) => rows.some((row) => textOf(row) !== ''));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(shown.map(([title]) => title)),
    `|${shown.map(([title]) => (RIGHT.has(title) ? '---:' : '---')).join('|')}|`,
    ...rows.map((row) => line(shown.map(([, textOf]) => textOf(row)))),
  ];
}

const RIGHT: ReadonlySet<string> = new Set(['off', 'allowed', 'z']);

function verdictText({ verdict }: Row): string {
  return verdict === 'pass' ? 'pass' : `**${verdict}**`;
}

/** Every miss, and whatever else there is to know about a row. */
function missLines(rows: readonly Row[]): string[] {
  const told = rows.filter(({ verdict, why }) => verdict === 'miss' || why !== undefined);
  if (told.length === 0) return [];
  const reasons = new Map<string, Row[]>();
  for (const row of told) {
    const why = row.why ?? 'the reason is not known';
    reasons.set(why, [...(reasons.get(why) ?? []), row]);
  }
  const line = ([why, of]: [string, Row[]]): string => `- ${[...new Set(of.map(nameOf))].join(', ')}: ${plain(why)}`;
  return ['Notes:', '', ...[...reasons].map(line), ''];
}

function nameOf({ id, verdict }: Row): string {
  return verdict === 'miss' ? `${plain(id)} (miss)` : plain(id);
}
