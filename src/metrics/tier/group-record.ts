/** What is kept of one group of tenants while a run goes on: of fixed size, however many tenants it has. */
import { EVENT_ENDS, RUN_ENDS, type TierEnd } from '../../model/tier/tier-observer.ts';
import { Histogram } from '../../stats/histogram.ts';
import { Tally } from '../tally.ts';

export class GroupRecord {
  readonly accepted = new Tally();
  readonly admission = new Tally();
  readonly queueFull = new Tally();
  readonly ended: Readonly<Record<TierEnd, Tally>> = counts(EVENT_ENDS);
  readonly droppedUnrun = new Tally();
  readonly runs = new Tally();
  /** Runs that are over, by how: by number of RunEnd. */
  readonly runEnds: readonly Tally[] = RUN_ENDS.map(() => new Tally());
  readonly throttled = new Tally();
  /** First attempts of events, throttled ones included. */
  readonly firstAttempts = new Tally();
  /** First successes within the age that is good. */
  readonly good = new Tally();
  readonly answered = new Tally();
  readonly sentAgain = new Tally();
  readonly gaveUp = new Tally();
  /** Ages at first runs: of events of the window, and of the others. */
  readonly firstRunInWindow = new Histogram();
  readonly firstRunElse = new Histogram();
  /** Ages when events were given up without a run, or at the end without one: of the window, and the others. */
  readonly unrunInWindow = new Histogram();
  readonly unrunElse = new Histogram();
  /** Ages at attempts that are no first run. */
  readonly laterAttempt = new Histogram();
  readonly dwell = new Histogram();
  readonly completion = new Histogram();
  censored = 0;
  /** −1: nothing is done yet. A number from the beginning, because any other would cost an allocation a write. */
  lastDoneAt: number = -1;
  /** Stored, and running, now; and their greatest since they were last taken. */
  stored = 0;
  running = 0;
  #mostStored = 0;
  #mostRunning = 0;

  store(): void {
    if (++this.stored > this.#mostStored) this.#mostStored = this.stored;
  }

  run(): void {
    if (++this.running > this.#mostRunning) this.#mostRunning = this.running;
  }

  takeMost(): { readonly stored: number; readonly running: number } {
    const most = { stored: this.#mostStored, running: this.#mostRunning };
    this.#mostStored = this.stored;
    this.#mostRunning = this.running;
    return most;
  }

  /** The warm-up ends. */
  restart(): void {
    const { accepted, admission, queueFull, droppedUnrun, runs, throttled, firstAttempts, good } = this;
    for (const tally of [accepted, admission, queueFull, droppedUnrun, runs, throttled, firstAttempts, good])
      tally.restart();
    const { answered, sentAgain, gaveUp } = this;
    for (const tally of [...Object.values(this.ended), ...this.runEnds, answered, sentAgain, gaveUp]) tally.restart();
    const { firstRunInWindow, firstRunElse, unrunInWindow, unrunElse, laterAttempt, dwell, completion } = this;
    for (const ages of [firstRunInWindow, firstRunElse, unrunInWindow, unrunElse, laterAttempt, dwell, completion])
      ages.reset();
    this.lastDoneAt = -1;
  }
}

function counts<K extends string>(keys: readonly K[]): Readonly<Record<K, Tally>> {
  return Object.fromEntries(keys.map((key) => [key, new Tally()])) as Record<K, Tally>;
}
