/** Consumers of a mapping of Kafka and its invocations at once over time, against the partitions of the topic. Left out where it never invoked anything. */
import type { MappingResult, Result } from '../../metrics/result.ts';
import { count, some } from '../format.ts';
import { countsUpTo } from './axes.ts';
import type { Drawing } from './frame.ts';
import { limitLayers, sorted } from './limit-lines.ts';
import { highest, lineLayers, type Line } from './lines.ts';
import { shown } from './names.ts';
import { COLOURS } from './theme.ts';
import { each } from './when.ts';

export function consumers(
  name: string,
  { stream, pollers, source }: MappingResult,
  result: Result,
): Drawing | undefined {
  const { pollers: members, stream: series } = result.series.mappings[name]!;
  if (stream?.kafka === undefined || series === undefined || highest(series.running) === 0) return undefined;
  const lines: Line[] = [
    { name: 'blocked', colour: COLOURS.vermilion, readings: series.blockedLanes },
    { name: 'consumers', colour: COLOURS.green, readings: members },
    { name: 'invocations', colour: COLOURS.blue, readings: series.running },
  ].filter(({ readings }) => highest(readings) > 0);
  const peak = highest(...lines.map(({ readings }) => readings));
  const partitions = result.sources[source]!.stream!.shards.max;
  const limit = { name: 'partitions', readings: members.map(() => partitions) };
  const { drawn, told } = sorted([limit], Math.max(1, peak));
  const most = highest(...lines.map(({ readings }) => readings), ...drawn.map(({ readings }) => readings));
  const y = countsUpTo(most, 'at once');
  const beyond = told.length === 0 ? '' : ` Out of reach: ${told.join(', ')}.`;
  return {
    prefix: 'consumers',
    part: { kind: 'mapping', name },
    title: `${shown(name)} has at most ${some(pollers?.max ?? 0, 'consumer')} for ${some(partitions, 'partition')}, and runs ${count(stream.running.max)} at once`,
    howToRead:
      'Consumers at the partitions and all of them busy, for long, mean that more partitions, larger batches or a faster function are needed.',
    subtitle: `Consumers, and invocations at once; most in each ${each(result)}. A partition has one consumer.${beyond}`,
    panels: [{ layers: [...lineLayers(lines, y, result), ...limitLayers(drawn, y, Math.max(most, 1) * 1.12, result)] }],
  };
}
