/** What a result says of functions in words: invocations that were refused, that failed, that were cold starts. */
import type { FunctionResult } from '../metrics/result.ts';
import { count, duration, percent, some } from './format.ts';

export function refusals(name: string, fn: FunctionResult): string[] {
  if (fn.throttles === 0) return [];
  const reasons = Object.entries(fn.throttlesBy)
    .filter(([, n]) => n > 0)
    .map(([reason, n]) => `${reason} ${count(n)}`);
  return [
    `${name} refused ${some(fn.throttles, 'invocation')} (${reasons.join(', ')}); at most ${count(fn.concurrency.max)}${reservedOf(fn)}.`,
  ];
}

/** Against what is reserved; where that changed, no one value holds for the greatest. */
function reservedOf({ reservedConcurrency: reserved, reservedConcurrencyChanges: changes }: FunctionResult): string {
  if (changes.length === 0) return reserved === null ? ' ran at once' : ` of ${count(reserved)} reserved ran at once`;
  const told = changes.slice(-3).map(({ at, to }) => `${to === null ? 'none' : count(to)} from ${duration(at)} on`);
  return ` ran at once (reserved: ${told.join(', ')})`;
}

export function failures(name: string, fn: FunctionResult): string[] {
  // Those that ended, as those that failed: an invocation may begin in the warm-up and end after it.
  const ended = fn.duration.count;
  const said: string[] = [];
  if (fn.errors > 0) {
    const which = fn.timeouts === fn.errors ? '' : `${count(fn.timeouts)} of them `;
    const timeouts = fn.timeouts === 0 ? '' : `, ${which}by running into the timeout of ${duration(fn.timeout)}`;
    const ofThem = fn.outOfMemory === fn.errors ? '' : `${count(fn.outOfMemory)} of them `;
    const killed = fn.outOfMemory === 0 ? '' : `, ${ofThem}killed for want of memory`;
    said.push(
      `${some(fn.errors, 'invocation')} of ${name} failed (${percent(fn.errors / ended)})${timeouts}${killed}.`,
    );
  }
  if (fn.unusableAnswers > 0) {
    const share = percent(fn.unusableAnswers / ended);
    said.push(
      `${some(fn.unusableAnswers, 'invocation')} of ${name} (${share}) gave an answer that fails the whole batch.`,
    );
  }
  return said;
}

export function coldStarts(name: string, fn: FunctionResult): string[] {
  const share = fn.coldStarts / fn.invocations;
  if (!(share > 0.01) || fn.coldStarts < 2) return [];
  return [
    `${percent(share)} of the invocations of ${name} were cold starts (${duration(fn.initDuration.p50)} at the median).`,
  ];
}
