/** The benchmarks in small: they run, and what they compute does not change unnoticed. Nothing is said about time here. */
import { expect, it } from 'vitest';
import { run } from '../support/run.ts';
import { WORKLOADS } from './workloads.mjs';

it.each([
  ['W1', 20_000, 1],
  ['W3', 200_000, 10],
] as const)('%s is the workload it says', (name, units, largest) => {
  const result = run(WORKLOADS[name](units));
  const { latency, books } = result.sources['q']!;
  expect(books.in.arrived).toBeGreaterThan(units * 0.97);
  expect(latency.mean! / 1e6).toBeGreaterThan(0.95);
  expect(result.mappings['m']!.batchSize.max).toBe(largest);
});

it.each(['W1B100', 'B100'] as const)('%s: a batch of a hundred is one invocation of a hundred', (name) => {
  expect(run(WORKLOADS[name](150_000)).mappings['m']!.batchSize.p50).toBeGreaterThan(50);
});

it.each([
  ['K4', 40],
  ['K100', 100],
] as const)('%s: lanes by the dozen, and nothing is lost', (name, lanes) => {
  const { sources, mappings } = run(WORKLOADS[name](100_000));
  const { books, succeeded } = sources['q']!;
  expect(mappings['m']!.pollersLimit).toBe(lanes);
  expect(books.in.arrived).toBeGreaterThan(97_000);
  expect(succeeded).toBe(books.out.passed);
});
