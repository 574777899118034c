/** The sweeps of the gallery against what their files say by formula. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sweep } from '../../src/plan/sweep/sweep.ts';
import { Template } from '../../src/scenario/template.ts';

const MESSAGES_A_MONTH = 200 * 730 * 3600;
const [REQUEST, GB_SECOND, QUEUE_REQUEST] = [0.2e-6, 16.6667e-6, 0.4e-6];

it.each([
  [1, 0],
  [10, 3],
  [100, 6],
])('batches of %i take their share of invocations, and cost what the price list says', (size, cell) => {
  const file = '118-batch-size-as-a-picture';
  const text = readFileSync(new URL(`../../scenarios/${file}.yaml`, import.meta.url), 'utf8');
  const made = Template.fromText(text, { stem: file });
  if (!made.ok) throw new Error('no scenario');
  const { spec, cells } = sweep(made.template, undefined, { cells: [cell], replications: 2 });
  const [first] = cells;
  expect(first!.settings).toEqual({ 'mappings.orders-to-worker.batchSize': size });
  const valuesOf = (text: string) => first!.values[spec.figures.findIndex((figure) => figure.text === text)]!;
  // Poisson: 10,000 messages give or take 100; three times that, and a batch that the end of the run cuts in two.
  for (const invocations of valuesOf('worker.invocations'))
    expect(Math.abs(invocations! * size - 10_000)).toBeLessThan(300 + size);
  const invocations = MESSAGES_A_MONTH / size;
  const lambda = invocations * (REQUEST + (0.1 + 0.005 * size) * GB_SECOND);
  // A send for each message, a delete for each ten of a batch, and receives: one for each message at most, one for ten at least.
  const deletes = MESSAGES_A_MONTH / Math.min(size, 10);
  const queue = (receives: number): number => (MESSAGES_A_MONTH + deletes + receives) * QUEUE_REQUEST;
  for (const cost of valuesOf('cost.perMonth')) {
    expect(cost).toBeGreaterThan(0.97 * (lambda + queue(MESSAGES_A_MONTH / 10)));
    expect(cost).toBeLessThan(1.03 * (lambda + queue(MESSAGES_A_MONTH)));
  }
});
