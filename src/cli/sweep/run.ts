/** `lagcast sweep run FILE`: runs the cells of a sweep on all cores, and goes on where an earlier time was interrupted. */
import { dirname, join, resolve } from 'node:path';
import { refuseForeignCharts } from '../charts.ts';
import { printError } from '../console.ts';
import { ExitCode } from '../exit-codes.ts';
import { explained } from '../experiment.ts';
import type { ExperimentOptions } from '../experiment-options.ts';
import { experimentFolder } from '../experiment-output.ts';
import { InputError, makeFolder, removeFolders } from '../files.ts';
import type { Interruption } from '../run.ts';
import type { Holder } from './holder.ts';
import { sweepOf, type SweepOfFile } from './input.ts';
import { FileLock } from './lock.ts';
import { OUTCOME } from './outcome-files.ts';
import { partOf, type Part } from './part.ts';
import { runPart } from './run-part.ts';
import type { SweepAskedOptions } from './vary.ts';
import { commandText } from './words.ts';

export interface SweepRunOptions extends ExperimentOptions, SweepAskedOptions {
  readonly workers?: number | undefined;
  readonly shard?: string | undefined;
  readonly cells?: string | undefined;
  readonly maxMemory?: number | undefined;
  readonly restart?: boolean | undefined;
}

export async function sweepRunCommand(
  file: string,
  options: SweepRunOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  const args = process.argv.slice(2);
  let made: string[] = [];
  let lock: FileLock | undefined;
  try {
    const sweep = sweepOf(file, options);
    if (sweep === undefined) return ExitCode.wrongInput;
    const part = partOf(options, sweep.header.cells, process.env);
    const folder = experimentFolder('sweep', file, options.out);
    refuseReplaced(file, sweep, part, folder);
    made = makeFolder(folder);
    refuseForeignCharts(folder);
    lock = await FileLock.take(join(folder, part.lock), { onWait: sayWait });
    return await runPart(sweep, part, { folder, lock, args }, options, interruption);
  } catch (error) {
    return explained(error, commandText(args));
  } finally {
    lock?.release();
    // What holds cells stays: only empty folders can be taken away.
    removeFolders(made);
  }
}

/** Throws InputError when the sweep would replace a file that it reads. */
function refuseReplaced(file: string, { source }: SweepOfFile, part: Part, folder: string): void {
  const read = [resolve(file), ...Object.keys(source.files).map((name) => resolve(dirname(file), name))];
  const made = [part.file, part.lock, ...OUTCOME].map((name) => join(folder, name));
  const replaced = read.find((path) => made.includes(path));
  if (replaced !== undefined) throw new InputError(`sweep run would replace ${replaced}; use another --out`);
}

function sayWait({ pid, host }: Holder, ms: number): void {
  const seconds = Math.ceil(ms / 1000);
  printError(
    `process ${pid} on ${host} wrote here, and cannot be looked at from this machine: waiting up to ${seconds} s for a sign of life`,
  );
}
