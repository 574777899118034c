/**
 * Runs cells of one sweep from Redis on the threads of this machine. The main thread only renews the locks of what is being run: a cell whose
 * worker is killed has its lock for a few seconds, and is then given to somebody else. Leaves out which sweep, and when to leave for good.
 */
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IRedisClient, Job, Worker } from 'bullmq';
import { lineOf } from '../../../plan/sweep/line.ts';
import { VERSION } from '../../../version.ts';
import { Interrupted } from '../../experiment.ts';
import { InputError } from '../../files.ts';
import type { Interruption } from '../../run.ts';
import { CellPool, PoolClosed } from '../pool.ts';
import type { RedisAddress } from './address.ts';
import { clientOf, queueName, workerOptions, type BullMq, type CellJob } from './bullmq.ts';
import { SweepQueue } from './queue.ts';
import type { StoredSweep, SweepStore } from './store.ts';

/** How often it is looked whether anything is left. */
const LOOK_MS = 300;
const RENEW_MS = 60_000;
/** Redis may be away for so long before the worker gives up. */
const PATIENCE_MS = 30_000;
/** Cells that are given back take a moment; somebody who does not answer takes no longer. */
const GOODBYE_MS = 3000;

export interface SweepWorkerOptions {
  readonly bullmq: BullMq;
  readonly address: RedisAddress;
  readonly store: SweepStore;
  readonly sweep: StoredSweep;
  readonly workers: number;
  readonly maxMemory: number | undefined;
}

/** What came of the cells that were run here. */
export interface CellsOfWorker {
  readonly done: number;
  /** Times that a cell failed; it may have come out elsewhere. */
  readonly failed: number;
  /** Whether somebody took the sweep away. */
  readonly isForgotten: boolean;
}

export class SweepWorker {
  readonly #options: SweepWorkerOptions;
  readonly #pool: CellPool;
  readonly #queue: SweepQueue;
  readonly #client: IRedisClient;
  readonly #worker: Worker<CellJob, string>;
  #done = 0;
  #failed = 0;
  /** Why no cell can be run here. */
  #broken: Error | undefined;

  constructor(options: SweepWorkerOptions) {
    const { bullmq, address, sweep, workers, maxMemory } = options;
    const { id } = sweep.header;
    this.#options = options;
    this.#pool = new CellPool({ ...sweep, workers, maxMemory });
    this.#queue = new SweepQueue(bullmq, address, id);
    this.#client = clientOf(bullmq, address);
    const name = `${hostname()}-${process.pid}`;
    this.#worker = new bullmq.Worker<CellJob, string>(
      queueName(id),
      (job, token) => this.#process(job, token),
      workerOptions(this.#client, workers, name),
    );
    // Lost connections and locks: the cell comes back to the queue, and we look for ourselves whether Redis is there.
    this.#worker.on('error', () => undefined);
  }

  /** Until no cell is left that somebody may yet have to run. Throws Interrupted, and InputError when Redis stays away. */
  async run(interruption: Interruption): Promise<CellsOfWorker> {
    const { store, sweep } = this.#options;
    const { id, cells } = sweep.header;
    let renewed = -Infinity;
    let seen = performance.now();
    for (;;) {
      if (interruption.isWanted) throw new Interrupted('interrupted');
      if (this.#broken !== undefined) throw this.#broken;
      try {
        if ((await store.entry(id)) === undefined) return this.#outcome(true);
        const { waiting, active } = await this.#queue.counts();
        if (waiting + active === 0) return this.#outcome(false);
        seen = performance.now();
        if (seen - renewed > RENEW_MS) {
          await store.renew(id, cells);
          renewed = seen;
        }
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        if (performance.now() - seen > PATIENCE_MS)
          throw new InputError(
            `${error.message}, and not found again for ${PATIENCE_MS / 1000} s: others run its cells`,
          );
      }
      await sleep(LOOK_MS);
    }
  }

  /** Gives back what is being run. */
  async close(): Promise<void> {
    const { store, sweep } = this.#options;
    const { id } = sweep.header;
    const goodbye = this.#worker.close();
    await this.#pool.close();
    await Promise.race([goodbye, sleep(GOODBYE_MS, undefined, { ref: false })]);
    try {
      if ((await store.entry(id)) === undefined) await store.forget(id, sweep.header.cells);
      else await store.renew(id, sweep.header.cells);
    } catch {
      // Redis is away: what it has of the sweep goes by itself.
    }
    this.#client.disconnect();
    this.#queue.close();
  }

  #outcome(isForgotten: boolean): CellsOfWorker {
    return { done: this.#done, failed: this.#failed, isForgotten };
  }

  async #process(job: Job<CellJob, string>, token: string | undefined): Promise<string> {
    const { bullmq, sweep } = this.#options;
    const { cell, version, scenario } = job.data;
    if (version !== VERSION || scenario !== sweep.header.scenario)
      throw new bullmq.UnrecoverableError(`its job is of lagcast ${version} and scenario ${scenario}: it was not run`);
    try {
      const line = await this.#pool.run(cell);
      if (line.status === 'failed') throw new Error(line.why);
      this.#done += 1;
      return lineOf(line);
    } catch (error) {
      if (error instanceof PoolClosed || error instanceof InputError) {
        if (error instanceof InputError) this.#broken ??= error;
        await job.moveToWait(token);
        throw new bullmq.WaitingError();
      }
      this.#failed += 1;
      throw error;
    }
  }
}
