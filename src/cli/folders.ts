/**
 * A folder of output that is replaced as a whole: what an earlier run left in it goes, and nobody sees half of the new one.
 * Only files that are known to be ours are ever taken away.
 */
import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InputError } from './files.ts';

export type Files = ReadonlyMap<string, string | Uint8Array>;

/** Whether all these names are of files that we wrote. */
export type AreOurs = (names: readonly string[]) => boolean;

/** Throws InputError when a folder, or whatever has its name, is not ours to replace. */
export function refuseForeign(folder: string, areOurs: AreOurs): void {
  const there = lstatSync(folder, { throwIfNoEntry: false });
  if (there === undefined) return;
  if (!there.isDirectory()) throw new InputError(`${folder}: cannot be replaced: it is not a folder`);
  const entries = readdirSync(folder, { withFileTypes: true });
  if (entries.every((entry) => entry.isFile()) && areOurs(entries.map(({ name }) => name))) return;
  throw new InputError(`${folder}: would be replaced, and holds files that lagcast did not write; move them away`);
}

/** Puts the files into the folder in place of all that is in it; without files there is no folder. Throws InputError. */
export function replaceFolder(folder: string, files: Files, areOurs: AreOurs): void {
  refuseForeign(folder, areOurs);
  const isThere = existsSync(folder);
  if (!isThere && files.size === 0) return;
  const mine = `${process.pid}-${process.hrtime.bigint().toString(36)}`;
  const beside = (what: string): string => join(dirname(folder), `.${basename(folder)}-${mine}.${what}`);
  const [part, old] = [beside('part'), beside('old')];
  try {
    mkdirSync(part);
    for (const [name, content] of files) writeFileSync(join(part, name), content);
    if (isThere) renameSync(folder, old);
    if (files.size > 0) renameSync(part, folder);
  } catch (error) {
    throw new InputError(`${folder}: cannot be written: ${(error as Error).message}`);
  } finally {
    for (const path of [part, old]) rmSync(path, { recursive: true, force: true });
  }
}
