/**
 * When invocations of a function began and ended, and the environments they ran in: what the figures of a result leave out. Keeps a number
 * for each, so it is for runs of some hundred thousand invocations at the most.
 */
import type { Micros } from '../../engine/time.ts';
import type { Batch } from '../../model/batch.ts';
import { Listener, type Named } from '../../model/observer.ts';
import type { RunOptions, Watched } from '../../simulate.ts';

/** What one environment did. Instants in microseconds. */
interface Life {
  readonly bornAt: Micros;
  lastEndAt: Micros;
}

export class Course extends Listener {
  readonly begins: Micros[] = [];
  readonly ends: Micros[] = [];
  /** In order of their beginning. */
  readonly lives: Life[] = [];
  readonly #clock: { readonly now: Micros };
  readonly #byNumber = new Map<number, Life>();

  constructor({ sim }: Watched) {
    super();
    this.#clock = sim;
  }

  override invoked(_fn: Named, batch: Batch): void {
    const { now } = this.#clock;
    this.begins.push(now);
    if (!batch.cold) return;
    const life = { bornAt: now, lastEndAt: now };
    this.lives.push(life);
    this.#byNumber.set(batch.environment, life);
  }

  override finished(_fn: Named, batch: Batch): void {
    const { now } = this.#clock;
    this.ends.push(now);
    const life = this.#byNumber.get(batch.environment);
    if (life !== undefined) life.lastEndAt = now;
  }

  /** Invocations that ran at an instant; one that begins or ends then has begun or ended. */
  runningAt(at: Micros): number {
    return countUntil(this.begins, at) - countUntil(this.ends, at);
  }

  /** Environments that had been started by then. */
  startedBy(at: Micros): number {
    return this.lives.filter(({ bornAt }) => bornAt <= at).length;
  }
}

/** Options with which a run is followed, and the course it takes; only one function may be in it. */
export function followed(): { readonly options: RunOptions; readonly course: () => Course } {
  let course: Course | undefined;
  return {
    options: { observers: [(watched) => (course = new Course(watched))] },
    course: () => {
      if (course === undefined) throw new Error('the run was not followed');
      return course;
    },
  };
}

/** How many of these instants, which are in order, are not after `at`. */
function countUntil(instants: readonly Micros[], at: Micros): number {
  let [low, high] = [0, instants.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (instants[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
