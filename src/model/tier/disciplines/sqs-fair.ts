/**
 * The rule of SQS fair queues (SQS-68 to SQS-70): a tenant is noisy that has more than a tenth of what is in flight and thirty events
 * at least, or more than a tenth of the recent processing time. Events of quiet tenants go first, in the order in which they
 * became visible; where only noisy ones have any, the tenant with the fewest in flight goes first. Nothing is held back. A tenant
 * is quiet again when nothing of it waits, or nothing of it has been in flight for five minutes.
 *
 * In flight is what runs; what has been received and waits for a slot is not counted. Over what time processing time is recent is not public.
 * Shares are looked at whenever those of a tenant rise by itself, and when its turn would come. Of noisy tenants with as many in
 * flight the one goes first that was served the longest ago; so whoever is to be released is found at the front.
 */
import { LinkedInts } from '../../../engine/linked-ints.ts';
import type { Clock, Micros } from '../../../engine/time.ts';
import type { Options, Values } from '../../options.ts';
import type { Discipline, DisciplineKind, DisciplineParts } from './discipline.ts';
import { Flows } from './flows.ts';
import { PairingHeaps } from './pairing-heaps.ts';
import { RecentWork } from './recent-work.ts';
import { END, grown, grownDoubles } from './slot-lists.ts';

const OPTIONS = {
  share: {
    kind: 'share',
    min: 0,
    max: 1,
    default: { fact: 'tier.fair.share' },
    doc: 'Share of what is in flight, or of the recent processing time, above which a tenant is noisy.',
    source: 'SQS-69',
  },
  least: {
    kind: 'count',
    min: 0,
    default: { fact: 'tier.fair.least' },
    doc: 'Events in flight that a tenant needs at least to be noisy by their share.',
    source: 'SQS-69',
  },
  window: {
    kind: 'duration',
    min: 1,
    default: { fact: 'tier.fair.window' },
    doc: 'Time over which processing time is recent.',
    source: 'AP-2.16',
  },
  release: {
    kind: 'duration',
    min: 0,
    default: { fact: 'tier.fair.release' },
    doc: 'Time without anything in flight after which a noisy tenant is quiet again.',
    source: 'SQS-69',
  },
} as const satisfies Options;

/**
 * Invariants: a flow with events is in the heap of the quiet or the noisy of its queue; one without is quiet and in none. A flow with neither
 * events nor anything in flight is in `#resting`, until its work is no longer recent, and is then freed.
 */
class SqsFair implements Discipline {
  readonly #options: Values<typeof OPTIONS>;
  readonly #tenantOf: (slot: number) => number;
  readonly #clock: Clock;
  /** By tenant. */
  readonly #flows = new Flows();
  /** Flows of queue q: the quiet ones in heap 2q by when their first event came, the noisy ones in heap 2q + 1 by what is in flight. */
  readonly #heaps: PairingHeaps;
  /** By slot: its number among all that came. */
  #stamps = new Float64Array(1024);
  #pushed = 0;
  /** By flow. */
  #noisy = new Int32Array(this.#flows.capacity);
  #inFlight = new Int32Array(this.#flows.capacity);
  #servedAt = new Float64Array(this.#flows.capacity);
  readonly #work: RecentWork;
  readonly #resting = new LinkedInts();
  /** By queue. */
  readonly #allInFlight: Int32Array;
  readonly #allWork: RecentWork;

  constructor(options: Values<typeof OPTIONS>, parts: DisciplineParts) {
    this.#options = options;
    this.#tenantOf = parts.tenantOf;
    this.#clock = parts.clock;
    this.#heaps = new PairingHeaps(2 * parts.queues, (a, b) => this.#isBefore(a, b));
    this.#work = new RecentWork(options.window, this.#flows.capacity);
    this.#allInFlight = new Int32Array(parts.queues);
    this.#allWork = new RecentWork(options.window, parts.queues);
  }

  push(queue: number, slot: number): void {
    const flow = this.#awake(queue, slot);
    if (slot >= this.#stamps.length) this.#stamps = grownDoubles(this.#stamps, slot + 1);
    this.#stamps[slot] = this.#pushed++;
    const isFirst = this.#flows.isEmpty(flow);
    this.#flows.push(flow, slot);
    if (isFirst) this.#heaps.add(2 * queue, flow);
  }

  pop(queue: number): number {
    this.#release(queue);
    let flow = this.#heaps.first(2 * queue);
    for (; flow !== END && this.#hasTooMuch(flow); flow = this.#heaps.first(2 * queue)) this.#silence(flow);
    return this.#take(flow === END ? this.#heaps.first(2 * queue + 1) : flow);
  }

  began(queue: number, slot: number): void {
    const flow = this.#awake(queue, slot);
    this.#allInFlight[queue]!++;
    this.#serve(flow, 1);
  }

  ended(queue: number, slot: number, duration: Micros): void {
    const flow = this.#awake(queue, slot);
    this.#allInFlight[queue]!--;
    this.#allWork.add(queue, this.#clock.now, duration);
    this.#work.add(flow, this.#clock.now, duration);
    this.#serve(flow, -1);
    this.#restIfDone(flow);
  }

  /** Takes the first event of a flow that has one. */
  #take(flow: number): number {
    this.#heaps.shift(this.#heapOf(flow));
    const slot = this.#flows.pop(flow);
    this.#servedAt[flow] = this.#clock.now;
    if (!this.#flows.isEmpty(flow)) this.#heaps.add(this.#heapOf(flow), flow);
    else {
      this.#noisy[flow] = 0;
      this.#restIfDone(flow);
    }
    return slot;
  }

  /** One more or one less in flight. A noisy flow changes its place by it, and a quiet one may become noisy. */
  #serve(flow: number, change: 1 | -1): void {
    const isPlaced = this.#noisy[flow] === 1;
    if (isPlaced) this.#heaps.remove(this.#heapOf(flow), flow);
    this.#inFlight[flow]! += change;
    this.#servedAt[flow] = this.#clock.now;
    if (isPlaced) this.#heaps.add(this.#heapOf(flow), flow);
    else if (!this.#flows.isEmpty(flow) && this.#hasTooMuch(flow)) this.#silence(flow);
  }

  #hasTooMuch(flow: number): boolean {
    const { share, least } = this.#options;
    const queue = this.#flows.queueOf(flow);
    const own = this.#inFlight[flow]!;
    if (own >= least && own > share * this.#allInFlight[queue]!) return true;
    const now = this.#clock.now;
    return this.#work.of(flow, now) > share * this.#allWork.of(queue, now);
  }

  /** A quiet flow with events becomes noisy. */
  #silence(flow: number): void {
    this.#heaps.remove(this.#heapOf(flow), flow);
    this.#noisy[flow] = 1;
    this.#heaps.add(this.#heapOf(flow), flow);
  }

  /** Noisy flows of which nothing has been in flight for long are quiet again. */
  #release(queue: number): void {
    for (;;) {
      const flow = this.#heaps.first(2 * queue + 1);
      if (flow === END || this.#inFlight[flow]! > 0) return;
      if (this.#clock.now - this.#servedAt[flow]! < this.#options.release) return;
      this.#heaps.shift(2 * queue + 1);
      this.#noisy[flow] = 0;
      this.#heaps.add(2 * queue, flow);
    }
  }

  #heapOf(flow: number): number {
    return 2 * this.#flows.queueOf(flow) + this.#noisy[flow]!;
  }

  /** Asked only of two flows that are both quiet or both noisy. */
  #isBefore(a: number, b: number): boolean {
    if (this.#noisy[a] === 1) {
      const difference = this.#inFlight[a]! - this.#inFlight[b]! || this.#servedAt[a]! - this.#servedAt[b]!;
      if (difference !== 0) return difference < 0;
    }
    return this.#stamps[this.#flows.first(a)]! < this.#stamps[this.#flows.first(b)]!;
  }

  /** The flow of an event's tenant, made if need be, and not resting. */
  #awake(queue: number, slot: number): number {
    const tenant = this.#tenantOf(slot);
    let flow = this.#flows.find(queue, tenant);
    if (flow === END) {
      this.#freeRested();
      flow = this.#flows.make(queue, tenant);
      this.#reset(flow);
    } else if (this.#flows.isEmpty(flow) && this.#inFlight[flow] === 0) this.#resting.remove(flow);
    return flow;
  }

  #restIfDone(flow: number): void {
    if (this.#flows.isEmpty(flow) && this.#inFlight[flow] === 0) this.#resting.push(flow);
  }

  /** Frees flows whose work is not recent any more, those that have rested longest first; whoever has their numbers next begins with none. */
  #freeRested(): void {
    while (this.#resting.size > 0 && this.#work.of(this.#resting.first, this.#clock.now) === 0)
      this.#flows.free(this.#resting.shift());
  }

  #reset(flow: number): void {
    const { capacity } = this.#flows;
    if (flow >= this.#noisy.length) {
      this.#noisy = grown(this.#noisy, capacity);
      this.#inFlight = grown(this.#inFlight, capacity);
      this.#servedAt = grownDoubles(this.#servedAt, capacity);
      this.#work.growTo(capacity);
    }
    this.#noisy[flow] = 0;
    this.#inFlight[flow] = 0;
    this.#servedAt[flow] = this.#clock.now;
  }
}

export const SQS_FAIR = {
  summary: 'The rule of SQS fair queues: tenants with a large share of what is in flight go last.',
  options: OPTIONS,
  make: (options, parts): Discipline => new SqsFair(options as Values<typeof OPTIONS>, parts),
} as const satisfies DisciplineKind<typeof OPTIONS>;
