/** Which files `lagcast sweep merge` puts together, and where what comes of them goes. Leaves out what stands in them. */
import { readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { shardOfFile } from '../../plan/sweep/shard.ts';
import { InputError } from '../files.ts';
import { CELLS_FILE } from './finish.ts';

/** The files that paths name: of a folder its shards in order, and what was merged before. Each file once. Throws InputError. */
export function filesToMerge(paths: readonly string[]): string[] {
  const byPlace = new Map(paths.flatMap(filesOf).map((file) => [resolve(file), file]));
  return [...byPlace.values()];
}

/** The folder of the outcome, when nobody said which: the only one there is. Throws InputError. */
export function mergeFolder(files: readonly string[]): string {
  const folders = [...new Set(files.map((file) => dirname(resolve(file))))];
  if (folders.length === 1) return folders[0]!;
  throw new InputError(
    `the files are in ${folders.length} folders, such as ${folders[0]} and ${folders[1]}: say with --out where they go`,
  );
}

function filesOf(path: string): string[] {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined) throw new InputError(`${path}: cannot be read: there is no such file or folder`);
  if (!there.isDirectory()) return [path];
  const names = namesIn(path);
  const shards = names
    .flatMap((name) => ({ name, shard: shardOfFile(name) }))
    .filter(({ shard }) => shard !== undefined)
    .toSorted((a, b) => a.shard!.of - b.shard!.of || a.shard!.index - b.shard!.index);
  const found = [...names.filter((name) => name === CELLS_FILE), ...shards.map(({ name }) => name)];
  if (found.length > 0) return found.map((name) => join(path, name));
  throw new InputError(`${path}: holds no part of a sweep: neither shard-1-of-4.jsonl or the like, nor ${CELLS_FILE}`);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw new InputError(`${folder}: cannot be read: ${(error as Error).message}`);
  }
}
