/**
 * When a smaller reservation changes nothing: a run in which nobody was refused goes the same to the byte with any reservation that
 * covers its most executions at once and its most invocations in a second (CON-08). So its cell need not run again.
 */
import type { Rules } from '../../aws/rules.ts';
import type { Result } from '../../metrics/result.ts';
import type { Copies } from './variants.ts';

/** The least reservation of each function with which the run would have been the same; Infinity: the next may be another. */
export function leastSame(result: Result, { functions }: Copies, rules: Rules): number {
  // A smaller reservation leaves others more, which changes nothing unless they were refused.
  const isCalm = Object.values(result.functions).every(({ throttles }) => throttles === 0);
  if (!isCalm) return Infinity;
  const perUnit = rules.number('lambda.requestRate');
  const window = rules.number('lambda.requestRate.window');
  const needs = functions.map((name) => {
    const perWindow = mostWithin(result.series.functions[name]!.invocations, window, result.series.period);
    return Math.max(1, result.functions[name]!.concurrency.max, Math.ceil(perWindow / perUnit));
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
