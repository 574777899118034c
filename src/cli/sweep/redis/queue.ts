/** The queue of one sweep: a job for each cell, whose value is the cell's line. Leaves out who runs them. */
import type { Job, Queue } from 'bullmq';
import { lineOf, readLine, type SweepHeader } from '../../../plan/sweep/line.ts';
import type { MergedCell } from '../../../plan/sweep/merge.ts';
import { pointsOf } from '../../../plan/sweep/points.ts';
import { jobId, jobOptions, queueName, queueOptions, type CellJob } from './bullmq.ts';
import type { RedisConnection } from './connection.ts';
import { orLeft } from './patience.ts';

/** BullMQ waits for a Redis that is away for ever. */
const GOODBYE_MS = 3000;
/** Jobs that are asked for at once. */
const AT_ONCE = 500;
/** How long so many outcomes may take. */
const OUTCOMES_MS = 60_000;
/** What is taken back when a cell gets another chance: tries, and workers that vanished with it. */
const COUNTED = ['atm', 'ats', 'stc'] as const;

export interface CellCounts {
  /** In no worker’s hands, and not finished. */
  readonly waiting: number;
  readonly active: number;
  /** Finished with an outcome. */
  readonly done: number;
  readonly failed: number;
}

export class SweepQueue {
  readonly #queue: Queue<CellJob, string>;
  readonly #connection: RedisConnection;

  /** To be closed before the connection is. */
  constructor(connection: RedisConnection, id: string) {
    const { packages, redis } = connection;
    this.#connection = connection;
    this.#queue = new packages.bullmq.Queue<CellJob, string>(queueName(id), queueOptions(redis));
    // Whoever asks is told; the connection itself is tried again.
    this.#queue.on('error', () => undefined);
  }

  /**
   * Adds the cells that are not there; whoever adds them may be killed, so some are kept before the next come. Those that are not done get all
   * their chances again. Throws InputError.
   */
  async add(
    { cells, version, scenario }: SweepHeader,
    keep: (cells: readonly number[]) => Promise<void>,
  ): Promise<void> {
    for (let from = 0; from < cells; from += AT_ONCE) {
      const some = Array.from({ length: Math.min(AT_ONCE, cells - from) }, (_, i) => from + i);
      const jobs = some.map((cell) => ({ name: 'cell', data: { cell, version, scenario }, opts: jobOptions(cell) }));
      await this.#connection.ask(() => this.#queue.addBulk(jobs));
      await keep(some);
      await this.#connection.ask((redis) => redis.pipeline(some.map((cell) => this.#uncounted(cell))).exec());
    }
    const failed = await this.#connection.ask(() => this.#queue.getFailed(), OUTCOMES_MS);
    for (const job of failed)
      await this.#connection.ask(() => job.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true }));
  }

  /** Of a cell that is done nobody looks at it any more. */
  #uncounted(cell: number): string[] {
    return ['hdel', this.#queue.toKey(jobId(cell)), ...COUNTED];
  }

  async counts(): Promise<CellCounts> {
    return this.#connection.ask(async () => {
      const found = await this.#queue.getJobCounts('completed', 'failed', 'active', 'wait', 'delayed', 'prioritized');
      const of = (state: string): number => found[state] ?? 0;
      const waiting = ['wait', 'delayed', 'prioritized'].reduce((sum, state) => sum + of(state), 0);
      return { waiting, active: of('active'), done: of('completed'), failed: of('failed') };
    });
  }

  /** Workers that are connected; undefined where Redis does not tell. */
  async workers(): Promise<number | undefined> {
    try {
      return await this.#connection.ask(() => this.#queue.getWorkersCount());
    } catch {
      return undefined;
    }
  }

  /** The lines of all finished cells, in order; of one that failed for good, a line that says so. */
  async outcomes(header: SweepHeader): Promise<MergedCell[]> {
    const found: MergedCell[] = [];
    for (let from = 0; from < header.cells; from += AT_ONCE) {
      const some = Array.from({ length: Math.min(AT_ONCE, header.cells - from) }, (_, i) => from + i);
      const jobs = await this.#connection.ask(
        () =>
          Promise.all(some.map((cell) => this.#queue.getJob(jobId(cell)) as Promise<Job<CellJob, string> | undefined>)),
        OUTCOMES_MS,
      );
      found.push(...some.flatMap((cell, i) => outcomeOf(cell, jobs[i], header) ?? []));
    }
    return found;
  }

  async close(): Promise<void> {
    await orLeft(this.#queue.close(), GOODBYE_MS);
  }
}

/** Undefined of a cell that is not finished, or whose line is not as it was written. */
function outcomeOf(cell: number, job: Job<CellJob, string> | undefined, header: SweepHeader): MergedCell | undefined {
  if (job?.finishedOn === undefined) return undefined;
  const place = job.id!;
  const text = job.returnvalue as string | null | undefined;
  if (typeof text === 'string') {
    const line = readLine(text.trimEnd());
    return line !== undefined && 'cell' in line && line.cell === cell ? { text, line, place } : undefined;
  }
  const { labels } = pointsOf(header)(cell);
  const line = { cell, status: 'failed', settings: labels, seed: header.seed, why: whyOf(job) } as const;
  return { text: lineOf(line), line, place };
}

function whyOf({ failedReason }: Job): string {
  return /stalled more than/.test(failedReason ?? '')
    ? 'its workers vanished again and again: were they killed, or out of memory?'
    : (failedReason ?? 'nobody knows why');
}
