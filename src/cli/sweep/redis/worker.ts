/**
 * Runs cells of one sweep from Redis on the threads of this machine. The main thread only renews the locks of what is being run: a cell whose
 * worker is killed has its lock for a few seconds, and is then given to somebody else. Leaves out which sweep, and when to leave for good.
 */
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import type { FailedCell } from '../../../plan/sweep/cell.ts';
import { lineOf } from '../../../plan/sweep/line.ts';
import { VERSION } from '../../../version.ts';
import { printError } from '../../console.ts';
import { InputError } from '../../files.ts';
import type { Interruption } from '../../run.ts';
import type { CellsProgress } from '../conduct.ts';
import { CellPool, PoolClosed } from '../pool.ts';
import { queueName, workerOptions, type CellJob } from './bullmq.ts';
import { endConnection } from './connection.ts';
import { heard, orLeft, patiently } from './patience.ts';
import { SweepQueue, type CellCounts } from './queue.ts';
import type { StoredSweep, SweepStore } from './store.ts';

/** How often it is looked whether anything is left. */
const LOOK_MS = 300;
const RENEW_MS = 60_000;
/** Cells that are given back take a moment; somebody who does not answer takes no longer. */
const GOODBYE_MS = 3000;

export interface SweepWorkerOptions {
  readonly store: SweepStore;
  readonly sweep: StoredSweep;
  readonly workers: number;
  readonly maxMemory: number | undefined;
  /** Of a sweep of which somebody had finished so many cells when we came. */
  readonly progressFrom?: ((finished: number) => CellsProgress) | undefined;
  /** Told of each cell that failed here, and whether that was its last try. */
  readonly onFailed?: ((cell: FailedCell, isLast: boolean) => void) | undefined;
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
  readonly #redis: Redis;
  readonly #worker: Worker<CellJob, string>;
  #progress: { readonly from: number; readonly shown: CellsProgress | undefined } | undefined;
  #renewed = -Infinity;
  #done = 0;
  #failed = 0;
  /** Why no cell can be run here. */
  #broken: Error | undefined;

  constructor(options: SweepWorkerOptions) {
    const { store, sweep, workers, maxMemory } = options;
    const { connection } = store;
    const { id } = sweep.header;
    this.#options = options;
    this.#pool = new CellPool({ ...sweep, workers, maxMemory });
    this.#queue = new SweepQueue(connection, id);
    this.#redis = connection.another();
    const name = `${hostname()}-${process.pid}`;
    this.#worker = new connection.packages.bullmq.Worker<CellJob, string>(
      queueName(id),
      (job, token) => this.#process(job, token),
      workerOptions(this.#redis, workers, name),
    );
    // Lost connections and locks: the cell comes back to the queue, and we look for ourselves whether Redis is there.
    this.#worker.on('error', () => undefined);
  }

  /** Until no cell is left that somebody may yet have to run. Throws Interrupted, and InputError when Redis stays away. */
  async run(interruption: Interruption): Promise<CellsOfWorker> {
    for (;;) {
      if (this.#broken !== undefined) throw this.#broken;
      const ended = await patiently(() => this.#look(), { interruption, say: (text) => this.#say(text) });
      if (ended !== undefined) return ended;
      await heard(sleep(LOOK_MS), interruption);
    }
  }

  /** How the sweep ended; undefined while it has not. */
  async #look(): Promise<CellsOfWorker | undefined> {
    const { store, sweep } = this.#options;
    const { id, cells } = sweep.header;
    if ((await store.entry(id)) === undefined) return this.#outcome(true);
    const counts = await this.#queue.counts();
    if (counts.waiting + counts.active === 0) return this.#outcome(false);
    // BullMQ does not tell that the outcomes of cells are refused.
    await store.tryToWrite(id);
    this.#tell(counts);
    const now = performance.now();
    if (now - this.#renewed <= RENEW_MS) return undefined;
    await store.renew(id, cells);
    this.#renewed = now;
    return undefined;
  }

  /** Gives back what is being run. */
  async close(): Promise<void> {
    this.#progress?.shown?.clear();
    const goodbye = this.#worker.close(!(await this.#isConnected()));
    await this.#pool.close();
    await orLeft(goodbye, GOODBYE_MS);
    // Where Redis is away, what it has of the sweep goes by itself.
    await orLeft(this.#keepOrForget(), GOODBYE_MS);
    endConnection(this.#redis);
    await this.#queue.close();
  }

  async #keepOrForget(): Promise<void> {
    const { store, sweep } = this.#options;
    const { id, cells } = sweep.header;
    if ((await store.entry(id)) === undefined) await store.forget(id, cells);
    else await store.renew(id, cells);
  }

  #say(text: string): void {
    this.#progress?.shown?.clear();
    printError(text);
  }

  /** Whether BullMQ can take its leave: of a connection that is away it would wait for the end for ever. */
  async #isConnected(): Promise<boolean> {
    const standsAgain = async (): Promise<boolean> => {
      const client = await this.#worker.getBackend().blockingClient;
      while (client !== undefined && client.status !== 'ready') await sleep(LOOK_MS, undefined, { ref: false });
      return true;
    };
    if (this.#redis.status !== 'ready') return false;
    return Promise.race([standsAgain(), sleep(GOODBYE_MS, false, { ref: false })]);
  }

  /** How far all who work on the sweep are. */
  #tell({ done, failed }: CellCounts): void {
    const finished = done + failed;
    this.#progress ??= { from: finished, shown: this.#options.progressFrom?.(finished) };
    this.#progress.shown?.update(finished - this.#progress.from);
  }

  #outcome(isForgotten: boolean): CellsOfWorker {
    return { done: this.#done, failed: this.#failed, isForgotten };
  }

  async #process(job: Job<CellJob, string>, token: string | undefined): Promise<string> {
    const { store, sweep } = this.#options;
    const { UnrecoverableError, WaitingError } = store.connection.packages.bullmq;
    const { cell, version, scenario } = job.data;
    if (version !== VERSION || scenario !== sweep.header.scenario)
      throw new UnrecoverableError(`its job is of lagcast ${version} and scenario ${scenario}: it was not run`);
    try {
      const line = await this.#pool.run(cell);
      if (line.status === 'failed') {
        const { attempts = 1 } = job.opts;
        this.#progress?.shown?.clear();
        this.#options.onFailed?.(line, job.attemptsMade + 1 >= attempts);
        throw new Error(line.why);
      }
      this.#done += 1;
      return lineOf(line);
    } catch (error) {
      if (error instanceof PoolClosed || error instanceof InputError) {
        if (error instanceof InputError) this.#broken ??= error;
        await job.moveToWait(token);
        throw new WaitingError();
      }
      this.#failed += 1;
      throw error;
    }
  }
}
