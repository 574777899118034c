/**
 * Depth of the shared queues of the tier over time: on average and of the deepest; below, how long working off the hottest would
 * take, against the time from which on a queue is hot. Left out where nothing ever waited.
 */
import type { Result } from '../../metrics/result.ts';
import { count, duration, percent } from '../format.ts';
import { countsUpTo, durationsUpTo } from './axes.ts';
import type { Drawing } from './frame.ts';
import { limitLayers, sorted } from './limit-lines.ts';
import { highest, lineLayers, type Line } from './lines.ts';
import { SECOND } from './steps.ts';
import { COLOURS } from './theme.ts';
import { each, endOf, peakOf } from './when.ts';

export function tierQueues(result: Result): Drawing | undefined {
  const { tier } = result;
  const peak = tier === null ? undefined : peakOf(tier.series.depth.max, result);
  if (tier === null || peak === undefined || highest(tier.series.depth.max) === 0) return undefined;
  const { depth, hottest } = tier.series;
  const depths: Line[] = [
    { name: 'deepest', colour: COLOURS.vermilion, readings: depth.max },
    { name: 'mean', colour: COLOURS.blue, readings: depth.mean },
  ];
  const wait: Line[] = [{ name: 'hottest', colour: COLOURS.orange, readings: hottest }];
  const { hotAfter, hotTime, every } = tier.queueing;
  const longest = highest(hottest);
  const { drawn } = sorted([{ name: 'hot from', readings: hottest.map(() => hotAfter), told: duration }], longest);
  const top = Math.max(longest, ...drawn.map(() => hotAfter)) / SECOND;
  const y = durationsUpTo(top, 'to work off');
  const isKnown = longest > 0;
  const hot = hotTime === null || hotTime === 0 ? '' : `; ${percent(hotTime)} of queue-time is hot`;
  const below = isKnown ? ' Below, how long working off the hottest of them would take.' : '';
  return {
    prefix: 'queues',
    part: { kind: 'tier', name: 'tier' },
    title: `The deepest queue of the tier holds ${count(peak.value)} around ${endOf(peak.at, result)}${peak.scope}${hot}`,
    howToRead: 'The deepest queue far above the mean is a hot one: what is placed there waits, while others have room.',
    subtitle: `Shared queues, with what is in flight, at readings every ${duration(every)}: greatest and mean in each ${each(result)}.${below}`,
    panels: [
      { layers: lineLayers(depths, countsUpTo(highest(depth.max), 'events in a queue', false), result), height: 140 },
      ...(isKnown
        ? [
            {
              layers: [
                ...lineLayers(wait, y, result, 1 / SECOND),
                ...limitLayers(drawn, y, Math.max(top, 1e-6) * 1.12, result, 1 / SECOND),
              ],
              height: 90,
            },
          ]
        : []),
    ],
  };
}
