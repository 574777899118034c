/**
 * Whether what was asked of a trace makes sense by itself, before or without a look at the file.
 * Whether the columns exist is found out by the layout.
 */
import type { Findings } from './findings.ts';
import type { TraceOptions } from './types.ts';

/** Whether each row is a function and each numbered column an interval. */
export function isWide({ wide }: TraceOptions): boolean {
  return wide !== undefined && wide !== false;
}

/** Reports factors and intervals that are not above 0; whether all are. */
export function checkNumbers(options: TraceOptions, findings: Findings): boolean {
  for (const name of ['scale', 'speed', 'interval'] as const) {
    const value = options[name] ?? 1;
    if (value > 0 && Number.isFinite(value)) continue;
    findings.problem(`${name} is ${value}`, { hint: `${name} must be a number above 0` });
  }
  return findings.sound;
}

/** Reports columns that contradict each other; whether none do. */
export function checkCombination(options: TraceOptions, findings: Findings): boolean {
  const { time, end, duration, count } = options;
  const refuse = (message: string, hint: string): void => findings.problem(message, { hint });
  if (isWide(options) && [time, end, duration, count].some((column) => column !== undefined))
    refuse('`wide` leaves no room for `time`, `end`, `duration` or `count`', 'its columns are the times');
  else if (time !== undefined && end !== undefined)
    refuse('both `time` and `end` are given', 'a record arrives at `time`, or at `end` minus `duration`');
  else if (end !== undefined && duration === undefined)
    refuse('`end` is given without `duration`', 'the arrival is the end minus the duration');
  else if (count !== undefined && duration !== undefined)
    refuse('`count` and `duration` are both given', 'a row that counts many records has no duration of one');
  return findings.sound;
}

/** Tells of settings that only counts would use. */
export function noteUnused(options: TraceOptions, findings: Findings): void {
  for (const name of ['interval', 'spread'] as const) {
    if (options[name] !== undefined) findings.note(`\`${name}\` is not used: each row is one record`);
  }
}
