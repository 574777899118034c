/** `lagcast sweep merge --redis URL`: waits until all cells are there, and writes what one machine would have written. */
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lineOf, type SweepHeader } from '../../plan/sweep/line.ts';
import type { Merge } from '../../plan/sweep/merge.ts';
import { missingText } from '../../plan/sweep/missing.ts';
import { VERSION } from '../../version.ts';
import { print, printError } from '../console.ts';
import { Interrupted } from '../experiment.ts';
import type { ExitCode } from '../exit-codes.ts';
import { InputError } from '../files.ts';
import type { Interruption } from '../run.ts';
import { refuseOther } from './merge-files.ts';
import { writeMerge } from './merge-output.ts';
import { redisAddress, type RedisAddress } from './redis/address.ts';
import { patiently } from './redis/patience.ts';
import { SweepQueue } from './redis/queue.ts';
import { SweepStore } from './redis/store.ts';
import { onlySweep, shortId, sweepById } from './redis/sweeps.ts';

export interface MergeRedisOptions {
  readonly redis?: string | undefined;
  readonly sweep?: string | undefined;
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
    refuseVersion(header, address);
    const folder = resolve(options.out ?? `reports/${source.stem}/sweep`);
    const head = { header, headerText: lineOf(header) };
    refuseOther(folder, head);
    queue = new SweepQueue(store.connection, id);
    if (options.wait !== false) await interruption.during(() => allFinished(queue!, header.cells, interruption));
    const merge: Merge = { ...head, cells: await queue.outcomes(header), spoilt: [] };
    refuseMissing(merge, await queue.counts());
    await store.renew(id, header.cells);
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

/** What is written after cells are merged is this version's: it would not be what the other one writes. */
function refuseVersion({ version, id }: SweepHeader, { text }: RedisAddress): void {
  if (version === VERSION) return;
  throw new InputError(
    `${text}: sweep ${shortId(id)} was submitted by lagcast ${version}, and this is lagcast ${VERSION}: merge it by ${version}`,
  );
}

async function allFinished(queue: SweepQueue, cells: number, interruption: Interruption): Promise<void> {
  let said = performance.now() - SAY_MS + 1000;
  for (;;) {
    const { waiting, active, done, failed } = await patiently(() => queue.counts(), interruption);
    if (waiting + active === 0) return;
    if (interruption.isWanted) throw new Interrupted('interrupted');
    if (performance.now() - said > SAY_MS) {
      said = performance.now();
      const workers = await queue.workers();
      const who =
        workers === undefined ? '' : `, ${workers === 0 ? 'nobody works: lagcast sweep work' : `${workers} at work`}`;
      printError(`${done + failed} of ${cells} cells are finished${who}`);
    }
    await sleep(LOOK_MS);
  }
}

function refuseMissing({ header, cells }: Merge, { active }: { readonly active: number }): void {
  const there = new Set(cells.map(({ line }) => line.cell));
  const missing = Array.from({ length: header.cells }, (_, cell) => cell).filter((cell) => !there.has(cell));
  if (missing.length === 0) return;
  throw new InputError(
    `${missingText(missing, [])}: ${active} of them ${active === 1 ? 'is' : 'are'} being run; without --no-wait they are waited for`,
  );
}
