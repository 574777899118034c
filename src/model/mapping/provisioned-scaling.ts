/**
 * Provisioned pollers at work: when the decisions of provisioned.ts are asked for. The same for queues and Kafka, which bring numbers and
 * a pool of their own. Costs no event while nothing waits and there are no more pollers than the least.
 */
import { Rank } from '../../engine/rank.ts';
import type { Timer } from '../../engine/simulation.ts';
import type { Micros } from '../../engine/time.ts';
import type { World } from '../world.ts';
import { grownPollers, shrunkPollers, withinLimits, type ProvisionedLimits } from './provisioned.ts';
import type { Scaling } from './scaling.ts';

/** The pollers that are scaled. */
export interface ProvisionedPool {
  /** Pollers there should be now. */
  readonly pollers: number;
  /** Whether something waits to be taken. */
  readonly hasWork: boolean;
  /** The most used of what the pollers can do, as a share of it, since this was last asked for. */
  takeUse(): number;
  resize(pollers: number): void;
  /** Nothing waits and no poller is free: {@link ProvisionedScaling.shortage} is to be called when something does. */
  awaitWork(): void;
}

export class ProvisionedScaling implements Scaling {
  readonly #world: World;
  readonly #pool: ProvisionedPool;
  readonly #limitsOf: () => ProvisionedLimits;
  #limits: ProvisionedLimits;
  readonly #ramp: Timer;
  readonly #look: Timer;
  #lowSince: Micros = 0;

  /** `limitsOf` is asked again when settings change. */
  constructor(world: World, pool: ProvisionedPool, limitsOf: () => ProvisionedLimits) {
    this.#world = world;
    this.#pool = pool;
    this.#limitsOf = limitsOf;
    this.#limits = limitsOf();
    this.#ramp = world.sim.timer(Rank.controller, this.#grow);
    this.#look = world.sim.timer(Rank.controller, this.#shrink);
  }

  /** As the settings have it now: observers ask before {@link changed} is called. */
  get max(): number {
    return this.#limitsOf().most;
  }

  /** The least are ready at once: they are kept ready. */
  start(): void {
    this.#pool.resize(this.#limits.least);
  }

  resume(): void {
    this.#armLook();
  }

  stop(): void {
    this.#ramp.clear();
    this.#look.clear();
  }

  changed(enabled: boolean): void {
    this.#limits = this.#limitsOf();
    if (!enabled) return;
    const pollers = withinLimits(this.#pool.pollers, this.#limits);
    if (pollers !== this.#pool.pollers) this.#pool.resize(pollers);
    this.#armLook();
  }

  /** No poller can take anything now. If that lasts while something waits, pollers are added. */
  shortage(): void {
    if (!this.#pool.hasWork) {
      this.satisfied();
      this.#pool.awaitWork();
    } else if (!this.#ramp.isSet && this.#pool.pollers < this.#limits.most) {
      this.#ramp.set(this.#world.sim.now + this.#limits.detect);
    }
  }

  /** Nothing waits any more: another shortage is detected anew. */
  satisfied(): void {
    if (this.#ramp.isSet) this.#ramp.clear();
  }

  received(): void {}
  receivedNothing(): void {}
  ended(): void {}

  /** Whether a poller happens to be free at this very instant does not matter: nobody has seen the end of what waits. */
  readonly #grow = (): void => {
    if (!this.#pool.hasWork) return;
    this.#pool.resize(grownPollers(this.#pool.pollers, this.#limits));
    this.#armLook();
    if (this.#pool.pollers < this.#limits.most) this.#ramp.set(this.#world.sim.now + this.#limits.rampEvery);
  };

  readonly #shrink = (): void => {
    const { now } = this.#world.sim;
    if (this.#pool.takeUse() >= this.#limits.shrinkBelow) this.#lowSince = now;
    const pollers = shrunkPollers(this.#pool.pollers, now - this.#lowSince, this.#limits);
    if (pollers !== this.#pool.pollers) this.#pool.resize(pollers);
    if (pollers > this.#limits.least) this.#look.set(now + this.#limits.shrinkEvery);
  };

  /** Looks are taken while there is something to give back; what was done before the first does not count. */
  #armLook(): void {
    if (this.#look.isSet || this.#pool.pollers <= this.#limits.least) return;
    this.#pool.takeUse();
    this.#lowSince = this.#world.sim.now;
    this.#look.set(this.#world.sim.now + this.#limits.shrinkEvery);
  }
}
