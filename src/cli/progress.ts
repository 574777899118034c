/**
 * One line on stderr while a run is long and somebody watches: how far it is, simulated time, speed, time left. Nothing is
 * written where nobody looks: into a file or a pipe, in continuous integration, to a terminal that cannot rewrite a line.
 */
import { harmless, shortened } from '../report/fit.ts';
import { duration } from '../report/format.ts';
import { columnsOf } from '../report/width.ts';

/** Shorter runs show nothing. */
export const QUIET_MS = 1000;
export const EVERY_MS = 200;
/** Over about this much of the past the speed is averaged. */
const MEMORY_MS = 5000;
const LONGEST_NAME = 24;
const SHORTEST_NAME = 10;
const GAP = '  ';

/** Where the line goes, and what time it is there. */
export interface Watcher {
  readonly isThere: boolean;
  /** Of the terminal, as wide as it is now. */
  readonly columns: number;
  /** Milliseconds since whenever. */
  readonly now: () => number;
  readonly write: (text: string) => void;
}

/** Whether somebody sees what is drawn on a stream: not in a file or pipe, nor in continuous integration. */
export function isWatched(isTerminal: boolean | undefined, env: Readonly<Record<string, string | undefined>>): boolean {
  return isTerminal === true && env['CI'] === undefined && env['TERM'] !== 'dumb';
}

/** Whoever sits before stderr. */
export function atStderr(): Watcher {
  const { stderr, env } = process;
  return {
    isThere: isWatched(stderr.isTTY, env),
    get columns() {
      return stderr.columns || 80;
    },
    now: () => performance.now(),
    write: (text) => stderr.write(text),
  };
}

/** A line that is drawn again and again, and taken away at the end. */
export class Progress {
  readonly #name: string;
  readonly #end: number;
  readonly #watcher: Watcher;
  readonly #start: number;
  readonly #speed: Speed;
  #drawn: number | undefined;

  /** `end`: simulated microseconds of the whole run. */
  constructor(name: string, end: number, watcher: Watcher = atStderr()) {
    this.#name = harmless(name);
    this.#end = end;
    this.#watcher = watcher;
    this.#start = watcher.now();
    this.#speed = new Speed(this.#start);
  }

  /** Says where the run is, at most five times a second. */
  update(simulated: number): void {
    if (!this.#watcher.isThere) return;
    const now = this.#watcher.now();
    const isDue = now - this.#start >= QUIET_MS && now - (this.#drawn ?? -Infinity) >= EVERY_MS;
    this.#speed.learn(simulated, now);
    if (!isDue) return;
    this.#drawn = now;
    const at = { name: this.#name, simulated, end: this.#end, speed: this.#speed.value };
    this.#watcher.write(`\r\x1b[K${progressLine(at, this.#watcher.columns - 1)}`);
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#drawn !== undefined) this.#watcher.write('\r\x1b[K');
    this.#drawn = undefined;
  }
}

/**
 * Simulated microseconds a second, or whatever is counted, averaged so that what was last counts most. Unknown for the first
 * two seconds: in the first one code is still being compiled, and would make the rest look long.
 */
export class Speed {
  #at: number;
  #simulated: number | undefined;
  #value: number | undefined;

  constructor(now: number) {
    this.#at = now;
  }

  get value(): number | undefined {
    return this.#value;
  }

  /** Where the run is now; taken once in a second, because single slices say little. */
  learn(simulated: number, now: number): void {
    const passed = now - this.#at;
    if (passed < QUIET_MS) return;
    if (this.#simulated !== undefined) this.#average(((simulated - this.#simulated) * 1000) / passed, passed);
    this.#at = now;
    this.#simulated = simulated;
  }

  #average(latest: number, passed: number): void {
    const weight = 1 - Math.exp(-passed / MEMORY_MS);
    this.#value = this.#value === undefined ? latest : this.#value + (latest - this.#value) * weight;
  }
}

export interface Position {
  readonly name: string;
  /** Simulated time so far and in all, in microseconds; `speed` is the same a second, undefined while it is unknown. */
  readonly simulated: number;
  readonly end: number;
  readonly speed: number | undefined;
}

/**
 * `orders  ▓▓▓▓░░░░░░  42 %  2 h 31 min of 6 h  12 min a second  about 17 s left`, no wider than `width`. Where there is too
 * little room the name is shortened, then the bar goes, then the speed, then the simulated time.
 */
export function progressLine({ name, simulated, end, speed }: Position, width: number): string {
  const share = Math.min(1, simulated / end);
  const isMoving = speed !== undefined && speed > 0;
  const bar = barOf(share, width < 100 ? 10 : 20);
  const far = `${Math.floor(share * 100)} %`.padStart(4);
  const time = `${duration(simulated)} of ${duration(end)}`;
  const fast = isMoving ? `${duration(rounded(speed))} a second` : '';
  const left = isMoving ? timeLeft((end - simulated) / speed) : '';
  const choices = [[bar, far, time, fast, left], [far, time, fast, left], [far, time, left], [far, left], [far]];
  const said = choices.map((parts) => parts.filter((part) => part !== '').join(GAP));
  const least = Math.min(columnsOf(name), SHORTEST_NAME) + GAP.length;
  const words = said.find((choice) => least + choice.length <= width);
  if (words === undefined) return shortened(far.trim(), width);
  return shortened(name, Math.min(LONGEST_NAME, width - GAP.length - words.length)) + GAP + words;
}

export function barOf(share: number, columns: number): string {
  const done = Math.floor(share * columns);
  return '▓'.repeat(done) + '░'.repeat(columns - done);
}

/** Microseconds, without what changes from one second to the next. */
function rounded(micros: number): number {
  const unit = [3_600_000_000, 60_000_000, 1_000_000].find((each) => micros >= 10 * each);
  return unit === undefined ? micros : Math.round(micros / unit) * unit;
}

/** In words, from seconds; not finer than can be known. */
export function timeLeft(seconds: number): string {
  const step = seconds < 20 ? 1 : seconds < 120 ? 5 : seconds < 3600 ? 60 : 600;
  const whole = Math.ceil(seconds / step) * step;
  return whole > 99 * 86_400 ? 'more than 99 d left' : `about ${duration(whole * 1e6)} left`;
}
