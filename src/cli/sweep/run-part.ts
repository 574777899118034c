/** Runs what is missing of a sweep, or of a shard, and finishes it when all is there. Whoever calls holds the lock. */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { FailedCell } from '../../plan/sweep/cell.ts';
import type { SweepHeader, SweepLine } from '../../plan/sweep/line.ts';
import { count, some } from '../../report/format.ts';
import { sweepJson } from '../../report/sweep/json.ts';
import { sweepMarkdown } from '../../report/sweep/markdown.ts';
import { sweepText } from '../../report/sweep/text.ts';
import { print, printError, styleOfStdout } from '../console.ts';
import { ExitCode } from '../exit-codes.ts';
import { Interrupted } from '../interrupted.ts';
import { InputError } from '../files.ts';
import type { Interruption } from '../run.ts';
import { conductCells } from './conduct.ts';
import { finishSweep, removeManifest } from './finish.ts';
import type { SweepOfFile } from './input.ts';
import { Journal } from './journal.ts';
import type { FileLock } from './lock.ts';
import { refuseMixed, refuseOther } from './other-sweep.ts';
import { OUTCOME, removeHalfMade, removeOutcome } from './outcome-files.ts';
import type { Part } from './part.ts';
import { SweepProgress } from './progress.ts';
import { CannotStart } from './pool.ts';
import type { SweepRunOptions } from './run.ts';
import { failedText, keptForLater, keptText, shardText, spoiltText, stoppingText, unfinishedText } from './words.ts';

export interface Place {
  readonly folder: string;
  readonly lock: Pick<FileLock, 'check'>;
  /** Arguments of what was called, to be told where it is to be called again. */
  readonly args: readonly string[];
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
  refuseMixed(folder, part.file, sweep.header, restart === true);
  if (restart === true && shard === undefined) forget(path, sweep.header, folder);
  const journal = new Journal(path, sweep.header, { cells, restart, guard: () => lock.check() });
  try {
    removeHalfMade(folder, shard === undefined ? [part.file, ...OUTCOME] : [part.file]);
    if (journal.spoilt.length > 0) printError(spoiltText(path, journal.spoilt));
    if (!(await runWanted(sweep, part, place, journal, options, interruption))) return ExitCode.interrupted;
    const missing = journal.missing();
    const code = missing.some((cell) => journal.hasFailed(cell)) ? ExitCode.wrongInput : ExitCode.done;
    if (!journal.isComplete) {
      const failed = missing.filter((cell) => journal.hasFailed(cell));
      say(unfinishedText(missing, failed, cells.length, path, restart), options);
      return code;
    }
    const lines = journal.finish();
    if (shard === undefined) await finish(sweep.header, lines, folder, options);
    else say(shardText(shard, cells.length, path, folder), options);
    return code;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // Workers that cannot start never will, of the same command.
    const kept = error instanceof CannotStart ? keptText : keptForLater;
    throw new InputError(`${error.message}; ${kept(journal.done, cells.length, restart)}`);
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
  { cells, wanted, file, shard }: Part,
  { folder, args, worker }: Place,
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
        onStopping: (underWay, seconds) => printError(stoppingText(underWay, seconds)),
        onLine: (line) => void (line.status === 'failed' && failed.push(line)),
      },
      interruption,
    );
    return true;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    printError(`interrupted: ${keptForLater(journal.done, cells.length, options.restart)} (${join(folder, file)})`);
    return false;
  } finally {
    if (failed.length > 0) printError(failedText(failed, args));
    journal.sync();
  }
}

async function finish(
  header: SweepHeader,
  lines: readonly SweepLine[],
  folder: string,
  { charts, json, markdown }: SweepRunOptions,
): Promise<void> {
  await finishSweep(header, lines, folder, { charts: charts !== false });
  if (json === true) for (const piece of sweepJson(header, lines)) print(piece);
  else print(markdown === true ? sweepMarkdown(header, lines) : sweepText(header, lines, styleOfStdout()));
}

/** With --json nothing but JSON is printed. */
function say(text: string, { json }: SweepRunOptions): void {
  if (json === true) printError(text);
  else print(text);
}
