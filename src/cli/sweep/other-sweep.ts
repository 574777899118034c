/** Whose file is there already: that of this sweep may be gone on with, that of another is refused. */
import { closeSync, openSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readLine, type SweepHeader } from '../../plan/sweep/line.ts';
import { shardOfFile } from '../../plan/sweep/shard.ts';
import { printError } from '../console.ts';
import { inputError, InputError } from '../files.ts';
import { CELLS_FILE } from './finish.ts';
import { linesOf } from './lines.ts';

/** How the first line of every sweep begins, whatever its version. */
const OURS = '{"lagcastSweep":';
const BYTE_ORDER_MARK = '\ufeff';
const AGAIN = '--restart forgets it, --out takes another folder';

/**
 * Throws InputError of a file that is not of the sweep with this header. With `isForgotten` any sweep's file will do, and only what is none
 * is refused: nothing is taken away that is not ours.
 */
export function refuseOther(path: string, header: SweepHeader, isForgotten: boolean): void {
  const first = firstLine(path);
  if (!first.replace(BYTE_ORDER_MARK, '').startsWith(OURS))
    throw new InputError(`${path}: is not a file of a sweep; use another --out, or move it away`);
  if (isForgotten) return;
  const found = readLine(first);
  if (found === undefined || 'cell' in found)
    throw new InputError(`${path}: its first line, which says what sweep it is, is spoilt${spoiltBy(first)}; ${AGAIN}`);
  if (found.version !== header.version)
    throw new InputError(
      `${path}: was begun by lagcast ${found.version}, and this is ${header.version}, whose results may differ; ${AGAIN}`,
    );
  if (found.id !== header.id)
    throw new InputError(`${path}: is of another sweep: ${differenceOf(found, header)}; ${AGAIN}`);
}

/** What programs do to files that take them for text. */
function spoiltBy(line: string): string {
  if (line.startsWith(BYTE_ORDER_MARK)) return ' by a byte order mark';
  return line.endsWith('\r') ? ' by a carriage return, as files are that were copied as text' : '';
}

/**
 * Throws InputError when the folder holds cells, or another shard, of another sweep: they could never be merged. Where the part is begun anew
 * the others may be next, and it is only said. `own`: the file of this part, which {@link refuseOther} looks at.
 */
export function refuseMixed(folder: string, own: string, { id }: SweepHeader, isForgotten: boolean): void {
  const others = readdirSync(folder).filter(
    (name) => name !== own && (name === CELLS_FILE || shardOfFile(name) !== undefined),
  );
  for (const path of others.map((name) => join(folder, name))) {
    const found = readLine(firstLine(path));
    if (found === undefined || 'cell' in found || found.id === id) continue;
    const said = `${path}: is of another sweep, which cannot be merged with this one`;
    if (!isForgotten) throw new InputError(`${said}; use another --out, or move it away`);
    printError(`warning: ${said}: begin it anew as well, or move it away`);
  }
}

function firstLine(path: string): string {
  let handle: number | undefined;
  try {
    handle = openSync(path, 'r');
    for (const { text = '' } of linesOf(handle)) return text;
    return '';
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
