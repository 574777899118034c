/**
 * Reads cells that say how many records an interval holds, and remembers what was odd about them.
 * Where the interval lies, and what becomes of empty ones, is decided elsewhere.
 */
import { parseNumber } from './decimal.ts';
import { plural, quoted, type Findings } from './findings.ts';

export class CountReader {
  readonly #findings: Findings;
  #empty = 0;
  #pointed = 0;
  #fractional = 0;

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** Records, 0 or more, with fractions; an empty cell is 0. Undefined, with a problem, for anything else. */
  read(cell: string, column: string, row: number): number | undefined {
    // Most cells of a wide file are zeros.
    if (cell === '0') return 0;
    const text = cell.trim();
    if (text === '') {
      this.#empty += 1;
      return 0;
    }
    const count = parseNumber(text);
    if (count === undefined || count < 0 || count > Number.MAX_SAFE_INTEGER) return this.#refuse(text, column, row);
    if (text.includes('.')) this.#pointed += 1;
    if (!Number.isInteger(count)) this.#fractional += 1;
    return count;
  }

  #refuse(text: string, column: string, row: number): undefined {
    const hint = 'a count is a number of records, 0 or more, such as 12 or 94.0';
    this.#findings.problem(`${quoted(text)} is no count of records`, { row, column, hint });
  }

  /** Tells of decimal and empty cells. */
  note(): void {
    const fractions = `${plural(this.#fractional, 'count')} with a fraction, which is carried over`;
    if (this.#fractional > 0) this.#findings.note(fractions);
    else if (this.#pointed > 0) this.#findings.note('counts are written with a decimal point; all are whole numbers');
    if (this.#empty > 0) this.#findings.note(`${plural(this.#empty, 'empty cell')} taken as 0`);
  }
}
