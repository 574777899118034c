/**
 * Application Auto Scaling of one function's provisioned concurrency: reads its utilisation by the minute, and asks for other
 * numbers of environments. What it decides is auto-scaling.ts.
 *
 * A datapoint is the mean over a minute of executions on provisioned environments over those that are ready, or the greatest,
 * as the scenario says (the service averages unless told otherwise). While environments are being started nothing new is
 * decided, nor by a minute in which their number changed, whose utilisation is of the old number (both assumed).
 */
import { Rank } from '../../engine/rank.ts';
import type { Timer } from '../../engine/simulation.ts';
import type { Micros } from '../../engine/time.ts';
import type { World } from '../world.ts';
import { decideScaling, type TrackingPolicy } from './auto-scaling.ts';
import type { ProvisionedMeter } from './provisioned.ts';

export interface AutoScalingSettings {
  readonly min: number;
  readonly max: number;
  /** Utilisation, 0 to 1. */
  readonly target: number;
  readonly statistic: 'average' | 'maximum';
  /** Time after a change in the direction before the next in it. */
  readonly scaleOutCooldown: Micros;
  readonly scaleInCooldown: Micros;
}

/** What is scaled. */
interface Scaled {
  readonly settings: { readonly provisionedConcurrency: number };
  provision(environments: number, why: 'schedule' | 'scaleOut' | 'scaleIn'): void;
}

export class AutoScaler implements ProvisionedMeter {
  readonly #world: World;
  readonly #scaled: Scaled;
  readonly #settings: AutoScalingSettings;
  readonly #policy: TrackingPolicy;
  readonly #period: Micros;
  readonly #timer: Timer;
  /** Of the last periods, as many as the longer alarm looks at. */
  readonly #utilisations: (number | null)[] = [];
  #busy = 0;
  #ready = 0;
  #since: Micros = 0;
  /** Of this period: executions and environments times their time, and the greatest utilisation. */
  #used = 0;
  #offered = 0;
  #greatest = 0;
  #changedAt: Micros = 0;
  #outCooldown: Micros = 0;
  #inCooldown: Micros = 0;

  constructor(world: World, scaled: Scaled, settings: AutoScalingSettings) {
    const { rules, sim } = world;
    this.#world = world;
    this.#scaled = scaled;
    this.#settings = settings;
    this.#policy = {
      min: settings.min,
      max: settings.max,
      target: settings.target,
      outDatapoints: rules.number('lambda.autoScaling.scaleOut.datapoints'),
      inDatapoints: rules.number('lambda.autoScaling.scaleIn.datapoints'),
      inThreshold: rules.number('lambda.autoScaling.scaleIn.threshold'),
    };
    this.#period = rules.number('lambda.autoScaling.period');
    this.#timer = sim.timer(Rank.controller, () => this.#tick());
    this.#timer.set(sim.now + this.#period);
  }

  /** A scheduled action: other bounds from now on, and at once a number within them. Undefined: as before. */
  bound(min: number | undefined, max: number | undefined): void {
    this.#policy.min = min ?? this.#policy.min;
    this.#policy.max = max ?? this.#policy.max;
    const current = this.#scaled.settings.provisionedConcurrency;
    const within = Math.min(this.#policy.max, Math.max(this.#policy.min, current));
    if (within !== current) this.#scaled.provision(within, 'schedule');
  }

  note(busy: number, ready: number): void {
    this.#integrate();
    if (ready !== this.#ready) this.#changedAt = this.#world.sim.now;
    this.#busy = busy;
    this.#ready = ready;
    this.#noteGreatest();
  }

  #integrate(): void {
    const { now } = this.#world.sim;
    // Executions on environments that are not wanted any more are no use of those that are.
    this.#used += Math.min(this.#busy, this.#ready) * (now - this.#since);
    this.#offered += this.#ready * (now - this.#since);
    this.#since = now;
  }

  #noteGreatest(): void {
    if (this.#ready > 0) this.#greatest = Math.max(this.#greatest, Math.min(1, this.#busy / this.#ready));
  }

  #tick(): void {
    const { now } = this.#world.sim;
    const began = now - this.#period;
    this.#closePeriod();
    this.#timer.set(now + this.#period);
    const current = this.#scaled.settings.provisionedConcurrency;
    if (current !== this.#ready || this.#changedAt > began) return;
    const decision = decideScaling(current, this.#utilisations, this.#policy);
    if (decision === undefined) return;
    const { why, to } = decision;
    // A cooldown begins when the change is done, which #changedAt says.
    if (now < this.#changedAt + (why === 'scaleOut' ? this.#outCooldown : this.#inCooldown)) return;
    [this.#outCooldown, this.#inCooldown] =
      why === 'scaleOut' ? [this.#settings.scaleOutCooldown, 0] : [0, this.#settings.scaleInCooldown];
    this.#scaled.provision(to, why);
  }

  #closePeriod(): void {
    this.#integrate();
    const mean = this.#used > 0 ? this.#used / this.#offered : null;
    const datapoint = this.#settings.statistic === 'maximum' && this.#greatest > 0 ? this.#greatest : mean;
    this.#utilisations.push(datapoint);
    if (this.#utilisations.length > Math.max(this.#policy.outDatapoints, this.#policy.inDatapoints))
      this.#utilisations.shift();
    this.#used = 0;
    this.#offered = 0;
    this.#greatest = 0;
    this.#noteGreatest();
  }
}
