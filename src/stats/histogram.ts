/**
 * A mergeable histogram with log-linear bins: 128 to each power of two, so a quantile is off by at most 0.4 %.
 *
 * The bin of a value is read off the bits of its double: the exponent and the first seven bits of the mantissa.
 * Counts are whole numbers, so merging is exact and independent of the order. Count, sum, least and greatest are exact.
 * Values are zero or at least 1; in microseconds nothing finer exists. Size is fixed: 64 KiB, up to 2^63.
 */

const BINS_PER_OCTAVE = 128;
const OCTAVES = 63;
/** The bits above the seventh of the mantissa, as a number: 1023 · 128 for the value 1. */
const OFFSET = 1023 * BINS_PER_OCTAVE;
const ZERO_BIN = 0;

/** Greatest relative error of a quantile: half a bin. */
export const QUANTILE_ERROR = 1 / (2 * BINS_PER_OCTAVE);

/** Plain data of a histogram: bins that hold something, as pairs of bin index and count. Bin i > 0 begins at {@link binFloor}. */
export interface HistogramData {
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  readonly bins: readonly (readonly [bin: number, count: number])[];
}

/** One double, and its two halves. */
const DOUBLE = new Float64Array(1);
const HALVES = new Int32Array(DOUBLE.buffer);
/** The half that holds sign and exponent: 1 on a little-endian machine. */
const HIGH = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0;

export class Histogram {
  count = 0;
  sum = 0;
  min = Infinity;
  max = -Infinity;
  readonly #counts = new Float64Array(BINS_PER_OCTAVE * OCTAVES + 1);

  /** Adds a value, zero or at least 1 (smaller positive values count as 1). */
  add(value: number): void {
    this.count++;
    this.sum += value;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    this.#counts[binOf(value)]!++;
  }

  /** Forgets everything. Costs as many steps as there are bins between the least value and the greatest. */
  reset(): void {
    if (this.count > 0) this.#counts.fill(0, binOf(this.min), binOf(this.max) + 1);
    this.count = 0;
    this.sum = 0;
    this.min = Infinity;
    this.max = -Infinity;
  }

  /** Adds all that `other` has counted. */
  merge(other: HistogramData): void {
    this.count += other.count;
    this.sum += other.sum;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
    for (const [bin, count] of other.bins) this.#counts[bin] = this.#counts[bin]! + count;
  }

  /** Counts as they stand in an empty histogram: where {@link mergeSince} begins. */
  noCounts(): Float64Array {
    return new Float64Array(this.#counts.length);
  }

  /**
   * Adds what `other` has counted beyond `seen`, and makes `seen` what it has counted now. Least, greatest and sum are those of
   * the bins.
   */
  mergeSince(other: Histogram, seen: Float64Array): void {
    const last = binOf(other.max);
    for (let bin = binOf(other.min); bin <= last; bin++) {
      const more = other.#counts[bin]! - seen[bin]!;
      if (more === 0) continue;
      seen[bin] = other.#counts[bin]!;
      this.#counts[bin]! += more;
      this.count += more;
      const value = Math.min(other.max, Math.max(other.min, binMiddle(bin)));
      this.sum += value * more;
      if (value < this.min) this.min = value;
      if (value > this.max) this.max = value;
    }
  }

  /** The mean, exact; NaN when empty. */
  get mean(): number {
    return this.sum / this.count;
  }

  /**
   * The value at a share from 0 to 1 by nearest rank: the ⌈share · count⌉-th smallest, within {@link QUANTILE_ERROR};
   * the first and the last are exact. NaN when empty.
   */
  quantile(share: number): number {
    if (this.count === 0) return NaN;
    const rank = Math.max(1, Math.ceil(share * this.count));
    if (rank === 1) return this.min;
    if (rank >= this.count) return this.max;
    let seen = 0;
    let bin = binOf(this.min) - 1;
    while (seen < rank) seen += this.#counts[++bin]!;
    return Math.min(this.max, Math.max(this.min, binMiddle(bin)));
  }

  /** Plain data, from which {@link merge} restores it. */
  toData(): HistogramData {
    const bins: [number, number][] = [];
    this.#counts.forEach((count, bin) => {
      if (count > 0) bins.push([bin, count]);
    });
    return { count: this.count, sum: this.sum, min: this.min, max: this.max, bins };
  }
}

/** The bin of a value, zero or at least 1. */
export function binOf(value: number): number {
  DOUBLE[0] = value;
  const bin = (HALVES[HIGH]! >> 13) - OFFSET + 1;
  if (bin > 0) return bin;
  return value > 0 ? 1 : ZERO_BIN;
}

/** Least value of a bin: 0 for bin 0. */
export function binFloor(bin: number): number {
  if (bin === ZERO_BIN) return 0;
  const octave = Math.floor((bin - 1) / BINS_PER_OCTAVE);
  const step = (bin - 1) % BINS_PER_OCTAVE;
  return powerOfTwo(octave) * (1 + step / BINS_PER_OCTAVE);
}

function binMiddle(bin: number): number {
  return bin === ZERO_BIN ? 0 : (binFloor(bin) + binFloor(bin + 1)) / 2;
}

function powerOfTwo(exponent: number): number {
  let power = 1;
  for (let i = 0; i < exponent; i++) power *= 2;
  return power;
}
