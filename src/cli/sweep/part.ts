/** Which part of a sweep a command runs: all cells or those of a shard, of these perhaps only some, and the files it writes them to. */
import { cellsOfShard, shardFile, shardText, type Shard } from '../../plan/sweep/shard.ts';
import { chosenCells } from './cells-option.ts';
import { CELLS_FILE } from './finish.ts';
import { shardOfOption, type Environment } from './shard-environment.ts';

export interface Part {
  /** `shard 2/4`; undefined of a whole sweep. */
  readonly shard: string | undefined;
  /** Cells that belong here, in order. */
  readonly cells: readonly number[];
  /** Those of them that are to be run now unless they are there. */
  readonly wanted: readonly number[];
  readonly file: string;
  readonly lock: string;
}

export interface PartAsked {
  readonly shard?: string | undefined;
  readonly cells?: string | undefined;
}

/** `count`: cells of the sweep. Throws InputError. */
export function partOf({ shard, cells }: PartAsked, count: number, env: Environment): Part {
  const one = shard === undefined ? undefined : shardOfOption(shard, env);
  const all = one === undefined ? Array.from({ length: count }, (_, cell) => cell) : cellsOfShard(one, count);
  const file = one === undefined ? CELLS_FILE : shardFile(one);
  return {
    shard: one && nameOf(one),
    cells: all,
    wanted: cells === undefined ? all : chosenCells(cells, all),
    file,
    lock: file.replace(/jsonl$/, 'lock'),
  };
}

function nameOf(shard: Shard): string {
  return `shard ${shardText(shard)}`;
}
