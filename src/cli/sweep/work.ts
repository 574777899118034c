/**
 * `lagcast sweep work`: takes cells of sweeps that were submitted, one sweep after the other, until there are none left. Cells of another
 * version of lagcast, whose results may differ, it does not touch.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { availableParallelism } from 'node:os';
import type { FailedCell } from '../../plan/sweep/cell.ts';
import { some } from '../../report/format.ts';
import { VERSION } from '../../version.ts';
import { print, printError } from '../console.ts';
import { explained, Interrupted } from '../experiment.ts';
import { ExitCode } from '../exit-codes.ts';
import { InputError } from '../files.ts';
import type { Interruption } from '../run.ts';
import { SweepProgress } from './progress.ts';
import { redisAddress, type RedisAddress } from './redis/address.ts';
import { heard, patiently } from './redis/patience.ts';
import { SweepQueue } from './redis/queue.ts';
import { SweepStore, type SweepEntry } from './redis/store.ts';
import { entryText, shortId, sweepById, type SweepInRedis } from './redis/sweeps.ts';
import { SweepWorker, type CellsOfWorker } from './redis/worker.ts';
import { failedCellText } from './words.ts';

export interface SweepWorkOptions extends SweepInRedis {
  readonly workers?: number | undefined;
  readonly maxMemory?: number | undefined;
  readonly wait?: boolean | undefined;
}

/** How often somebody who waits looks for new sweeps. */
const LOOK_MS = 1000;

interface Work {
  readonly address: RedisAddress;
  readonly store: SweepStore;
  readonly options: SweepWorkOptions;
  readonly interruption: Interruption;
  /** Ids of what was told that it is of another version. */
  readonly refused: Set<string>;
  /** Ids of sweeps that were worked on. */
  readonly ran: Set<string>;
}

export async function sweepWorkCommand(options: SweepWorkOptions, interruption: Interruption): Promise<ExitCode> {
  try {
    const address = redisAddress(options.redis, process.env);
    const store = await SweepStore.open(address, (text) => printError(`warning: ${text}`));
    const work: Work = { address, store, options, interruption, refused: new Set(), ran: new Set() };
    try {
      return await interruption.during(() => workOn(work));
    } finally {
      store.close();
    }
  } catch (error) {
    if (!(error instanceof Interrupted)) return explained(error, 'lagcast sweep work');
    printError('interrupted: cells that were not finished are free for other workers');
    return ExitCode.interrupted;
  }
}

async function workOn(work: Work): Promise<ExitCode> {
  const { options, interruption } = work;
  for (;;) {
    const next = await patiently(() => nextSweep(work), { interruption });
    if (next !== undefined) await runCellsOf(next, work);
    else if (options.wait === true) await heard(sleep(LOOK_MS), interruption);
    else return ended(work);
  }
}

function ended({ refused, ran }: Work): ExitCode {
  if (refused.size > 0) return ExitCode.wrongInput;
  if (ran.size === 0) print('There are no cells to run.\n');
  return ExitCode.done;
}

/** The first of which there are cells to run, or to wait for: whoever has them may vanish. */
async function nextSweep(work: Work): Promise<SweepEntry | undefined> {
  const { store, options, address } = work;
  const entries = await store.list();
  const asked = options.sweep === undefined ? entries : [sweepById(options.sweep, entries, address)];
  for (const entry of asked) {
    if (!isOurs(entry, work)) continue;
    const queue = new SweepQueue(store.connection, entry.id);
    try {
      const { waiting, active } = await queue.counts();
      if (waiting + active > 0) return entry;
    } finally {
      await queue.close();
    }
  }
  return undefined;
}

/** Whether it may be run here; tells once when not. */
function isOurs(entry: SweepEntry, { refused }: Work): boolean {
  const { id, version } = entry;
  if (version === VERSION) return true;
  if (!refused.has(id))
    printError(
      `error: sweep ${entryText(entry)}: was submitted by lagcast ${version}, and this is lagcast ${VERSION}, whose results may differ: none of its cells is run here; install ${version}, or submit it again by ${VERSION}`,
    );
  refused.add(id);
  return false;
}

function sayFailed(cell: FailedCell, isLast: boolean): void {
  printError(`${failedCellText(cell)}\n  ${isLast ? 'it is not tried again' : 'it is tried again'}`);
}

async function runCellsOf(entry: SweepEntry, work: Work): Promise<void> {
  const { address, store, options, interruption } = work;
  const { workers = availableParallelism(), maxMemory } = options;
  work.ran.add(entry.id);
  const sweep = await patiently(() => store.get(entry.id), { interruption });
  const progressFrom = (kept: number) => new SweepProgress({ name: entry.name, kept, expected: entry.cells });
  const worker = new SweepWorker({ store, sweep, workers, maxMemory, progressFrom, onFailed: sayFailed });
  let ran: CellsOfWorker;
  try {
    ran = await worker.run(interruption);
  } finally {
    await worker.close();
  }
  const failed = ran.failed === 0 ? '' : `, ${some(ran.failed, 'failure')}`;
  print(`Sweep ${shortId(entry.id)} (${entry.name}): ${ran.done} of ${some(entry.cells, 'cell')} run here${failed}.\n`);
  if (ran.isForgotten)
    throw new InputError(`${address.text}: sweep ${shortId(entry.id)} was taken away while it was run`);
}
