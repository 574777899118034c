/**
 * One line on stderr while the runs of an experiment go on and somebody watches: runs done, of how many where that is known,
 * how fast, time left. As quiet as that of a single run (progress.ts).
 */
import { harmless, shortened } from '../report/fit.ts';
import { count, some } from '../report/format.ts';
import { columnsOf } from '../report/width.ts';
import type { ExperimentProgress } from './experiment.ts';
import { atStderr, barOf, EVERY_MS, QUIET_MS, Speed, timeLeft, type Watcher } from './progress.ts';

const LONGEST_NAME = 24;
const SHORTEST_NAME = 10;
const GAP = '  ';

export class RunsProgress implements ExperimentProgress {
  readonly #name: string;
  readonly #watcher: Watcher;
  readonly #start: number;
  readonly #speed: Speed;
  #expected: number | undefined;
  #drawn: number | undefined;

  /** `expected`: runs in all; undefined while nobody knows. */
  constructor(name: string, expected?: number, watcher: Watcher = atStderr()) {
    this.#name = harmless(name);
    this.#expected = expected;
    this.#watcher = watcher;
    this.#start = watcher.now();
    this.#speed = new Speed(this.#start);
  }

  /** Runs in all, as far as is known now; it may change as the experiment goes on. */
  expect(runs: number | undefined): void {
    this.#expected = runs;
  }

  /** Says how far the runs are, at most five times a second. */
  update(finished: number, done: number): void {
    if (!this.#watcher.isThere) return;
    const now = this.#watcher.now();
    const isDue = now - this.#start >= QUIET_MS && now - (this.#drawn ?? -Infinity) >= EVERY_MS;
    this.#speed.learn(finished + done, now);
    if (!isDue) return;
    this.#drawn = now;
    const at = { name: this.#name, finished, done, expected: this.#expected, speed: this.#speed.value };
    this.#watcher.write(`\r\x1b[K${runsLine(at, this.#watcher.columns - 1)}`);
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#drawn !== undefined) this.#watcher.write('\r\x1b[K');
    this.#drawn = undefined;
  }
}

export interface RunsPosition {
  readonly name: string;
  /** Runs, and how much of the next, from 0 to 1. */
  readonly finished: number;
  readonly done: number;
  /** In all; undefined while nobody knows. */
  readonly expected: number | undefined;
  /** Runs a second; undefined while it is unknown. */
  readonly speed: number | undefined;
  /** What is counted, if not runs. */
  readonly noun?: string;
}

/**
 * `orders  ▓▓▓▓░░░░░░  42 of 100 runs  3.2 a second  about 18 s left`, no wider than `width`. Where there is too little room
 * the name is shortened, then the bar goes, then the speed, then the time left.
 */
export function runsLine({ name, finished, done, expected, speed, noun = 'run' }: RunsPosition, width: number): string {
  // More than were expected: then nobody knows how many there will be.
  const all = expected !== undefined && expected >= finished ? expected : undefined;
  const at = finished + done;
  const bar = all === undefined ? '' : barOf(Math.min(1, at / Math.max(1, all)), width < 100 ? 10 : 20);
  const runs = all === undefined ? some(finished, noun) : `${count(finished)} of ${some(all, noun)}`;
  const isMoving = speed !== undefined && speed > 0;
  const fast = isMoving ? rateOf(speed) : '';
  const left = isMoving && all !== undefined ? timeLeft((all - at) / speed) : '';
  const choices = [[bar, runs, fast, left], [runs, fast, left], [runs, left], [runs]];
  const said = choices.map((parts) => parts.filter((part) => part !== '').join(GAP));
  const least = Math.min(columnsOf(name), SHORTEST_NAME) + GAP.length;
  const words = said.find((choice) => least + choice.length <= width);
  if (words === undefined) return shortened(runs, width);
  return shortened(name, Math.min(LONGEST_NAME, width - GAP.length - words.length)) + GAP + words;
}

/** Slow runs are better told by the minute. */
function rateOf(perSecond: number): string {
  return perSecond >= 0.5 ? `${twoDigits(perSecond)} a second` : `${twoDigits(60 * perSecond)} a minute`;
}

function twoDigits(n: number): string {
  return n >= 10 ? count(Math.round(n)) : count(Number(n.toFixed(1)));
}
