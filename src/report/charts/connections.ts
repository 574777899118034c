/**
 * Connections of a downstream over time against its limit, with the line of those that are wanted, and the calls in progress. Left out of
 * one that nobody called.
 */
import type { DownstreamResult } from '../../metrics/downstreams/result.ts';
import type { Result } from '../../metrics/result.ts';
import { count, list } from '../format.ts';
import { countsUpTo } from './axes.ts';
import type { Drawing } from './frame.ts';
import { limitLayers, sorted, valuesOf } from './limit-lines.ts';
import { highest, lineLayers, type Line } from './lines.ts';
import { shown } from './names.ts';
import { COLOURS } from './theme.ts';
import { each, fromTo, isOneSpan, peakOf, readingsWhere } from './when.ts';

export function connections(name: string, of: DownstreamResult, result: Result): Drawing | undefined {
  const series = result.series.downstreams[name]!;
  const lines: Line[] = [
    { name: 'calls in progress', colour: COLOURS.green, readings: series.inProgress },
    { name: 'connections wanted and waited for', colour: COLOURS.orange, readings: series.connectionsWanted },
    { name: 'connections', colour: COLOURS.blue, readings: series.connections },
  ].filter(({ readings }) => highest(readings) > 0);
  if (lines.length === 0) return undefined;
  const limits = [{ name: 'limit of connections', readings: series.connections.map(() => of.connectionsLimit) }];
  const peak = highest(...lines.map(({ readings }) => readings));
  const { drawn, told } = sorted(limits, peak);
  const most = highest(...lines.map(({ readings }) => readings), ...drawn.map(({ readings }) => valuesOf(readings)));
  const y = countsUpTo(most, 'at once');
  return {
    prefix: 'connections',
    part: { kind: 'downstream', name },
    title: titleOf(name, of, result),
    howToRead:
      highest(series.connections) === 0
        ? 'Many calls in progress for long mean that the downstream is slow, or that many handlers call it at once.'
        : 'Connections at their limit, with more that are wanted, mean that handlers wait for the downstream and not for Lambda.',
    subtitle: [
      `${capital(list(lines.map((line) => line.name).toReversed(), 'and'))}; most in each ${each(result)}.`,
      ...(told.length === 0 ? [] : [`Out of reach: ${list(told, 'and')}.`]),
    ].join(' '),
    panels: [{ layers: [...lineLayers(lines, y, result), ...limitLayers(drawn, y, Math.max(most, 1) * 1.12, result)] }],
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function titleOf(name: string, { connectionsLimit: limit }: DownstreamResult, result: Result): string {
  const { connections: open, inProgress } = result.series.downstreams[name]!;
  const peak = peakOf(open, result);
  if (peak === undefined || peak.value === 0) {
    const busy = peakOf(inProgress, result);
    return busy === undefined
      ? `Calls to ${shown(name)}`
      : `${shown(name)} works on at most ${count(busy.value)} calls at once${busy.scope}`;
  }
  if (limit === null) return `${shown(name)} has at most ${count(peak.value)} connections open${peak.scope}`;
  const full = readingsWhere(open, (value) => value >= limit);
  if (full.length === 0)
    return `${shown(name)} has at most ${count(peak.value)} of ${count(limit)} connections open${peak.scope}`;
  const when = isOneSpan(full)
    ? fromTo(full, open.length, result)
    : ` in ${count(full.length)} of ${count(open.length)} intervals`;
  return `${shown(name)} has all its ${count(limit)} connections open${when}`;
}
