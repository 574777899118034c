/**
 * What became of events that invoke a function asynchronously, over time: above, those that were accepted, that succeeded, and that were
 * dropped by condition; below, attempts by how they came out. Left out where none was ever accepted.
 */
import type { EventResult, EventSeries } from '../../metrics/events/result.ts';
import type { Result, SourceResult } from '../../metrics/result.ts';
import { count } from '../format.ts';
import { countsUpTo } from './axes.ts';
import type { Drawing } from './frame.ts';
import { highest, highestStack, lineLayers, stackLayers, type Line } from './lines.ts';
import { shown } from './names.ts';
import { COLOURS } from './theme.ts';
import { each } from './when.ts';

export function events(name: string, source: SourceResult, result: Result): Drawing | undefined {
  const series = result.series.sources[name]!.async;
  if (source.async === null || series === undefined || highest(series.received) === 0) return undefined;
  const fates = fatesOf(series);
  const attempts = attemptsOf(series);
  const width = each(result);
  const below = attempts.length === 0 ? '' : '; below, attempts by how they came out, throttled ones included';
  const most = highest(...fates.map(({ readings }) => readings));
  return {
    prefix: 'events',
    part: { kind: 'source', name },
    title: `Events of ${shown(name)}: ${told(source, source.async)}`,
    subtitle: `Over the whole run. Above, events accepted, and done with, in each ${width}${below}.`,
    panels: [
      { layers: lineLayers(fates, countsUpTo(most, `events in ${width}`), result), height: 150 },
      ...(attempts.length === 0
        ? []
        : [{ layers: stackLayers(attempts, countsUpTo(highestStack(attempts), 'attempts'), result), height: 100 }]),
    ],
  };
}

function fatesOf({ received, ended }: EventSeries): Line[] {
  const given: Line[] = [
    { name: 'retries exhausted', colour: COLOURS.vermilion, readings: ended.RetriesExhausted },
    { name: 'too old', colour: COLOURS.orange, readings: ended.EventAgeExceeded },
    { name: 'reserved concurrency 0', colour: COLOURS.purple, readings: ended.ZeroReservedConcurrency },
    { name: 'loop', colour: COLOURS.sky, readings: ended.RecursiveInvocation },
  ];
  return [
    { name: 'accepted', colour: COLOURS.grey, readings: received },
    { name: 'succeeded', colour: COLOURS.green, readings: ended.Success },
    ...given.filter(({ readings }) => highest(readings) > 0),
  ];
}

function attemptsOf({ attempts }: EventSeries): Line[] {
  const all: Line[] = [
    { name: 'ran well', colour: COLOURS.green, readings: attempts.ranWell },
    { name: 'function error', colour: COLOURS.vermilion, readings: attempts.functionErrors },
    { name: 'throttled', colour: COLOURS.orange, readings: attempts.throttled },
    { name: 'system error', colour: COLOURS.purple, readings: attempts.systemErrors },
  ];
  return all.filter(({ readings }) => highest(readings) > 0);
}

function told({ books: { in: into, out } }: SourceResult, { function: fn }: EventResult): string {
  const parts: [number, string][] = [
    [out.failed, 'given up'],
    [out.expired, 'too old'],
    [out.waiting, 'not done with at the end'],
  ];
  const said = parts.filter(([n]) => n > 0).map(([n, what]) => `${count(n)} ${what}`);
  return [`${count(into.arrived)} accepted for ${shown(fn)}`, `${count(out.succeeded)} handled`, ...said].join(', ');
}
