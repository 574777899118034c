/** Whose file is there already: that of this sweep may be gone on with, that of another is refused. */
import { closeSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readLine, type SweepHeader } from '../../plan/sweep/line.ts';
import { shardOfFile } from '../../plan/sweep/shard.ts';
import { inputError, InputError } from '../files.ts';
import { CELLS_FILE } from './finish.ts';
import { linesOf, type LineOfFile } from './lines.ts';

/** How the first line of every sweep begins, whatever its version. */
const OURS = '{"lagcastSweep":';
const AGAIN = '--restart forgets it, --out takes another folder';

/**
 * Whether the first line of a file is whole; false when it lacks its end alone. Throws InputError of a file that is not of the sweep with this header. With `isForgotten` any sweep's file will do, and only what is none
 * is refused: nothing is taken away that is not ours.
 */
export function refuseOther(path: string, header: SweepHeader, isForgotten: boolean): boolean {
  const { text: first, isWhole } = firstLine(path);
  if (!first.startsWith(OURS))
    throw new InputError(`${path}: is not a file of a sweep; use another --out, or move it away`);
  if (isForgotten) return true;
  const found = readLine(first);
  if (found === undefined || 'cell' in found)
    throw new InputError(
      `${path}: its first line, which says what sweep it is, is spoilt${first.endsWith('\r') ? ' (it ends like a line of Windows)' : ''}; ${AGAIN}`,
    );
  if (found.version !== header.version)
    throw new InputError(
      `${path}: was begun by lagcast ${found.version}, and this is ${header.version}, whose results may differ; ${AGAIN}`,
    );
  if (found.id !== header.id)
    throw new InputError(`${path}: is of another sweep: ${differenceOf(found, header)}; ${AGAIN}`);
  return isWhole;
}

/**
 * Throws InputError when another file of cells in the folder is of another sweep: its shards could never be put together with these cells.
 */
export function refuseOthersBeside(folder: string, name: string, header: SweepHeader): void {
  const others = readdirSync(folder).filter((file) => file !== name && (file === CELLS_FILE || shardOfFile(file)));
  for (const file of others) {
    const path = join(folder, file);
    const found = readLine(firstLine(path).text);
    if (found === undefined || 'cell' in found || found.id === header.id) continue;
    throw new InputError(
      `${path}: is of another sweep: ${differenceOf(found, header)}; move it away, or use another --out`,
    );
  }
}

function firstLine(path: string): Pick<LineOfFile, 'text' | 'isWhole'> {
  let handle: number | undefined;
  try {
    handle = openSync(path, 'r');
    for (const line of linesOf(handle)) return line;
    return { text: '', isWhole: false };
  } catch (error) {
    throw inputError(path, 'cannot be read', error);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** What people most likely changed. */
function differenceOf(found: SweepHeader, header: SweepHeader): string {
  const keys = [
    'name',
    'seed',
    'rules',
    'axes',
    'design',
    'cells',
    'replications',
    'figures',
    'objectives',
    'maxEvents',
  ] as const;
  const other = keys.filter((key) => JSON.stringify(found[key]) !== JSON.stringify(header[key]));
  const isOfFile = other.length === 0 && found.scenario !== header.scenario;
  return isOfFile ? 'the scenario or a file it reads has changed' : `${other.join(', ') || 'something'} differs`;
}
