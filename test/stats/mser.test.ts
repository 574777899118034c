/** The cut that MSER-5 makes: by hand, in series with a known beginning, and in queues that start empty. */
import { describe, expect, it } from 'vitest';
import { RandomStreams, type RandomStream } from '../../src/engine/random.ts';
import { batchMeans, mser5 } from '../../src/stats/mser.ts';
import { Moments } from '../../src/stats/moments.ts';
import { slopeOf } from '../../src/stats/slope.ts';

const luck = (replication: number): RandomStream => new RandomStreams('mser', replication).stream('test', 'luck');

/** Sum of twelve uniform numbers less six: near enough to normal. */
function noise(random: RandomStream): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random.next();
  return sum;
}

/** x → φx + noise, from `start`; in equilibrium of mean 0. */
function autoregressive(replication: number, phi: number, start: number, length: number): number[] {
  const random = luck(replication);
  let x = start;
  return Array.from({ length }, () => (x = phi * x + noise(random)));
}

/** Waits of the customers of M/M/1 that begins empty, by Lindley's recursion; mean service 1. */
function waits(replication: number, load: number, length: number): number[] {
  const random = luck(replication);
  let wait = 0;
  return Array.from({ length }, () => {
    const now = wait;
    wait = Math.max(0, wait - Math.log(random.positive()) + Math.log(random.positive()) / load);
    return now;
  });
}

const mean = (values: readonly number[]): number => Moments.of(values).mean;

function meanSeries(runs: readonly (readonly number[])[]): number[] {
  return runs[0]!.map((_, i) => mean(runs.map((run) => run[i]!)));
}

describe('MSER-5', () => {
  it('cuts a beginning off that is unlike the rest, and nothing off a constant', () => {
    const tail = Array.from({ length: 80 }, (_, i) => (i % 2 === 0 ? 1 : 1.2));
    expect(mser5([...Array<number>(10).fill(50), ...tail])).toEqual({ observations: 10, isBound: false });
    expect(mser5(Array<number>(100).fill(3))).toEqual({ observations: 0, isBound: false });
  });

  it('agrees with the definition: the least of the sum of squares over the square of the count', () => {
    for (let replication = 0; replication < 20; replication++) {
      const means = batchMeans(autoregressive(replication, 0.8, 10, 200), 5);
      const scores = means.slice(0, means.length / 2 + 1).map((_, cut) => {
        const rest = means.slice(cut);
        return (
          rest.reduce((sum, value) => sum + (value - mean(rest)) * (value - mean(rest)), 0) / rest.length / rest.length
        );
      });
      const cut = mser5(autoregressive(replication, 0.8, 10, 200))!;
      expect(cut.observations).toBe(5 * scores.indexOf(Math.min(...scores)));
    }
  });

  it('says nothing of a few values, and says where it would cut more off than it may', () => {
    expect(mser5(Array<number>(19).fill(1))).toBeUndefined();
    expect(mser5(Array.from({ length: 100 }, (_, i) => i))).toEqual({ observations: 50, isBound: true });
  });

  it('finds the end of the transient of an autoregressive process that begins far away', () => {
    // 100 · 0.9ⁱ is below the standard deviation of 2.3 after 36 steps, below a tenth of it after 58.
    const cuts = Array.from({ length: 50 }, (_, i) => mser5(autoregressive(i, 0.9, 100, 1000))!.observations);
    expect(mean(cuts)).toBeGreaterThan(25);
    expect(mean(cuts)).toBeLessThan(90);
  });

  it('takes most of the bias off a queue that begins empty', () => {
    const [load, length] = [0.9, 3000];
    const truth = (load * 1) / (1 - load);
    const runs = Array.from({ length: 100 }, (_, i) => waits(i, load, length));
    const averaged = meanSeries(runs);
    const cut = mser5(batchMeans(averaged, 10))!.observations * 10;
    const bias = (from: number): number => truth - mean(averaged.slice(from));
    expect(cut).toBeGreaterThan(50);
    expect(cut).toBeLessThan(1500);
    expect(bias(0)).toBeGreaterThan(0);
    expect(Math.abs(bias(cut))).toBeLessThan(0.6 * bias(0));
  });
});

describe('the slope of equally spaced values', () => {
  it.each([
    [[], 0],
    [[5], 0],
    [[1, 3, 5], 2],
    [[0, 0, 6], 3],
    [[4, 4, 4, 4], 0],
    [[1, 0, 3, 2], 0.6],
  ])('of %j is %d', (values, slope) => {
    expect(slopeOf(values)).toBeCloseTo(slope, 12);
  });
});
