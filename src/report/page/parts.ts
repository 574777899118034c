/**
 * The figures of all parts: first the few to look at, one table for each kind of part, then everything of each part.
 * Of one result the figures stand in columns, of several each has a row and each result a column. Pure.
 */
import type { CostResult } from '../../metrics/cost/result.ts';
import type { Result, SourceResult } from '../../metrics/result.ts';
import { isCaller } from '../callers.ts';
import { some } from '../format.ts';
import { isAsync, isQueue, isStream } from '../streams.ts';
import { costSheet } from './cost-sheet.ts';
import { union, type Entry } from './entry.ts';
import { downstreamSheet } from './downstream-sheet.ts';
import { functionSheet } from './function-sheet.ts';
import { markup, type Html } from './html.ts';
import { mappingSheet } from './mapping-sheet.ts';
import { flat, LEVEL_COLUMNS, ofSpread, SPREAD_COLUMNS, written, type Line, type Sheet } from './sheet.ts';
import { sourceSheet } from './source-sheet.ts';
import { tierGroupSheet, tierSheet } from './tier-sheet.ts';
import { differ, NONE, table, type Row } from './table.ts';

/** Nobody reads more; result.json has them all. */
export const MOST_PARTS = 100;

interface Kind {
  readonly title: string;
  readonly noun: string;
  readonly sheetsOf: (result: Result) => Map<string, Sheet>;
}

const KINDS: readonly Kind[] = [
  { title: 'Tier', noun: 'tier', sheetsOf: ({ tier }) => sheets(tier === null ? {} : { tier }, tierSheet) },
  { title: 'Tenants', noun: 'group', sheetsOf: ({ tier }) => sheets(tier?.groups ?? {}, tierGroupSheet) },
  { title: 'Queues', noun: 'queue', sheetsOf: ({ sources }) => sourceSheets(sources, isQueue) },
  { title: 'Streams', noun: 'stream', sheetsOf: ({ sources }) => sourceSheets(sources, isStream) },
  { title: 'Asynchronous invocation', noun: 'events', sheetsOf: ({ sources }) => sourceSheets(sources, isAsync) },
  { title: 'Direct callers', noun: 'caller', sheetsOf: ({ sources }) => sourceSheets(sources, isCaller) },
  { title: 'Mappings', noun: 'mapping', sheetsOf: ({ mappings }) => sheets(mappings, mappingSheet) },
  { title: 'Functions', noun: 'function', sheetsOf: ({ functions }) => sheets(functions, functionSheet) },
  { title: 'Downstreams', noun: 'downstream', sheetsOf: ({ downstreams }) => sheets(downstreams, downstreamSheet) },
  {
    title: 'Cost',
    noun: 'bill',
    sheetsOf: ({ cost }) => sheets<CostResult>(cost.lines.length === 0 ? {} : { cost }, costSheet),
  },
];

function sourceSheets(sources: Result['sources'], isMeant: (source: SourceResult) => boolean): Map<string, Sheet> {
  const meant = Object.entries(sources).filter(([, source]) => isMeant(source));
  return new Map(meant.map(([name, source]) => [name, sourceSheet(source)]));
}

function sheets<T>(parts: Readonly<Record<string, T>>, sheetOf: (part: T) => Sheet): Map<string, Sheet> {
  return new Map(Object.entries(parts).map(([name, part]) => [name, sheetOf(part)]));
}

/** The figures to look at first. */
export function summary(entries: readonly Entry[]): (Html | null)[] {
  return KINDS.flatMap((kind) => {
    const columns = columnsOf(kind, entries);
    return [
      entries.length === 1 ? oneSummary(kind, columns) : sideBySide(kind, columns, entries),
      leftOut(kind, columns),
    ];
  });
}

/** Everything of each part, folded. */
export function details(entries: readonly Entry[]): (Html | null)[] {
  return KINDS.flatMap((kind) => {
    const columns = columnsOf(kind, entries);
    const names = namesOf(columns).slice(0, MOST_PARTS);
    const folded = names.map(
      (name) =>
        markup`<details>
          <summary><span class="kind">${kind.noun}</span> ${name}</summary>
          ${entries.length === 1 ? onePart(name, columns[0]!.get(name)!) : partSideBySide(name, columns, entries)}
        </details> `,
    );
    return [...folded, leftOut(kind, columns)];
  });
}

type Columns = readonly ReadonlyMap<string, Sheet>[];

function columnsOf(kind: Kind, entries: readonly Entry[]): Columns {
  return entries.map(({ result }) => kind.sheetsOf(result));
}

function namesOf(columns: Columns): string[] {
  return union(columns, (column) => [...column.keys()]);
}

function leftOut({ noun }: Kind, columns: Columns): Html | null {
  const more = namesOf(columns).length - MOST_PARTS;
  if (more <= 0) return null;
  return markup`<p class="note">
    ${some(more, noun)} more: only the first ${MOST_PARTS} are shown; result.json has them all.
  </p> `;
}

function oneSummary({ title, noun }: Kind, [column]: Columns): Html | null {
  const parts = [...column!].slice(0, MOST_PARTS).map(([name, sheet]): [string, Line[]] => [name, headlines(sheet)]);
  const labels = union(parts, ([, lines]) => lines.map(({ label }) => label));
  const rows = parts.map(([name, lines]) => ({
    head: name,
    cells: labels.map((label) => valueOf(lines, label) ?? NONE),
  }));
  return table({ caption: title, columns: [noun, ...labels], rows, showsCaption: true });
}

function sideBySide({ title, noun }: Kind, columns: Columns, entries: readonly Entry[]): Html | null {
  const names = namesOf(columns).slice(0, MOST_PARTS);
  const rows = names.flatMap((name) =>
    compared(
      columns.map((column) => headlines(column.get(name))),
      (label) => markup`<span class="part">${name}</span> ${label}`,
    ),
  );
  return table({
    caption: title,
    columns: [`${noun}, figure`, ...entries.map(({ label }) => label)],
    rows,
    showsCaption: true,
  });
}

function headlines(sheet: Sheet | undefined): Line[] {
  return sheet === undefined ? [] : flat(sheet).filter(({ isHeadline }) => isHeadline === true);
}

/** A row for each label that any of the columns has. */
function compared(columns: readonly (readonly Line[])[], headOf: (label: string) => Row['head']): Row[] {
  return union(columns, (lines) => lines.map(({ label }) => label)).map((label) => {
    const values = columns.map((lines) => valueOf(lines, label));
    return { head: headOf(label), cells: values.map((value) => value ?? NONE), differs: differ(values) };
  });
}

function valueOf(lines: readonly Line[], label: string): string | null {
  return lines.find((line) => line.label === label)?.value ?? null;
}

function onePart(name: string, { lines, spreads, levels }: Sheet): Html {
  const tables = [
    table({
      caption: `Figures of ${name}`,
      columns: ['figure', 'value'],
      rows: lines.map(({ label, value }) => ({ head: label, cells: [value] })),
    }),
    table({
      caption: `Levels of ${name}`,
      columns: ['level', ...LEVEL_COLUMNS],
      rows: levels.map(({ label, unit, of }) => ({
        head: label,
        cells: LEVEL_COLUMNS.map((column) => written(unit, of[column])),
      })),
    }),
    table({
      caption: `Spreads of ${name}`,
      columns: ['spread', ...SPREAD_COLUMNS],
      rows: spreads.map((spread) => ({
        head: spread.label,
        cells: SPREAD_COLUMNS.map((column) => ofSpread(spread, column)),
      })),
    }),
  ];
  return markup`<div class="sheets">${tables}</div>`;
}

function partSideBySide(name: string, columns: Columns, entries: readonly Entry[]): Html | null {
  const all = columns.map((column) => {
    const sheet = column.get(name);
    return sheet === undefined ? [] : flat(sheet);
  });
  return table({
    caption: `Figures of ${name}`,
    columns: ['figure', ...entries.map(({ label }) => label)],
    rows: compared(all, (label) => label),
  });
}
