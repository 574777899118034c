/** Writes what was merged: the very files of a run on one machine. */
import { join } from 'node:path';
import type { Merge } from '../../plan/sweep/merge.ts';
import { rangesText } from '../../plan/sweep/missing.ts';
import { sweepText } from '../../report/sweep/text.ts';
import { refuseForeignCharts } from '../charts.ts';
import { print, printError, styleOfStdout } from '../console.ts';
import { ExitCode } from '../exit-codes.ts';
import { makeFolder, WholeFile } from '../files.ts';
import { CELLS_FILE, finishSweep, removeManifest } from './finish.ts';
import { FileLock } from './lock.ts';

/** As of whoever runs cells into this folder. */
const CELLS_LOCK = 'cells.lock';

/** Prints what came out. Throws InputError: also while somebody else writes there. */
export async function writeMerge(merge: Merge, folder: string, charts: boolean): Promise<ExitCode> {
  makeFolder(folder);
  refuseForeignCharts(folder);
  const lock = await FileLock.take(join(folder, CELLS_LOCK));
  try {
    return await writeAll(merge, folder, charts);
  } finally {
    lock.release();
  }
}

async function writeAll(merge: Merge, folder: string, charts: boolean): Promise<ExitCode> {
  const { header, cells } = merge;
  // A folder with a manifest is complete.
  removeManifest(folder);
  writeCells(join(folder, CELLS_FILE), merge);
  const lines = cells.map(({ line }) => line);
  await finishSweep(header, lines, folder, { charts });
  print(sweepText(header, lines, styleOfStdout()));
  const failed = lines.filter(({ status }) => status === 'failed').map(({ cell }) => cell);
  if (failed.length === 0) return ExitCode.done;
  const which = failed.length === 1 ? 'cell' : 'cells';
  printError(`error: ${which} ${rangesText(failed)} failed: they are run again when the sweep goes on`);
  return ExitCode.wrongInput;
}

function writeCells(path: string, { headerText, cells }: Merge): void {
  const file = new WholeFile(path);
  try {
    file.append(headerText);
    for (const { text } of cells) file.append(text);
    file.finish();
  } finally {
    file.discard();
  }
}
