/**
 * Finds the columns that a scenario names, by header or by number, and reports the ones a file does not have.
 * What a column is used for is decided by the layout.
 */
import { timeForm } from '../timestamp.ts';
import { listed, quoted, type Findings } from './findings.ts';
import { nearest } from '../nearest.ts';
import type { Cells, Shape } from './table.ts';
import type { TraceOptions } from './types.ts';

export interface Column {
  readonly name: string;
  /** Place in the row, from 0. */
  readonly index: number;
}

export class Columns implements Shape {
  /** Titles of the columns: what the header says, or their numbers. */
  readonly header: readonly string[];
  readonly hasHeader: boolean;
  readonly #findings: Findings;

  constructor(first: Cells, hasHeader: boolean, findings: Findings) {
    this.header = first.map((cell, index) => (hasHeader ? cell.trim() : String(index + 1)));
    this.hasHeader = hasHeader;
    this.#findings = findings;
  }

  get width(): number {
    return this.header.length;
  }

  /** The column that an option names; undefined for an option not given, or, with a problem, for an unknown name. */
  find(asked: string | undefined): Column | undefined {
    if (asked === undefined) return undefined;
    const name = asked.trim();
    const index = this.header.indexOf(name);
    if (index < 0) return this.#byNumber(name);
    if (this.header.lastIndexOf(name) === index) return { name, index };
    this.#findings.problem(`${this.#findings.file} has more than one column ${quoted(name)}`, {
      column: name,
      hint: `name it by its number, such as ${index + 1} for the first`,
    });
    return undefined;
  }

  /** Columns to carry along, under the names by which records will know them. */
  attributes(asked: TraceOptions['attributes'] = []): readonly Column[] {
    return namePairs(asked).flatMap(([name, column]) => {
      const found = this.find(column);
      return found === undefined ? [] : [{ name, index: found.index }];
    });
  }

  #byNumber(name: string): Column | undefined {
    if (/^[1-9]\d*$/.test(name) && Number(name) <= this.header.length) return { name, index: Number(name) - 1 };
    const hint = this.#hint(name);
    this.#findings.problem(`${this.#findings.file} has no column ${quoted(name)}; it has ${listed(this.header)}`, {
      column: name,
      ...(hint !== undefined && { hint }),
    });
    return undefined;
  }

  #hint(name: string): string | undefined {
    const close = nearest(name, this.header);
    if (close !== undefined) return `did you mean ${quoted(close)}?`;
    // A wide file has numbers in its header, but never only numbers.
    const forms = this.header.map(timeForm);
    const looksLikeData = forms.includes('calendar') || !forms.includes(undefined);
    return looksLikeData ? 'a file without a header has its columns named by number, such as `time: 1`' : undefined;
  }
}

/** Attribute and column names, in pairs. A list names both at once, and naming a column twice carries it once. */
function namePairs(asked: NonNullable<TraceOptions['attributes']>): readonly (readonly [string, string])[] {
  return isList(asked) ? [...new Set(asked)].map((name) => [name, name]) : Object.entries(asked);
}

/** Array.isArray alone does not tell the compiler about lists that are read-only. */
function isList(asked: NonNullable<TraceOptions['attributes']>): asked is readonly string[] {
  return Array.isArray(asked);
}
