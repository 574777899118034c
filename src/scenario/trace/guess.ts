/**
 * Which columns hold the times when a scenario names none: guessed from the header, and said aloud.
 * Counts are never guessed: taking sizes or prices for counts would multiply a workload without a word.
 */
import { listed, quoted, type Findings } from './findings.ts';
import { isWide } from './options.ts';
import type { Cells } from './table.ts';
import type { TraceOptions } from './types.ts';

/** Headers that mean the time of arrival, the surest first. */
const TIME_NAMES = ['timestamp', 'datetime', 'time', 'ts', 'date'];

/** Options that name times; the same ones if they do. Undefined, with a problem found, when the header suggests none. */
export function withTimes(options: TraceOptions, header: Cells, findings: Findings): TraceOptions | undefined {
  if (options.time !== undefined || options.end !== undefined || isWide(options)) return options;
  const named = (name: string): string | undefined => header.find((title) => title.toLowerCase() === name);
  const time = TIME_NAMES.map(named).find((title) => title !== undefined);
  const end = named('end_timestamp');
  const duration = options.duration ?? named('duration');
  if (time !== undefined) {
    findings.note(`guessed from the header: time: ${quoted(time)}`);
    return { ...options, time };
  }
  if (end !== undefined && duration !== undefined) {
    findings.note(`guessed from the header: end: ${quoted(end)}, duration: ${quoted(duration)}`);
    return { ...options, end, duration };
  }
  if (options.wide === undefined && header.includes('1') && header.includes('2')) {
    findings.note('guessed from the header: wide: true');
    return { ...options, wide: true };
  }
  reportNoTimes(header, findings);
  return undefined;
}

function reportNoTimes(header: Cells, findings: Findings): void {
  const isSummary = header.some((title) => /^percentile/i.test(title));
  findings.problem(`${findings.file} has no column that is known to hold times; it has ${listed(header)}`, {
    hint: isSummary
      ? 'this looks like a summary of durations, which holds no arrivals: replay the invocations that belong to it'
      : 'name one: `time: <column>`, or `end: <column>` and `duration: <column>`; without a header, `time: 1`',
  });
}
