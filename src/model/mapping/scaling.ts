/**
 * Asks the poller policy at the right moments: a step of the ramp while messages remain and nobody is free, a look for
 * scaling down at a regular interval. Neither costs an event while there is nothing to decide.
 */
import { Rank } from '../../engine/rank.ts';
import type { Timer } from '../../engine/simulation.ts';
import { SECOND, type Micros } from '../../engine/time.ts';
import type { World } from '../world.ts';
import { grown, shrunk, type OnDemandLimits } from './pollers.ts';

/** What scaling needs from the mapping. */
export interface Scalable {
  readonly pollers: number;
  /** Whether messages wait that no poller is free to receive. */
  readonly isShort: boolean;
  /** Brings the books of the long polls of the moment up to date. */
  countWaits(): void;
  resize(pollers: number): void;
}

export class OnDemandScaling {
  readonly #world: World;
  readonly #mapping: Scalable;
  readonly #rampEvery: Micros;
  readonly #lookEvery: Micros;
  #limits: OnDemandLimits;
  readonly #ramp: Timer;
  readonly #look: Timer;
  #receives = 0;
  #emptyReceives = 0;
  #receivedAt: Micros = 0;

  constructor(world: World, mapping: Scalable, limits: OnDemandLimits) {
    this.#world = world;
    this.#mapping = mapping;
    this.#limits = limits;
    this.#rampEvery = Math.round((limits.rampStep * SECOND) / world.rules.number('sqs.pollers.ramp'));
    this.#lookEvery = world.rules.number('sqs.pollers.shrinkEvery');
    this.#ramp = world.sim.timer(Rank.controller, this.#grow);
    this.#look = world.sim.timer(Rank.controller, this.#shrink);
  }

  /** The mapping is enabled: it begins with its first pollers, and the times of before are forgotten. */
  start(): void {
    this.#receivedAt = this.#world.sim.now;
    this.#mapping.resize(this.#limits.start);
    this.#armLook();
  }

  /** Polling goes on after an outage: with the pollers of before, and as if something had just been received. */
  resume(): void {
    this.#receivedAt = this.#world.sim.now;
    this.#armLook();
  }

  /** The mapping is disabled, or its polling is out. */
  stop(): void {
    this.#ramp.clear();
    this.#look.clear();
  }

  /** Other limits from now on. */
  set limits(limits: OnDemandLimits) {
    this.#limits = limits;
    const pollers = Math.min(this.#mapping.pollers, limits.max);
    if (pollers !== this.#mapping.pollers) this.#mapping.resize(pollers);
  }

  /** A receive returned messages. */
  received(): void {
    this.#receives++;
    this.#receivedAt = this.#world.sim.now;
  }

  /** So many receives returned nothing. */
  receivedNothing(receives: number): void {
    this.#emptyReceives += receives;
  }

  /** Messages wait that no poller is free to receive: the ramp goes on, or begins. */
  shortage(): void {
    if (this.#ramp.isSet || this.#mapping.pollers >= this.#limits.max) return;
    this.#ramp.set(this.#world.sim.now + this.#rampEvery);
  }

  readonly #grow = (): void => {
    if (!this.#mapping.isShort) return;
    this.#mapping.resize(grown(this.#mapping.pollers, this.#limits));
    this.#armLook();
    this.shortage();
  };

  readonly #shrink = (): void => {
    this.#mapping.countWaits();
    const quietFor = this.#world.sim.now - this.#receivedAt;
    const seen = { receives: this.#receives, emptyReceives: this.#emptyReceives, quietFor };
    this.#receives = 0;
    this.#emptyReceives = 0;
    const pollers = shrunk(this.#mapping.pollers, seen, this.#limits);
    if (pollers !== this.#mapping.pollers) this.#mapping.resize(pollers);
    this.#armLook();
  };

  /** Looks are taken while there is something to give back. */
  #armLook(): void {
    if (this.#look.isSet || this.#mapping.pollers <= this.#limits.floor || this.#mapping.pollers === Infinity) return;
    this.#look.set(this.#world.sim.now + this.#lookEvery);
  }
}
