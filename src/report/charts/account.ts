/**
 * Who held the account's concurrency over time: executions by function, stacked, when most ran together in each interval, with the limit of the
 * account. Left out where one alone brings batches to functions, and where nothing runs.
 */
import type { Result } from '../../metrics/result.ts';
import { count } from '../format.ts';
import { countsUpTo } from './axes.ts';
import type { Drawing } from './frame.ts';
import { limitLayers, sorted } from './limit-lines.ts';
import { highest, highestStack, stackLayers, type Line } from './lines.ts';
import { shown } from './names.ts';
import { COLOURS } from './theme.ts';
import { each, endOf, peakOf } from './when.ts';

/** Functions that have a colour of their own; the others are one. */
const MOST_FUNCTIONS = 6;
const PALETTE = [COLOURS.blue, COLOURS.orange, COLOURS.green, COLOURS.purple, COLOURS.sky, COLOURS.vermilion];

export function account(result: Result): Drawing | undefined {
  const series = result.series.account;
  if (series === undefined) return undefined;
  const lines = linesOf(series.running);
  if (lines.length < 2) return undefined;
  const sums = lines[0]!.readings.map((_, i) => lines.reduce((sum, { readings }) => sum + (readings[i] ?? 0), 0));
  const peak = peakOf(sums, result);
  if (peak === undefined) return undefined;
  const most = highestStack(lines);
  const { concurrency } = result.account;
  const limit = { name: 'account', readings: sums.map(() => concurrency) };
  const { drawn, told } = sorted([limit], Math.max(1, most));
  const top = Math.max(most, ...drawn.map(() => concurrency ?? 0));
  const y = countsUpTo(top, 'at once');
  const greatest = lines.toSorted((a, b) => (b.readings[peak.at] ?? 0) - (a.readings[peak.at] ?? 0))[0]!;
  const held = `${greatest.name} ${count(greatest.readings[peak.at] ?? 0)} of them`;
  return {
    prefix: 'account',
    part: { kind: 'account', name: 'account' },
    title: `All functions together run at most ${count(peak.value)} around ${endOf(peak.at, result)}${peak.scope}, ${held}`,
    howToRead:
      'Where the stack reaches the limit, whoever comes next is throttled, and the widest band is who holds it.',
    subtitle: `Executions by function at the instant at which most ran together in each ${each(result)}.${told.length === 0 ? '' : ` Out of reach: ${told.join()}.`}`,
    panels: [{ layers: [...stackLayers(lines, y, result), ...limitLayers(drawn, y, Math.max(top, 1) * 1.12, result)] }],
  };
}

/** Those with most first; the rest together. */
function linesOf(running: Readonly<Record<string, readonly number[]>>): Line[] {
  const all = Object.entries(running)
    .map(([name, readings]) => ({ name: shown(name), readings, most: highest(readings) }))
    .filter(({ most }) => most > 0)
    .toSorted((a, b) => b.most - a.most);
  const rest = all.slice(MOST_FUNCTIONS);
  const lines = all.slice(0, MOST_FUNCTIONS).map(({ name, readings }, i) => ({ name, readings, colour: PALETTE[i]! }));
  if (rest.length === 0) return lines;
  const together = rest[0]!.readings.map((_, i) => rest.reduce((sum, { readings }) => sum + (readings[i] ?? 0), 0));
  return [...lines, { name: `${count(rest.length)} others`, readings: together, colour: COLOURS.grey }];
}
