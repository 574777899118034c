/**
 * A Lambda function: admits or refuses an invocation, finds it an environment, runs the handler, and says when it ended.
 *
 * Order of admission (CON-11, assumed): reserved concurrency or the account's unreserved part, then invocations a second,
 * then the rate at which environments may be added. A refusal leaves everything as it was. An execution counts from
 * admission to its end, its cold start included (CON-12); once admitted it waits for its own environment, even when
 * another becomes idle meanwhile (ENV-11, assumed).
 *
 * While it is out every attempt ends at once in a system error (5xx), before any admission: nothing is looked at or taken, and
 * what runs goes on. Left out: system errors of some attempts only, and those of an invocation that has begun.
 */
import { Rank } from '../../engine/rank.ts';
import type { Action, Timer } from '../../engine/simulation.ts';
import type { RandomStream } from '../../engine/random.ts';
import type { Micros } from '../../engine/time.ts';
import { isError, Limit, Outcome, OUTCOMES, type Batch } from '../batch.ts';
import type { Lineage } from '../lineage.ts';
import type { Named, ProvisionedReason } from '../observer.ts';
import type { World } from '../world.ts';
import type { Account } from './account.ts';
import { Environment, Environments, type ReuseOrder } from './environments.ts';
import type { Handler } from './handler.ts';
import { Player } from './played/player.ts';
import { Provisioned, type ProvisionedMeter } from './provisioned.ts';
import type { NotInvoked, Refusal } from './refusal.ts';
import { RequestRate } from './request-rate.ts';
import type { Sends } from './sends.ts';
import { startAgain, startCold, type ColdStart } from './start.ts';
import { TokenBucket } from './token-bucket.ts';

export interface FunctionSettings {
  readonly timeout: Micros;
  /** Undefined: the function shares the account's unreserved concurrency. May change while it runs. */
  reservedConcurrency: number | undefined;
  /** Environments kept ready; 0 for none. May change while it runs. */
  provisionedConcurrency: number;
  /** When the first of them are ready; undefined: when the service would have them ready. */
  readonly provisionedReadyAt: Micros | undefined;
  /** Undefined: no cold starts. */
  readonly coldStart: ColdStart | undefined;
  readonly idleLifetime: Micros;
  /** Whether chains of requests are stopped that come back too often (ASY-16); undefined: they are. */
  readonly stopsLoops?: boolean;
}

export class LambdaFunction implements Named {
  readonly name: string;
  readonly index: number;
  readonly settings: FunctionSettings;
  readonly #world: World;
  readonly #account: Account;
  /** Decides an invocation when it begins, or plays it out. */
  readonly #handler: Handler | Player;
  /** Ends idle environments in time, where somebody asks when: as a rule nobody does before one is wanted. */
  #sweep: Timer | undefined;
  readonly #environments: Environments;
  readonly #scaling: TokenBucket;
  /** Invocations of a function with reserved concurrency. */
  readonly #rate: RequestRate;
  readonly #perUnit: number = 0;
  readonly #coldStarts: RandomStream;
  readonly #repeatedInits: RandomStream;
  readonly #began: Action;
  readonly #ended: Action;
  /** Undefined: its handler sends nothing. */
  #sends: Sends | undefined;
  #provisioned: Provisioned | undefined;
  #isOut = false;
  #running = 0;
  #invocations = 0;
  #environmentsStarted = 0;

  constructor(
    name: string,
    index: number,
    settings: FunctionSettings,
    handler: Handler | Player,
    account: Account,
    world: World,
  ) {
    const { rules, sim } = world;
    this.name = name;
    this.index = index;
    this.settings = settings;
    this.#handler = handler;
    this.#account = account;
    this.#world = world;
    const ended = handler instanceof Player ? this.#environmentEnded : undefined;
    this.#environments = environmentsOf(name, settings.idleLifetime, ended, world);
    if (handler instanceof Player) this.#isPlayedBy(handler);
    this.#scaling = scalingOf(account, world);
    this.#rate = new RequestRate(rules.number('lambda.requestRate.window'));
    this.#perUnit = rules.number('lambda.requestRate');
    this.#coldStarts = sim.random(`functions.${name}`, 'coldStart');
    this.#repeatedInits = sim.random(`functions.${name}`, 'repeatedInit');
    this.#began = sim.action(Rank.completion, (number) => this.#sends!.begin(world.batches[number]!));
    this.#ended = sim.action(Rank.completion, this.#end);
    account.setAside(this.#ownPart());
    this.#limitRate();
    if (settings.provisionedConcurrency > 0)
      this.#provisionedPool().request(settings.provisionedConcurrency, settings.provisionedReadyAt);
  }

  #isPlayedBy(player: Player): void {
    const { sim } = this.#world;
    player.served = {
      began: (batch) => {
        if (this.#sends?.beginsWithSome === true) this.#sends.begin(batch);
      },
      ended: (batch) => this.#finish(batch),
    };
    this.#sweep = sim.timer(Rank.age, () => {
      this.#environments.count(sim.now);
      this.#sweepLater();
    });
  }

  /** What its handler sends on; known before the first invocation. */
  set sends(sends: Sends) {
    this.#sends = sends;
  }

  /** Executions running now, cold starts included. */
  get running(): number {
    return this.#running;
  }

  /** On-demand execution environments that exist now. */
  get environments(): number {
    return this.#environments.count(this.#world.sim.now);
  }

  // — settings that change while it runs —

  /** PutFunctionConcurrency or its removal: what runs goes on. */
  reserve(concurrency: number | undefined): void {
    this.#change(() => (this.settings.reservedConcurrency = concurrency));
    this.#limitRate();
  }

  /** PutProvisionedConcurrencyConfig or its removal (0). */
  provision(environments: number, why: ProvisionedReason = 'set'): void {
    this.#change(() => (this.settings.provisionedConcurrency = environments));
    this.#world.tell.provisionedRequested(this, environments, why);
    this.#provisionedPool().request(environments);
  }

  /** From now on somebody measures how its provisioned environments are used. */
  meterProvisioned(meter: ProvisionedMeter): void {
    this.#provisionedPool().measure(meter);
  }

  /** Nobody can invoke it from now on, or everybody can again. */
  outage(isOut: boolean): void {
    this.#isOut = isOut;
  }

  /** Takes what the function has out of the account's sums, and puts it back as it is then. */
  #change(settings: () => void): void {
    this.#account.setAside(-this.#ownPart());
    this.#countShared(-this.#onDemand());
    settings();
    this.#account.setAside(this.#ownPart());
    this.#countShared(this.#onDemand());
  }

  /** What the account sets aside for it (CON-04): its reservation, which includes what is provisioned, or else the latter. */
  #ownPart(): number {
    return this.settings.reservedConcurrency ?? this.settings.provisionedConcurrency;
  }

  #limitRate(): void {
    this.#rate.limit(this.#perUnit * (this.settings.reservedConcurrency ?? Infinity));
  }

  #provisionedPool(): Provisioned {
    const start = () => this.#newEnvironment(true);
    const changed = (ready: number) => this.#world.tell.provisionedChanged(this, ready);
    return (this.#provisioned ??= new Provisioned(this.#world, start, this.#environmentEnded, changed));
  }

  #onDemand(): number {
    return this.#running - (this.#provisioned?.busy ?? 0);
  }

  /** Executions begin or end that use the account's shared part, if the function does. */
  #countShared(step: number): void {
    if (this.settings.reservedConcurrency === undefined) this.#account.addUnreserved(step);
  }

  // — an invocation —

  /** Begins an invocation, or says why not. Its owner is told when it has ended. */
  invoke(batch: Batch): NotInvoked | undefined {
    const { sim, tell, records } = this.#world;
    if (this.#isOut) {
      tell.notInvoked(this, batch, 'ServiceException');
      return 'ServiceException';
    }
    if (records.lineage !== undefined && this.#isLoop(batch, records.lineage)) {
      tell.notInvoked(this, batch, 'RecursiveInvocationException');
      return 'RecursiveInvocationException';
    }
    const refusal = this.#admit(batch);
    if (refusal !== undefined) {
      tell.throttled(this, batch, refusal);
      return refusal;
    }
    this.#running++;
    batch.invocation = ++this.#invocations;
    batch.invokedAt = sim.now;
    if (this.#handler instanceof Player) this.#play(batch, this.#handler);
    else this.#run(batch, this.#handler);
    return undefined;
  }

  /** All of the invocation is decided now. */
  #run(batch: Batch, handler: Handler): void {
    const { sim, tell } = this.#world;
    this.#runHandler(batch, handler);
    tell.invoked(this, batch);
    if (this.#sends?.beginsWithSome === true) this.#sendFirst(batch, this.#sends);
    sim.after(batch.initDuration + batch.duration, this.#ended, batch.number);
  }

  /** What becomes of the invocation depends on what others do meanwhile. */
  #play(batch: Batch, player: Player): void {
    batch.crashed = false;
    this.#world.tell.invoked(this, batch);
    player.begin(batch, this.settings.timeout);
  }

  /**
   * Whether some record of the batch belongs to a chain that has run the function too often (ASY-16). That the whole batch is then
   * stopped with it, before admission, is an assumption.
   */
  #isLoop({ slots, size }: Batch, lineage: Lineage): boolean {
    if (this.settings.stopsLoops === false) return false;
    for (let i = 0; i < size; i++) {
      if (this.#world.trails.isLoop(lineage.trailOf(slots[i]!), this.index)) return true;
    }
    return false;
  }

  /** The handler begins after INIT, which the timeout may have cut off when it ran again in the invocation. */
  #sendFirst(batch: Batch, sends: Sends): void {
    const { initDuration, suppressedInit, duration, outcome } = batch;
    if (outcome === Outcome.timedOut && suppressedInit >= duration) return;
    const wait = initDuration + suppressedInit;
    if (wait === 0) sends.begin(batch);
    else this.#world.sim.after(wait, this.#began, batch.number);
  }

  /** Everything is checked before anything is taken, so that a refusal costs nothing. */
  #admit(batch: Batch): Refusal | undefined {
    const { now } = this.#world.sim;
    const pool = this.#provisioned?.canServe(now) === true ? this.#provisioned : undefined;
    const { isRateLimited } = batch.owner;
    const refusal = this.#refuse(batch, now, pool !== undefined);
    if (refusal !== undefined) return refusal;
    const warm = pool === undefined ? this.#environments.takeIdle(now) : pool.take(now);
    if (warm === undefined && !this.#scaling.take(now)) {
      batch.refusedBy = Limit.scaling;
      return this.#reason('lambda.scaling.reason');
    }
    if (this.settings.reservedConcurrency !== undefined) {
      if (isRateLimited) this.#rate.take(now);
    } else if (pool === undefined) {
      this.#account.addUnreserved(1);
      if (isRateLimited) this.#account.rate.take(now);
    }
    this.#settle(batch, warm);
    return undefined;
  }

  /** What runs on provisioned environments has its place in the account already. */
  #refuse(batch: Batch, now: Micros, onProvisioned: boolean): Refusal | undefined {
    const { isRateLimited } = batch.owner;
    const reserved = this.settings.reservedConcurrency;
    if (reserved !== undefined) {
      batch.refusedBy = Limit.reserved;
      if (this.#running >= reserved) return 'ReservedFunctionConcurrentInvocationLimitExceeded';
      batch.refusedBy = Limit.reservedRate;
      return !isRateLimited || this.#rate.allows(now) ? undefined : 'ReservedFunctionInvocationRateLimitExceeded';
    }
    if (onProvisioned) return undefined;
    batch.refusedBy = Limit.account;
    if (this.#account.isFull) return 'ConcurrentInvocationLimitExceeded';
    batch.refusedBy = Limit.accountRate;
    return !isRateLimited || this.#account.rate.allows(now) ? undefined : this.#reason('lambda.requestRate.reason');
  }

  /** Looked up when it is given, so that a result lists the assumption where it played a part. */
  #reason(fact: 'lambda.requestRate.reason' | 'lambda.scaling.reason'): Refusal {
    return this.#world.rules.word(fact) as Refusal;
  }

  /** Gives the batch its environment, `warm` or a new one, and what it takes to get that ready. */
  #settle(batch: Batch, warm: Environment | undefined): void {
    const { coldStart } = this.settings;
    batch.cold = false;
    batch.initDuration = 0;
    batch.platformDuration = 0;
    batch.suppressedInit = 0;
    batch.downstreamTime = 0;
    const host = warm ?? this.#newEnvironment(false);
    if (warm === undefined) this.#environments.add();
    batch.host = host;
    batch.environment = host.id;
    if (coldStart === undefined) return;
    if (warm === undefined) startCold(coldStart, this.#coldStarts, batch);
    else if (host.needsInit) startAgain(coldStart, this.#repeatedInits, batch);
  }

  #newEnvironment(provisioned: boolean): Environment {
    return new Environment(++this.#environmentsStarted, this.#world.sim.now, provisioned);
  }

  #runHandler(batch: Batch, handler: Handler): void {
    const { timeout } = this.settings;
    batch.crashed = false;
    handler.run(batch);
    batch.duration += batch.suppressedInit;
    if (batch.duration > timeout) {
      handler.cutOff(batch, timeout - batch.suppressedInit);
      batch.duration = timeout;
      batch.outcome = Outcome.timedOut;
    }
    handler.attribute(batch);
  }

  readonly #end = (number: number): void => this.#finish(this.#world.batches[number]!);

  #finish(batch: Batch): void {
    const { sim, tell } = this.#world;
    const host = batch.host!;
    // ENV-07: a timeout or a crash resets the environment, which is kept; an exception that the runtime handles does not.
    host.needsInit = isError(batch.outcome) && (batch.crashed || batch.outcome !== Outcome.failed);
    if (host.needsInit) this.#environmentEnded(host);
    this.#running--;
    if (host.provisioned) this.#provisioned!.release(host);
    else {
      this.#countShared(-1);
      this.#environments.release(host, sim.now);
      this.#sweepLater();
    }
    this.#handler.ended(batch);
    sim.note(batch.size * OUTCOMES.length + batch.outcome);
    tell.finished(this, batch);
    if (this.#sends !== undefined) this.#sends.end(batch);
    batch.owner.finished(batch);
  }

  /** The process of an environment is no more: what it held is free. */
  readonly #environmentEnded = (environment: Environment): void => {
    if (this.#handler instanceof Player) this.#handler.environmentEnded(environment);
  };

  #sweepLater(): void {
    const at = this.#environments.nextEnd;
    if (this.#sweep !== undefined && !this.#sweep.isSet && at !== Infinity) this.#sweep.set(at);
  }
}

function environmentsOf(
  name: string,
  idleLifetime: Micros,
  ended: ((environment: Environment) => void) | undefined,
  { rules, sim }: World,
): Environments {
  const random = sim.random(`functions.${name}`, 'reuse');
  const maxLifetime = rules.number('lambda.environment.maxLifetime');
  const order = rules.word('lambda.environment.reuse') as ReuseOrder;
  return new Environments({ idleLifetime, maxLifetime, order, ...(ended && { ended }) }, (n) => random.below(n));
}

function scalingOf(account: Account, world: World): TokenBucket {
  if (world.rules.word('lambda.scaling.scope') === 'account') return account.scaling;
  return new TokenBucket(world.rules.number('lambda.scaling.burst'), world.rules.number('lambda.scaling.rate'));
}
