/** What the shards of a stream refused over time: puts, and reads. Left out where they refused nothing. */
import type { Result } from '../../metrics/result.ts';
import { list, some } from '../format.ts';
import { countsUpTo } from './axes.ts';
import type { Drawing } from './frame.ts';
import { highest, highestStack, stackLayers, type Line } from './lines.ts';
import { shown } from './names.ts';
import { COLOURS } from './theme.ts';
import { each } from './when.ts';

export function shardLimits(name: string, result: Result): Drawing | undefined {
  const series = result.series.sources[name]!.stream;
  if (series === undefined) return undefined;
  const all: Line[] = [
    { name: 'puts refused', colour: COLOURS.vermilion, readings: series.putsRefused },
    { name: 'reads throttled', colour: COLOURS.orange, readings: series.readsThrottled },
  ];
  const lines = all.filter(({ readings }) => highest(readings) > 0);
  if (lines.length === 0) return undefined;
  const said = lines.map(({ name: what, readings }) => {
    const [noun, verb] = what.split(' ') as [string, string];
    const total = readings.reduce<number>((sum, n) => sum + (n ?? 0), 0);
    return `${verb} ${some(total, noun.slice(0, -1))}`;
  });
  const scope = result.warmUp === 0 ? '' : ' Over the whole run, warm-up included.';
  return {
    prefix: 'shard-limits',
    part: { kind: 'source', name },
    title: `Shards of ${shown(name)} ${list(said, 'and')}`,
    howToRead:
      'Whatever is here was refused by a shard and tried again: more shards, keys that spread better or fewer readers take it away.',
    subtitle: `Tries that shards refused, repeated ones included; in each ${each(result)}.${scope}`,
    panels: [
      { layers: stackLayers(lines, countsUpTo(highestStack(lines), lines.map((l) => l.name).join(', ')), result) },
    ],
  };
}
