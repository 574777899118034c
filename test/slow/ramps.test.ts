/** A backlog against the documented ramps: no chance in it, so there is nothing to average. */
import { describe, expect, it } from 'vitest';
import { Listener, type Named } from '../../src/model/observer.ts';
import { readScenarioValue } from '../../src/scenario/read.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { simulate } from '../../src/simulate.ts';
import { RAMPS, type RampCase } from '../theory/cases.ts';
import { drainTime } from '../theory/formulas.ts';
import { partsOf } from '../theory/models.ts';

/** The whole backlog within a millisecond, under the rules of the time; everything but the ramp is out of the way. */
function backlog({ id, rules, backlog, service }: RampCase): Scenario {
  const replay = { file: 'backlog.csv', time: 'at', count: 'messages', interval: '1 ms' };
  const value = {
    lagcast: 1,
    name: id,
    rules,
    duration: '30 min',
    account: { concurrency: 10_000 },
    sources: { q: { type: 'sqs', arrivals: [{ replay }] } },
    functions: { f: { coldStart: 'none', handler: { duration: `${service} s` } } },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
  };
  const read = readScenarioValue(value, { ports: { readText: () => `at,messages\n0,${backlog}\n` } });
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 1));
  return read.scenario;
}

/** Remembers when there were that many pollers, in microseconds. */
class Watch extends Listener {
  reachedAt = NaN;
  readonly #clock: { readonly now: number };
  readonly #pollers: number;

  constructor(clock: { readonly now: number }, pollers: number) {
    super();
    this.#clock = clock;
    this.#pollers = pollers;
  }

  override pollersChanged(_mapping: Named, pollers: number): void {
    if (pollers === this.#pollers) this.reachedAt = this.#clock.now;
  }
}

describe.each(RAMPS)('$id', (ramp) => {
  it('drains a backlog in the time of the straight line', () => {
    let watch!: Watch;
    const result = simulate(backlog(ramp), {
      observers: [({ sim }) => (watch = new Watch(sim, ramp.ceiling))],
    });
    const { q, m, f } = partsOf(result);
    expect(q.succeeded).toBe(ramp.backlog);
    expect(f.concurrency.max).toBe(m.pollers!.max);
    // Sent at 0 s: the greatest latency is the end.
    const drained = q.latency.max! / 1e6;
    expect(Math.abs(drained / drainTime(ramp) - 1)).toBeLessThan(ramp.tolerance);
    if (ramp.ceilingAfter === undefined) return;
    const minutes = watch.reachedAt / 60e6;
    expect(Math.abs(minutes / ramp.ceilingAfter.expected - 1)).toBeLessThan(ramp.tolerance);
    expect(watch.reachedAt).toBe(((ramp.ceiling - ramp.start) * 60e6) / ramp.perMinute);
  });
});
