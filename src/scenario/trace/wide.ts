/**
 * Reads a file with a row per function and a column per interval: each cell above 0 becomes an entry of its own, and
 * all rows add up. Labels are the columns that are no intervals; labels can choose the rows. Scale comes later.
 */
import { CountReader } from './counts.ts';
import { listed, plural, quoted, type Findings } from './findings.ts';
import { Dictionary, Floats } from './gather.ts';
import type { WideLayout } from './layout.ts';
import { nearest } from '../nearest.ts';
import type { Rows } from './rows.ts';
import { eachRow, type Cells } from './table.ts';

/** Distinct labels of a column that are remembered, to list them when none of them is the one asked for. */
const LABELS_KEPT = 13;

/** The cells above 0, row by row, with times from the start of the first interval; `interval` in microseconds. */
export function readWide(text: string, layout: WideLayout, interval: number, findings: Findings): Rows {
  const reader = new WideReader(layout, interval, findings);
  const blank = eachRow(text, layout, findings, (cells, row) => reader.read(cells, row));
  reader.finish();
  if (blank > 0) findings.note(`${plural(blank, 'blank row')} skipped`);
  return reader.rows();
}

/** Microseconds from the start of the first interval to the end of the last. */
export function wideSpan({ intervals }: WideLayout, interval: number): number {
  return (Number(intervals.at(-1)?.name) - Number(intervals[0]?.name) + 1) * interval;
}

class WideReader {
  readonly #layout: WideLayout;
  readonly #findings: Findings;
  readonly #counts: CountReader;
  /** Start of each interval column. */
  readonly #starts: readonly number[];
  readonly #at = new Floats();
  readonly #amounts = new Floats();
  readonly #attributes: readonly Dictionary[];
  readonly #labels: readonly Set<string>[];
  /** Labels asked for, and those of them that no row has had yet. */
  readonly #asked: ReadonlySet<string> | undefined;
  readonly #missing: Set<string>;
  #seen = 0;
  #read = 0;

  constructor(layout: WideLayout, interval: number, findings: Findings) {
    this.#layout = layout;
    this.#findings = findings;
    this.#counts = new CountReader(findings);
    const first = Number(layout.intervals[0]?.name);
    this.#starts = layout.intervals.map(({ name }) => (Number(name) - first) * interval);
    this.#attributes = layout.attributes.map(({ name }) => new Dictionary(name));
    this.#labels = layout.labels.map(() => new Set());
    this.#asked = layout.only === undefined ? undefined : new Set(layout.only);
    this.#missing = new Set(layout.only);
  }

  /** Takes one row in, if it has a label asked for. */
  read(cells: Cells, row: number): void {
    this.#seen += 1;
    if (!this.#isAskedFor(cells)) return;
    this.#read += 1;
    this.#layout.intervals.forEach(({ name, index }, i) => {
      const count = this.#counts.read(cells[index] ?? '', name, row);
      if (count !== undefined && count > 0) this.#push(this.#starts[i] ?? 0, count, cells);
    });
  }

  rows(): Rows {
    const attributes = this.#attributes.map((column) => column.toAttribute());
    return { at: this.#at.toArray(), amounts: this.#amounts.toArray(), attributes };
  }

  /** Tells what was read, or why nothing was. */
  finish(): void {
    const { file } = this.#findings;
    if (this.#seen === 0 && this.#findings.sound) this.#findings.problem(`${file} has no rows of data`);
    else if (this.#findings.sound) for (const label of this.#missing) this.#reportMissing(label);
    if (!this.#findings.sound) return;
    const { intervals } = this.#layout;
    const of = this.#read === this.#seen ? '' : ` of ${this.#seen}`;
    const [first = '', last = ''] = [intervals[0]?.name, intervals.at(-1)?.name];
    this.#findings.note(`${this.#read}${of} rows of ${plural(intervals.length, 'interval')}, from ${first} to ${last}`);
    this.#counts.note();
  }

  #push(at: number, count: number, cells: Cells): void {
    this.#at.push(at);
    this.#amounts.push(count);
    this.#layout.attributes.forEach(({ index }, i) => this.#attributes[i]?.push(cells[index] ?? ''));
  }

  #isAskedFor(cells: Cells): boolean {
    if (this.#asked === undefined) return true;
    let isAskedFor = false;
    for (const [i, { index }] of this.#layout.labels.entries()) {
      const label = cells[index] ?? '';
      const kept = this.#labels[i];
      if (kept !== undefined && kept.size < LABELS_KEPT) kept.add(label);
      if (!this.#asked.has(label)) continue;
      this.#missing.delete(label);
      isAskedFor = true;
    }
    return isAskedFor;
  }

  /** Lists the labels of the column that has fewest: a kind of trigger tells more than a thousand hashes. */
  #reportMissing(label: string): void {
    const kept = this.#layout.labels.map(({ name }, i) => ({ name, values: [...(this.#labels[i] ?? [])] }));
    const close = nearest(
      label,
      kept.flatMap(({ values }) => values),
    );
    const [fewest] = kept.sort((a, b) => a.values.length - b.values.length);
    const known = fewest === undefined ? 'there are no labels' : `${quoted(fewest.name)} has ${listed(fewest.values)}`;
    this.#findings.problem(`no row of ${this.#findings.file} has the label ${quoted(label)}; ${known}`, {
      ...(close !== undefined && { hint: `did you mean ${quoted(close)}?` }),
    });
  }
}
