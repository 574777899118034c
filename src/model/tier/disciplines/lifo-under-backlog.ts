/**
 * First in, first out while a queue keeps up; last in, first out while the oldest event has been waiting for too long, so that fresh
 * events do not pay for the backlog (AP-2.16). A share of the receives goes to the oldest even then, or they would starve.
 *
 * What counts is how long the event at the head has been visible, not its age since acceptance: an event that is tried again after
 * minutes is old, and no sign of a backlog.
 */
import type { Clock, Micros } from '../../../engine/time.ts';
import type { Options, Values } from '../../options.ts';
import type { Discipline, DisciplineKind, DisciplineParts } from './discipline.ts';
import { END, grown, grownDoubles } from '../../../engine/slot-lists.ts';

const OPTIONS = {
  after: {
    kind: 'duration',
    min: 0,
    default: { fact: 'tier.lifo.age' },
    doc: 'How long the oldest event has to have been visible for the newest to go first.',
    source: 'AP-2.16',
  },
  drainShare: {
    kind: 'share',
    min: 0,
    max: 1,
    default: { fact: 'tier.lifo.drainShare' },
    doc: 'Share of the receives that goes to the oldest meanwhile.',
    source: 'AP-2.16',
  },
} as const satisfies Options;

/** Invariants: as those of SlotLists, doubly linked: links[2i] is the slot behind i, links[2i + 1] the one before it. */
class LifoUnderBacklog implements Discipline {
  readonly #clock: Clock;
  readonly #after: Micros;
  readonly #drainShare: number;
  readonly #heads: Int32Array;
  readonly #tails: Int32Array;
  /** By queue: the part of a receive that the oldest are owed. */
  readonly #owed: Float64Array;
  #links = new Int32Array(2048);
  /** By slot: since when it is visible. */
  #since = new Float64Array(1024);

  constructor(options: Values<typeof OPTIONS>, parts: DisciplineParts) {
    this.#clock = parts.clock;
    this.#after = options.after;
    this.#drainShare = options.drainShare;
    this.#heads = new Int32Array(parts.queues).fill(END);
    this.#tails = new Int32Array(parts.queues).fill(END);
    this.#owed = new Float64Array(parts.queues);
  }

  push(queue: number, slot: number): void {
    if (slot >= this.#since.length) {
      this.#since = grownDoubles(this.#since, slot + 1);
      this.#links = grown(this.#links, 2 * this.#since.length);
    }
    const tail = this.#tails[queue]!;
    this.#links[2 * slot] = END;
    this.#links[2 * slot + 1] = tail;
    if (tail === END) this.#heads[queue] = slot;
    else this.#links[2 * tail] = slot;
    this.#tails[queue] = slot;
    this.#since[slot] = this.#clock.now;
  }

  pop(queue: number): number {
    const head = this.#heads[queue]!;
    if (this.#clock.now - this.#since[head]! < this.#after) return this.#takeOldest(queue, head);
    // A hair below one: shares such as 0.1 are not exact.
    const owed = this.#owed[queue]! + this.#drainShare;
    if (owed < 1 - 1e-9) {
      this.#owed[queue] = owed;
      return this.#takeNewest(queue);
    }
    this.#owed[queue] = Math.max(0, owed - 1);
    return this.#takeOldest(queue, head);
  }

  #takeOldest(queue: number, head: number): number {
    const next = this.#links[2 * head]!;
    this.#heads[queue] = next;
    if (next === END) this.#tails[queue] = END;
    else this.#links[2 * next + 1] = END;
    return head;
  }

  #takeNewest(queue: number): number {
    const tail = this.#tails[queue]!;
    const before = this.#links[2 * tail + 1]!;
    this.#tails[queue] = before;
    if (before === END) this.#heads[queue] = END;
    else this.#links[2 * before] = END;
    return tail;
  }
}

export const LIFO_UNDER_BACKLOG = {
  summary: 'First in, first out; while the oldest event has been waiting for too long, last in, first out.',
  options: OPTIONS,
  make: (options, parts): Discipline => new LifoUnderBacklog(options as Values<typeof OPTIONS>, parts),
} as const satisfies DisciplineKind<typeof OPTIONS>;
