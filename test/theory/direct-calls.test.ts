/**
 * Erlang B without a queue in between: Poisson calls against a reserved concurrency, and whoever finds it used up is refused.
 * The same loss system as in test/slow/losses.test.ts, which makes it of throttled messages; here it is one source and one function.
 */
import { describe, expect, it } from 'vitest';
import { accept, replications, REPLICATIONS } from './acceptance.ts';
import { ERLANG_B, type QueueCase } from './cases.ts';
import { erlangB } from './formulas.ts';
import { directCalls } from './models.ts';
import { constant } from './service.ts';

/** One that needs few calls to be exact, and the same with a service that does not vary: the formula asks for its mean alone. */
const EXPONENTIAL: QueueCase = ERLANG_B.find(({ id }) => id === 'Q-ERLB-03')!;
const CONSTANT: QueueCase = { ...EXPONENTIAL, service: constant(1) };

describe.each([EXPONENTIAL, CONSTANT])('$id $service.written', (one) => {
  it('refuses as many as Erlang B says, and the others wait for nothing but their own work', () => {
    const { id, arrivalRate, service, servers, tolerance } = one;
    const name = `${id} direct ${service.scv}`;
    const found = replications(directCalls(one, name), REPLICATIONS, ({ sources, functions }) => {
      const [api, f] = [sources['api']!, functions['f']!];
      expect(f.concurrency.max).toBe(servers);
      expect(f.throttles).toBe(api.refused);
      return { refused: api.refused / api.arrived, busy: f.concurrency.mean, latency: api.latency.mean! / 1e6 };
    });
    const load = arrivalRate * service.mean;
    const expected = erlangB(load, servers);
    accept(`${name} refused`, found.refused, { expected, tolerance });
    accept(`${name} busy`, found.busy, { expected: load * (1 - expected), tolerance });
    accept(`${name} latency`, found.latency, { expected: service.mean, tolerance });
  });
});
