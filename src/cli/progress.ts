/** One line on stderr while a run is long and somebody watches: simulated time, speed, time left. */
import { duration, percent } from '../report/format.ts';

const QUIET_MS = 1000;
const EVERY_MS = 200;

export class Progress {
  readonly #name: string;
  readonly #end: number;
  readonly #isWatched = process.stderr.isTTY === true && process.env['CI'] === undefined;
  readonly #start = performance.now();
  #drawn = 0;

  /** `end`: simulated microseconds of the whole run. */
  constructor(name: string, end: number) {
    this.#name = name;
    this.#end = end;
  }

  /** Says where the run is, at most five times a second. */
  update(now: number): void {
    const elapsed = performance.now() - this.#start;
    if (!this.#isWatched || elapsed < QUIET_MS || elapsed - this.#drawn < EVERY_MS) return;
    this.#drawn = elapsed;
    const share = now / this.#end;
    const left = share > 0 ? duration(((elapsed * 1000) / share) * (1 - share)) : '?';
    process.stderr.write(
      `\r\x1b[K${this.#name}: ${duration(now)} of ${duration(this.#end)} simulated (${percent(share)}), ${left} to go`,
    );
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#drawn > 0) process.stderr.write('\r\x1b[K');
  }
}
