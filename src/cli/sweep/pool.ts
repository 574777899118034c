/**
 * Worker threads that run cells. A cell whose worker throws, ends or runs out of memory is a failed cell, and a new worker takes the place of
 * the one that is gone. Leaves out which cells are run, and where their results go.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { FailedCell, SweepCell } from '../../plan/sweep/cell.ts';
import type { SweepHeader } from '../../plan/sweep/line.ts';
import { pointsOf, type Point } from '../../plan/sweep/points.ts';
import type { SweepSource } from '../../plan/sweep/source.ts';
import { InputError } from '../files.ts';
import { memoryOf, memoryText, type WorkerMemory } from './memory.ts';

/** What each worker is given when it starts. */
export interface WorkOfPool {
  readonly header: SweepHeader;
  readonly source: SweepSource;
  readonly memory: WorkerMemory;
  /** By slot: how much of the cell there is done, from 0 to 1. */
  readonly shares: Float64Array;
}

/** What a worker is given for each cell. */
export interface CellTask {
  readonly cell: number;
  /** Of no other cell that is under way. */
  readonly slot: number;
}

export interface PoolOptions {
  readonly header: SweepHeader;
  readonly source: SweepSource;
  /** Threads; whole, from 1. */
  readonly workers: number;
  /** What each may take, in MB; undefined: its share of the machine. */
  readonly maxMemory?: number | undefined;
  /** The file of the worker, for tests. */
  readonly worker?: URL | undefined;
}

/** What every worker exports beside what runs a cell: does nothing, and shows that it started. */
const READY = 'isReady';

/** No worker can start, and the same command would find out the same. */
export class CannotStart extends InputError {}

/** The pool was closed before the cell had an outcome. */
export class PoolClosed extends Error {
  override readonly name = 'PoolClosed';
}

export class CellPool {
  readonly #pool: Piscina<CellTask, SweepCell>;
  readonly #header: SweepHeader;
  readonly #memory: WorkerMemory;
  readonly #shares: Float64Array;
  readonly #freeSlots: number[];
  readonly #pointOf: (cell: number) => Point;
  /** Of each cell that is under way: how to give it up. */
  readonly #giveUp = new Set<(why: Error) => void>();
  /** While a worker starts, nothing else may keep the process going. */
  readonly #staysAwake = setInterval(() => undefined, 60_000);
  #end: Error | undefined;
  #started: Promise<void> | undefined;

  constructor({ header, source, workers, maxMemory, worker = workerFile() }: PoolOptions) {
    this.#header = header;
    this.#memory = memoryOf(maxMemory, workers);
    this.#shares = new Float64Array(new SharedArrayBuffer(workers * Float64Array.BYTES_PER_ELEMENT));
    this.#freeSlots = Array.from(this.#shares, (_, slot) => slot);
    this.#pointOf = pointsOf(header);
    this.#pool = new Piscina<CellTask, SweepCell>({
      filename: fileURLToPath(worker),
      minThreads: workers,
      maxThreads: workers,
      idleTimeout: Infinity,
      workerData: { header, source, memory: this.#memory, shares: this.#shares } satisfies WorkOfPool,
      recordTiming: false,
      ...(maxMemory === undefined ? {} : { resourceLimits: { maxOldGenerationSizeMb: maxMemory } }),
    });
    // Of a worker that had no cell. Another one takes its place, unless it could not even start.
    this.#pool.on('error', (error) => {
      if (this.#pool.threads.length === 0) this.#endWith(this.#cannotStart(error));
    });
  }

  /** How much of the cells that are under way is done, in cells. */
  get underWay(): number {
    return this.#shares.reduce((sum, share) => sum + share, 0);
  }

  /** Runs a cell as soon as a worker is free. Throws {@link PoolClosed}, and InputError when no worker can start. */
  async run(cell: number): Promise<SweepCell | FailedCell> {
    await (this.#started ??= this.#start());
    if (this.#end !== undefined) throw this.#end;
    // Of more cells than workers some wait, and are nowhere yet: they share a slot that nobody looks at.
    const slot = this.#freeSlots.pop() ?? this.#shares.length;
    try {
      const outcome = (await this.#unlessEnded(this.#pool.run({ cell, slot }))) as SweepCell | null;
      return outcome ?? this.#failed(cell, 'its worker gave no outcome');
    } catch (error) {
      if (this.#end !== undefined) throw this.#end;
      return this.#failed(cell, this.#whyOf(error));
    } finally {
      if (slot < this.#shares.length) {
        this.#shares[slot] = 0;
        this.#freeSlots.push(slot);
      }
    }
  }

  /** Ends all workers at once; cells under way are given up. */
  async close(): Promise<void> {
    this.#endWith(new PoolClosed('the pool is closed'));
    await this.#pool.destroy();
  }

  /** What keeps a worker from starting keeps every worker from it, and is not the fault of a cell. */
  async #start(): Promise<void> {
    try {
      await this.#unlessEnded(this.#pool.run({ cell: 0, slot: 0 }, { name: READY }));
    } catch (error) {
      throw this.#end ?? this.#cannotStart(error);
    }
  }

  /** Rejects as soon as the pool ends, which those of its promises that wait for a worker do not. */
  #unlessEnded<T>(promise: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#giveUp.add(reject);
      promise.then(resolve, reject).finally(() => this.#giveUp.delete(reject));
    });
  }

  #cannotStart(error: unknown): CannotStart {
    const { code } = error as Partial<NodeJS.ErrnoException>;
    const advice = code === 'ERR_WORKER_OUT_OF_MEMORY' ? '; give it more by --max-memory' : '';
    return new CannotStart(`workers cannot start: ${this.#whyOf(error)}${advice}`);
  }

  #endWith(why: Error): void {
    this.#end ??= why;
    clearInterval(this.#staysAwake);
    for (const reject of this.#giveUp) reject(this.#end);
  }

  #failed(cell: number, why: string): FailedCell {
    const { labels } = this.#pointOf(cell);
    return { cell, status: 'failed', settings: labels, seed: this.#header.seed, why };
  }

  /** In one line. */
  #whyOf(error: unknown): string {
    const { code, message, stack = '' } = error as Partial<NodeJS.ErrnoException>;
    // An error that cannot be handed from thread to thread.
    if (typeof message !== 'string') return 'its worker ended with an error that it could not tell';
    if (code === 'ERR_WORKER_OUT_OF_MEMORY') return memoryText(this.#memory);
    const exit = /^worker exited with code: (-?\d+)$/.exec(message)?.[1];
    if (exit !== undefined) return `its worker ended with exit code ${exit}`;
    const place = /^ +(at .*)$/m.exec(stack.replace(message, ''))?.[1];
    const said = message
      .trim()
      .split(/\s*\n\s*/)
      .join(' ');
    return place === undefined ? said : `${said} (${place})`;
  }
}

/** Beside this file when it was built; otherwise where the build puts it. */
function workerFile(): URL {
  const beside = new URL('./sweep-worker.js', import.meta.url);
  return existsSync(beside) ? beside : new URL('../../../dist/command/sweep-worker.js', import.meta.url);
}
