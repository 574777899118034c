/**
 * The flows of fair queues, by queue and tenant, and whose turn it is. A flow is made when it is first needed, and given back when nothing
 * of it waits, nothing of it is in flight, and its work is no longer recent.
 *
 * Invariant: a flow with neither is in `#resting`; those that have rested longest are freed first.
 */
import { LinkedInts } from '../../engine/linked-ints.ts';
import { END } from '../../engine/slot-lists.ts';
import { FairTurns, type FairParts, type FairSettings } from './fair-turns.ts';
import { Flows } from './flows.ts';

export class FairFlows {
  readonly flows = new Flows();
  readonly turns: FairTurns;
  readonly #resting = new LinkedInts();

  constructor(settings: FairSettings, parts: Omit<FairParts, 'flows'>) {
    this.turns = new FairTurns(settings, { ...parts, flows: this.flows.capacity });
  }

  /** The flow of a tenant, made if need be, to which something is about to be added or which something in flight is of. */
  awake(queue: number, tenant: number): number {
    let flow = this.flows.find(queue, tenant);
    if (flow === END) {
      this.#freeRested();
      flow = this.flows.make(queue, tenant);
      this.turns.growTo(this.flows.capacity);
      this.turns.begin(queue, flow);
    } else if (this.turns.isIdle(flow)) this.#resting.remove(flow);
    return flow;
  }

  /** To be called when something of a flow that was awake has been taken, or is no longer in flight. */
  restIfIdle(flow: number): void {
    if (this.turns.isIdle(flow)) this.#resting.push(flow);
  }

  /** Whoever has their numbers next begins without recent work. */
  #freeRested(): void {
    while (this.#resting.size > 0 && !this.turns.hasRecentWork(this.#resting.first))
      this.flows.free(this.#resting.shift());
  }
}
