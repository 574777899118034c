/** Runs what is missing of a sweep, or of a shard, and finishes it when all is there. Whoever calls holds the lock. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { FailedCell } from '../../plan/sweep/cell.ts';
import type { SweepHeader, SweepLine } from '../../plan/sweep/line.ts';
import { count, some } from '../../report/format.ts';
import { sweepMarkdown } from '../../report/sweep/markdown.ts';
import { sweepText } from '../../report/sweep/text.ts';
import { print, printError, styleOfStdout } from '../console.ts';
import { ExitCode } from '../exit-codes.ts';
import { Interrupted } from '../interrupted.ts';
import { InputError } from '../files.ts';
import type { Interruption } from '../run.ts';
import type { SweepCommand } from './command-text.ts';
import { conductCells } from './conduct.ts';
import { finishSweep, removeManifest } from './finish.ts';
import type { SweepOfFile } from './input.ts';
import { Journal } from './journal.ts';
import type { FileLock } from './lock.ts';
import { refuseOther } from './other-sweep.ts';
import { OUTCOME, removeHalfMade, removeOutcome } from './outcome-files.ts';
import type { Part } from './part.ts';
import { CannotStart } from './pool.ts';
import { SweepProgress } from './progress.ts';
import type { SweepRunOptions } from './run.ts';
import { failedText, keptText, shardText, spoiltText, unfinishedText } from './words.ts';

export interface Place {
  readonly folder: string;
  readonly lock: Pick<FileLock, 'check'>;
  /** What was called, to be told where it is to be called again. */
  readonly command: SweepCommand;
  /** The file of the worker, for tests. */
  readonly worker?: URL | undefined;
}

/** Throws InputError, and says how many cells are kept. */
export async function runPart(
  sweep: SweepOfFile,
  part: Part,
  place: Place,
  options: SweepRunOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  const { folder, lock } = place;
  const { cells, shard } = part;
  const path = join(folder, part.file);
  const { restart } = options;
  if (restart === true && shard === undefined) forget(path, sweep.header, folder);
  const journal = new Journal(path, sweep.header, { cells, restart, guard: () => lock.check() });
  try {
    removeHalfMade(folder, shard === undefined ? [part.file, ...OUTCOME] : [part.file]);
    if (journal.spoilt.length > 0) printError(spoiltText(path, journal.spoilt));
    if (!(await runWanted(sweep, part, place, journal, options, interruption))) return ExitCode.interrupted;
    const missing = journal.missing();
    const failed = missing.filter((cell) => journal.hasFailed(cell));
    const code = failed.length > 0 ? ExitCode.wrongInput : ExitCode.done;
    if (!journal.isComplete) {
      const notRun = missing.filter((cell) => !journal.hasFailed(cell));
      say(unfinishedText({ missing: notRun, failed }, cells.length, path), options);
      return code;
    }
    const lines = journal.finish();
    if (shard === undefined) await finish(sweep.header, lines, folder, options);
    else say(shardText(shard, cells.length, path, folder), options);
    return code;
  } catch (error) {
    // What keeps all workers from starting would do so again.
    if (!(error instanceof InputError) || error instanceof CannotStart) throw error;
    throw new InputError(`${error.message}; ${keptText(journal.done, cells.length, place.command)}`);
  } finally {
    journal.close();
  }
}

/** Before the cells go: whatever ends this process in between, no outcome stands beside cells of which it is not made. */
function forget(path: string, header: SweepHeader, folder: string): void {
  if (existsSync(path)) refuseOther(path, header, true);
  removeOutcome(folder);
}

/** False when the user stopped it, after that was said. */
async function runWanted(
  { header, source }: SweepOfFile,
  { cells, wanted, shard }: Part,
  { folder, command, worker }: Place,
  journal: Journal,
  options: SweepRunOptions,
  interruption: Interruption,
): Promise<boolean> {
  const missing = wanted.filter((cell) => !journal.isDone(cell));
  if (missing.length === 0) return true;
  // A folder with a manifest is complete.
  if (shard === undefined) removeManifest(folder);
  const kept = journal.done;
  if (kept > 0) printError(`${count(kept)} of ${some(cells.length, 'cell')} are there already`);
  const failed: FailedCell[] = [];
  try {
    await conductCells(
      {
        ...{ header, source, journal, cells: missing },
        workers: options.workers ?? availableParallelism(),
        maxMemory: options.maxMemory,
        worker,
        progress: new SweepProgress({ name: header.name, kept, expected: kept + missing.length }),
        onStopping: sayStopping,
        onLine: (line) => void (line.status === 'failed' && failed.push(line)),
      },
      interruption,
    );
    return true;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    printError(`interrupted: ${keptText(journal.done, cells.length, command)}`);
    return false;
  } finally {
    if (failed.length > 0) printError(failedText(failed, command));
    journal.sync();
  }
}

/** That it was heard, where cells take long. */
function sayStopping(cells: number, ms: number): void {
  const may = `${some(cells, 'cell')} under way ${cells === 1 ? 'has' : 'have'} ${ms / 1000} s to finish`;
  printError(`stopping: ${may}; Ctrl-C again ends at once`);
}

async function finish(
  header: SweepHeader,
  lines: readonly SweepLine[],
  folder: string,
  { charts, json, markdown }: SweepRunOptions,
): Promise<void> {
  const manifest = await finishSweep(header, lines, folder, { charts: charts !== false });
  if (json === true) print(`${JSON.stringify(manifest)}\n`);
  else print(markdown === true ? sweepMarkdown(header, lines) : sweepText(header, lines, styleOfStdout()));
}

/** With --json nothing but JSON is printed. */
function say(text: string, { json }: SweepRunOptions): void {
  if (json === true) printError(text);
  else print(text);
}
