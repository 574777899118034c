/**
 * Reads a file with a row per time stamp: the arrival of one record, or a count of records from there on.
 * Every cell that cannot be read is reported; intervals, order and scale come later.
 */
import { formatTime, parseTime, type TimeForm } from '../timestamp.ts';
import type { Column } from './columns.ts';
import { CountReader } from './counts.ts';
import { formatDuration, parseDuration } from './decimal.ts';
import { plural, quoted, type Findings } from './findings.ts';
import { Dictionary, Floats } from './gather.ts';
import type { LongLayout } from './layout.ts';
import type { Rows } from './rows.ts';
import { eachRow, type Cells } from './table.ts';

/** The rows of a file in its order; when problems were found, only those that could be read. */
export function readLong(text: string, layout: LongLayout, findings: Findings): Rows {
  const reader = new LongReader(layout, findings);
  const blank = eachRow(text, layout, findings, (cells, row) => reader.read(cells, row));
  const rows = reader.rows();
  if (!findings.sound) return rows;
  reader.note(rows);
  if (blank > 0) findings.note(`${plural(blank, 'blank row')} skipped`);
  return rows;
}

class LongReader {
  readonly #layout: LongLayout;
  readonly #findings: Findings;
  readonly #counts: CountReader;
  readonly #at = new Floats();
  readonly #amounts = new Floats();
  readonly #durations = new Floats();
  readonly #attributes: readonly Dictionary[];
  #zoneless = 0;
  #firstStamp = Infinity;

  constructor(layout: LongLayout, findings: Findings) {
    this.#layout = layout;
    this.#findings = findings;
    this.#counts = new CountReader(findings);
    this.#attributes = layout.attributes.map(({ name }) => new Dictionary(name));
  }

  /** Takes one row in, or reports each of its cells that cannot be read. */
  read(cells: Cells, row: number): void {
    const stamp = this.#stamp(cells, row);
    const duration = this.#duration(cells, row);
    const amount = this.#amount(cells, row);
    if (stamp === undefined || duration === undefined || amount === undefined) return;
    this.#firstStamp = Math.min(this.#firstStamp, stamp);
    this.#at.push(this.#layout.isEnd ? stamp - duration : stamp);
    this.#amounts.push(amount);
    this.#durations.push(duration);
    this.#layout.attributes.forEach(({ index }, i) => this.#attributes[i]?.push(cells[index] ?? ''));
  }

  rows(): Rows {
    const { count, duration } = this.#layout;
    return {
      at: this.#at.toArray(),
      ...(count !== undefined && { amounts: this.#amounts.toArray() }),
      ...(duration !== undefined && { durations: this.#durations.toArray() }),
      attributes: this.#attributes.map((column) => column.toAttribute()),
    };
  }

  /** Tells what was read, and what was odd about it. */
  note({ at }: Rows): void {
    const [first, last] = [at.reduce(least, Infinity), at.reduce(greatest, -Infinity)];
    const shown = (micros: number): string => formatTime(micros, this.#layout.form);
    this.#findings.note(`${plural(at.length, 'row')}, from ${shown(first)} to ${shown(last)}`);
    this.#noteZone(at.length);
    this.#noteEarly(at, first);
    this.#counts.note();
  }

  #noteZone(rows: number): void {
    const some = this.#zoneless < rows ? `${this.#zoneless} of ${rows} ` : '';
    if (this.#zoneless > 0) this.#findings.note(`${some}time stamps without a time zone: taken as UTC`);
  }

  /** A file cut out by end times lacks the work that began with its first records and had ended by then. */
  #noteEarly(at: Float64Array, first: number): void {
    const early = at.reduce((sum, arrival) => sum + (arrival < this.#firstStamp ? 1 : 0), 0);
    if (early === 0) return;
    const lead = formatDuration(this.#firstStamp - first);
    const message = `${plural(early, 'arrival')} before the first end time, by up to ${lead}`;
    this.#findings.note(`${message}: others as early may be missing from the file`);
  }

  #stamp(cells: Cells, row: number): number | undefined {
    const { when, form } = this.#layout;
    const text = cells[when.index]?.trim() ?? '';
    const instant = parseTime(text, form);
    if (instant?.zoneless === true) this.#zoneless += 1;
    if (instant !== undefined) return instant.micros;
    this.#refuse(text, `is no time stamp like the others, which are ${FORM_NAMES[form]}`, when, row);
    return undefined;
  }

  /** Microseconds of handler time; 0 when no column says. */
  #duration(cells: Cells, row: number): number | undefined {
    const { duration } = this.#layout;
    if (duration === undefined) return 0;
    const text = cells[duration.index]?.trim() ?? '';
    const micros = parseDuration(text);
    if (micros !== undefined && micros >= 0) return micros;
    this.#refuse(text, 'is no duration: a number of seconds, or a number with a unit such as 250 ms', duration, row);
    return undefined;
  }

  /** Records in this row; 1 when no column says. */
  #amount(cells: Cells, row: number): number | undefined {
    const { count } = this.#layout;
    return count === undefined ? 1 : this.#counts.read(cells[count.index] ?? '', count.name, row);
  }

  #refuse(text: string, why: string, { name }: Column, row: number): void {
    this.#findings.problem(`${quoted(text)} ${why}`, { row, column: name });
  }
}

/** How a problem calls the form of a column. */
const FORM_NAMES: Readonly<Record<TimeForm, string>> = {
  calendar: 'dates such as 2014-04-10 00:04:00',
  seconds: 'numbers of seconds',
  milliseconds: 'milliseconds since 1970',
  microseconds: 'microseconds since 1970',
  nanoseconds: 'nanoseconds since 1970',
  quantity: 'numbers with a unit such as 250 ms',
};

function least(a: number, b: number): number {
  return Math.min(a, b);
}

function greatest(a: number, b: number): number {
  return Math.max(a, b);
}
