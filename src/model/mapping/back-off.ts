/** How long refused work waits before it is tried again. Pure: attempts in, microseconds out. */
import type { Micros } from '../../engine/time.ts';
import type { Rules } from '../../aws/rules.ts';

/** The pause after the n-th refusal (n from 1): doubling from the first to the longest. Assumed, SQS-42 and UNK-04. */
export function throttlePause(refusals: number, rules: Rules): Micros {
  return doubling(refusals, rules.number('sqs.throttleRetry.first'), rules.number('sqs.throttleRetry.max'));
}

/** first · 2^(n−1), at most `longest`. */
export function doubling(n: number, first: Micros, longest: Micros): Micros {
  let pause = first;
  for (let i = 1; i < n && pause < longest; i++) pause *= 2;
  return Math.min(pause, longest);
}
