/**
 * What came to a source and what became of it, over time, as rates in a unit in which the greatest is above one. Left out
 * where nothing was sent and nothing handled, and of asynchronous invocation, which has a chart of its own.
 */
import type { Result, SourceResult } from '../../metrics/result.ts';
import { isCaller } from '../callers.ts';
import { count, duration } from '../format.ts';
import { countsUpTo } from './axes.ts';
import type { Drawing } from './frame.ts';
import { highest, lineLayers, type Line } from './lines.ts';
import { shown } from './names.ts';
import { beginOf, type Readings } from './steps.ts';
import { COLOURS } from './theme.ts';
import { each, endOf } from './when.ts';

const RATES = [
  { name: 'second', seconds: 1 },
  { name: 'minute', seconds: 60 },
  { name: 'hour', seconds: 3600 },
  { name: 'day', seconds: 86_400 },
];

export function arrivals(name: string, source: SourceResult, result: Result): Drawing | undefined {
  if (source.async !== null) return undefined;
  const { arrived, succeeded, deadLettered, failed, refused } = result.series.sources[name]!;
  const all: Line[] = [
    { name: 'refused', colour: COLOURS.orange, readings: refused },
    { name: 'failed', colour: COLOURS.vermilion, readings: failed },
    { name: 'dead-lettered', colour: COLOURS.vermilion, readings: deadLettered },
    { name: isCaller(source) ? 'calls' : 'sent', colour: COLOURS.grey, readings: arrived },
    { name: isCaller(source) ? 'answered' : 'handled', colour: COLOURS.green, readings: succeeded },
  ];
  if (highest(...all.map(({ readings }) => readings)) === 0) return undefined;
  const used = all.filter(({ readings }, i) => i >= 3 || highest(readings) > 0);
  const perSecond = used.map((line) => ({ ...line, readings: ratesOf(line.readings, result) }));
  const most = highest(...perSecond.map(({ readings }) => readings));
  const unit = RATES.find(({ seconds }) => most * seconds >= 1) ?? RATES.at(-1)!;
  const noun = isCaller(source) ? 'calls' : source.stream === null ? 'messages' : 'records';
  const what = `${noun} a ${unit.name}`;
  return {
    prefix: 'arrivals',
    part: { kind: 'source', name },
    title: `${isCaller(source) ? 'Calls of' : 'Arrivals at'} ${shown(name)}: ${fates(source)}`,
    howToRead: readingOf(source),
    subtitle: `Over the whole run. Rates are means of each ${each(result)}${greatest(arrived, source, result)}.`,
    panels: [{ layers: lineLayers(perSecond, countsUpTo(most * unit.seconds, what, false), result, unit.seconds) }],
  };
}

function readingOf(source: SourceResult): string {
  if (isCaller(source)) return 'Between calls and answered lie those that failed, were refused or still run.';
  if (source.stream !== null)
    return 'Each mapping counts what it handles: of several, handled may lie above what was sent; what filters leave out is never handled.';
  return 'Where handled stays below sent, messages wait, are filtered out or given up; where it stays above, a backlog drains.';
}

/** A count over its interval; the last may be shorter than the others. */
function ratesOf(counts: Readings, result: Result): Readings {
  return counts.map((n, i) => {
    const seconds = beginOf(i + 1, result) - beginOf(i, result);
    return seconds > 0 ? (n ?? 0) / seconds : 0;
  });
}

function fates({ books: { in: into, out }, ...source }: SourceResult): string {
  // What becomes of the records of a stream is for each of its mappings to say; the sum is what lines show.
  if (source.stream !== null)
    return `${count(into.arrived)} put, ${count(out.waiting)} some mapping still needs at the end`;
  const isCalls = source.type === 'sync';
  const parts: [number, string][] = [
    [into.redrivenIn, 'redriven to it'],
    [into.deadLetteredIn, 'dead-lettered to it'],
    [out.deadLettered, 'dead-lettered'],
    [out.failed, 'failed'],
    [out.refused, 'refused'],
    [out.acknowledgedUnprocessed, 'deleted unprocessed'],
    [out.expired, 'lost'],
    [out.filtered, 'filtered out'],
    [out.redrivenOut, 'redriven'],
    [out.waiting, isCalls ? 'running at the end' : 'left at the end'],
  ];
  const said = parts.filter(([n]) => n > 0).map(([n, what]) => `${count(n)} ${what}`);
  const start = isCalls ? `${count(into.arrived)} made` : `${count(into.arrived)} sent`;
  return [start, `${count(out.succeeded)} ${isCalls ? 'answered' : 'handled'}`, ...said].join(', ');
}

/** When most arrived; nothing where arrivals are few or even. */
function greatest(arrived: readonly number[], source: SourceResult, result: Result): string {
  const most = highest(arrived);
  const mean = source.books.in.arrived / arrived.length;
  if (most < 10 || most < 2 * mean) return '';
  const width = duration(Math.min(result.series.period, result.duration));
  return `; most arrive around ${endOf(arrived.indexOf(most), result)}: ${count(most)} within ${width}`;
}
