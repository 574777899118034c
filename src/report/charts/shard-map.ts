/**
 * The shards of a mapping over time: a row for each shard or for some that follow each other, coloured by iterator age, marked where a
 * lane is blocked. Left out where there is one row only, for which the chart of the iterator age says as much.
 */
import type { MappingResult, Result } from '../../metrics/result.ts';
import type { ShardSeries } from '../../metrics/streams/result.ts';
import { count, duration } from '../format.ts';
import { durationColours, rowsDown, timeOf, type Piece } from './axes.ts';
import type { Drawing } from './frame.ts';
import { highest } from './lines.ts';
import { shown } from './names.ts';
import { beginOf, SECOND } from './steps.ts';
import { COLOURS } from './theme.ts';
import { each } from './when.ts';

/** Columns of cells: of many rows fewer, so that a chart stays a file that one can send. */
const FINE = 300;
const COARSE = 150;
const MANY_ROWS = 16;
/** Ages that differ by less than a quarter have one colour, and cells of one colour are one. */
const LEVELS_PER_DECADE = 10;
const [LEAST_HEIGHT, ROW_HEIGHT, MOST_HEIGHT] = [90, 22, 330];
/** Of a row what is left for the mark of a blocked lane. */
const MARK = 0.3;

/** Times in seconds; rows from the top. */
interface Cell {
  readonly from: number;
  readonly to: number;
  readonly row: number;
  readonly below: number;
}

export function shardMap(name: string, { stream }: MappingResult, result: Result): Drawing | undefined {
  const series = result.series.mappings[name]!.stream;
  if (stream === null || series === undefined || series.shards.length < 2) return undefined;
  const { shards, shardsPerRow } = series;
  const greatest = highest(...shards.map(({ iteratorAge }) => iteratorAge)) / SECOND;
  if (greatest === 0) return undefined;
  const ages = cellsOf(shards, result, (row, i) => levelOf(row.iteratorAge[i] ?? null));
  const blocked = cellsOf(shards, result, (row, i) => ((row.blockedLanes[i] ?? 0) > 0 ? 1 : null));
  const x = timeOf(result.duration / SECOND, 'from');
  const encoding = {
    x,
    x2: { field: 'to' },
    y: rowsDown(shards.length, shardsPerRow, 'shard'),
    y2: { field: 'below' },
  };
  const least = Math.min(greatest / 2, ...ages.map(({ level }) => ageOf(level)));
  const layers: Piece[] = [
    {
      data: { values: ages.map(({ level, ...cell }) => ({ ...cell, age: ageOf(level) })) },
      mark: { type: 'rect', clip: true },
      encoding: { ...encoding, color: durationColours(least, greatest, 'iterator age') },
    },
  ];
  if (blocked.length > 0)
    layers.push({
      data: { values: blocked.map(({ from, to, row }) => ({ from, to, row: row + 1 - MARK, below: row + 1 })) },
      mark: { type: 'rect', clip: true, color: COLOURS.vermilion },
      encoding,
    });
  const rows = shardsPerRow === 1 ? '' : ` Each row is ${count(shardsPerRow)} shards that follow each other.`;
  const marks = blocked.length === 0 ? '' : ' Red at the foot of a row: a lane is blocked.';
  return {
    prefix: 'shards',
    part: { kind: 'mapping', name },
    title: titleOf(name, stream, shards),
    howToRead: 'One dark row among light ones is a hot or blocked shard; all dark, that the whole stream is behind.',
    subtitle: `Age of what was sent in each ${each(result)}, or of what waits; empty where there was nothing.${marks}${rows}`,
    panels: [{ layers, height: Math.min(MOST_HEIGHT, Math.max(LEAST_HEIGHT, shards.length * ROW_HEIGHT)) }],
  };
}

function titleOf(
  name: string,
  { blockedShards }: NonNullable<MappingResult['stream']>,
  rows: readonly ShardSeries[],
): string {
  const start = `Shards of ${shown(name)}`;
  const [worst] = blockedShards;
  if (worst === undefined) return `${start}: none was blocked`;
  const time = duration(worst.time);
  if (blockedShards.length === 1) return `${start}: shard ${worst.shard} was blocked for ${time}, no other`;
  const all = rows.length === blockedShards.length ? 'all' : count(blockedShards.length);
  return `${start}: ${all} were blocked, shard ${worst.shard} longest, for ${time}`;
}

/** Runs of intervals at one level, row by row; null is no cell. Several intervals to a column have the greatest. */
function cellsOf(
  shards: readonly ShardSeries[],
  result: Result,
  levelAt: (row: ShardSeries, i: number) => number | null,
): (Cell & { readonly level: number })[] {
  const n = shards[0]!.iteratorAge.length;
  const step = Math.max(1, Math.ceil(n / (shards.length > MANY_ROWS ? COARSE : FINE)));
  return shards.flatMap((shard, row) => {
    const cells: { from: number; to: number; row: number; below: number; level: number }[] = [];
    for (let i = 0; i < n; i += step) {
      const levels = Array.from({ length: Math.min(step, n - i) }, (_, k) => levelAt(shard, i + k));
      const known = levels.filter((level) => level !== null);
      if (known.length === 0) continue;
      const level = Math.max(...known);
      const from = beginOf(i, result);
      const to = beginOf(Math.min(n, i + step), result);
      const before = cells.at(-1);
      if (before !== undefined && before.level === level && before.to === from) before.to = to;
      else cells.push({ from, to, row, below: row + 1, level });
    }
    return cells;
  });
}

/** On a scale of tens, in steps; below a millisecond all are one. */
function levelOf(age: number | null): number | null {
  return age === null ? null : Math.round(Math.log10(Math.max(age / SECOND, 0.001)) * LEVELS_PER_DECADE);
}

function ageOf(level: number): number {
  return Number(Math.exp((level / LEVELS_PER_DECADE) * Math.LN10).toPrecision(3));
}
