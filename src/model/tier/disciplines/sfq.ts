/**
 * Start-time fair queueing (Goyal, Vin and Cheng 1996, AP-2.16). An event gets a start tag: the finish tag of its tenant's event before
 * it, or the virtual time v if that is later; its finish tag is the start tag plus its cost by its tenant's weight. The least
 * start tag goes first, of equal ones that of the lower tenant; v is the start tag of what was sent last. When a queue has nothing
 * to send and nothing runs, v becomes the greatest finish tag there was.
 *
 * Only the tag of a tenant's first event is kept: while a tenant has events, v is not above that tag, so the next one starts where
 * this one finishes. A tenant without events stays in the heap with its finish tag, which is where it would start, until v gets
 * there. So what an event costs can be asked when it is sent.
 */
import type { Options, Values } from '../../options.ts';
import { COSTS, costOf } from './costs.ts';
import type { Discipline, DisciplineKind, DisciplineParts } from './discipline.ts';
import { Flows } from '../../fair/flows.ts';
import { PairingHeaps } from '../../../engine/pairing-heaps.ts';
import { END, grownDoubles } from '../../../engine/slot-lists.ts';

const OPTIONS = COSTS satisfies Options;

class StartTimeFair implements Discipline {
  readonly #parts: DisciplineParts;
  readonly #costOf: (slot: number) => number;
  /** By tenant. */
  readonly #flows = new Flows();
  /** By flow: the start tag of its first event, or of the one that would come next. */
  #starts = new Float64Array(this.#flows.capacity);
  /** By queue: its flows by start tag. */
  readonly #heaps: PairingHeaps;
  /** By queue: v, the greatest finish tag, events that wait, and those that run. */
  readonly #virtual: Float64Array;
  readonly #finish: Float64Array;
  readonly #waiting: Int32Array;
  readonly #running: Int32Array;

  constructor(options: Values<typeof OPTIONS>, parts: DisciplineParts) {
    this.#parts = parts;
    this.#costOf = costOf(options.by, parts);
    this.#heaps = new PairingHeaps(parts.queues, (a, b) => this.#isBefore(a, b));
    this.#virtual = new Float64Array(parts.queues);
    this.#finish = new Float64Array(parts.queues);
    this.#waiting = new Int32Array(parts.queues);
    this.#running = new Int32Array(parts.queues);
  }

  push(queue: number, slot: number): void {
    if (this.#isIdle(queue)) this.#rest(queue);
    const tenant = this.#parts.tenantOf(slot);
    let flow = this.#flows.find(queue, tenant);
    if (flow === END) {
      flow = this.#flows.make(queue, tenant);
      if (flow >= this.#starts.length) this.#starts = grownDoubles(this.#starts, this.#flows.capacity);
      this.#starts[flow] = this.#virtual[queue]!;
      this.#heaps.add(queue, flow);
    }
    this.#flows.push(flow, slot);
    this.#waiting[queue]!++;
  }

  pop(queue: number): number {
    let flow = this.#heaps.shift(queue);
    // v is about to pass its finish tag, so that it starts anew when it comes back.
    for (; this.#flows.isEmpty(flow); flow = this.#heaps.shift(queue)) this.#flows.free(flow);
    const start = this.#starts[flow]!;
    const slot = this.#flows.pop(flow);
    const finish = start + this.#costOf(slot) / this.#parts.weightOf(this.#flows.keyOf(flow));
    this.#virtual[queue] = start;
    this.#finish[queue] = Math.max(this.#finish[queue]!, finish);
    this.#starts[flow] = finish;
    this.#heaps.add(queue, flow);
    this.#waiting[queue]!--;
    return slot;
  }

  began(queue: number): void {
    this.#running[queue]!++;
  }

  ended(queue: number): void {
    this.#running[queue]!--;
    if (this.#isIdle(queue)) this.#rest(queue);
  }

  #isIdle(queue: number): boolean {
    return this.#waiting[queue] === 0 && this.#running[queue] === 0;
  }

  /** An idle queue forgets who was served. */
  #rest(queue: number): void {
    this.#virtual[queue] = this.#finish[queue]!;
    while (this.#heaps.first(queue) !== END) this.#flows.free(this.#heaps.shift(queue));
  }

  #isBefore(a: number, b: number): boolean {
    const difference = this.#starts[a]! - this.#starts[b]!;
    return difference === 0 ? this.#flows.keyOf(a) < this.#flows.keyOf(b) : difference < 0;
  }
}

export const SFQ = {
  summary: 'Start-time fair queueing: the event goes first whose tenant has had the least, by its weight.',
  options: OPTIONS,
  make: (options, parts): Discipline => new StartTimeFair(options as Values<typeof OPTIONS>, parts),
} as const satisfies DisciplineKind<typeof OPTIONS>;
