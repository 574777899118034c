/**
 * Strategies in the supermarket itself, against the simulations of AP-4.2 and AP-4.3 with 100 queues: events come at λ for each queue, and
 * each queue works one off at a time, in exponential times of mean 1. By its jump chain: no clock is needed for a mean.
 */
import { expect, test } from 'vitest';
import { RandomStreams } from '../../../../src/engine/random.ts';
import type { StrategyName } from '../../../../src/model/tier/placement/strategies.ts';
import { joinIdleTime } from '../../../support/supermarket.ts';
import { make } from './parts.ts';
import type { Said } from './parts.ts';

/** Mean time in the system, by Little's law; the first fifth is left out. */
function meanTime(
  name: StrategyName,
  options: Said,
  load: number,
  queues: number,
  hosts: number,
  steps: number,
): number {
  const { view, placement } = make(name, options, { queues, hosts, tenants: 1 });
  const random = new RandomStreams(1).stream('supermarket', 'jumps');
  const { loads } = view;
  let inside = 0;
  let area = 0;
  for (let step = 0; step < steps; step++) {
    if (random.next() * (1 + load) < load) {
      loads[placement.place(0, random.below(hosts))]!++;
      inside++;
    } else {
      const queue = random.below(queues);
      if (loads[queue]! > 0) {
        inside--;
        if (--loads[queue]! < 1) placement.emptied?.(queue);
      }
    }
    if (step >= steps / 5) area += inside;
  }
  return area / (0.8 * steps) / (load * queues);
}

test.each([
  ['bestOf', {}, 0.5, 1, 1.268],
  ['bestOf', {}, 0.9, 1, 2.651],
  ['bestOf', { d: 3 }, 0.9, 1, 2.065],
  ['onePlusBeta', { beta: 0.5 }, 0.9, 1, 3.753],
  ['jsq', {}, 0.9, 1, 1.067],
  ['jiq', {}, 0.9, 1, 1.076],
  ['jiq', {}, 0.9, 10, 1.894],
  ['jiq', {}, 0.9, 50, 3.57],
] as const)('%s %o at a load of %f with %i hosts: %f', (name, options, load, hosts, time) => {
  const steps = name === 'jsq' ? 150_000 : 800_000;
  expect(Math.abs(meanTime(name, options, load, 100, hosts, steps) / time - 1)).toBeLessThan(0.03);
});

test('join the idle queue comes close to its limit with many queues', () => {
  expect(Math.abs(meanTime('jiq', {}, 0.9, 500, 50, 1_500_000) / joinIdleTime(0.9, 10) - 1)).toBeLessThan(0.03);
});
