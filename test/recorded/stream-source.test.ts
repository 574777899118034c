/** The recorded cases of a stream by itself: how shards descend from each other. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Listener } from '../../src/model/observer.ts';
import { HASH_SPACE } from '../../src/model/sources/stream/hash.ts';
import { makeWorld } from '../support/queue.ts';
import { makeStream, put } from '../support/stream.ts';

interface Lineage {
  readonly closed: readonly number[];
  readonly parents: Readonly<Record<string, readonly number[]>>;
}

type Step =
  | { readonly op: 'split'; readonly shard: number; readonly expect: Lineage }
  | { readonly op: 'merge'; readonly shards: readonly [number, number]; readonly expect: Lineage };

interface Case {
  readonly id: string;
  readonly title: string;
  readonly shards: number;
  readonly steps: readonly Step[];
}

const cases = JSON.parse(readFileSync(new URL('stream-source.json', import.meta.url), 'utf8')) as Case[];

it.each(cases)('$id: $title', ({ shards: count, steps }) => {
  const told: string[][] = [];
  class Told extends Listener {
    override resharded(_source: unknown, closed: readonly string[], opened: readonly string[]): void {
      told.push([closed.join(), opened.join()]);
    }
  }
  const world = makeWorld(new Told());
  const stream = makeStream(world, count);
  let before = count;
  for (const step of steps) {
    const lengths = stream.shards.map(({ log }) => log.end);
    if (step.op === 'split') {
      const shard = stream.shards[step.shard]!;
      stream.split(shard, (shard.from + shard.to) / 2n);
    } else stream.merge(stream.shards[step.shards[0]]!, stream.shards[step.shards[1]]!);
    const closed = stream.shards.filter(({ isClosed }) => isClosed).map(({ index }) => index);
    expect(closed).toEqual(step.expect.closed);
    const withParents = stream.shards.filter(({ parents }) => parents.length > 0);
    const lineage = withParents.map(({ index, parents }) => [String(index), parents.map((parent) => parent.index)]);
    expect(Object.fromEntries(lineage)).toEqual(step.expect.parents);
    // The open ones cover all hash keys, each once.
    const open = [...stream.open].sort((a, b) => (a.from < b.from ? -1 : 1));
    expect(open[0]!.from).toBe(0n);
    expect(open.at(-1)!.to).toBe(HASH_SPACE);
    for (let i = 1; i < open.length; i++) expect(open[i]!.from).toBe(open[i - 1]!.to);
    // What is put from now on goes to them: a closed shard has its last sequence number.
    for (let i = 0; i < 20; i++) put(world, stream, `${step.op}-${i}`);
    lengths.forEach((length, i) => {
      if (stream.shards[i]!.isClosed) expect(stream.shards[i]!.log.end).toBe(length);
    });
    expect(told.at(-1)![1]!.split(',').length).toBe(stream.shards.length - before);
    before = stream.shards.length;
  }
  expect(told.map(([closed]) => closed!.split(',').length)).toEqual(steps.map(({ op }) => (op === 'split' ? 1 : 2)));
});
