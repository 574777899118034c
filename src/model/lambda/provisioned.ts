/**
 * Provisioned concurrency of one function (CON-04, CON-05): environments that are started ahead and kept, so that what they
 * serve never begins cold.
 *
 * A request for more takes time to prepare and then a rate of environments; none of those added can be used before all of
 * them are ready. Less takes effect at once: idle ones end now, busy ones when they are done. A request while another is
 * under way begins anew (assumed). The service has them on versions and aliases only: here a function that has any is taken
 * to be invoked through that alias. Who asks for other numbers is auto-scaler.ts, or the scenario. Left out: replacement of old
 * ones, which nobody notices.
 */
import { Rank } from '../../engine/rank.ts';
import type { Timer } from '../../engine/simulation.ts';
import { SECOND, type Micros } from '../../engine/time.ts';
import type { World } from '../world.ts';
import type { Environment } from './environments.ts';
import { RequestRate } from './request-rate.ts';

/** Is told how many run on provisioned environments and how many are ready, whenever that changes. */
export interface ProvisionedMeter {
  note(busy: number, ready: number): void;
}

export class Provisioned {
  /** 10 a second for each that is ready (CON-08); what is above spills over like other demand (assumed, UNK-15). */
  readonly rate: RequestRate;
  readonly #world: World;
  readonly #start: () => Environment;
  readonly #ended: (environment: Environment) => void;
  readonly #changed: (ready: number) => void;
  readonly #readiness: Timer;
  readonly #idle: Environment[] = [];
  /** Undefined: nobody measures its use. */
  #meter: ProvisionedMeter | undefined;
  #requested = 0;
  #ready = 0;
  #busy = 0;

  /** `start` makes an environment, `ended` is told of each that ends, `changed` how many are ready whenever that changes. */
  constructor(
    world: World,
    start: () => Environment,
    ended: (environment: Environment) => void,
    changed: (ready: number) => void,
  ) {
    this.#world = world;
    this.#start = start;
    this.#ended = ended;
    this.#changed = changed;
    this.rate = new RequestRate(world.rules.number('lambda.requestRate.window'));
    this.rate.limit(0);
    // A change of configuration: known before anybody looks for an environment at that instant.
    this.#readiness = world.sim.timer(Rank.scenario, () => this.#setReady(this.#requested));
  }

  /** Environments asked for. */
  get requested(): number {
    return this.#requested;
  }

  /** Executions that run on them now. */
  get busy(): number {
    return this.#busy;
  }

  /** From now on `meter` is told. */
  measure(meter: ProvisionedMeter): void {
    this.#meter = meter;
    meter.note(this.#busy, this.#ready);
  }

  /** Whether an invocation can begin on one of them now. */
  canServe(now: Micros): boolean {
    return this.#idle.length > 0 && this.rate.allows(now);
  }

  /** PutProvisionedConcurrencyConfig, or with 0 its removal. `readyAt`: when they are ready, where the scenario says so. */
  request(environments: number, readyAt?: Micros): void {
    this.#requested = environments;
    this.#readiness.clear();
    const at = readyAt ?? this.#readyBy(environments - this.#ready);
    if (environments <= this.#ready || at <= this.#world.sim.now) this.#setReady(environments);
    else this.#readiness.set(at);
  }

  /** Takes the one used last; there must be one. */
  take(now: Micros): Environment {
    this.rate.take(now);
    this.#busy++;
    this.#meter?.note(this.#busy, this.#ready);
    return this.#idle.pop()!;
  }

  release(environment: Environment): void {
    this.#busy--;
    this.#meter?.note(this.#busy, this.#ready);
    // One that is no longer wanted ends.
    if (this.#idle.length + this.#busy < this.#ready) this.#idle.push(environment);
    else this.#ended(environment);
  }

  #readyBy(missing: number): Micros {
    const { sim, rules } = this.#world;
    const filling = (missing / rules.number('lambda.provisioned.rate')) * SECOND;
    return Math.round(sim.now + rules.number('lambda.provisioned.prepare') + filling);
  }

  #setReady(ready: number): void {
    if (ready === this.#ready) return;
    while (this.#idle.length > 0 && this.#idle.length + this.#busy > ready) this.#ended(this.#idle.pop()!);
    for (let n = this.#ready; n < ready; n++) this.#idle.push(this.#start());
    this.#ready = ready;
    this.#meter?.note(this.#busy, ready);
    this.rate.limit(this.#world.rules.number('lambda.requestRate') * ready);
    this.#changed(ready);
  }
}
