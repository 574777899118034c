/** Age of the oldest message of a queue over time. Left out of direct calls, which do not wait, and where nothing ever did. */
import type { Result, SourceResult } from '../../metrics/result.ts';
import { isCaller } from '../callers.ts';
import { duration } from '../format.ts';
import { durationsUpTo } from './axes.ts';
import type { Drawing } from './frame.ts';
import { areaLayers, highest } from './lines.ts';
import { shown } from './names.ts';
import { SECOND } from './steps.ts';
import { COLOURS } from './theme.ts';
import { each, endOf, peakOf } from './when.ts';

export function age(name: string, source: SourceResult, result: Result): Drawing | undefined {
  const readings = result.series.sources[name]!.ageOfOldest;
  const greatest = highest(readings);
  const peak = peakOf(readings, result);
  if (isCaller(source) || greatest === 0 || peak === undefined) return undefined;
  const { last } = source.ageOfOldest;
  const isLeft = last !== null && last >= peak.value / 2;
  const end = isLeft ? `, and is ${duration(last)} at the end` : '';
  const reached = `reaches ${duration(peak.value)} around ${endOf(peak.at, result)}${peak.scope}`;
  return {
    prefix: 'age',
    part: { kind: 'source', name },
    title: `Age of the oldest message of ${shown(name)} ${peak.value === 0 ? `is 0 s${peak.scope}` : reached}${end}`,
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
