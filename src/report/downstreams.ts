/** Downstreams that were called step by step: a table for the terminal, and sentences for the verdict. Pure. */
import type { DownstreamResult } from '../metrics/downstreams/result.ts';
import type { Result } from '../metrics/result.ts';
import { count, duration, instant, list, percent, some } from './format.ts';
import { firstAfterWarmUp } from './limits.ts';
import type { Style } from './style.ts';
import { marked, table, type Cell } from './table.ts';

/** How calls end that do not succeed, in words that follow a number. */
export const ENDS: Readonly<Record<Exclude<keyof DownstreamResult['ends'], 'succeeded'>, string>> = {
  failed: 'failed',
  timedOut: 'timed out',
  noConnection: 'found no connection',
  refused: 'were over its rate',
  rejected: 'were rejected by a breaker',
  abandoned: 'were abandoned because their invocations were over',
};

export function downstreams(result: Result, style: Style): string[] {
  const rows = Object.entries(result.downstreams).map(([name, of]): Cell[] => [
    name,
    count(of.calls),
    marked(of.callsFailed, 'bad'),
    count(of.callsWaited),
    duration(of.waited.p99),
    duration(of.latency.p50),
    duration(of.latency.p99),
    connectionsOf(of),
    `${count(of.inProgress.mean)} / ${count(of.inProgress.max)}`,
  ]);
  if (rows.length === 0) return [];
  const head = ['downstream', 'calls', 'failed', 'waited', 'wait p99', 'p50', 'p99', 'connections', 'at once'];
  return table({ head, rows }, style);
}

/** `98 of 100`: the most there were. */
function connectionsOf({ connections, connectionsLimit }: DownstreamResult): string {
  return connectionsLimit === null ? count(connections.max) : `${count(connections.max)} of ${count(connectionsLimit)}`;
}

export function downstreamSentences(result: Result): string[] {
  return Object.entries(result.downstreams).flatMap(([name, of]) => [
    ...limit(name, of, result),
    ...failures(name, of),
  ]);
}

/** When all connections were in use, and what became of the calls that wanted one more. */
function limit(name: string, of: DownstreamResult, result: Result): string[] {
  const { connectionsLimit: most, callsWaited, timeAtLimit, connectionsWanted, ends } = of;
  if (most === null || timeAtLimit === 0) return [];
  // All there are may be just what is needed.
  const isShort = connectionsWanted.max > 0 || ends.noConnection > 0;
  if (!isShort) return [`All ${some(most, 'connection')} of ${name} were open at some time, and nobody wanted more.`];
  const waited = connectionsWanted.max > 0 ? [`${some(callsWaited, 'call')} waited`] : [];
  const turned = ends.noConnection > 0 ? [`${some(ends.noConnection, 'call')} found none`] : [];
  return [
    `${name} had all its ${some(most, 'connection')} open ${span(name, of, result)}; ${list([...waited, ...turned], 'and')}.`,
  ];
}

/** `from 12 min on`, `from 2 min to 5 min`, or a share of the time. */
function span(name: string, { timeAtLimit, connectionsLimit }: DownstreamResult, result: Result): string {
  const { period, downstreams: series } = result.series;
  const readings = series[name]!.connections;
  const first = firstAfterWarmUp(result);
  const full = readings.flatMap((open, i) => (i >= first && open >= connectionsLimit! ? [i] : []));
  const isOneSpan = full.length > 0 && full.at(-1)! - full[0]! + 1 === full.length;
  // Peaks of intervals say nothing of what lies between them: only what was full for nearly all of its intervals was so throughout.
  if (!isOneSpan || timeAtLimit < 0.9 * full.length * period)
    return `for ${duration(timeAtLimit)}, ${percent(timeAtLimit / (result.duration - result.warmUp))} of the time`;
  const from = instant(full[0]! * period);
  return full.at(-1) === readings.length - 1
    ? `from ${from} on`
    : `from ${from} to ${instant((full.at(-1)! + 1) * period)}`;
}

function failures(name: string, { calls, callsFailed, ends }: DownstreamResult): string[] {
  const parts = (Object.keys(ENDS) as (keyof typeof ENDS)[]).flatMap((end) =>
    ends[end] === 0 || end === 'abandoned' ? [] : [`${count(ends[end])} ${ENDS[end]}`],
  );
  const left =
    ends.abandoned === 0
      ? []
      : [`${some(ends.abandoned, 'call')} to ${name} had nobody who waited for the answer any more.`];
  if (callsFailed === 0) return left;
  return [
    `Of ${some(calls, 'call')} to ${name}, ${count(callsFailed)} did not succeed (${percent(callsFailed / calls)}): ${list(parts, 'and')}.`,
    ...left,
  ];
}
