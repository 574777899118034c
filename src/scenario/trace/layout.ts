/**
 * What each column of a file is for: finds the columns that the options name, and the form of the time stamps.
 * Works on the first rows only; the values are read later. Where nothing was named, guess.ts names something.
 */
import { TIME_EXAMPLES, timeForm, type TimeForm } from '../timestamp.ts';
import { Columns, type Column } from './columns.ts';
import { parseNumber } from './decimal.ts';
import { listed, quoted, type Findings } from './findings.ts';
import { checkCombination, isWide } from './options.ts';
import { withTimes } from './guess.ts';
import type { Cells, Shape } from './table.ts';
import type { TraceOptions } from './types.ts';

/** A row per time stamp, for one record or for a count of them. */
export interface LongLayout extends Shape {
  readonly kind: 'long';
  readonly when: Column;
  /** Whether `when` is the end of the work, so that the arrival lies its duration earlier. */
  readonly isEnd: boolean;
  readonly form: TimeForm;
  readonly duration?: Column;
  readonly count?: Column;
  readonly attributes: readonly Column[];
}

/** A row per function, a column per interval. */
export interface WideLayout extends Shape {
  readonly kind: 'wide';
  /** In order of time; the name is the number of the interval. At least one. */
  readonly intervals: readonly Column[];
  readonly labels: readonly Column[];
  /** Only rows with one of these labels are read. */
  readonly only?: readonly string[];
  readonly attributes: readonly Column[];
}

export type Layout = LongLayout | WideLayout;

/** Headers that may mean a count, but may as well mean the size of an order. */
const COUNT_NAMES = ['count', 'value', 'requests', 'invocations'];

/** The layout of a file whose first rows are given, or undefined with problems found. */
export function chooseLayout(sample: readonly Cells[], options: TraceOptions, findings: Findings): Layout | undefined {
  const [first = []] = sample;
  const columns = new Columns(first, !isData(first, options.time ?? options.end), findings);
  if (!columns.hasHeader) findings.note('the file has no header: columns go by number');
  const chosen = withTimes(options, columns.header, findings);
  if (chosen === undefined || !checkCombination(chosen, findings)) return undefined;
  if (isWide(chosen)) return wideLayout(columns, chosen, findings);
  return longLayout(columns, chosen, columns.hasHeader ? sample.slice(1) : sample, findings);
}

/** A file has no header when the time column goes by number and the first row holds a time stamp there. */
function isData(first: Cells, times: string | undefined): boolean {
  const cell = times === undefined ? undefined : first[Number(times) - 1];
  return cell !== undefined && timeForm(cell.trim()) !== undefined;
}

function longLayout(
  columns: Columns,
  options: TraceOptions,
  rows: readonly Cells[],
  findings: Findings,
): LongLayout | undefined {
  const when = columns.find(options.time ?? options.end);
  const duration = columns.find(options.duration);
  const count = columns.find(options.count);
  const attributes = columns.attributes(options.attributes);
  const form = when === undefined ? undefined : columnForm(when, rows, findings);
  if (when === undefined || form === undefined || !findings.sound) return undefined;
  if (count === undefined) noteCounts(columns.header, rows, findings);
  return {
    kind: 'long',
    width: columns.width,
    hasHeader: columns.hasHeader,
    when,
    isEnd: options.end !== undefined,
    form,
    ...(duration !== undefined && { duration }),
    ...(count !== undefined && { count }),
    attributes,
  };
}

/** The form that most of the first rows have, of equally frequent ones that of the earlier row. */
function columnForm({ name, index }: Column, rows: readonly Cells[], findings: Findings): TimeForm | undefined {
  const tally = new Map<TimeForm, number>();
  for (const cells of rows) {
    const form = timeForm(cells[index]?.trim() ?? '');
    if (form !== undefined) tally.set(form, (tally.get(form) ?? 0) + 1);
  }
  const most = Math.max(...tally.values());
  const form = [...tally.keys()].find((candidate) => tally.get(candidate) === most);
  if (rows.length === 0) findings.problem(`${findings.file} has no rows of data`);
  else if (form === undefined) {
    const message = `column ${quoted(name)} holds no time stamps: the first value is ${quoted(rows[0]?.[index] ?? '')}`;
    findings.problem(message, { column: name, hint: `time stamps look like ${TIME_EXAMPLES}` });
  }
  return form;
}

/** A column that might hold counts is neither taken for one in silence nor passed over in silence. */
function noteCounts(header: Cells, rows: readonly Cells[], findings: Findings): void {
  const index = header.findIndex((title) => COUNT_NAMES.includes(title.toLowerCase()));
  if (index < 0 || rows.some((cells) => parseNumber(cells[index]?.trim() ?? '') === undefined)) return;
  const name = quoted(header[index] ?? '');
  findings.note(`each row is read as one record; if ${name} holds counts per interval, say count: ${name}`);
}

function wideLayout(columns: Columns, options: TraceOptions, findings: Findings): WideLayout | undefined {
  const all = columns.header.map((name, index) => ({ name, index }));
  const intervals = all.filter(isInterval).sort((a, b) => Number(a.name) - Number(b.name));
  const attributes = columns.attributes(options.attributes);
  if (intervals.length === 0) {
    findings.problem(`${findings.file} has no columns headed 1, 2, 3 …; it has ${listed(columns.header)}`, {
      hint: 'a wide file has a row per function and a numbered column per interval',
    });
  }
  if (!findings.sound) return undefined;
  return {
    kind: 'wide',
    width: columns.width,
    hasHeader: columns.hasHeader,
    intervals,
    labels: all.filter((column) => !isInterval(column)),
    ...(typeof options.wide === 'string' && { only: [options.wide] }),
    ...(typeof options.wide === 'object' && { only: options.wide }),
    attributes,
  };
}

/** Nine digits are more than enough intervals, and keep their times exact. */
function isInterval({ name }: Column): boolean {
  return /^[1-9]\d{0,8}$/.test(name);
}
