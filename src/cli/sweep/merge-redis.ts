/** `lagcast sweep merge --redis URL`: waits until all cells are there, and writes what one machine would have written. */
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lineOf, type SweepHeader } from '../../plan/sweep/line.ts';
import type { Merge, MergedCell } from '../../plan/sweep/merge.ts';
import { missingText } from '../../plan/sweep/missing.ts';
import { some } from '../../report/format.ts';
import { print, printError } from '../console.ts';
import type { ExitCode } from '../exit-codes.ts';
import { InputError } from '../files.ts';
import type { Interruption } from '../run.ts';
import { refuseOther, refuseOtherVersion } from './merge-files.ts';
import { writeMerge } from './merge-output.ts';
import { redisAddress } from './redis/address.ts';
import { heard, patiently } from './redis/patience.ts';
import { SweepQueue, type CellCounts } from './redis/queue.ts';
import { SweepStore } from './redis/store.ts';
import { onlySweep, shortId, sweepById, type SweepInRedis } from './redis/sweeps.ts';

export interface MergeRedisOptions extends SweepInRedis {
  readonly wait?: boolean | undefined;
  readonly forget?: boolean | undefined;
  readonly out?: string | undefined;
  readonly charts?: boolean | undefined;
}

const LOOK_MS = 300;
/** How often it is said how far the workers are. */
const SAY_MS = 10_000;

/** Throws InputError, and Interrupted when the user does not want to wait any longer. */
export async function mergeRedis(options: MergeRedisOptions, interruption: Interruption): Promise<ExitCode> {
  const address = redisAddress(options.redis, process.env);
  const store = await SweepStore.open(address, (text) => printError(`warning: ${text}`));
  let queue: SweepQueue | undefined;
  try {
    const entries = await store.list();
    const { id } =
      options.sweep === undefined ? onlySweep(entries, address) : sweepById(options.sweep, entries, address);
    const { header, source } = await store.get(id);
    const folder = resolve(options.out ?? `reports/${source.stem}/sweep`);
    const head = { header, headerText: lineOf(header) };
    refuseOtherVersion(`${address.text}: sweep ${shortId(id)}`, header);
    refuseOther(folder, head);
    queue = new SweepQueue(store.connection, id);
    const cells = await interruption.during(() => outcomes(store, queue!, header, options, interruption));
    const merge: Merge = { ...head, cells, spoilt: [] };
    const code = await writeMerge(merge, folder, options.charts !== false);
    if (options.forget === true) {
      await store.forget(id, header.cells);
      print(`Sweep ${shortId(id)} is not in Redis any more.\n`);
    }
    return code;
  } finally {
    await queue?.close();
    store.close();
  }
}

/** Of all cells. */
async function outcomes(
  store: SweepStore,
  queue: SweepQueue,
  header: SweepHeader,
  { wait }: MergeRedisOptions,
  interruption: Interruption,
): Promise<MergedCell[]> {
  const { id, cells } = header;
  if (wait !== false) await allFinished(queue, cells, interruption);
  const found = await patiently(() => queue.outcomes(header), { interruption });
  if (found.length < cells) {
    const entry = await patiently(() => store.entry(id), { interruption });
    const counts = await patiently(() => queue.counts(), { interruption });
    throw new InputError(missingCellsText(found, header, entry === undefined ? undefined : counts));
  }
  await patiently(() => store.renew(id, cells), { interruption });
  return found;
}

async function allFinished(queue: SweepQueue, cells: number, interruption: Interruption): Promise<void> {
  let said = performance.now() - SAY_MS + 1000;
  for (;;) {
    const { waiting, active, done, failed } = await patiently(() => queue.counts(), { interruption });
    if (waiting + active === 0) return;
    if (performance.now() - said > SAY_MS) {
      said = performance.now();
      const workers = await heard(queue.workers(), interruption);
      const who =
        workers === undefined ? '' : `, ${workers === 0 ? 'nobody works: lagcast sweep work' : `${workers} at work`}`;
      printError(`${done + failed} of ${some(cells, 'cell')} are finished${who}`);
    }
    await heard(sleep(LOOK_MS), interruption);
  }
}

/** Why there is nothing to write. `counts`: undefined of a sweep that Redis does not have any more. */
export function missingCellsText(
  found: readonly MergedCell[],
  { cells, id }: SweepHeader,
  counts: Pick<CellCounts, 'waiting' | 'active'> | undefined,
): string {
  const there = new Set(found.map(({ line }) => line.cell));
  const missing = missingText(
    Array.from({ length: cells }, (_, cell) => cell).filter((cell) => !there.has(cell)),
    [],
  );
  if (counts === undefined)
    return `${missing}: sweep ${shortId(id)} is not in Redis any more; somebody took it away, or Redis was started anew: submit it again`;
  const { waiting, active } = counts;
  if (waiting + active === 0) return `${missing}: Redis has lost them; submit the sweep again`;
  return `${missing}: ${active} of them ${active === 1 ? 'is' : 'are'} being run, and ${waiting} waiting; without --no-wait they are waited for`;
}
