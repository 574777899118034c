/**
 * The rule of SQS fair queues (SQS-68 to SQS-70; fair/fair-turns.ts) for the queues of a tier: events of quiet tenants go first, in the order
 * in which they became visible.
 *
 * In flight is what runs; what has been received and waits for a slot is not counted.
 */
import { grownDoubles } from '../../../engine/slot-lists.ts';
import type { Micros } from '../../../engine/time.ts';
import { FairFlows } from '../../fair/fair-flows.ts';
import type { FairTurns } from '../../fair/fair-turns.ts';
import type { Flows } from '../../fair/flows.ts';
import type { Options, Values } from '../../options.ts';
import type { Discipline, DisciplineKind, DisciplineParts } from './discipline.ts';

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

class SqsFair implements Discipline {
  readonly #tenantOf: (slot: number) => number;
  readonly #tenants: FairFlows;
  readonly #flows: Flows;
  readonly #turns: FairTurns;
  /** By slot: its number among all that came. */
  #stamps = new Float64Array(1024);
  #pushed = 0;

  constructor(options: Values<typeof OPTIONS>, { queues, clock, tenantOf }: DisciplineParts) {
    this.#tenantOf = tenantOf;
    this.#tenants = new FairFlows(options, { queues, clock, isBefore: (a, b) => this.#isBefore(a, b) });
    this.#flows = this.#tenants.flows;
    this.#turns = this.#tenants.turns;
  }

  push(queue: number, slot: number): void {
    const flow = this.#awake(queue, slot);
    if (slot >= this.#stamps.length) this.#stamps = grownDoubles(this.#stamps, slot + 1);
    this.#stamps[slot] = this.#pushed++;
    const isFirst = this.#flows.isEmpty(flow);
    this.#flows.push(flow, slot);
    if (isFirst) this.#turns.enter(flow);
  }

  pop(queue: number): number {
    const flow = this.#turns.next(queue);
    this.#turns.take(flow);
    const slot = this.#flows.pop(flow);
    if (!this.#flows.isEmpty(flow)) this.#turns.enter(flow);
    else {
      this.#turns.rest(flow);
      this.#tenants.restIfIdle(flow);
    }
    return slot;
  }

  began(queue: number, slot: number): void {
    this.#turns.began(this.#awake(queue, slot));
  }

  ended(queue: number, slot: number, duration: Micros): void {
    const flow = this.#awake(queue, slot);
    this.#turns.ended(flow, duration);
    this.#tenants.restIfIdle(flow);
  }

  #awake(queue: number, slot: number): number {
    return this.#tenants.awake(queue, this.#tenantOf(slot));
  }

  #isBefore(a: number, b: number): boolean {
    return this.#stamps[this.#flows.first(a)]! < this.#stamps[this.#flows.first(b)]!;
  }
}

export const SQS_FAIR = {
  summary: 'The rule of SQS fair queues: tenants with a large share of what is in flight go last.',
  options: OPTIONS,
  make: (options, parts): Discipline => new SqsFair(options as Values<typeof OPTIONS>, parts),
} as const satisfies DisciplineKind<typeof OPTIONS>;
