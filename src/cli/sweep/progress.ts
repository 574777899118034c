/**
 * How far a sweep is, on stderr: a line that is drawn again and again where somebody watches; elsewhere, such as in the log of a job, a line
 * after a minute, and then ever more seldom. Sweeps that take seconds say nothing.
 */
import { harmless } from '../../report/fit.ts';
import { runsLine } from '../experiment-progress.ts';
import { atStderr, EVERY_MS, QUIET_MS, type Watcher } from '../progress.ts';
import type { CellsProgress } from './conduct.ts';

/** The first line of a log, and the most between two. */
export const FIRST_LINE_MS = 60_000;
export const MOST_BETWEEN_MS = 600_000;
const LOG_WIDTH = 120;

export interface SweepSize {
  readonly name: string;
  /** Cells that were there before. */
  readonly kept: number;
  /** Cells there will be then. */
  readonly expected: number;
  /** What is counted (default: cell). */
  readonly noun?: string | undefined;
}

export class SweepProgress implements CellsProgress {
  readonly #size: SweepSize;
  readonly #watcher: Watcher;
  readonly #start: number;
  #drawn: number | undefined;
  #logAt = FIRST_LINE_MS;

  constructor(size: SweepSize, watcher: Watcher = atStderr()) {
    this.#size = size;
    this.#watcher = watcher;
    this.#start = watcher.now();
  }

  update(finished: number, underWay = 0): void {
    const { isThere, now, columns } = this.#watcher;
    const passed = now() - this.#start;
    if (!isThere) this.#log(finished, underWay, passed);
    else if (passed >= QUIET_MS && passed - (this.#drawn ?? -Infinity) >= EVERY_MS) {
      this.#drawn = passed;
      this.#watcher.write(`\r\x1b[K${this.#line(finished, underWay, passed, columns - 1)}`);
    }
  }

  /** Takes the line away; lines of a log stay. */
  clear(): void {
    if (this.#drawn !== undefined) this.#watcher.write('\r\x1b[K');
    this.#drawn = undefined;
  }

  #log(finished: number, underWay: number, passed: number): void {
    if (passed < this.#logAt) return;
    this.#logAt = passed + Math.min(passed, MOST_BETWEEN_MS);
    this.#watcher.write(`${this.#line(finished, underWay, passed, LOG_WIDTH)}\n`);
  }

  /** Cells differ more than slices of a run: what counts is how fast all went that were run. */
  #line(finished: number, underWay: number, passed: number, width: number): string {
    const { name, kept, expected, noun = 'cell' } = this.#size;
    const done = finished + underWay;
    const speed = done === 0 ? undefined : (done * 1000) / passed;
    const at = { name: harmless(name), finished: kept + finished, done: underWay, expected, speed, noun };
    return runsLine(at, width);
  }
}
