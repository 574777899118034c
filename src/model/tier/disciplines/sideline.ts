/**
 * Moves events aside when their turn comes, into a second list of the queue that is worked only while the first is empty (AP-2.16): those that are
 * too old, which comes near to last in, first out; or those of tenants above a rate. Every move costs the receiver time.
 *
 * A queue is behind, and old events are moved, when more events wait than it has slots. One receive moves so many at the most and then
 * takes what comes: a receiver that skipped a whole backlog at once would be away for as long as that takes, while in truth
 * all of them skip together.
 */
import { SECOND, type Micros } from '../../../engine/time.ts';
import type { Options, Values } from '../../options.ts';
import { TokenBuckets } from '../controls/token-buckets.ts';
import type { Discipline, DisciplineKind, DisciplineParts } from './discipline.ts';
import { SlotLists } from '../../../engine/slot-lists.ts';

/** What makes an event one to be moved: its age since acceptance, or the rate of its tenant, counted over all queues. */
export const SIDELINED_BY = ['age', 'rate'] as const;

const OPTIONS = {
  by: {
    kind: 'word',
    words: SIDELINED_BY,
    default: 'age',
    isOurs: true,
    doc: 'What is moved aside: old events, or those of tenants above a rate.',
    source: 'AP-2.16',
  },
  after: {
    kind: 'duration',
    min: 0,
    default: { fact: 'tier.sideline.age' },
    doc: 'Age, counted from acceptance, above which an event is moved aside while its queue is behind.',
    source: 'AP-2.16',
  },
  rate: {
    kind: 'rate',
    min: 0,
    default: { fact: 'tier.sideline.rate' },
    doc: 'Events of a tenant a second above which the rest is moved aside.',
    source: 'AP-2.16',
  },
  burst: {
    kind: 'count',
    min: 1,
    default: { fact: 'tier.sideline.burst' },
    doc: 'Events of a tenant that may be received at once beyond that rate.',
    source: 'AP-2.16',
  },
  moveCost: {
    kind: 'duration',
    min: 0,
    default: { fact: 'tier.sideline.cost' },
    doc: 'Time that moving an event takes its receiver.',
    source: 'AP-2.16',
  },
  mostMoved: {
    kind: 'count',
    min: 1,
    default: { fact: 'tier.sideline.most' },
    doc: 'Events that one receive moves at the most.',
    source: 'AP-2.16',
  },
} as const satisfies Options;

class Sideline implements Discipline {
  readonly #options: Values<typeof OPTIONS>;
  readonly #parts: DisciplineParts;
  /** Undefined: old events are moved. */
  readonly #buckets: TokenBuckets | undefined;
  /** The list of a queue has its number; what was moved aside is in the list with `queues` added. */
  readonly #lists: SlotLists;
  /** By queue: events that have not been moved. */
  readonly #live: Int32Array;
  #spent: Micros = 0;

  constructor(options: Values<typeof OPTIONS>, parts: DisciplineParts) {
    this.#options = options;
    this.#parts = parts;
    this.#lists = new SlotLists(2 * parts.queues);
    this.#live = new Int32Array(parts.queues);
    if (options.by === 'rate') this.#buckets = new TokenBuckets(parts.tenants);
  }

  push(queue: number, slot: number): void {
    this.#lists.push(queue, slot);
    this.#live[queue]!++;
  }

  pop(queue: number): number {
    const aside = this.#parts.queues + queue;
    for (let moved = 0; this.#live[queue]! > 0; moved++) {
      const slot = this.#lists.pop(queue);
      const isMoved = moved < this.#options.mostMoved && this.#isInTheWay(queue, slot);
      this.#live[queue]!--;
      if (!isMoved) return slot;
      this.#lists.push(aside, slot);
      this.#spent += this.#options.moveCost;
    }
    return this.#lists.pop(aside);
  }

  takeSpent(): Micros {
    const spent = this.#spent;
    this.#spent = 0;
    return spent;
  }

  /** Asked once for each event that comes to its turn: it takes a token. */
  #isInTheWay(queue: number, slot: number): boolean {
    const { rate, burst, after } = this.#options;
    const { clock, tenantOf, acceptedAt, slotsOf } = this.#parts;
    if (this.#buckets !== undefined) return !this.#buckets.take(tenantOf(slot), clock.now, rate / SECOND, burst);
    return clock.now - acceptedAt(slot) > after && this.#live[queue]! > slotsOf(queue);
  }
}

export const SIDELINE = {
  summary:
    'First in, first out, but old events, or those of tenants above a rate, are moved aside until nothing else waits.',
  options: OPTIONS,
  make: (options, parts): Discipline => new Sideline(options as Values<typeof OPTIONS>, parts),
} as const satisfies DisciplineKind<typeof OPTIONS>;
