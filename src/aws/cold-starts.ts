/**
 * INIT durations of minimal functions, by runtime: zip packages, x86, memory of 128 to 1,024 MB pooled.
 *
 * Measured by maxday/lambda-perf in 86 daily runs, 2026-05-28 to 2026-08-22, about 3,060 cold starts a row (T-11, table
 * M.2 of the reference). They are a lower bound: dependencies and SDK clients of real code come on top. What comes before
 * INIT is the fact lambda.coldStart.platform.
 */
import { MILLISECOND, type Micros } from '../engine/time.ts';

/** Percentiles of INIT. */
export interface InitTimes {
  readonly p10: Micros;
  readonly p50: Micros;
  readonly p90: Micros;
  readonly p99: Micros;
}

/** The statement the table belongs to. */
export const INIT_TIMES_ID = 'CLD-01';

export const INIT_TIMES = {
  nodejs24: measured(124, 141, 171, 216),
  nodejs22: measured(130, 145, 172, 219),
  'python3.13': measured(79, 93, 120, 181),
  'python3.14': measured(100, 117, 158, 274),
  java21: measured(224, 244, 286, 603),
  java25: measured(175, 194, 279, 493),
  dotnet8: measured(231, 258, 330, 656),
  dotnet10: measured(231, 261, 567, 717),
  'ruby3.4': measured(195, 230, 393, 503),
  go: measured(48, 51, 55, 74),
  rust: measured(15, 16, 21, 50),
} as const satisfies Record<string, InitTimes>;

export type Runtime = keyof typeof INIT_TIMES;

/**
 * Beyond what was published the reference goes on in straight lines: the least is 0.8 of the tenth percentile, the
 * greatest one and a half times the 99th (M.1).
 */
export function initQuantiles({ p10, p50, p90, p99 }: InitTimes): [share: number, value: Micros][] {
  return [
    [0, Math.round(0.8 * p10)],
    [0.1, p10],
    [0.5, p50],
    [0.9, p90],
    [0.99, p99],
    [1, Math.round(1.5 * p99)],
  ];
}

function measured(p10: number, p50: number, p90: number, p99: number): InitTimes {
  return { p10: p10 * MILLISECOND, p50: p50 * MILLISECOND, p90: p90 * MILLISECOND, p99: p99 * MILLISECOND };
}
