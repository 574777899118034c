/**
 * The queue behind asynchronous invocation in its simple form: one for each function, to itself (ASY-22). An event takes some time
 * until it is first delivered, and comes back when the time it is hidden for is over; nothing else makes it wait, unless the rules
 * have pollers that slow down. In the order of their instants; where these are equal, of having been stored or hidden.
 * Left out: that many tenants share queues and pollers.
 */
import { compile, type Distribution } from '../../../engine/distributions.ts';
import type { RandomStream } from '../../../engine/random.ts';
import { Rank } from '../../../engine/rank.ts';
import { Ring } from '../../../engine/ring.ts';
import type { Action } from '../../../engine/simulation.ts';
import type { Micros } from '../../../engine/time.ts';
import type { Rules } from '../../../aws/rules.ts';
import type { World } from '../../world.ts';
import type { EventQueue, EventTaker } from './event-queue.ts';
import { AimdWindow } from './pacing.ts';

export class LogicalQueue implements EventQueue {
  readonly #world: World;
  readonly #dispatch: Distribution;
  readonly #random: RandomStream;
  readonly #due: Action;
  readonly #resumes: Action;
  /** By the index of their source: whom events are for, and the luck of its answers. */
  readonly #takers: EventTaker[] = [];
  readonly #losses: RandomStream[] = [];
  /** After the beginning of a run: when its event is delivered again if nobody has learned of its end. */
  readonly #visibility: Micros;
  /** Undefined: pollers do not slow down. */
  readonly #window: AimdWindow | undefined;
  /** Events that are due, and for which there is no room in the window. */
  readonly #held = new Ring();
  #waiting = 0;
  #running = 0;

  /** `fn`: name of the function whose events these are; `timeout`: the longest that one of them runs. */
  constructor(fn: string, timeout: Micros, world: World) {
    const { rules, sim } = world;
    this.#world = world;
    this.#visibility = timeout + rules.number('async.visibility.extra');
    this.#dispatch = dispatchOf(rules);
    this.#random = sim.random(`functions.${fn}`, 'dispatch');
    this.#due = sim.action(Rank.poll, this.#deliver);
    this.#resumes = sim.action(Rank.poll, this.#resume);
    if (rules.word('async.pacing') === 'aimd')
      this.#window = new AimdWindow(rules.number('async.pacing.first'), rules.number('async.pacing.share'));
  }

  get waiting(): number {
    return this.#waiting;
  }

  join(taker: EventTaker): void {
    this.#takers[taker.index] = taker;
    this.#losses[taker.index] = this.#world.sim.random(`sources.${taker.name}`, 'lostAcknowledgements');
  }

  store(slot: number): void {
    this.#waiting++;
    this.#world.sim.after(Math.round(this.#dispatch(this.#random)), this.#due, slot);
  }

  hide(slot: number, wait: Micros): void {
    this.#waiting++;
    this.#world.sim.after(wait, this.#due, slot);
  }

  /** A delivered event is in nobody's list. */
  remove(): void {}

  readonly #deliver = (slot: number): void => {
    if (this.#window === undefined) return this.#hand(slot);
    this.#held.push(slot);
    this.#handHeld(this.#window);
  };

  #hand(slot: number): void {
    this.#waiting--;
    this.#takers[this.#world.records.home[slot]!]!.deliver(slot);
  }

  /** As many as the window has room for, until one is refused: that one will be back, and the others wait for it. */
  #handHeld(window: AimdWindow): void {
    while (this.#held.size > 0 && window.allows(this.#running)) {
      const waiting = this.#waiting;
      this.#hand(this.#held.shift());
      if (this.#waiting === waiting) return;
    }
  }

  readonly #resume = (): void => this.#handHeld(this.#window!);

  began(slot: number): void {
    const { records, sim } = this.#world;
    records.due[slot] = sim.now + this.#visibility;
    this.#running++;
  }

  refused(): void {
    this.#window?.throttled(this.#world.sim.now);
  }

  ended(slot: number, hasSucceeded: boolean, duration: Micros): Micros | undefined {
    const { records, sim } = this.#world;
    this.#running--;
    if (this.#window !== undefined) {
      if (hasSucceeded) this.#window.succeeded(duration);
      if (this.#held.size > 0) sim.soon(this.#resumes, 0);
    }
    const home = records.home[slot]!;
    const share = this.#takers[home]!.lostAcknowledgements;
    if (share === 0 || this.#losses[home]!.next() >= share) return undefined;
    // A cold start may outlast it.
    const wait = Math.max(0, records.due[slot]! - sim.now);
    this.hide(slot, wait);
    return wait;
  }
}

function dispatchOf(rules: Rules): Distribution {
  if (rules.word('async.dispatch') === 'off') return () => 0;
  return compile({
    kind: 'quantiles',
    points: [
      [0, rules.number('async.dispatch.p0')],
      [0.1, rules.number('async.dispatch.p10')],
      [0.5, rules.number('async.dispatch.p50')],
      [0.9, rules.number('async.dispatch.p90')],
      [0.99, rules.number('async.dispatch.p99')],
      [1, rules.number('async.dispatch.p100')],
    ],
  });
}
