/**
 * Deficit round robin (Shreedhar and Varghese 1995, AP-2.16): tenants with events take turns; each turn brings a tenant its quantum, and
 * it sends while what it has lasts. What is left is kept for the next turn, unless it has nothing more to send.
 *
 * Turns that cannot send anything are not gone through one by one: after a full round in vain all get at once what the rounds would
 * bring that lie before the first that can. What an event costs is asked when its turn comes.
 */
import type { Options, Values } from '../../options.ts';
import { COSTS, costOf } from './costs.ts';
import type { Discipline, DisciplineKind, DisciplineParts } from './discipline.ts';
import { Flows } from '../../fair/flows.ts';
import { END, grownDoubles, SlotLists } from '../../../engine/slot-lists.ts';

const OPTIONS = {
  ...COSTS,
  quantum: {
    kind: 'number',
    min: 0.001,
    default: 1,
    doc: 'Events that a turn brings a tenant of weight 1, where events are counted.',
    source: 'AP-2.16',
  },
  quantumTime: {
    kind: 'duration',
    min: 1,
    default: { fact: 'tier.drr.time' },
    doc: 'Expected time that a turn brings a tenant of weight 1, where work is counted.',
    source: 'AP-2.16',
  },
} as const satisfies Options;

class DeficitRoundRobin implements Discipline {
  readonly #parts: DisciplineParts;
  readonly #costOf: (slot: number) => number;
  readonly #quantum: number;
  /** By tenant; only those that have events. */
  readonly #flows = new Flows();
  /** By queue: its flows, in the order of their turns. */
  readonly #turns: SlotLists;
  /** By flow: what it may send; and 1 where the turn that it has now has brought its quantum. */
  #deficits = new Float64Array(this.#flows.capacity);
  #paid = new Uint8Array(this.#flows.capacity);

  constructor(options: Values<typeof OPTIONS>, parts: DisciplineParts) {
    this.#parts = parts;
    this.#costOf = costOf(options.by, parts);
    this.#quantum = options.by === 'work' ? options.quantumTime : options.quantum;
    this.#turns = new SlotLists(parts.queues);
  }

  push(queue: number, slot: number): void {
    const tenant = this.#parts.tenantOf(slot);
    let flow = this.#flows.find(queue, tenant);
    if (flow === END) {
      flow = this.#flows.make(queue, tenant);
      this.#reset(flow);
      this.#turns.push(queue, flow);
    }
    this.#flows.push(flow, slot);
  }

  pop(queue: number): number {
    const turns = this.#turns;
    /** The first whose turn was in vain: where it comes again, a round is over. */
    let inVain = END;
    for (;;) {
      const flow = turns.first(queue);
      if (flow === inVain) this.#skipRounds(queue);
      if (this.#paid[flow] === 0) {
        this.#paid[flow] = 1;
        this.#deficits[flow]! += this.#quantumOf(flow);
      }
      if (this.#mayGo(flow)) return this.#send(queue);
      if (inVain === END) inVain = flow;
      this.#endTurn(queue);
    }
  }

  #send(queue: number): number {
    const flow = this.#turns.first(queue);
    const slot = this.#flows.pop(flow);
    this.#deficits[flow] = Math.max(0, this.#deficits[flow]! - this.#costOf(slot));
    if (this.#flows.isEmpty(flow)) {
      this.#turns.pop(queue);
      this.#flows.free(flow);
    } else if (!this.#mayGo(flow)) this.#endTurn(queue);
    return slot;
  }

  /** Whether a flow can pay for its first event. */
  #mayGo(flow: number): boolean {
    return this.#costOf(this.#flows.first(flow)) <= this.#deficits[flow]! * (1 + ROUNDING);
  }

  #endTurn(queue: number): void {
    const flow = this.#turns.pop(queue);
    this.#paid[flow] = 0;
    this.#turns.push(queue, flow);
  }

  /** Gives all flows of a queue, none of which can pay, what rounds bring in which that stays so. */
  #skipRounds(queue: number): void {
    let rounds = Infinity;
    this.#forAll(queue, (flow) => {
      const lacking = this.#costOf(this.#flows.first(flow)) - this.#deficits[flow]!;
      rounds = Math.min(rounds, Math.ceil(lacking / this.#quantumOf(flow)) - 1);
    });
    if (rounds <= 0) return;
    this.#forAll(queue, (flow) => (this.#deficits[flow]! += rounds * this.#quantumOf(flow)));
  }

  /** Each flow of a queue once, which leaves their order as it was. */
  #forAll(queue: number, visit: (flow: number) => void): void {
    const first = this.#turns.first(queue);
    do {
      const flow = this.#turns.pop(queue);
      visit(flow);
      this.#turns.push(queue, flow);
    } while (this.#turns.first(queue) !== first);
  }

  #quantumOf(flow: number): number {
    return this.#quantum * this.#parts.weightOf(this.#flows.keyOf(flow));
  }

  #reset(flow: number): void {
    if (flow >= this.#deficits.length) {
      this.#deficits = grownDoubles(this.#deficits, this.#flows.capacity);
      const paid = new Uint8Array(this.#deficits.length);
      paid.set(this.#paid);
      this.#paid = paid;
    }
    this.#deficits[flow] = 0;
    this.#paid[flow] = 0;
  }
}

/** Quanta such as 0.1 do not add up exactly. */
const ROUNDING = 1e-9;

export const DRR = {
  summary: 'Deficit round robin: tenants take turns, each of which brings its quantum times its weight.',
  options: OPTIONS,
  make: (options, parts): Discipline => new DeficitRoundRobin(options as Values<typeof OPTIONS>, parts),
} as const satisfies DisciplineKind<typeof OPTIONS>;
