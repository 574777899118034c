/**
 * Quantiles of observations that come in independent clusters, the runs of an experiment: those of one run depend on one
 * another, runs do not.
 *
 * The quantile is that of all observations together. Its interval is Woodruff's (1952), as for a sample of clusters: how
 * surely the share below the quantile is known, by Student's t of what the clusters differ in it, carried over to the values.
 * It needs no density, is as lopsided as the tail, and where there is too little above to bound the quantile it says so.
 * Leaves out what a single cluster is too short for: a share that hardly any run has an observation beyond.
 */
import { binOf, Histogram, QUANTILE_ERROR, type HistogramData } from './histogram.ts';
import { studentT, type Interval } from './student.ts';

/** Of more clusters several are taken as one, unless said otherwise: independent as before, and no more room is needed. */
const MOST_SECTIONS = 512;

export interface QuantileEstimate {
  readonly value: number;
  /** Null of fewer than two clusters. With the error of the histogram, 0.4 %, where the observations differ at all. */
  readonly interval: Interval | null;
  /** Whether the quantile may as well lie above all that was seen; the end of the interval is the greatest observation then. */
  readonly isOpenAbove: boolean;
}

/** How surely a quantile is known, and in which clusters it errs which way: what it takes to set it against another one. */
export interface QuantileSpread {
  readonly value: number;
  /** From the value to either end of its interval, without the error of the histogram: Woodruff's, drawn out straight where that ends. */
  readonly below: number;
  readonly above: number;
  /** Of each section, in order: how many more of its observations are below the quantile than its share of them. */
  readonly deviations: readonly number[];
  /** Observations beyond the quantile, on the side that has fewer of them. */
  readonly beyond: number;
  /** At the most, that of the histogram. */
  readonly rounding: number;
}

export class Clusters {
  readonly #pooled = new Histogram();
  readonly #mostSections: number;
  #sections: HistogramData[] = [];
  #open: HistogramData[] = [];
  #size = 1;

  /** `mostSections`: an even number from 2. */
  constructor(mostSections = MOST_SECTIONS) {
    this.#mostSections = mostSections;
  }

  /** The observations of one cluster; it may have none. */
  add(cluster: HistogramData): void {
    this.#pooled.merge(cluster);
    this.#open.push(cluster);
    if (this.#open.length < this.#size) return;
    this.#sections.push(together(this.#open));
    this.#open = [];
    if (this.#sections.length < this.#mostSections) return;
    const halves = this.#sections.filter((_, i) => i % 2 === 0);
    this.#sections = halves.map((section, i) => together([section, this.#sections[2 * i + 1]!]));
    this.#size *= 2;
  }

  /** Observations in all. */
  get count(): number {
    return this.#pooled.count;
  }

  /** The quantile itself; undefined when there are no observations. */
  value(share: number): number | undefined {
    return this.#pooled.count === 0 ? undefined : this.#pooled.quantile(share);
  }

  /** Of a share from 0 to 1; undefined when there are no observations. */
  quantile(share: number, confidence: number): QuantileEstimate | undefined {
    const pooled = this.#pooled;
    if (pooled.count === 0) return undefined;
    const value = pooled.quantile(share);
    const sections = this.#all();
    if (sections.length < 2) return { value, interval: null, isOpenAbove: false };
    const error = Math.max(...[0, 1].map((more) => this.#errorOfShare(sections, binOf(value) + more)));
    const half = studentT(confidence, sections.length - 1) * error;
    const histogramError = pooled.min === pooled.max ? 0 : QUANTILE_ERROR;
    const low = share - half <= 0 ? 0 : pooled.quantile(share - half) * (1 - histogramError);
    // At the share 1 itself the greatest observation is meant, and nothing else is known of it.
    const isOpenAbove = share < 1 && share + half >= 1;
    const high = pooled.quantile(Math.min(1, share + half)) * (1 + histogramError);
    return { value, interval: { low, high }, isOpenAbove };
  }

  /** Of a share from 0 to 1; undefined of fewer than two clusters, and without observations. */
  spread(share: number, confidence: number): QuantileSpread | undefined {
    const pooled = this.#pooled;
    const sections = this.#all();
    if (pooled.count === 0 || sections.length < 2) return undefined;
    const value = pooled.quantile(share);
    const bin = binOf(value);
    const errors = [bin, bin + 1].map((each) => this.#errorOfShare(sections, each));
    const half = studentT(confidence, sections.length - 1) * Math.max(...errors);
    const [lower, upper] = [deviationsOf(sections, bin, pooled.count), deviationsOf(sections, bin + 1, pooled.count)];
    return {
      value,
      below: half < share ? value - pooled.quantile(share - half) : (value - pooled.min) * (half / share),
      above: half < 1 - share ? pooled.quantile(share + half) - value : (pooled.max - value) * (half / (1 - share)),
      deviations: lower.map((one, i) => (one + upper[i]!) / 2),
      beyond: Math.min(share, 1 - share) * pooled.count,
      rounding: pooled.min === pooled.max ? 0 : QUANTILE_ERROR * value,
    };
  }

  #all(): readonly HistogramData[] {
    return this.#open.length === 0 ? this.#sections : [...this.#sections, together(this.#open)];
  }

  /** Standard error of the share of observations below a bin: a ratio, because clusters differ in size. */
  #errorOfShare(sections: readonly HistogramData[], bin: number): number {
    const squares = deviationsOf(sections, bin, this.#pooled.count).reduce((sum, off) => sum + off * off, 0);
    const n = sections.length;
    return Math.sqrt((squares * n) / (n - 1)) / this.#pooled.count;
  }
}

/** By how much the observations below a bin are more, in each, than their share in all `total` observations. */
function deviationsOf(sections: readonly HistogramData[], bin: number, total: number): number[] {
  const below = sections.map(({ bins }) => bins.reduce((sum, [each, count]) => (each < bin ? sum + count : sum), 0));
  const share = below.reduce((sum, n) => sum + n, 0) / total;
  return sections.map(({ count }, i) => below[i]! - share * count);
}

function together(clusters: readonly HistogramData[]): HistogramData {
  if (clusters.length === 1) return clusters[0]!;
  const all = new Histogram();
  for (const cluster of clusters) all.merge(cluster);
  return all.toData();
}
