/**
 * Runs cells of one sweep from Redis on the threads of this machine. The main thread only renews the locks of what is being run: a cell whose
 * worker is killed has its lock for a few seconds, and is then given to somebody else. Leaves out which sweep, and when to leave for good.
 */
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { lineOf } from '../../../plan/sweep/line.ts';
import { VERSION } from '../../../version.ts';
import { Interrupted } from '../../experiment.ts';
import { InputError } from '../../files.ts';
import type { Interruption } from '../../run.ts';
import type { CellsProgress } from '../conduct.ts';
import { CellPool, PoolClosed } from '../pool.ts';
import { queueName, workerOptions, type CellJob } from './bullmq.ts';
import { endConnection } from './connection.ts';
import { AWAY_MS, patiently } from './patience.ts';
import { SweepQueue, type CellCounts } from './queue.ts';
import { isReply, reasonOf } from './reasons.ts';
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
  readonly warn: (text: string) => void;
  /** Of a sweep of which somebody had finished so many cells when we came. */
  readonly progressFrom?: ((finished: number) => CellsProgress) | undefined;
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
  #done = 0;
  #failed = 0;
  /** Since when Redis refuses what is written, and when it did last. */
  #refusal: { readonly first: number; readonly last: number } | undefined;
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
    this.#worker.on('error', (error) => this.#onError(error));
    this.#worker.on('completed', () => (this.#refusal = undefined));
  }

  /** Until no cell is left that somebody may yet have to run. Throws Interrupted, and InputError when Redis stays away. */
  async run(interruption: Interruption): Promise<CellsOfWorker> {
    const { store, sweep } = this.#options;
    const { id, cells } = sweep.header;
    let renewed = -Infinity;
    for (;;) {
      if (interruption.isWanted) throw new Interrupted('interrupted');
      if (this.#broken !== undefined) throw this.#broken;
      const counts = await patiently(
        async () => ((await store.entry(id)) === undefined ? undefined : this.#queue.counts()),
        interruption,
      );
      if (counts === undefined) return this.#outcome(true);
      if (counts.waiting + counts.active === 0) return this.#outcome(false);
      this.#tell(counts);
      if (performance.now() - renewed > RENEW_MS) {
        await patiently(() => store.renew(id, cells), interruption);
        renewed = performance.now();
      }
      await sleep(LOOK_MS);
    }
  }

  /** Redis answers, and refuses what BullMQ writes: told once, and borne for as long as a Redis that is away. */
  #onError(error: Error): void {
    if (!isReply(error)) return;
    const { address } = this.#options.store.connection;
    const now = performance.now();
    const isNew = this.#refusal === undefined || now - this.#refusal.last > AWAY_MS / 2;
    this.#refusal = { first: isNew ? now : this.#refusal!.first, last: now };
    const text = `${address.text}: ${reasonOf(error, address)}`;
    if (isNew) this.#options.warn(text);
    if (now - this.#refusal.first > AWAY_MS)
      this.#broken ??= new InputError(`${text} (for ${AWAY_MS / 1000} s: given up)`);
  }

  /** Gives back what is being run. */
  async close(): Promise<void> {
    this.#progress?.shown?.clear();
    const goodbye = this.#worker.close(!(await this.#isConnected()));
    await this.#pool.close();
    await Promise.race([goodbye, sleep(GOODBYE_MS, undefined, { ref: false })]);
    // When Redis is away, what it has of the sweep goes by itself.
    await Promise.race([this.#tidy().catch(() => undefined), sleep(GOODBYE_MS, undefined, { ref: false })]);
    endConnection(this.#redis);
    await this.#queue.close();
  }

  async #tidy(): Promise<void> {
    const { store, sweep } = this.#options;
    const { id, cells } = sweep.header;
    if ((await store.entry(id)) === undefined) await store.forget(id, cells);
    else await store.renew(id, cells);
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
      if (line.status === 'failed') throw new Error(line.why);
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
