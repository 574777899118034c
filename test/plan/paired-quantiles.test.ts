/** Differences of percentiles of all observations: what many short runs go to, what shared luck takes away, what nobody knows. */
import { describe, expect, it } from 'vitest';
import { RandomStreams } from '../../src/engine/random.ts';
import { PairedQuantiles } from '../../src/plan/paired-quantiles.ts';
import { Pairs, type Difference } from '../../src/plan/paired.ts';
import { Clusters } from '../../src/stats/clusters.ts';
import { Histogram } from '../../src/stats/histogram.ts';

const LEVEL = { confidence: 0.95, margin: 0 };
const random = new RandomStreams('paired').stream('test', 'quantiles');
/** So many waits of an exponential distribution, each run by a pace of its own. */
const run = (count: number, pace = 1): number[] =>
  Array.from({ length: count }, () => -1e6 * pace * Math.log(random.positive()));

function judged(share: number, base: number[][], other: number[][], level = LEVEL): Difference {
  const [of, to] = [new Clusters(), new Clusters()];
  const single = new Pairs();
  const add = (clusters: Clusters, values: number[]): number | null => {
    const histogram = new Histogram();
    for (const value of values) histogram.add(value);
    clusters.add(histogram.toData());
    return values.length === 0 ? null : histogram.quantile(share);
  };
  base.forEach((values, i) => single.add(add(of, values), add(to, other[i]!)));
  return new PairedQuantiles(share, of, to, single).judged('less', level);
}

describe('the difference of percentiles', () => {
  it('goes to the true one with many short runs, where the mean of their own does not', () => {
    // p99 of 40 waits: the greatest as a rule, ln 40 and a bit; of all of them ln 100 = 4.605.
    const base = Array.from({ length: 300 }, () => run(40));
    const other = base.map((values) => values.map((value) => 2 * value));
    const { mean, interval, base: p99, verdict, varianceLeft } = judged(0.99, base, other);
    expect(p99! / 1e6).toBeCloseTo(4.605, 0);
    expect(interval!.low / 1e6).toBeLessThan(4.605);
    expect(interval!.high / 1e6).toBeGreaterThan(4.605);
    expect(verdict).toBe('worse');
    // Twice the same: the difference has the error of one, and with luck of their own it would be that of √5.
    expect(varianceLeft).toBeCloseTo(0.2, 1);
    const own = Pairs.of(
      ...([base, other].map((all) => all.map((values) => Math.max(...values))) as [number[], number[]]),
    );
    expect(own.differences.mean).toBeLessThan(0.96 * mean!);
  });

  it('is surer with the same luck than with luck of their own', () => {
    const width = ({ interval }: Difference) => interval!.high - interval!.low;
    const base = Array.from({ length: 12 }, (_, i) => run(200, 1 + (i % 4)));
    const same = base.map((values) => values.map((value) => 1.1 * value));
    const apart = base.map((_, i) => same[(i + 2) % 12]!);
    expect(width(judged(0.5, base, same))).toBeLessThan(width(judged(0.5, base, apart)) / 2);
  });

  it('is equal where every run and all of them are, and unknown with too little beyond', () => {
    const base = [run(100), run(100), run(100)];
    expect(judged(0.9, base, base)).toMatchObject({ verdict: 'equal', mean: 0, interval: { low: 0, high: 0 } });
    expect(judged(0.995, base, [run(100), run(100), run(100)])).toMatchObject({ verdict: 'unknown', interval: null });
    expect(judged(0.5, [run(9), []], [[], run(9)])).toMatchObject({ verdict: 'unknown', pairs: 0, oneSided: 2 });
  });

  it('does not call settled what the histogram cannot tell apart', () => {
    const base = [[1000], [1000], [1000], [1000]].map((values) => Array<number>(50).fill(values[0]!));
    const other = base.map((values) => values.map((value, i) => value + (i % 2 === 0 ? 1 : 2)));
    expect(judged(0.5, base, other).verdict).toBe('undecided');
  });
});
