/** Judges the recorded lineage of shards: what a split and a merge close and open, and that no key is without a shard. */
import { Listener } from '../../model/observer.ts';
import { HASH_SPACE } from '../../model/sources/stream/hash.ts';
import type { Stream } from '../../model/sources/stream/stream.ts';
import type { Row } from '../row.ts';
import { same, type Comparison } from './comparison.ts';
import type { Entry } from './entry.ts';
import { rowsOf } from './rows.ts';
import { makeStream, put } from './scripted/stream.ts';
import { makeWorld } from './scripted/world.ts';

/** Shards by their numbers. */
interface Lineage {
  readonly closed: readonly number[];
  readonly parents: Readonly<Record<string, readonly number[]>>;
}

type Step =
  | { readonly op: 'split'; readonly shard: number; readonly expect: Lineage }
  | { readonly op: 'merge'; readonly shards: readonly [number, number]; readonly expect: Lineage };

export interface ShardsEntry extends Entry {
  readonly shards: number;
  readonly steps: readonly Step[];
}

/** Records put after each step, to see where they go. */
const PUTS = 20;

export function judgeShards(entry: ShardsEntry): Row[] {
  const world = makeWorld(new Listener());
  const stream = makeStream(world, entry.shards);
  const outcome = entry.steps.flatMap((step): Comparison[] => {
    reshard(stream, step);
    const ends = stream.shards.map(({ log }) => log.end);
    for (let i = 0; i < PUTS; i++) put(world, stream, `${step.op}-${i}`);
    const grown = stream.shards.filter(({ isClosed, log }, i) => isClosed && log.end !== ends[i]);
    return [
      same(`after the ${step.op}`, step.expect, [lineageOf(stream)], lineageText),
      same('open shards hold each key once', true, [coversAll(stream)], yesOrNo),
      same('closed ones take nothing more', true, [grown.length === 0], yesOrNo),
    ];
  });
  return rowsOf(entry, 'decision', { outcome, times: [] });
}

function reshard(stream: Stream, step: Step): void {
  if (step.op === 'split') {
    const shard = stream.shards[step.shard]!;
    stream.split(shard, (shard.from + shard.to) / 2n);
  } else stream.merge(stream.shards[step.shards[0]]!, stream.shards[step.shards[1]]!);
}

function lineageOf({ shards }: Stream): Lineage {
  const children = shards.filter(({ parents }) => parents.length > 0);
  return {
    closed: shards.filter(({ isClosed }) => isClosed).map(({ index }) => index),
    parents: Object.fromEntries(children.map(({ index, parents }) => [index, parents.map((parent) => parent.index)])),
  };
}

function coversAll({ open }: Stream): boolean {
  const inOrder = [...open].sort((a, b) => (a.from < b.from ? -1 : 1));
  const joins = inOrder.every(({ from }, i) => from === (i === 0 ? 0n : inOrder[i - 1]!.to));
  return joins && inOrder.at(-1)!.to === HASH_SPACE;
}

function lineageText({ closed, parents }: Lineage): string {
  const ofChildren = Object.entries(parents).map(([child, of]) => `${child} from ${of.join(' and ')}`);
  return `closed ${closed.join(', ')}; ${ofChildren.join(', ')}`;
}

function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
