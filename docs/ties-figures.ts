/** The figures of a result one by one, to see which of them move: numbers by their path, without readings over time and what was put in. */
import type { Result } from '../src/metrics/result.ts';

const LEFT_OUT = new Set(['series', 'inputs', 'assumptions', 'facts', 'digest', 'events', 'histogram', 'objectives']);

/** Of these the one that moves most is named. */
export const HEADLINES =
  /^(sources|mappings|functions|downstreams|tier\.groups)\.[^.]+\.(succeeded|deadLettered|failed|errors|throttles|callsFailed|(latency|eventAge|completionAge)\.p99|(ageOfOldest|depth|firstAttemptAge)\.max)$|^cost\.total$/;

export function flat(result: Result): Map<string, number> {
  const figures = new Map<string, number>();
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'number') figures.set(path, value);
    else if (typeof value === 'object' && value !== null)
      for (const [key, part] of Object.entries(value))
        if (!LEFT_OUT.has(key)) walk(part, path === '' ? key : `${path}.${key}`);
  };
  walk(result, '');
  return figures;
}

/** The difference as a share of the first; of nothing, all of it. */
export function factorOf(before: number, after: number | undefined): number {
  if (before === after) return 0;
  return before === 0 || after === undefined ? 1 : Math.abs(after - before) / Math.abs(before);
}
