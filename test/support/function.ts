/** Functions by themselves, called step by step: for tests of admission and environments. */
import { Rules, type FactOverrides } from '../../src/aws/rules.ts';
import type { RuleSet } from '../../src/aws/fact.ts';
import { Batch, Outcome } from '../../src/model/batch.ts';
import { Account } from '../../src/model/lambda/account.ts';
import { LambdaFunction, type FunctionSettings } from '../../src/model/lambda/function.ts';
import type { Handler } from '../../src/model/lambda/handler.ts';
import type { NotInvoked } from '../../src/model/lambda/refusal.ts';
import { Listener } from '../../src/model/observer.ts';
import type { World } from '../../src/model/world.ts';
import { makeWorld, ownerOf, sleep } from './queue.ts';

/** An account with functions; what is told of provisioned environments is kept. */
export class Lambda {
  readonly world: World;
  readonly account: Account;
  readonly ready: { readonly at: number; readonly ready: number }[] = [];
  /** Time of the handler of calls from now on. */
  takes = 1000;
  #functions = 0;

  constructor(concurrency: number, facts: FactOverrides = {}, rules: RuleSet = 'current') {
    const { ready } = this;
    const clock = { now: 0 };
    class Told extends Listener {
      override provisionedChanged(_fn: unknown, count: number): void {
        ready.push({ at: clock.now, ready: count });
      }
    }
    this.world = { ...makeWorld(new Told()), rules: new Rules(rules, facts) };
    Object.defineProperty(clock, 'now', { get: () => this.world.sim.now });
    this.account = new Account(concurrency, this.world);
  }

  add(settings: Partial<FunctionSettings> = {}): LambdaFunction {
    const handler = {
      run: (batch: Batch) => Object.assign(batch, { duration: this.takes, outcome: Outcome.succeeded }),
      cutOff: () => {},
      attribute: () => {},
      ended: () => {},
    };
    const all: FunctionSettings = {
      ...{ timeout: 900e6, reservedConcurrency: undefined, provisionedConcurrency: 0, provisionedReadyAt: undefined },
      ...{ coldStart: undefined, idleLifetime: 600e6 },
      ...settings,
    };
    const index = this.#functions++;
    return new LambdaFunction(`f${index}`, index, all, handler as unknown as Handler, this.account, this.world);
  }

  /** One invocation: the batch that runs, or why it was refused. */
  call(fn: LambdaFunction): Batch | NotInvoked {
    const { batches } = this.world;
    const batch = new Batch(ownerOf({ name: 'test', index: 0 }), 0, batches.length);
    batches.push(batch);
    return fn.invoke(batch) ?? batch;
  }

  /** So many at once: how many were taken. */
  calls(fn: LambdaFunction, n: number): number {
    let taken = 0;
    for (let i = 0; i < n; i++) if (typeof this.call(fn) !== 'string') taken++;
    return taken;
  }

  /** Lets virtual time pass until an instant. */
  until(at: number): void {
    sleep(this.world, at - this.world.sim.now);
  }
}
