/**
 * Batches of a mapping over time: how many were closed in each interval and why, stacked, and below how large they were.
 * Left out where there were none. Batches that are all alike are drawn: that is what there is to see.
 */
import type { MappingResult, Result } from '../../metrics/result.ts';
import type { MappingSeries } from '../../metrics/series-result.ts';
import { count, duration, percent, some } from '../format.ts';
import { countsUpTo } from './axes.ts';
import type { Drawing } from './frame.ts';
import { areaLayers, highest, highestStack, stackLayers } from './lines.ts';
import { shown } from './names.ts';
import { COLOURS } from './theme.ts';
import { each } from './when.ts';

type Reason = keyof MappingSeries['closed'];

/** A share. */
const NEARLY_ALL = 0.995;

/** In the order of the stack. */
const REASONS: Readonly<Record<Reason, { readonly words: string; readonly told: string; readonly colour: string }>> = {
  full: { words: 'full', told: 'were full', colour: COLOURS.blue },
  window: { words: 'window ended', told: 'closed when the window ended', colour: COLOURS.sky },
  payload: { words: 'payload limit', told: 'closed at the payload limit', colour: COLOURS.purple },
  noWindow: { words: 'nothing more to receive', told: 'had nothing more to receive', colour: COLOURS.orange },
};

export function batches(name: string, mapping: MappingResult, result: Result): Drawing | undefined {
  const { closed, batchSize } = result.series.mappings[name]!;
  const lines = (Object.keys(REASONS) as Reason[])
    .map((reason) => ({ name: REASONS[reason].words, colour: REASONS[reason].colour, readings: closed[reason] }))
    .filter(({ readings }) => highest(readings) > 0);
  if (lines.length === 0) return undefined;
  const size = { name: 'mean size', colour: COLOURS.green, readings: batchSize };
  const scope = result.warmUp === 0 ? '' : ` Figures leave out the warm-up of ${duration(result.warmUp)}.`;
  return {
    prefix: 'batches',
    part: { kind: 'mapping', name },
    title: titleOf(name, mapping),
    howToRead: readingOf(mapping),
    subtitle: `Above, batches closed in each ${each(result)}, by why; below, the mean size of the invocations that began in it.${scope}`,
    panels: [
      { layers: stackLayers(lines, countsUpTo(highestStack(lines), 'batches closed'), result), height: 130 },
      { layers: areaLayers(size, countsUpTo(highest(batchSize), 'messages a batch'), result), height: 80 },
    ],
  };
}

/** Batches of one are full whatever happens. */
function readingOf({ batchSize }: MappingResult): string {
  return (batchSize.max ?? 0) <= 1
    ? 'A batch is one record here: how many there are is how many invocations were begun.'
    : 'Many small batches mean that records come one by one; nothing but full ones, that more wait than a batch may hold.';
}

function titleOf(name: string, { closed, batchSize }: MappingResult): string {
  const reasons = (Object.keys(REASONS) as Reason[])
    .map((reason) => [closed[reason] ?? 0, reason] as const)
    .filter(([n]) => n > 0)
    .toSorted(([a], [b]) => b - a);
  const total = reasons.reduce((sum, [n]) => sum + n, 0);
  if (total === 0) return `${shown(name)} closed no batch after the warm-up`;
  const told = reasons.map(([n, reason]) => phrase(n, total, REASONS[reason].told));
  // Near all of them the others need no more words.
  const most = reasons[0]![0] / total > NEARLY_ALL ? told.slice(0, 1) : told;
  return `Batches of ${shown(name)}: ${most.join(', ')}${sizes(batchSize)}`;
}

function phrase(n: number, total: number, told: string): string {
  const what = share(n, total);
  return `${what} ${what === '1' || total === 1 ? told.replace(/^were/, 'was') : told}`;
}

/** Near all of them a percentage would round to all, or to none. */
function share(n: number, total: number): string {
  if (n === total) return n === 1 ? 'the only one' : `all ${count(total)}`;
  if (n / total > NEARLY_ALL) return `all but ${count(total - n)} of ${count(total)}`;
  return n / total < 0.001 ? count(n) : percent(n / total);
}

function sizes({ mean, min, max }: MappingResult['batchSize']): string {
  if (mean === null || max === null) return '';
  return min === max
    ? `; each of ${some(max, 'message')}`
    : `; ${count(mean)} messages on average, at most ${count(max)}`;
}
