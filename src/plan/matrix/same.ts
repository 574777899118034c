/**
 * When a smaller reservation changes nothing: a run in which nobody was refused goes the same to the byte with any reservation that
 * covers its most executions at once and its most invocations in a second (CON-08). So its cell need not run again. All of it is
 * looked at, warm-up included, which only the series have.
 */
import type { Rules } from '../../aws/rules.ts';
import type { Result } from '../../metrics/result.ts';
import type { Copies } from './variants.ts';

/** The least reservation of each function with which the run would have been the same; Infinity: the next may be another. */
export function leastSame(result: Result, { functions }: Copies, rules: Rules): number {
  // A smaller reservation leaves others more, which changes nothing unless they were refused.
  const series = Object.values(result.series.functions);
  const isCalm = series.every(({ throttles }) => throttles.every((n) => n === 0));
  if (!isCalm) return Infinity;
  const perUnit = rules.number('lambda.requestRate');
  const window = rules.number('lambda.requestRate.window');
  const needs = functions.map((name) => {
    const { invocations, concurrency } = result.series.functions[name]!;
    const atOnce = concurrency.reduce((most, n) => Math.max(most, n), 1);
    return Math.max(atOnce, Math.ceil(mostWithin(invocations, window, result.series.period) / perUnit));
  });
  return Math.max(...needs);
}

/** No window of that length has more: it lies within so many intervals. */
function mostWithin(counts: readonly number[], window: number, period: number): number {
  const width = Math.ceil(window / period) + 1;
  let [sum, most] = [0, 0];
  counts.forEach((n, i) => {
    sum += n - (i >= width ? counts[i - width]! : 0);
    most = Math.max(most, sum);
  });
  return most;
}
