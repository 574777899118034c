/** Writes what was merged: the very files of a run on one machine. */
import { join } from 'node:path';
import type { Merge } from '../../plan/sweep/merge.ts';
import { rangesText } from '../../plan/sweep/missing.ts';
import { sweepText } from '../../report/sweep/text.ts';
import { print, printError, styleOfStdout } from '../console.ts';
import { ExitCode } from '../exit-codes.ts';
import { WholeFile } from '../files.ts';
import { CELLS_FILE, finishSweep, removeManifest } from './finish.ts';

/** The folder exists. Prints what came out. Throws InputError. */
export async function writeMerge(merge: Merge, folder: string, charts: boolean): Promise<ExitCode> {
  const { header, cells } = merge;
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
