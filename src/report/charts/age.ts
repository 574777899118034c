/** Age of the oldest message of a queue over time. Left out of direct calls, which do not wait, and where nothing ever did. */
import type { Result, SourceResult } from '../../metrics/result.ts';
import { duration } from '../format.ts';
import { isQueue } from '../streams.ts';
import { durationsUpTo } from './axes.ts';
import type { Drawing } from './frame.ts';
import { areaLayers, highest } from './lines.ts';
import { shown } from './names.ts';
import { SECOND } from './steps.ts';
import { COLOURS } from './theme.ts';
import { each, endOf, peakOf, type Peak } from './when.ts';

export function age(name: string, source: SourceResult, result: Result): Drawing | undefined {
  const readings = result.series.sources[name]!.ageOfOldest;
  const greatest = highest(readings);
  const peak = peakOf(readings, result);
  if (!isQueue(source) || greatest === 0 || peak === undefined) return undefined;
  return {
    prefix: 'age',
    part: { kind: 'source', name },
    title: titleOf(name, source, peak, result),
    howToRead:
      'While it climbs as fast as time goes by, the oldest message is still there: stuck, or behind others; where it falls, that one was handled, given up or lost.',
    subtitle: `Greatest age of a message not yet deleted, in each ${each(result)}.`,
    panels: [
      {
        layers: areaLayers(
          { name: 'oldest', colour: COLOURS.purple, readings },
          durationsUpTo(greatest / SECOND, 'age of the oldest'),
          result,
          1 / SECOND,
        ),
      },
    ],
  };
}

function titleOf(name: string, { ageOfOldest: { last } }: SourceResult, peak: Peak, result: Result): string {
  const start = `Age of the oldest message of ${shown(name)}`;
  const most = duration(peak.value);
  if (peak.value === 0) return `${start} is 0 s${peak.scope}`;
  if (last !== null && duration(last) === most) return `${start} is greatest at the end${peak.scope}: ${most}`;
  const end = last !== null && last >= peak.value / 2 ? `, and is ${duration(last)} at the end` : '';
  return `${start} reaches ${most} around ${endOf(peak.at, result)}${peak.scope}${end}`;
}
