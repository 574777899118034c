/**
 * Iterator age of a mapping of a stream over time; of few shards a line for each, of more the greatest. Left out where it never
 * read anything.
 */
import type { MappingResult, Result } from '../../metrics/result.ts';
import { duration } from '../format.ts';
import { durationsUpTo } from './axes.ts';
import type { Drawing } from './frame.ts';
import { areaLayers, highest, lineLayers, type Line } from './lines.ts';
import { shown } from './names.ts';
import { SECOND } from './steps.ts';
import { COLOURS } from './theme.ts';
import { each, endOf, peakOf } from './when.ts';

const SHARDS = [COLOURS.blue, COLOURS.orange, COLOURS.green, COLOURS.vermilion];

export function iteratorAge(name: string, { stream }: MappingResult, result: Result): Drawing | undefined {
  const series = result.series.mappings[name]!.stream;
  const peak = series === undefined ? undefined : peakOf(series.iteratorAge, result);
  if (stream === null || series === undefined || peak === undefined) return undefined;
  const greatest = highest(series.iteratorAge);
  const y = durationsUpTo(greatest / SECOND, 'iterator age');
  const shards = linesOf(series.shards, series.shardsPerRow);
  const layers =
    shards.length > 1
      ? lineLayers(shards, y, result, 1 / SECOND)
      : areaLayers(
          { name: 'iterator age', colour: COLOURS.purple, readings: series.iteratorAge },
          y,
          result,
          1 / SECOND,
        );
  const whose = shards.length > 1 ? ', by shard' : series.shards.length > 1 ? ', the greatest of its shards' : '';
  return {
    prefix: 'iterator-age',
    part: { kind: 'mapping', name },
    title: titleOf(name, series.iteratorAge, peak, stream.books.out.waiting === 0, result),
    howToRead:
      'A line that climbs means that the mapping falls behind: it is blocked, or gets more than it handles; flat and low, that it keeps up.',
    subtitle: `Greatest age of what it sent to the function in each ${each(result)}, or of what waits where nothing was sent or a lane is blocked${whose}.`,
    panels: [{ layers }],
  };
}

/** Shards that ever had anything, where they are few; those that were closed and those that took their place are different ones. */
function linesOf(rows: readonly { readonly iteratorAge: Line['readings'] }[], perRow: number): Line[] {
  const used = rows.flatMap(({ iteratorAge }, i) =>
    iteratorAge.some((age) => age !== null) ? [{ i, iteratorAge }] : [],
  );
  if (used.length > SHARDS.length || perRow > 1) return [];
  return used.map(({ i, iteratorAge }, n) => ({ name: `shard ${i}`, colour: SHARDS[n]!, readings: iteratorAge }));
}

function titleOf(
  name: string,
  ages: readonly (number | null)[],
  peak: NonNullable<ReturnType<typeof peakOf>>,
  isDone: boolean,
  result: Result,
): string {
  const start = `Iterator age of ${shown(name)}`;
  const last = ages.findLast((age) => age !== null) ?? 0;
  if (peak.value === 0) return `${start} is 0 s${peak.scope}`;
  const most = duration(peak.value);
  // Where nothing is left the last age is that of the last records, and nothing is old at the end.
  const when = isDone ? 'with its last records' : 'at the end';
  if (duration(last) === most) return `${start} is greatest ${when}${peak.scope}: ${most}`;
  const end = !isDone && last >= peak.value / 2 ? `, and is ${duration(last)} at the end` : '';
  return `${start} reaches ${most} around ${endOf(peak.at, result)}${peak.scope}${end}`;
}
