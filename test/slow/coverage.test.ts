/**
 * Intervals hold the truth as often as they say: 1,000 experiments with M/M/2, whose truth is known, and with values of
 * which the stopping rule is hard on.
 */
import { describe, expect, it } from 'vitest';
import { RandomStreams } from '../../src/engine/random.ts';
import { replicate } from '../../src/plan/replicate.ts';
import { nextLook, LEAST_RUNS, type Precision } from '../../src/plan/stopping.ts';
import { Moments } from '../../src/stats/moments.ts';
import { normalQuantile } from '../support/normal.ts';
import { meanInterval } from '../../src/stats/student.ts';
import { meanWait, mmc, timeInSystem } from '../support/mmc.ts';

const MINUTES = 60_000;

it(
  '1,000 experiments of five runs of M/M/2: 93 to 97 % of the 95 % intervals hold the truth',
  { timeout: 10 * MINUTES },
  () => {
    const two = { servers: 2, load: 0.5, warmUp: 40, measured: 1200 };
    const truths = {
      'mean(q.ageAtFirstAttempt)': meanWait(two),
      'mean(q.latency)': meanWait(two) + 1e6,
      'p50(q.latency)': timeInSystem(two, 0.5),
      'p90(q.latency)': timeInSystem(two, 0.9),
      'p99(q.latency)': timeInSystem(two, 0.99),
    };
    const figures = Object.keys(truths) as (keyof typeof truths)[];
    const held = new Map(figures.map((figure) => [figure, 0]));
    for (let seed = 1; seed <= 1000; seed++) {
      const outcome = replicate(mmc({ ...two, seed }), { replications: 5, figures });
      figures.forEach((figure, i) => {
        const { interval, isOpenAbove } = outcome.figures[i]!;
        const holds = interval!.low <= truths[figure] && (isOpenAbove || truths[figure] <= interval!.high);
        if (holds) held.set(figure, held.get(figure)! + 1);
      });
    }
    if (process.env['COVERAGE'] !== undefined) console.log(Object.fromEntries(held));
    for (const count of held.values()) {
      expect(count).toBeGreaterThanOrEqual(930);
      expect(count).toBeLessThanOrEqual(970);
    }
  },
);

describe('the stopping rule, within 5 %, in 4,000 experiments', () => {
  const random = new RandomStreams('coverage').stream('test', 'stopping');
  const gauss = (): number => normalQuantile((random.next() * (1 << 30) + 0.5) / (1 << 30));
  const normal = (cv: number): number => 1 + cv * gauss();
  const exponential = (cv: number): number => 1 - cv - cv * Math.log(random.positive());
  const precision: Precision = { text: '', figure: undefined as never, within: { kind: 'relative', value: 0.05 } };

  it.each([
    ['normal', 0.05, normal, 93.5],
    ['normal', 0.1, normal, 93],
    ['normal', 0.15, normal, 93],
    ['normal', 0.5, normal, 93],
    // Of values as lopsided as these Student's interval itself falls short; docs/replications.md says so.
    ['exponential', 0.1, exponential, 90],
    ['exponential', 0.15, exponential, 88.5],
    ['exponential', 0.5, exponential, 92.5],
  ])('%s values that vary by %d', (_, cv, draw, least) => {
    let [held, near] = [0, 0];
    for (let i = 0; i < 4000; i++) {
      const moments = new Moments();
      let due = Math.min(LEAST_RUNS, 1e6);
      for (;;) {
        while (moments.count < due) moments.add(draw(cv));
        const { low, high } = meanInterval(moments, 0.95)!;
        due = nextLook(due, 1e6, [precision], [{ value: moments.mean, halfWidth: (high - low) / 2 }]);
        if (due > moments.count) continue;
        if (low <= 1 && high >= 1) held += 1;
        break;
      }
      if (Math.abs(moments.mean - 1) <= 0.05) near += 1;
    }
    expect(held / 40).toBeGreaterThan(least);
    expect(held / 40).toBeLessThan(96.5);
    expect(near / 40).toBeGreaterThan(94);
  });
});
