/** What holds of the account in any run: no function above its limit, the account never above its own, provisioned before on-demand. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Batch } from '../../src/model/batch.ts';
import { Listener, type Named } from '../../src/model/observer.ts';
import { run } from '../support/run.ts';

const CONCURRENCY = 30;

/** Counts what runs, and says what should not have happened. */
class Watch extends Listener {
  readonly wrong: string[] = [];
  readonly #running = [0, 0, 0];
  readonly #limits: readonly number[];
  #busy = 0;
  #ready = 0;

  /** `limits`: of each function. */
  constructor(limits: readonly number[]) {
    super();
    this.#limits = limits;
  }

  override invoked(fn: Named, batch: Batch): void {
    const running = ++this.#running[fn.index]!;
    if (running > this.#limits[fn.index]!) this.wrong.push(`${fn.name} runs ${running}`);
    const total = this.#running.reduce((sum, one) => sum + one, 0);
    if (total > CONCURRENCY) this.wrong.push(`all together run ${total}`);
    if (fn.name !== 'warm') return;
    if (batch.host!.provisioned) this.#busy++;
    else if (this.#busy < this.#ready) this.wrong.push(`on demand with ${this.#ready - this.#busy} provisioned idle`);
  }

  override finished(fn: Named, batch: Batch): void {
    this.#running[fn.index]!--;
    if (batch.host!.provisioned) this.#busy--;
  }

  override provisionedChanged(_fn: Named, ready: number): void {
    this.#ready = ready;
  }
}

const rate = fc.integer({ min: 1, max: 40 }).map((n) => ({ rate: { poisson: `${n}/s` } }));
// At least 200 ms: then provisioned environments are never out of their ten invocations a second each.
const duration = fc.constantFrom('200 ms', '900 ms', { lognormal: { median: '600 ms', p99: '3 s' } }, '2 s');

it('no limit is ever passed, and provisioned environments serve first', () => {
  const cases = fc.record({
    seed: fc.integer({ min: 0, max: 1e6 }),
    rates: fc.tuple(rate, rate, rate),
    durations: fc.tuple(duration, duration, duration),
    reserved: fc.integer({ min: 1, max: 10 }),
    provisioned: fc.integer({ min: 1, max: 8 }),
  });
  fc.assert(
    fc.property(cases, ({ seed, rates, durations, reserved, provisioned }) => {
      const limits = [reserved, CONCURRENCY - reserved, CONCURRENCY - reserved - provisioned];
      const watch = new Watch(limits);
      const [kept, warm, shared] = durations.map((handler) => ({ timeout: '30 s', handler: { duration: handler } }));
      const caller = (fn: string, i: number) => ({ type: 'sync', function: fn, arrivals: [rates[i]] });
      const { functions } = run(
        {
          lagcast: 1,
          seed,
          duration: '30 s',
          account: { concurrency: CONCURRENCY },
          facts: { 'lambda.unreserved.min': 1 },
          functions: {
            kept: { ...kept, reservedConcurrency: reserved },
            warm: { ...warm, provisionedConcurrency: { environments: provisioned, readyAt: '5 s' } },
            shared,
          },
          sources: {
            one: caller('kept', 0),
            two: caller('warm', 1),
            q: { type: 'sqs', visibilityTimeout: '3 min', arrivals: [rates[2]] },
          },
          mappings: { m: { source: 'q', function: 'shared', batchSize: 1 } },
        },
        { observers: [() => watch] },
      );
      expect(watch.wrong).toEqual([]);
      expect(functions['warm']!.invocations).toBeGreaterThan(0);
    }),
    { numRuns: 10 },
  );
});
