/**
 * A Lambda function: admits or refuses an invocation, finds it an environment, runs the handler, and says when it ended.
 *
 * Order of admission (CON-11, assumed): reserved concurrency or the account's unreserved part, then the rate at which
 * environments may be added. An execution counts from admission to its end, its cold start included (CON-12).
 * Left out so far: request rates, provisioned concurrency, INIT beyond its own limit, SnapStart.
 */
import type { Distribution } from '../../engine/distributions.ts';
import { Rank } from '../../engine/rank.ts';
import type { Action } from '../../engine/simulation.ts';
import type { RandomStream } from '../../engine/random.ts';
import type { Micros } from '../../engine/time.ts';
import { Outcome, type Batch } from '../batch.ts';
import type { Named } from '../observer.ts';
import type { World } from '../world.ts';
import type { Account } from './account.ts';
import { Environments, NONE } from './environments.ts';
import type { Handler } from './handler.ts';
import type { Refusal } from './refusal.ts';
import { TokenBucket } from './token-bucket.ts';

export interface FunctionSettings {
  readonly timeout: Micros;
  /** Undefined: the function shares the account's unreserved concurrency. May change while it runs. */
  reservedConcurrency: number | undefined;
  /** Time from admission until the handler begins in a new environment; undefined: no cold starts. */
  readonly coldStart: Distribution | undefined;
  readonly idleLifetime: Micros;
}

export class LambdaFunction implements Named {
  readonly name: string;
  readonly index: number;
  readonly settings: FunctionSettings;
  readonly #world: World;
  readonly #account: Account;
  readonly #handler: Handler;
  readonly #environments: Environments;
  readonly #scaling: TokenBucket;
  readonly #coldStarts: RandomStream;
  readonly #ended: Action;
  #running = 0;
  #invocations = 0;

  constructor(
    name: string,
    index: number,
    settings: FunctionSettings,
    handler: Handler,
    account: Account,
    world: World,
  ) {
    this.name = name;
    this.index = index;
    this.settings = settings;
    this.#handler = handler;
    this.#account = account;
    this.#world = world;
    this.#environments = new Environments(settings.idleLifetime);
    this.#scaling = scalingOf(account, world);
    this.#coldStarts = world.sim.random(`functions.${name}`, 'coldStart');
    this.#ended = world.sim.action(Rank.completion, this.#end);
    account.reserve(settings.reservedConcurrency ?? 0);
  }

  /** Executions running now, cold starts included. */
  get running(): number {
    return this.#running;
  }

  /** Execution environments that exist now. */
  get environments(): number {
    return this.#environments.count(this.#world.sim.now);
  }

  /** PutFunctionConcurrency or its removal: what runs goes on. */
  reserve(concurrency: number | undefined): void {
    if (this.#isUnreserved()) this.#account.addUnreserved(-this.#running);
    this.#account.reserve((concurrency ?? 0) - (this.settings.reservedConcurrency ?? 0));
    this.settings.reservedConcurrency = concurrency;
    if (this.#isUnreserved()) this.#account.addUnreserved(this.#running);
  }

  /** Begins an invocation, or says why not. Its owner is told when it has ended. */
  invoke(batch: Batch): Refusal | undefined {
    const { sim, tell } = this.#world;
    const refusal = this.#refuse() ?? this.#findEnvironment(batch);
    if (refusal !== undefined) {
      tell.throttled(this, batch, refusal);
      return refusal;
    }
    this.#running++;
    if (this.#isUnreserved()) this.#account.addUnreserved(1);
    batch.invocation = ++this.#invocations;
    batch.invokedAt = sim.now;
    this.#handler.run(batch);
    if (batch.duration > this.settings.timeout) this.#timeOut(batch);
    tell.invoked(this, batch);
    sim.after(batch.initDuration + batch.duration, this.#ended, batch.number);
    return undefined;
  }

  #refuse(): Refusal | undefined {
    const reserved = this.settings.reservedConcurrency;
    if (reserved === undefined) return this.#account.isFull ? 'ConcurrentInvocationLimitExceeded' : undefined;
    return this.#running >= reserved ? 'ReservedFunctionConcurrentInvocationLimitExceeded' : undefined;
  }

  #findEnvironment(batch: Batch): Refusal | undefined {
    const { now } = this.#world.sim;
    batch.environment = this.#environments.takeIdle(now);
    batch.cold = false;
    batch.initDuration = 0;
    if (batch.environment === NONE) {
      if (!this.#scaling.take(now)) return 'FunctionInvocationRateLimitExceeded';
      this.#startCold(batch);
    }
    return undefined;
  }

  #startCold(batch: Batch): void {
    batch.environment = this.#environments.create();
    if (this.settings.coldStart === undefined) return;
    batch.cold = true;
    batch.initDuration = Math.max(0, Math.round(this.settings.coldStart(this.#coldStarts)));
  }

  #timeOut(batch: Batch): void {
    batch.duration = this.settings.timeout;
    batch.outcome = Outcome.timedOut;
  }

  readonly #end = (number: number): void => {
    const { sim, tell, batches } = this.#world;
    const batch = batches[number]!;
    this.#running--;
    if (this.#isUnreserved()) this.#account.addUnreserved(-1);
    this.#environments.release(batch.environment, sim.now, batch.outcome === Outcome.timedOut);
    tell.finished(this, batch);
    batch.owner.finished(batch);
  };

  #isUnreserved(): boolean {
    return this.settings.reservedConcurrency === undefined;
  }
}

function scalingOf(account: Account, world: World): TokenBucket {
  if (world.rules.word('lambda.scaling.scope') === 'account') return account.scaling;
  return new TokenBucket(world.rules.number('lambda.scaling.burst'), world.rules.number('lambda.scaling.rate'));
}
