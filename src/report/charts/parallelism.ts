/** Invocations at once of a mapping of a stream, against the lanes it has. Left out where it never invoked anything. */
import type { MappingResult, Result } from '../../metrics/result.ts';
import { count, some } from '../format.ts';
import { countsUpTo } from './axes.ts';
import type { Drawing } from './frame.ts';
import { limitLayers, sorted } from './limit-lines.ts';
import { highest, lineLayers, type Line } from './lines.ts';
import { shown } from './names.ts';
import { COLOURS } from './theme.ts';
import { each } from './when.ts';

export function parallelism(name: string, { stream, pollers }: MappingResult, result: Result): Drawing | undefined {
  const { pollers: lanes, stream: series } = result.series.mappings[name]!;
  if (stream === null || series === undefined || highest(series.running) === 0) return undefined;
  const lines: Line[] = [
    { name: 'blocked lanes', colour: COLOURS.vermilion, readings: series.blockedLanes },
    { name: 'invocations', colour: COLOURS.blue, readings: series.running },
  ].filter(({ readings }) => highest(readings) > 0);
  const peak = highest(...lines.map(({ readings }) => readings));
  // Before it begins to read it has none.
  const limit = { name: 'lanes', readings: lanes.map((n) => (n === 0 ? null : n)) };
  const { drawn, told } = sorted([limit], Math.max(1, peak));
  const most = highest(...lines.map(({ readings }) => readings), ...drawn.map(({ readings }) => readings));
  const y = countsUpTo(most, 'at once');
  const used = ` ${some(stream.lanesUsed, 'lane')} ever had work.`;
  const beyond = told.length === 0 ? '' : ` Out of reach: ${told.join(', ')}.`;
  return {
    prefix: 'parallelism',
    part: { kind: 'mapping', name },
    title: `${shown(name)} runs at most ${count(stream.running.max)} at once, of ${count(pollers?.max ?? null)} possible`,
    howToRead:
      'Invocations at the lanes there are, for long, mean that shards times parallelization factor is what bounds.',
    subtitle: `Invocations at once, most in each ${each(result)}; lanes are shards that are read, times the parallelization factor.${used}${beyond}`,
    panels: [{ layers: [...lineLayers(lines, y, result), ...limitLayers(drawn, y, Math.max(most, 1) * 1.12, result)] }],
  };
}
