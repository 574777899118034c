/**
 * When an event is tried again, and when it is not: pure decisions from what has happened to it and its age.
 *
 * Function errors and refusals are counted apart: a throttle uses up no retry (ASY-04). Whatever the cause, an event whose next
 * attempt would come too late is given up at once (R-ASY-05).
 */
import type { Rules } from '../../../aws/rules.ts';
import type { Micros } from '../../../engine/time.ts';
import { doubling } from '../../mapping/back-off.ts';

export interface RetryTimes {
  readonly afterFirstError: Micros;
  readonly afterSecondError: Micros;
  /** Share by which waits after errors are shorter or longer. */
  readonly errorJitter: number;
  readonly throttleFirst: Micros;
  readonly throttleLongest: Micros;
  /** Share by which waits after throttles are longer. */
  readonly throttleJitter: number;
  /** Whether an event that would come too late is given up before. */
  readonly looksAhead: boolean;
}

export function retryTimesOf(rules: Rules): RetryTimes {
  return {
    afterFirstError: rules.number('async.retry.error.first'),
    afterSecondError: rules.number('async.retry.error.second'),
    errorJitter: rules.number('async.retry.error.jitter'),
    throttleFirst: rules.number('async.retry.throttle.first'),
    throttleLongest: rules.number('async.retry.throttle.max'),
    throttleJitter: rules.number('async.retry.throttle.jitter'),
    looksAhead: rules.word('async.lookAhead') === 'on',
  };
}

/** Wait after the `errors`-th function error, from 1 (ASY-03). `u`: evenly from 0 to 1. */
export function waitAfterError(errors: number, u: number, times: RetryTimes): Micros {
  const wait = errors === 1 ? times.afterFirstError : times.afterSecondError;
  return Math.round(wait * (1 + times.errorJitter * (2 * u - 1)));
}

/**
 * Wait after the `refusals`-th throttle or system error in a row, from 1 (ASY-04). The documented maximum holds whatever the
 * jitter. `multiplier`: by what a long queue makes waits longer (ASY-05).
 */
export function waitAfterThrottle(refusals: number, u: number, multiplier: number, times: RetryTimes): Micros {
  const wait = doubling(refusals, times.throttleFirst, times.throttleLongest);
  const jittered = wait * (1 + times.throttleJitter * u) * multiplier;
  return Math.round(Math.min(times.throttleLongest * Math.max(1, multiplier), jittered));
}

/** Whether an event of that age is given up rather than put back for `wait`: at the limit is too late (ASY-06). */
export function isTooLate(age: Micros, wait: Micros, maximumAge: Micros, times: RetryTimes): boolean {
  return times.looksAhead && age + wait >= maximumAge;
}
