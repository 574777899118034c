/**
 * Latency percentiles of a source over time. On a logarithmic axis where the greatest is far above the least, since otherwise
 * the median would be a line on the floor; from 0 where it is not. Left out where nothing succeeded.
 */
import type { Result, SourceResult } from '../../metrics/result.ts';
import { isCaller } from '../callers.ts';
import { duration } from '../format.ts';
import { afterWarmUp } from '../limits.ts';
import { durationsBetween, durationsUpTo } from './axes.ts';
import type { Drawing } from './frame.ts';
import { highest, lineLayers, type Line } from './lines.ts';
import { shown } from './names.ts';
import { SECOND } from './steps.ts';
import { COLOURS } from './theme.ts';
import { each, endOf, peakOf } from './when.ts';

/** Greatest over least from which on the axis is logarithmic. */
const FAR = 30;

export function latency(name: string, source: SourceResult, result: Result): Drawing | undefined {
  const { p50, p95, p99, max } = result.series.sources[name]!.latency;
  const lines: Line[] = [
    { name: 'slowest', colour: COLOURS.grey, readings: max },
    { name: 'p99', colour: COLOURS.vermilion, readings: p99 },
    { name: 'p95', colour: COLOURS.orange, readings: p95 },
    { name: 'p50', colour: COLOURS.blue, readings: p50 },
  ];
  const greatest = highest(max, p99);
  const title = titleOf(name, result);
  if (title === undefined) return undefined;
  const least = Math.min(...p50.filter((v) => v !== null));
  const isLog = least > 0 && greatest / least >= FAR;
  const y = isLog
    ? durationsBetween(least / SECOND, greatest / SECOND, 'latency (log scale)')
    : durationsUpTo(greatest / SECOND, 'latency');
  const { what, which } = wordsOf(source);
  return {
    prefix: 'latency',
    part: { kind: 'source', name },
    title,
    howToRead: 'A p99 far above p50 means that few take long; lines that climb together, that all do.',
    subtitle: `${what}, of the ${which} in each ${each(result)}; a gap is where there were none.`,
    panels: [{ layers: lineLayers(lines, y, result, 1 / SECOND) }],
  };
}

function wordsOf(source: SourceResult): { readonly what: string; readonly which: string } {
  if (isCaller(source)) return { what: 'From call to answer', which: 'calls answered' };
  if (source.async === null) return { what: 'From sent to deleted', which: 'messages handled' };
  const from = source.async.origin === 'direct' ? 'accepted' : 'published';
  return { what: `From ${from} to success`, which: 'events handled' };
}

function titleOf(name: string, result: Result): string | undefined {
  const { p99 } = result.series.sources[name]!.latency;
  const peak = peakOf(p99, result);
  if (peak === undefined) return undefined;
  const after = afterWarmUp(p99, result).filter((v) => v !== null);
  const least = Math.min(...after);
  const start = `Latency of ${shown(name)}: p99`;
  if (after.length === 1) return `${start} is ${duration(peak.value)} around ${endOf(peak.at, result)}${peak.scope}`;
  if (duration(least) === duration(peak.value)) return `${start} is ${duration(peak.value)}${peak.scope}`;
  if (peak.value <= 2 * least)
    return `${start} stays between ${duration(least)} and ${duration(peak.value)}${peak.scope}`;
  return `${start} reaches ${duration(peak.value)} around ${endOf(peak.at, result)}${peak.scope}`;
}
