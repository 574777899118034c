/** Offset lag of a mapping of Kafka over time, of the partition where it is greatest. Left out where there never was any. */
import type { MappingResult, Result } from '../../metrics/result.ts';
import { count } from '../format.ts';
import { countsUpTo } from './axes.ts';
import type { Drawing } from './frame.ts';
import { areaLayers, highest } from './lines.ts';
import { shown } from './names.ts';
import { COLOURS } from './theme.ts';
import { each, endOf, peakOf } from './when.ts';

export function offsetLag(name: string, { stream }: MappingResult, result: Result): Drawing | undefined {
  const readings = result.series.mappings[name]!.stream?.offsetLag;
  const peak = readings === undefined ? undefined : peakOf(readings, result);
  if (stream?.kafka === undefined || readings === undefined || peak === undefined || peak.value === 0) return undefined;
  const { last } = stream.kafka.offsetLag;
  const start = `Offset lag of ${shown(name)}`;
  const end = last >= peak.value / 2 ? `, and is ${count(last)} at the end` : '';
  const title =
    last >= peak.value * 0.99
      ? `${start} is greatest at the end${peak.scope}: ${count(peak.value)}`
      : `${start} reaches ${count(peak.value)} around ${endOf(peak.at, result)}${peak.scope}${end}`;
  return {
    prefix: 'offset-lag',
    part: { kind: 'mapping', name },
    title,
    howToRead:
      'A line that climbs means that the partition gets more than its consumer handles; one that falls, that it catches up.',
    subtitle: `Records written and not committed, of the partition that has most of them; most in each ${each(result)}.`,
    panels: [
      {
        layers: areaLayers(
          { name: 'offset lag', colour: COLOURS.purple, readings },
          countsUpTo(highest(readings), 'records'),
          result,
        ),
      },
    ],
  };
}
