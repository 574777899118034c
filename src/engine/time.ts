/**
 * Virtual time: whole microseconds since the start of the run, kept in a double (exact to 285 years).
 * Nothing below the command line knows the time of day.
 */

/** An instant (since the start of the run) or a length, in whole microseconds. */
export type Micros = number;

export const MILLISECOND: Micros = 1_000;
export const SECOND: Micros = 1_000_000;
export const MINUTE: Micros = 60 * SECOND;
export const HOUR: Micros = 60 * MINUTE;
export const DAY: Micros = 24 * HOUR;

/** The nearest whole microsecond. Instants are rounded, never the gaps between them: rounding gaps would change rates. */
export function toMicros(exact: number): Micros {
  return Math.round(exact);
}

/** Whatever knows the present instant. */
export interface Clock {
  readonly now: Micros;
}
