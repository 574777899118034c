/**
 * Scaling: a policy is told what happens, and says how many pollers the mapping should have. Here the service's own way,
 * on demand: a step of the ramp while messages remain and nobody is free, a look for scaling down at a regular interval,
 * less while invocations fail. None of it costs an event while there is nothing to decide.
 */
import { Rank } from '../../engine/rank.ts';
import type { Timer } from '../../engine/simulation.ts';
import { SECOND, type Micros } from '../../engine/time.ts';
import type { Outcome } from '../batch.ts';
import type { Named } from '../observer.ts';
import type { EventSource, Poller } from '../sources/source.ts';
import type { World } from '../world.ts';
import { ErrorBackOff } from './error-back-off.ts';
import { grown, onDemandLimits, shrunk, type OnDemandLimits, type PollerPolicy } from './pollers.ts';

/** What scaling needs from the mapping. */
export interface Scalable extends Named, Poller {
  readonly source: EventSource;
  readonly settings: { readonly maximumConcurrency: number | undefined; readonly reportBatchItemFailures: boolean };
  readonly pollers: number;
  /** Whether messages wait that no poller is free to receive. */
  readonly isShort: boolean;
  /** Brings the books of the receives of the moment up to date. */
  countWaits(): void;
  resize(pollers: number): void;
}

/** A policy at work on one mapping. */
export interface Scaling {
  /** Most pollers there could be now: Infinity where there is no bound. */
  readonly max: number;
  /** The mapping is enabled: it begins with its first pollers, and the times of before are forgotten. */
  start(): void;
  /** The mapping is disabled, or its polling is out. */
  stop(): void;
  /** Polling goes on after an outage, with the pollers of before. */
  resume(): void;
  /** The settings are others; `enabled` says whether there are pollers now. */
  changed(enabled: boolean): void;
  /** No poller is free to receive; messages may wait. */
  shortage(): void;
  /** A receive returned messages. */
  received(): void;
  /** So many receives returned nothing. */
  receivedNothing(receives: number): void;
  /** An invocation ended, was refused, or met a system error: `throttled` stands for both of the latter. */
  ended(outcome: Outcome): void;
}

type OnDemand = Extract<PollerPolicy, { kind: 'onDemand' }>;

export class OnDemandScaling implements Scaling {
  readonly #world: World;
  readonly #mapping: Scalable;
  readonly #policy: OnDemand;
  readonly #rampEvery: Micros;
  readonly #lookEvery: Micros;
  #limits: OnDemandLimits;
  readonly #ramp: Timer;
  readonly #look: Timer;
  /** With batch responses on, failing invocations change nothing (SQS-11). */
  readonly #backOff: ErrorBackOff | undefined;
  #receives = 0;
  #emptyReceives = 0;
  #receivedAt: Micros = 0;

  constructor(world: World, mapping: Scalable, policy: OnDemand) {
    this.#world = world;
    this.#mapping = mapping;
    this.#policy = policy;
    this.#limits = this.#limitsNow();
    this.#rampEvery = Math.round((this.#limits.rampStep * SECOND) / world.rules.number('sqs.pollers.ramp'));
    this.#lookEvery = world.rules.number('sqs.pollers.shrinkEvery');
    this.#ramp = world.sim.timer(Rank.controller, this.#grow);
    this.#look = world.sim.timer(Rank.controller, this.#shrink);
    const listens = mapping.settings.reportBatchItemFailures;
    if (!listens && world.rules.word('sqs.backOff') === 'on')
      this.#backOff = new ErrorBackOff(world, mapping, policy.min ?? 0, this.#recover);
  }

  get max(): number {
    return this.#limits.max;
  }

  start(): void {
    this.#receivedAt = this.#world.sim.now;
    this.#mapping.resize(this.#limits.start);
    this.#armLook();
  }

  /** As if something had just been received. */
  resume(): void {
    this.#receivedAt = this.#world.sim.now;
    this.#armLook();
  }

  stop(): void {
    this.#ramp.clear();
    this.#look.clear();
    this.#backOff?.stop();
  }

  changed(): void {
    this.#limits = this.#limitsNow();
    this.#backOff?.cap(this.#limits.max);
    const pollers = Math.min(this.#mapping.pollers, this.#limits.max);
    if (pollers !== this.#mapping.pollers) this.#mapping.resize(pollers);
  }

  received(): void {
    this.#receives++;
    this.#receivedAt = this.#world.sim.now;
  }

  receivedNothing(receives: number): void {
    this.#emptyReceives += receives;
  }

  ended(outcome: Outcome): void {
    this.#backOff?.ended(outcome);
  }

  /** The ramp goes on, or begins; not while invocations fail (SQS-11). */
  shortage(): void {
    if (this.#ramp.isSet || this.#mapping.pollers >= this.#limits.max || this.#isBackingOff) return;
    this.#ramp.set(this.#world.sim.now + this.#rampEvery);
  }

  get #isBackingOff(): boolean {
    return this.#backOff !== undefined && this.#backOff.isActive;
  }

  readonly #grow = (): void => {
    if (!this.#mapping.isShort || this.#isBackingOff) return;
    this.#mapping.resize(grown(this.#mapping.pollers, this.#limits));
    this.#armLook();
    this.shortage();
  };

  readonly #recover = (): void => {
    if (this.#mapping.isShort) this.shortage();
  };

  readonly #shrink = (): void => {
    this.#mapping.countWaits();
    const quietFor = this.#world.sim.now - this.#receivedAt;
    const seen = { receives: this.#receives, emptyReceives: this.#emptyReceives, quietFor };
    this.#receives = 0;
    this.#emptyReceives = 0;
    const pollers = shrunk(this.#mapping.pollers, seen, this.#limits);
    if (pollers !== this.#mapping.pollers) {
      this.#backOff?.cap(pollers);
      this.#mapping.resize(pollers);
    }
    this.#armLook();
  };

  /** Looks are taken while there is something to give back. */
  #armLook(): void {
    if (this.#look.isSet || this.#mapping.pollers <= this.#limits.floor || this.#mapping.pollers === Infinity) return;
    this.#look.set(this.#world.sim.now + this.#lookEvery);
  }

  #limitsNow(): OnDemandLimits {
    return onDemandLimits(this.#world.rules, this.#policy, this.#mapping.settings.maximumConcurrency);
  }
}
