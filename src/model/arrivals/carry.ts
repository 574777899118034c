/**
 * Makes whole records of counts that are fractions: what is left of one count is carried to the next.
 *
 * Records that carry different attributes (the functions of a wide trace) have carries of their own: with one for all,
 * four functions with half a record a minute each would always give the records to the same two. The carries begin at
 * different fractions, spread by the golden ratio, so that many rare functions do not all begin with nothing either.
 */

interface Counted {
  readonly counts?: Float64Array | undefined;
  readonly attributes: readonly { readonly values: readonly string[]; readonly index: Int32Array }[];
}

/** The golden ratio less one: multiples of it are spread as evenly as can be, however many there are. */
const GOLDEN = 0.6180339887498949;

/** A hair: 0.1 ten times is one record, whatever the last bit says. */
const SLACK = 1e-9;

export class Carry {
  readonly #counts: Float64Array | undefined;
  /** Number of the carry of each row; undefined: all share the first. */
  readonly #series: Int32Array | undefined;
  readonly #left: Float64Array;

  constructor({ counts, attributes }: Counted) {
    this.#counts = counts;
    const isWhole = counts === undefined || counts.every(Number.isInteger);
    this.#series = isWhole || attributes.length === 0 ? undefined : seriesOf(counts.length, attributes);
    const most = this.#series === undefined ? 0 : this.#series.reduce((a, b) => Math.max(a, b), 0);
    this.#left = Float64Array.from({ length: most + 1 }, (_, k) => (k * GOLDEN) % 1);
  }

  /** Whole records of a row; rows are asked for once each, in their order. */
  take(row: number): number {
    const count = this.#counts === undefined ? 1 : this.#counts[row]!;
    if (Number.isInteger(count)) return count;
    const series = this.#series === undefined ? 0 : this.#series[row]!;
    const exact = count + this.#left[series]!;
    const whole = Math.floor(exact + SLACK);
    this.#left[series] = Math.max(0, exact - whole);
    return whole;
  }
}

/** A number for each row, equal where all attributes are, in order of first appearance. */
function seriesOf(rows: number, attributes: Counted['attributes']): Int32Array {
  let series = new Int32Array(rows);
  for (const { values, index } of attributes) {
    const numbers = new Map<number, number>();
    const before = series;
    series = before.map((number, row) => {
      const key = number * values.length + index[row]!;
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, numbers.size);
      return numbers.size - 1;
    });
  }
  return series;
}
