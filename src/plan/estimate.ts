/**
 * What several runs say of one figure: its mean over them, and an interval for the true mean (Student's t). Runs in which there
 * was nothing to measure are counted and left out.
 */
import { figureOf } from '../metrics/figure.ts';
import type { Result } from '../metrics/result.ts';
import type { FigureRef } from '../scenario/figure.ts';
import { Moments } from '../stats/moments.ts';
import { meanInterval, type Interval } from '../stats/student.ts';

/** In the unit of the figure: microseconds, bytes, shares from 0 to 1, counts, rates a second, dollars. */
export interface Estimate {
  readonly figure: FigureRef;
  /** Runs that had a value, and those that had none. */
  readonly runs: number;
  readonly missing: number;
  /** Null when no run had a value. */
  readonly mean: number | null;
  /** Null of fewer than two runs. */
  readonly interval: Interval | null;
  /** The share of experiments whose interval holds the truth: 0.95 as a rule. */
  readonly confidence: number;
  readonly standardDeviation: number;
  /** Of single runs. */
  readonly min: number | null;
  readonly max: number | null;
}

export const CONFIDENCE = 0.95;

/** The value of a figure in one run; null when there was nothing to measure. */
export function valueOf(result: Result, { name, figure, statistic }: FigureRef): number | null {
  return figureOf(result, name, figure, statistic) ?? null;
}

/** From the values of single runs, null where there was none. */
export function estimate(
  figure: FigureRef,
  values: readonly (number | null)[],
  confidence: number = CONFIDENCE,
): Estimate {
  const known = values.filter((value) => value !== null);
  const moments = Moments.of(known);
  const isKnown = known.length > 0;
  return {
    figure,
    runs: known.length,
    missing: values.length - known.length,
    mean: isKnown ? moments.mean : null,
    interval: meanInterval(moments, confidence) ?? null,
    confidence,
    standardDeviation: moments.standardDeviation,
    min: isKnown ? moments.min : null,
    max: isKnown ? moments.max : null,
  };
}
