/** Writes what was merged: the very files of a run on one machine. */
import { join } from 'node:path';
import type { Merge } from '../../plan/sweep/merge.ts';
import { rangesText } from '../../plan/sweep/missing.ts';
import { print, printError } from '../console.ts';
import { ExitCode } from '../exit-codes.ts';
import { WholeFile } from '../files.ts';
import { CELLS } from './merge-input.ts';

/** The folder exists. Throws InputError. */
export async function writeMerge({ headerText, cells }: Merge, folder: string, _charts: boolean): Promise<ExitCode> {
  const path = join(folder, CELLS);
  const file = new WholeFile(path);
  try {
    file.append(headerText);
    for (const { text } of cells) file.append(text);
    file.finish();
  } finally {
    file.discard();
  }
  print(`${path}: ${cells.length} cells\n`);
  const failed = cells.filter(({ line }) => line.status === 'failed').map(({ line }) => line.cell);
  if (failed.length === 0) return ExitCode.done;
  printError(
    `error: ${failed.length === 1 ? 'cell' : 'cells'} ${rangesText(failed)} failed; they are run again when the sweep goes on`,
  );
  return ExitCode.wrongInput;
}
