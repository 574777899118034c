/** When something was so, by the readings: the words of the titles. Nothing here is said of more than the readings say. */
import type { Result } from '../../metrics/result.ts';
import { count, duration, instant } from '../format.ts';
import { firstAfterWarmUp } from '../limits.ts';
import type { Readings } from './steps.ts';

/** Width of an interval in words: `2 s`. */
export function each({ series }: Result): string {
  return duration(series.period);
}

/** The end of a reading's interval, as the verdict has it. */
export function endOf(i: number, { series, duration: end }: Result): string {
  return instant(Math.min((i + 1) * series.period, end));
}

/** The beginning of a reading's interval. */
export function startOf(i: number, { series }: Result): string {
  return instant(i * series.period);
}

/** The greatest reading after the warm-up, and its number; undefined when nothing was measured. */
export interface Peak {
  readonly value: number;
  readonly at: number;
  /** `, after the warm-up`, where the warm-up has a greater one to be seen; otherwise nothing. */
  readonly scope: string;
}

export function peakOf(readings: Readings, result: Result): Peak | undefined {
  const from = firstAfterWarmUp(result);
  let at = -1;
  for (let i = from; i < readings.length; i++) {
    const v = readings[i] ?? null;
    if (v !== null && (at < 0 || v > readings[at]!)) at = i;
  }
  if (at < 0) return undefined;
  const value = readings[at]!;
  const isGreaterBefore = readings.slice(0, from).some((v) => v !== null && v > value);
  return { value, at, scope: isGreaterBefore ? ', after the warm-up' : '' };
}

/** Numbers of the readings for which something holds. */
export function readingsWhere(readings: Readings, holds: (value: number, i: number) => boolean): number[] {
  return readings.flatMap((v, i) => (v !== null && holds(v, i) ? [i] : []));
}

/** Whether they follow each other. */
export function isOneSpan(indices: readonly number[]): boolean {
  return indices.length > 0 && indices.at(-1)! - indices[0]! + 1 === indices.length;
}

/** ` from 2 min to 14 min`; nothing where it is the whole run. Not empty. */
export function fromTo(indices: readonly number[], n: number, result: Result): string {
  const isWhole = indices[0] === 0 && indices.at(-1) === n - 1;
  return isWhole ? '' : ` from ${startOf(indices[0]!, result)} to ${endOf(indices.at(-1)!, result)}`;
}

/** `10`, or `5 to 10` where it changes. */
export function range(values: readonly number[], told: (value: number) => string = count): string {
  const least = Math.min(...values);
  const greatest = Math.max(...values);
  return least === greatest ? told(least) : `${told(least)} to ${told(greatest)}`;
}
