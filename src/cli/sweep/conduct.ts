/**
 * Runs cells on worker threads and writes their lines down, until all are there or the user asks to stop. Only this thread writes. Leaves out
 * which cells, and what becomes of the lines.
 */
import type { FailedCell } from '../../plan/sweep/cell.ts';
import type { SweepHeader, SweepLine } from '../../plan/sweep/line.ts';
import type { SweepSource } from '../../plan/sweep/source.ts';
import { Interrupted } from '../interrupted.ts';
import type { Interruption } from '../run.ts';
import type { Journal } from './journal.ts';
import { CellPool, PoolClosed } from './pool.ts';

/** What is told while cells run. */
export interface CellsProgress {
  /** Cells finished, of those to be run, and how much is done of those that are under way, in cells. */
  update(finished: number, underWay?: number): void;
  clear(): void;
}

export interface CellsToRun {
  readonly header: SweepHeader;
  readonly source: SweepSource;
  readonly journal: Pick<Journal, 'append'>;
  readonly cells: readonly number[];
  /** Threads at most. */
  readonly workers: number;
  readonly maxMemory?: number | undefined;
  readonly progress?: CellsProgress | undefined;
  /** Told of each cell once its line is written. */
  readonly onLine?: ((line: SweepLine) => void) | undefined;
  /** Told once the user asked to stop: how many cells run, and for how many seconds they may go on. */
  readonly onStopping?: ((underWay: number, seconds: number) => void) | undefined;
  /** How long cells that run may go on after that. */
  readonly graceMs?: number | undefined;
  /** The file of the worker, for tests. */
  readonly worker?: URL | undefined;
}

const GRACE_MS = 5000;
const LOOK_MS = 100;

/**
 * Runs the cells, a line of the journal for each. Returns those that failed. Throws {@link Interrupted} when the user asked to stop before the
 * last, and what the journal throws; what was written by then stays.
 */
export async function conductCells(asked: CellsToRun, interruption: Interruption): Promise<FailedCell[]> {
  const { cells, journal, progress, onLine, graceMs = GRACE_MS } = asked;
  if (cells.length === 0) return [];
  const pool = new CellPool({ ...asked, workers: Math.min(asked.workers, cells.length) });
  const failed: FailedCell[] = [];
  let next = 0;
  let finished = 0;
  let wantedSince: number | undefined;
  const look = (): void => {
    if (interruption.isWanted && wantedSince === undefined) {
      wantedSince = performance.now();
      progress?.clear();
      if (next > finished) asked.onStopping?.(next - finished, graceMs / 1000);
    }
    if (wantedSince !== undefined && performance.now() - wantedSince > graceMs) void pool.close();
    if (wantedSince === undefined) progress?.update(finished, pool.underWay);
  };
  const runNext = async (): Promise<void> => {
    while (next < cells.length && !interruption.isWanted) {
      const line = await pool.run(cells[next++]!);
      journal.append(line);
      if (line.status === 'failed') failed.push(line);
      finished += 1;
      onLine?.(line);
    }
  };
  const timer = setInterval(look, LOOK_MS);
  try {
    await interruption.during(() => Promise.all(Array.from({ length: asked.workers }, runNext)));
  } catch (error) {
    if (!(error instanceof PoolClosed)) throw error;
  } finally {
    clearInterval(timer);
    await pool.close();
    progress?.clear();
  }
  if (finished < cells.length) throw new Interrupted('interrupted');
  return failed.toSorted((a, b) => a.cell - b.cell);
}
