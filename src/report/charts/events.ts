/**
 * What became of events that invoke a function asynchronously, over time: at the top those that were accepted and that succeeded, under
 * them those that were dropped, by condition, and attempts by how they came out. Left out where none was ever accepted.
 */
import type { EventResult, EventSeries } from '../../metrics/events/result.ts';
import type { Result, SourceResult } from '../../metrics/result.ts';
import { count, list } from '../format.ts';
import { countsUpTo } from './axes.ts';
import type { Drawing } from './frame.ts';
import { highest, highestStack, lineLayers, stackLayers, type Line } from './lines.ts';
import { shown } from './names.ts';
import { COLOURS } from './theme.ts';
import { each } from './when.ts';

export function events(name: string, source: SourceResult, result: Result): Drawing | undefined {
  const series = result.series.sources[name]!.async;
  if (source.async === null || series === undefined || highest(series.received) === 0) return undefined;
  const fates: Line[] = [
    { name: 'accepted', colour: COLOURS.grey, readings: series.received },
    { name: 'succeeded', colour: COLOURS.green, readings: series.ended.Success },
  ];
  const most = highest(...fates.map(({ readings }) => readings));
  const stacks = [
    { of: 'dropped', lines: droppedOf(series), height: 70, words: 'those that were dropped' },
    { of: 'attempts', lines: attemptsOf(series), height: 90, words: 'attempts' },
  ].filter(({ lines }) => lines.length > 0);
  const below =
    stacks.length === 0
      ? ''
      : `; below, ${list(
          stacks.map(({ words, lines }) => words + only(lines)),
          'and',
        )}`;
  return {
    prefix: 'events',
    part: { kind: 'source', name },
    title: `Events of ${shown(name)}: ${told(source, source.async)}`,
    howToRead:
      'Where succeeded stays below accepted, events wait, are retried or are dropped; above it, a backlog is worked off.',
    subtitle: `Over the whole run, in each ${each(result)}. At the top, events accepted, and those that succeeded${below}.`,
    panels: [
      { layers: lineLayers(fates, countsUpTo(most, 'events'), result), height: 130 },
      ...stacks.map(({ of, lines, height }) => ({
        layers: stackLayers(lines, countsUpTo(highestStack(lines), of), result),
        height,
      })),
    ],
  };
}

/** What there is no legend for, because there is only one. */
function only(lines: readonly Line[]): string {
  return lines.length === 1 ? ` (all: ${lines[0]!.name})` : '';
}

function droppedOf({ ended }: EventSeries): Line[] {
  const all: Line[] = [
    { name: 'retries exhausted', colour: COLOURS.vermilion, readings: ended.RetriesExhausted },
    { name: 'too old', colour: COLOURS.orange, readings: ended.EventAgeExceeded },
    { name: 'reserved 0', colour: COLOURS.purple, readings: ended.ZeroReservedConcurrency },
    { name: 'loop', colour: COLOURS.sky, readings: ended.RecursiveInvocation },
  ];
  return all.filter(({ readings }) => highest(readings) > 0);
}

function attemptsOf({ attempts }: EventSeries): Line[] {
  const all: Line[] = [
    { name: 'ran well', colour: COLOURS.green, readings: attempts.ranWell },
    { name: 'error', colour: COLOURS.vermilion, readings: attempts.functionErrors },
    { name: 'throttled', colour: COLOURS.orange, readings: attempts.throttled },
    { name: '5xx', colour: COLOURS.purple, readings: attempts.systemErrors },
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
