/**
 * Parts of a sweep for many machines, as vitest and Playwright cut their tests: part i of n has every n-th cell, so that slow corners of a
 * grid are spread over all parts. Leaves out who runs them.
 */

/** The largest number of parts: more than any array of jobs has. */
export const MOST_SHARDS = 10_000;

export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly of: number;
}

/** The cells of a part, in order; none where there are more parts than cells. */
export function cellsOfShard({ index, of }: Shard, cells: number): number[] {
  return Array.from({ length: Math.max(0, Math.ceil((cells - index + 1) / of)) }, (_, i) => index - 1 + i * of);
}

/** Which of so many parts has a cell. */
export function shardOfCell(cell: number, of: number): Shard {
  return { index: (cell % of) + 1, of };
}

/** `2/4`; undefined of what is no part. */
export function parseShard(text: string): Shard | undefined {
  const [, index, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  return index === undefined ? undefined : soundShard(Number(index), Number(of));
}

/** Undefined unless part and number of parts are sound. */
export function soundShard(index: number, of: number): Shard | undefined {
  const isSound = Number.isInteger(index) && Number.isInteger(of) && index >= 1 && index <= of && of <= MOST_SHARDS;
  return isSound ? { index, of } : undefined;
}

/** `2/4` */
export function shardText({ index, of }: Shard): string {
  return `${index}/${of}`;
}

/** The file its cells are written to: `shard-2-of-4.jsonl`. */
export function shardFile({ index, of }: Shard): string {
  return `shard-${index}-of-${of}.jsonl`;
}

/** The part whose file this is, by its name; undefined of other files. */
export function shardOfFile(name: string): Shard | undefined {
  const [, index, of] = /^shard-([1-9]\d{0,5})-of-([1-9]\d{0,5})\.jsonl$/.exec(name) ?? [];
  return index === undefined ? undefined : soundShard(Number(index), Number(of));
}
