/**
 * Callers of a group of tenants that wait for their events to be done: who has waited too long sends the event again, as long as its retries, the
 * group's retry budget and its circuit breaker allow, and gives up otherwise. What it had sent before goes on: nobody takes it back.
 * A refused event is sent again in the same way, at once or, where refusals are not noticed, after the time that the caller waits. Left out: that an answer takes time to come back.
 */
import type { RandomStream } from '../../engine/random.ts';
import { Rank } from '../../engine/rank.ts';
import { Ring } from '../../engine/ring.ts';
import type { Action, Timer } from '../../engine/simulation.ts';
import type { Micros } from '../../engine/time.ts';
import type { Values } from '../options.ts';
import type { World } from '../world.ts';
import { Breaker } from './controls/breaker.ts';
import { RetryBudget } from './controls/retry-budget.ts';
import type { TierEvents } from './events.ts';
import type { CALLERS } from './options.ts';
import type { Tier } from './tier.ts';

/** What new events of the group are made of. */
export interface EventMaker {
  /** A record of the group, sent now, that runs as long as one of its events may. */
  again(): number;
}

export class Callers {
  readonly #settings: Readonly<Values<typeof CALLERS>>;
  readonly #tier: Tier;
  readonly #events: TierEvents;
  readonly #maker: EventMaker;
  readonly #world: World;
  readonly #pauses: RandomStream;
  readonly #budget: RetryBudget | undefined;
  readonly #breaker: Breaker | undefined;
  /** Events that are waited for, in the order of their deadlines. */
  readonly #waited = new Ring();
  readonly #deadline: Timer;
  /** Events to be sent again after a pause: their tenants, and which sending it will be. */
  readonly #resend: Action;
  /** A refused event of which its caller has heard nothing: the same. */
  readonly #unheard: Action;

  constructor(name: string, settings: Readonly<Values<typeof CALLERS>>, tier: Tier, maker: EventMaker, world: World) {
    const { sim } = world;
    this.#settings = settings;
    this.#tier = tier;
    this.#events = tier.parts.events;
    this.#maker = maker;
    this.#world = world;
    this.#pauses = sim.random(`tier.tenants.${name}`, 'callers');
    const { budgetShare, budgetMost, breakerAt, breakerCalls } = settings;
    if (budgetShare !== undefined) this.#budget = new RetryBudget(budgetShare, budgetMost);
    if (breakerAt !== undefined) this.#breaker = new Breaker(breakerAt, breakerCalls);
    this.#deadline = sim.timer(Rank.age, this.#late);
    this.#resend = sim.action(Rank.arrival, this.#sendAgain);
    this.#unheard = sim.action(Rank.age, (subject) => {
      const sendings = settings.retries + 1;
      this.#failed(Math.floor(subject / sendings), subject % sendings);
    });
  }

  /** An event is sent, for the first time or again. */
  send(slot: number, tenant: number, tries = 0): void {
    const { records, sim } = this.#world;
    records.hold(slot);
    if (this.#tier.accept(slot, tenant) !== undefined) {
      records.letGo(slot);
      if (this.#settings.noticesRefusals) return this.#failed(tenant, tries);
      sim.after(this.#settings.timeout, this.#unheard, this.#subject(tenant, tries));
      return;
    }
    this.#events.mark(slot);
    this.#events.tries[slot] = tries;
    this.#waited.push(slot);
    if (!this.#deadline.isSet) this.#deadline.set(sim.now + this.#settings.timeout);
  }

  /** A run of an event has succeeded, now. */
  done(slot: number, tenant: number): void {
    const after = this.#world.sim.now - this.#world.records.sentAt[slot]!;
    if (after > this.#settings.timeout || this.#events.answered[slot] === 1) return;
    this.#events.mark(slot);
    this.#events.answered[slot] = 1;
    this.#budget?.succeeded();
    this.#breaker?.ended(false);
    this.#tier.tell.callerAnswered(tenant, after);
  }

  readonly #late = (): void => {
    const { records, sim } = this.#world;
    while (this.#waited.size > 0) {
      const slot = this.#waited.peek();
      const due = records.sentAt[slot]! + this.#settings.timeout;
      if (due > sim.now) return this.#deadline.set(due);
      this.#waited.shift();
      const { answered, tenant, tries } = this.#events;
      const [isAnswered, whose, sending] = [answered[slot] === 1, tenant[slot]!, tries[slot]!];
      records.letGo(slot);
      if (!isAnswered) this.#failed(whose, sending);
    }
  };

  /** A sending has come to nothing. */
  #failed(tenant: number, tries: number): void {
    this.#breaker?.ended(true);
    const isSentAgain = tries < this.#settings.retries && this.#mayRetry();
    this.#tier.tell.callerTimedOut(tenant, isSentAgain);
    if (!isSentAgain) return;
    this.#world.sim.after(this.#pause(tries), this.#resend, this.#subject(tenant, tries + 1));
  }

  /** A tenant and a sending as one number. */
  #subject(tenant: number, tries: number): number {
    return tenant * (this.#settings.retries + 1) + tries;
  }

  #mayRetry(): boolean {
    if (this.#breaker?.allowsRetry === false) return false;
    return this.#budget === undefined || this.#budget.take();
  }

  /** Full jitter over a base that doubles with each retry. */
  #pause(tries: number): Micros {
    const { backoffBase, backoffCap } = this.#settings;
    if (backoffBase === 0) return 0;
    let most = backoffBase;
    for (let i = 0; i < tries && most < backoffCap; i++) most *= 2;
    return Math.round(this.#pauses.next() * Math.min(backoffCap, most));
  }

  readonly #sendAgain = (subject: number): void => {
    const sendings = this.#settings.retries + 1;
    this.send(this.#maker.again(), Math.floor(subject / sendings), subject % sendings);
  };
}
