/** Quantiles of observations that come in clusters: what is exact, and how often the interval holds the truth. */
import { describe, expect, it } from 'vitest';
import { RandomStreams } from '../../src/engine/random.ts';
import { Clusters } from '../../src/stats/clusters.ts';
import { Histogram, type HistogramData } from '../../src/stats/histogram.ts';

function cluster(values: Iterable<number>): HistogramData {
  const histogram = new Histogram();
  for (const value of values) histogram.add(value);
  return histogram.toData();
}

function clustersOf(all: readonly (readonly number[])[]): Clusters {
  const clusters = new Clusters();
  for (const values of all) clusters.add(cluster(values));
  return clusters;
}

describe('quantiles over clusters', () => {
  it('are those of all observations together, however they are spread over clusters', () => {
    const clusters = clustersOf([[100, 200, 300], [], [400, 500], [600, 700, 800, 900, 1000]]);
    const together = new Histogram();
    for (let v = 100; v <= 1000; v += 100) together.add(v);
    for (const share of [0.1, 0.5, 0.9, 0.99]) {
      expect(clusters.quantile(share, 0.95)!.value).toBe(together.quantile(share));
    }
  });

  it('say nothing of no observations, and know no interval of one cluster', () => {
    expect(clustersOf([[], []]).quantile(0.5, 0.95)).toBeUndefined();
    expect(clustersOf([[1, 2, 3]]).quantile(0.5, 0.95)).toMatchObject({ interval: null, isOpenAbove: false });
  });

  it('are exact where all observations are equal', () => {
    expect(clustersOf([[70], [70, 70]]).quantile(0.99, 0.95)).toEqual({
      value: 70,
      interval: { low: 70, high: 70 },
      isOpenAbove: false,
    });
  });

  it('are open above where too few observations lie beyond', () => {
    const few = Array.from({ length: 10 }, (_, i) => Array.from({ length: 20 }, (_, k) => 1000 + 20 * i + k));
    expect(clustersOf(few).quantile(0.99, 0.95)!.isOpenAbove).toBe(true);
    expect(clustersOf(few).quantile(0.5, 0.95)!.isOpenAbove).toBe(false);
  });

  it('have an interval that sees a mass just below the quantile', () => {
    // 98.9 % take 100, the others 5000, a few more in some clusters than in others: p99 is 5000 by a hair.
    const values = Array.from({ length: 20 }, (_, i) => [
      ...Array<number>(1000).fill(100),
      ...Array<number>(i % 2 === 0 ? 5 : 18).fill(5000),
    ]);
    const { value, interval } = clustersOf(values).quantile(0.99, 0.95)!;
    expect(value).toBeGreaterThan(4900);
    expect(interval!.low).toBeLessThan(101);
  });

  it('take several clusters as one where there are very many, without another value', () => {
    const random = new RandomStreams('many').stream('test', 'luck');
    const clusters = new Clusters();
    const together = new Histogram();
    for (let i = 0; i < 1300; i++) {
      const values = Array.from({ length: 5 }, () => 1000 * (1 + random.next()));
      clusters.add(cluster(values));
      for (const value of values) together.add(value);
    }
    const { value, interval } = clusters.quantile(0.5, 0.95)!;
    expect(clusters.count).toBe(6500);
    expect(value).toBe(together.quantile(0.5));
    // Independent values: 1.96 · √(0.25 / 6500) of the span of 1000 are 12; the histogram adds 0.4 % of 1500.
    expect((interval!.high - interval!.low) / 2).toBeGreaterThan(12);
    expect((interval!.high - interval!.low) / 2).toBeLessThan(26);
  });

  it.each([0.5, 0.9])('hold the %s quantile in 93 to 97 of 100 experiments, where clusters differ', (share) => {
    // Exponential values with a mean of their own in each cluster, of even chance to be 1 or 2, and clusters of uneven size.
    const random = new RandomStreams('coverage').stream('test', `${share}`);
    const truth = 1e6 * quantileOfMixture(share);
    let held = 0;
    const experiments = 400;
    for (let i = 0; i < experiments; i++) {
      const clusters = new Clusters();
      for (let k = 0; k < 40; k++) {
        const mean = random.next() < 0.5 ? 1 : 2;
        const size = 20 + random.below(20);
        clusters.add(cluster(Array.from({ length: size }, () => -1e6 * mean * Math.log(random.positive()))));
      }
      const { interval } = clusters.quantile(share, 0.95)!;
      if (interval!.low <= truth && truth <= interval!.high) held += 1;
    }
    expect(held / experiments).toBeGreaterThan(0.93);
    expect(held / experiments).toBeLessThan(0.98);
  });
});

function quantileOfMixture(share: number): number {
  let [low, high] = [0, 50];
  for (let i = 0; i < 80; i++) {
    const t = (low + high) / 2;
    if (0.5 * Math.exp(-t) + 0.5 * Math.exp(-t / 2) > 1 - share) low = t;
    else high = t;
  }
  return low;
}
