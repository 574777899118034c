/**
 * Failing invocations make an on-demand mapping work on less at once (SQS-11). How much is not published; the law here is
 * fitted to one measurement (SQS-12, UNK-03), and why it is as it is stands in docs/decisions/0010-error-back-off.md.
 *
 * The mapping looks once a second from its first failure until none is left in the window, and never otherwise.
 */
import type { Rules } from '../../aws/rules.ts';
import { Rank } from '../../engine/rank.ts';
import type { Timer } from '../../engine/simulation.ts';
import { SECOND, type Micros } from '../../engine/time.ts';
import { Outcome } from '../batch.ts';
import type { World } from '../world.ts';
import { FailureWindow } from './failure-window.ts';
import type { Scalable } from './scaling.ts';

/** Coarse enough to be cheap, fine against a time constant of a minute. */
const LOOK_EVERY = SECOND;

/** The numbers of the law. */
export interface BackOffLaw {
  /** Share of failing invocations that leaves half of the pollers. */
  readonly halfAt: number;
  readonly exponent: number;
  /** Pollers that are left whatever fails. */
  readonly floor: number;
  readonly timeConstant: Micros;
}

export function backOffLaw(rules: Rules): BackOffLaw {
  return {
    halfAt: rules.number('sqs.backOff.halfAt'),
    exponent: rules.number('sqs.backOff.exponent'),
    floor: rules.number('sqs.backOff.floor'),
    timeConstant: rules.number('sqs.backOff.timeConstant'),
  };
}

/**
 * Pollers that are left of `demand` in the long run when a share of the invocations fails, 0 to 1:
 * demand / (1 + (share / halfAt)^exponent), not below the floor.
 */
export function backedOff(demand: number, failedShare: number, law: BackOffLaw): number {
  if (failedShare === 0) return demand;
  const power = Math.exp(law.exponent * Math.log(failedShare / law.halfAt));
  return Math.min(demand, Math.max(law.floor, demand / (1 + power)));
}

/** The level after `dt` on the way down to a target: exponential, and never up (SQS-11). */
export function approached(level: number, target: number, dt: Micros, timeConstant: Micros): number {
  if (target >= level) return level;
  return timeConstant === 0 ? target : target + (level - target) * Math.exp(-dt / timeConstant);
}

export class ErrorBackOff {
  readonly #world: World;
  readonly #mapping: Scalable;
  readonly #least: number;
  readonly #onEnd: () => void;
  readonly #window: FailureWindow;
  readonly #look: Timer;
  #law: BackOffLaw | undefined;
  /** Pollers there would be if nothing failed: those there were when the failures began. */
  #demand = 0;
  #level = 0;

  /** `least`: pollers the scenario says there are always. `onEnd`: the last failure has left the window. */
  constructor(world: World, mapping: Scalable, least: number, onEnd: () => void) {
    this.#world = world;
    this.#mapping = mapping;
    this.#least = least;
    this.#onEnd = onEnd;
    this.#window = new FailureWindow(Math.max(SECOND, world.rules.number('sqs.backOff.window')));
    this.#look = world.sim.timer(Rank.controller, this.#decide);
  }

  /** Whether an invocation failed within the window. */
  get isActive(): boolean {
    return this.#look.isSet;
  }

  /**
   * An invocation ended, or there was none: the recordings want that refusals do not count (decision 10). System errors are taken for
   * refusals here as well: what they do to pollers is not published, and Lambda is inferred to treat the two alike (SQS-43).
   */
  ended(outcome: Outcome): void {
    if (outcome === Outcome.throttled && this.#world.rules.word('sqs.backOff.throttles') === 'ignored') return;
    const hasFailed = outcome > Outcome.partial;
    this.#window.add(this.#world.sim.now, hasFailed);
    if (hasFailed && !this.isActive) this.#begin();
  }

  /** There are no more than so many pollers now, and there would not be more without failures. */
  cap(pollers: number): void {
    this.#demand = Math.min(this.#demand, pollers);
    this.#level = Math.min(this.#level, pollers);
  }

  /** The mapping is disabled. */
  stop(): void {
    if (this.isActive) this.#world.tell.errorBackOff(this.#mapping, undefined);
    this.#look.clear();
  }

  #begin(): void {
    this.#law ??= backOffLaw(this.#world.rules);
    this.#demand = this.#mapping.pollers;
    this.#level = this.#demand;
    this.#look.set(this.#world.sim.now + LOOK_EVERY);
    this.#world.tell.errorBackOff(this.#mapping, this.#demand);
  }

  readonly #decide = (): void => {
    const { now } = this.#world.sim;
    const failedShare = this.#window.failedShare(now);
    if (failedShare === 0) {
      this.#world.tell.errorBackOff(this.#mapping, undefined);
      return this.#onEnd();
    }
    const law = this.#law!;
    const target = Math.max(backedOff(this.#demand, failedShare, law), Math.min(this.#least, this.#demand));
    this.#level = approached(this.#level, target, LOOK_EVERY, law.timeConstant);
    const pollers = this.#level === Infinity ? Infinity : Math.max(1, Math.round(this.#level));
    if (pollers < this.#mapping.pollers) {
      this.#world.tell.errorBackOff(this.#mapping, pollers);
      this.#mapping.resize(pollers);
    }
    this.#look.set(now + LOOK_EVERY);
  };
}
