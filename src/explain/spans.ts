/**
 * Spans of time with the limit that bound in each. In every reading the limits are looked for that show in it, in the order of what they
 * cost over the whole run; the first is the one named. Where none shows, the last one goes on as long as what it kept waiting waits; then
 * it is `none`, as it is while nobody was to poll. Neighbours of one limit are one span. Pure.
 */
import type { Result } from '../metrics/result.ts';
import type { Micros } from '../engine/time.ts';
import type { Suspect } from './evidence.ts';
import type { LimitName, Place } from './limits.ts';
import { hasBacklog, isOff, shows } from './shown.ts';
import type { Target } from './targets.ts';

export interface Span {
  readonly from: Micros;
  readonly until: Micros;
  readonly limit: LimitName;
  /** Null of `none`. */
  readonly where: Place | null;
}

/** Fewer readings of something else between two of one limit are its own ups and downs; while there is a backlog, so are so many more. */
const GAP = 3;
const GAP_OF_BACKLOG = 10;

/** Spans that follow each other without gaps from the beginning to the end of the run. */
export function spansOf(target: Target, blamed: readonly Suspect[], result: Result): Span[] {
  const { period } = result.series;
  const readings = Array.from(result.series.sources[target.source]!.depth.keys());
  const backlog = readings.map((i) => hasBacklog(target, result, i));
  const signals = blamed.map((suspect) => {
    const signal = readings.map((i) => shows(suspect, result, i));
    // What a quota of calls keeps back waits at producers.
    const waiting = suspect.where.kind === 'source' && suspect.limit === 'requestsPerSecond';
    return smooth(signal, waiting ? signal.map(() => true) : backlog);
  });
  const spans: Span[] = [];
  let bound: Suspect | undefined;
  for (const i of readings) {
    const shown = blamed[signals.findIndex((signal) => signal[i])];
    bound = isOff(target, result, i) ? undefined : (shown ?? (backlog[i] ? bound : undefined));
    const limit = bound?.limit ?? 'none';
    const where = bound?.where ?? null;
    const last = spans.at(-1);
    const until = Math.min(result.duration, (i + 1) * period);
    if (last?.limit === limit && last.where?.name === where?.name) spans[spans.length - 1] = { ...last, until };
    else spans.push({ from: i * period, until, limit, where });
  }
  return spans;
}

/** Short gaps are closed. */
function smooth(signal: readonly boolean[], backlog: readonly boolean[]): readonly boolean[] {
  const at = signal.flatMap((is, i) => (is ? [i] : []));
  const closed = [...signal];
  for (let k = 1; k < at.length; k++) {
    const [from, until] = [at[k - 1]!, at[k]!];
    const isOne = until - from <= GAP || (until - from <= GAP_OF_BACKLOG && backlog.slice(from, until).every(Boolean));
    if (isOne) closed.fill(true, from, until);
  }
  return closed;
}
