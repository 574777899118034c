/** `lagcast sweep submit FILE`: puts the cells of a sweep, its scenario and the files it reads into Redis, where workers find them. */
import { print, printError } from '../console.ts';
import type { ExperimentOptions } from '../experiment-options.ts';
import { explained } from '../experiment.ts';
import { ExitCode } from '../exit-codes.ts';
import { sweepOf } from './input.ts';
import { some } from '../../report/format.ts';
import { redisAddress, type RedisAddress } from './redis/address.ts';
import { SweepQueue, type CellCounts } from './redis/queue.ts';
import { packedSweep, SweepStore, type StoredSweep } from './redis/store.ts';
import { shortId, type SweepInRedis } from './redis/sweeps.ts';
import type { SweepAskedOptions } from './vary.ts';

export interface SweepSubmitOptions extends ExperimentOptions, SweepAskedOptions, Pick<SweepInRedis, 'redis'> {}

export async function sweepSubmitCommand(file: string, options: SweepSubmitOptions): Promise<ExitCode> {
  try {
    const address = redisAddress(options.redis, process.env);
    const sweep = sweepOf(file, options);
    if (sweep === undefined) return ExitCode.wrongInput;
    const counts = await submitSweep(sweep, address);
    print(submittedText(sweep, counts));
    return ExitCode.done;
  } catch (error) {
    return explained(error, `lagcast sweep submit ${file}`);
  }
}

/** The same sweep again is not run again: only cells that are not there, or that failed, are added. Throws InputError. */
export async function submitSweep(sweep: StoredSweep, address: RedisAddress): Promise<CellCounts> {
  const { header } = sweep;
  const packed = packedSweep(sweep);
  const store = await SweepStore.open(address, (text) => printError(`warning: ${text}`));
  let queue: SweepQueue | undefined;
  try {
    queue = new SweepQueue(store.connection, header.id);
    // Workers see a sweep only when all of it is there, and what is begun and given up goes by itself.
    await queue.add(header, (cells) => store.keep(header.id, cells));
    await store.renew(header.id, header.cells, true);
    await store.put(packed);
    return await queue.counts();
  } finally {
    await queue?.close();
    store.close();
  }
}

function submittedText({ header }: StoredSweep, { waiting, active, done }: CellCounts): string {
  const { id, name, cells } = header;
  const before = done === 0 ? '' : `, ${done} of them done`;
  const now = active === 0 ? '' : `, ${active} being run`;
  return [
    `Sweep ${shortId(id)} (${name}): ${some(cells, 'cell')}${before}${now}, ${waiting} waiting.`,
    'On each machine that is to run some:  lagcast sweep work',
    `For the files when all are done:      lagcast sweep merge --sweep ${shortId(id)}`,
    'Both need the same --redis, or LAGCAST_REDIS in the environment.\n',
  ].join('\n');
}
