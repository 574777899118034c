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

/** Of more clusters several are taken as one: independent as before, and no more room is needed. */
const MOST_SECTIONS = 512;

export interface QuantileEstimate {
  readonly value: number;
  /** Null of fewer than two clusters. With the error of the histogram, 0.4 %, where the observations differ at all. */
  readonly interval: Interval | null;
  /** Whether the quantile may as well lie above all that was seen; the end of the interval is the greatest observation then. */
  readonly isOpenAbove: boolean;
}

export class Clusters {
  readonly #pooled = new Histogram();
  #sections: HistogramData[] = [];
  #open: HistogramData[] = [];
  #size = 1;

  /** The observations of one cluster; it may have none. */
  add(cluster: HistogramData): void {
    this.#pooled.merge(cluster);
    this.#open.push(cluster);
    if (this.#open.length < this.#size) return;
    this.#sections.push(together(this.#open));
    this.#open = [];
    if (this.#sections.length < MOST_SECTIONS) return;
    const halves = this.#sections.filter((_, i) => i % 2 === 0);
    this.#sections = halves.map((section, i) => together([section, this.#sections[2 * i + 1]!]));
    this.#size *= 2;
  }

  /** Observations in all. */
  get count(): number {
    return this.#pooled.count;
  }

  /** Of a share from 0 to 1; undefined when there are no observations. */
  quantile(share: number, confidence: number): QuantileEstimate | undefined {
    const pooled = this.#pooled;
    if (pooled.count === 0) return undefined;
    const value = pooled.quantile(share);
    const sections = this.#open.length === 0 ? this.#sections : [...this.#sections, together(this.#open)];
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

  /** Standard error of the share of observations below a bin: a ratio, because clusters differ in size. */
  #errorOfShare(sections: readonly HistogramData[], bin: number): number {
    const below = sections.map(({ bins }) => bins.reduce((sum, [each, count]) => (each < bin ? sum + count : sum), 0));
    const share = below.reduce((sum, n) => sum + n, 0) / this.#pooled.count;
    const squares = sections.reduce((sum, { count }, i) => {
      const off = below[i]! - share * count;
      return sum + off * off;
    }, 0);
    const n = sections.length;
    return Math.sqrt((squares * n) / (n - 1)) / this.#pooled.count;
  }
}

function together(clusters: readonly HistogramData[]): HistogramData {
  if (clusters.length === 1) return clusters[0]!;
  const all = new Histogram();
  for (const cluster of clusters) all.merge(cluster);
  return all.toData();
}
