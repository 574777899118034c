/** Results for tests of charts: those of the gallery, and small ones whose readings are given by hand. */
import { readFileSync } from 'node:fs';
import type { Result } from '../../src/metrics/result.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { simulate } from '../../src/simulate.ts';
import { run } from './run.ts';

const folder = new URL('../../scenarios/', import.meta.url);
const ports = { readText: (path: string): string => readFileSync(new URL(path, folder), 'utf8') };

export function resultOf(file: string): Result {
  const read = readScenario(readFileSync(new URL(file, folder), 'utf8'), { ports, stem: file });
  if (!read.ok) throw new Error('not a scenario');
  return simulate(read.scenario);
}

/** A result without its `readonly`, so that a test can say what happened. */
export type Open<T> = T extends object ? { -readonly [K in keyof T]: Open<T[K]> } : T;

/** Ten minutes of a queue, a mapping and a function in 300 intervals of 2 s, in which nothing happens but one message. */
export function quiet(edit: (result: Open<Result>) => void, more: object = {}): Result {
  const result = run({
    lagcast: 1,
    duration: '10 min',
    functions: {
      f: { timeout: '5 s', coldStart: 'none', handler: { perInvocation: '400 ms' }, reservedConcurrency: 10 },
    },
    sources: { q: { type: 'sqs', arrivals: [{ records: [{ at: '1 s' }] }] } },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
    ...more,
  });
  const open = structuredClone(result) as Open<Result>;
  edit(open);
  return open;
}

/** Readings of 300 intervals: zero, or the values of these intervals. */
export function readings(values: Readonly<Record<number, number>>, rest = 0): number[] {
  return Array.from({ length: 300 }, (_, i) => values[i] ?? rest);
}

/** All of them the same, from the first until before the last. */
export function span(from: number, to: number, value: number): Record<number, number> {
  return Object.fromEntries(Array.from({ length: to - from }, (_, i) => [from + i, value]));
}
