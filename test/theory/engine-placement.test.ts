/** Choices that run on the engine alone: what is expected of them, one of them, and that another choice would be found. */
import { expect, it } from 'vitest';
import { enginePlacementCases, LEAST_WORK } from './engine/placement-cases.ts';
import { leastWorkRun } from './engine/chosen-queues.ts';

/** Mean time of least work of two: 1 + ∫ F² with F(w) = 1/(λ + (1/λ − λ) eʷ), by Simpson's rule. */
function leastWorkTime(load: number): number {
  const square = (w: number): number => {
    const share = 1 / (load + (1 / load - load) * Math.exp(w));
    return share * share;
  };
  const [steps, end] = [20_000, 40];
  const step = end / steps;
  let sum = square(0) + square(end);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * square(i * step);
  return 1 + (sum * step) / 3;
}

it.each(LEAST_WORK)('$id: the integral gives all six digits', ({ load, expected }) => {
  expect(leastWorkTime(load) / expected).toBeCloseTo(1, 5);
});

it('P-LL2-01 passes, and with another load it would not', () => {
  const [row] = enginePlacementCases.find(({ id }) => id === 'P-LL2-01')!.run();
  expect(row).toMatchObject({ ran: 'engine', verdict: 'pass' });
  const known = LEAST_WORK.find(({ id }) => id === 'P-LL2-01')!;
  expect(leastWorkRun({ ...known, load: 0.6 }, 0).time / known.expected - 1).toBeGreaterThan(known.tolerance);
});
