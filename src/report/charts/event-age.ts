/**
 * Age of events at their attempts over time, against the age at which they are given up. Left out of what is not asynchronous invocation,
 * and where nothing was ever tried.
 */
import type { Result, SourceResult } from '../../metrics/result.ts';
import { duration } from '../format.ts';
import { durationsUpTo } from './axes.ts';
import type { Drawing } from './frame.ts';
import { limitLayers, sorted } from './limit-lines.ts';
import { highest, lineLayers, type Line } from './lines.ts';
import { shown } from './names.ts';
import { SECOND } from './steps.ts';
import { COLOURS } from './theme.ts';
import { each, endOf, peakOf, type Peak } from './when.ts';

export function eventAge(name: string, source: SourceResult, result: Result): Drawing | undefined {
  const series = result.series.sources[name]!.async;
  const peak = series === undefined ? undefined : peakOf(series.eventAge.max, result);
  if (source.async === null || series === undefined || peak === undefined) return undefined;
  const lines: Line[] = [
    { name: 'greatest', colour: COLOURS.purple, readings: series.eventAge.max },
    { name: 'mean', colour: COLOURS.blue, readings: series.eventAge.mean },
  ];
  const ages = highest(series.eventAge.max);
  const limits = [{ name: 'maximumEventAge', readings: series.maximumEventAge, told: duration }];
  const { drawn, told } = sorted(limits, ages);
  const most = highest(series.eventAge.max, ...drawn.map(({ readings }) => readings)) / SECOND;
  const y = durationsUpTo(most, 'age at attempts');
  const far = told.length === 0 ? '' : ` Out of reach: ${told.join('')}.`;
  return {
    prefix: 'event-age',
    part: { kind: 'source', name },
    title: titleOf(name, series.eventAge.max, peak, result),
    howToRead:
      'Saw teeth are retries with their back-off; a line that reaches maximumEventAge means that events are dropped.',
    subtitle: `From acceptance to the attempts in each ${each(result)}, throttled ones included; a gap is where there were none.${far}`,
    panels: [
      {
        layers: [
          ...lineLayers(lines, y, result, 1 / SECOND),
          ...limitLayers(drawn, y, Math.max(most, 1e-6) * 1.12, result, 1 / SECOND),
        ],
      },
    ],
  };
}

function titleOf(name: string, ages: readonly (number | null)[], peak: Peak, result: Result): string {
  const start = `Events of ${shown(name)} are at most ${duration(peak.value)} old when they are tried`;
  const after = ages.filter((age) => age !== null);
  // Where all attempts are as quick there is no time at which they are not.
  if (peak.value <= 2 * Math.min(...after)) return `${start}${peak.scope}`;
  return `${start}, around ${endOf(peak.at, result)}${peak.scope}`;
}
