/** SQS-23 at its full size: the documented pace of provisioned pollers, up to a thousand of them. */
import { expect, it } from 'vitest';
import { SECOND } from '../../src/engine/time.ts';
import { Listener } from '../../src/model/observer.ts';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { Run } from '../../src/simulate.ts';

it('SQS-23, SQS-24: from 20 to 10,000 at once no earlier than 1,000 a minute allow', () => {
  const begun: number[] = [];
  class Begins extends Listener {
    readonly #now: () => number;
    constructor(now: () => number) {
      super();
      this.#now = now;
    }
    override invoked(): void {
      begun.push(this.#now() / SECOND);
    }
  }
  const read = readScenario(`lagcast: 1
duration: 12 min
account: { concurrency: 20000 }
sources: { q: { type: sqs, visibilityTimeout: 1 h, arrivals: [ { rate: 30000/s, endAt: 1 s } ] } }
functions: { f: { timeout: 15 min, coldStart: none, handler: { duration: 14 min } } }
mappings:
  m: { source: q, function: f, batchSize: 1, provisionedPollerConfig: { minimumPollers: 2, maximumPollers: 1000 } }
`);
  if (!read.ok) throw new Error(formatProblems('', read.problems));
  const run = new Run(read.scenario, { observers: [({ sim }) => new Begins(() => sim.now)] });
  while (!run.advance());
  const result = run.result();
  begun.forEach((at, i) => expect(i + 1, `at ${at} s`).toBeLessThanOrEqual(20 + (1000 / 60) * at));
  // 998 pollers at one each 0.6 s, once the backlog has been noticed; each is full after a second.
  expect(begun[9999]).toBeGreaterThanOrEqual(599);
  expect(begun[9999]).toBeLessThan(606);
  expect(begun).toHaveLength(10_000);
  expect(result.mappings['m']!.pollers!.max).toBe(1000);
});
