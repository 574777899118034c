/**
 * How many messages are lost: refused (Erlang B), given up after refusals or failures, or expired while they wait.
 */
import { describe, expect, it } from 'vitest';
import { accept, Family, replications, REPLICATIONS } from '../theory/acceptance.ts';
import { ERLANG_B, EXPIRY, FAILURES, FIXED_DELAY, type QueueCase } from '../theory/cases.ts';
import { erlangB, expiry, powerOf } from '../theory/formulas.ts';
import { directCalls, expiringQueue, failing, partsOf, throttled, waitOf } from '../theory/models.ts';
import { lognormal } from '../theory/service.ts';

const family = new Family();

describe.each(ERLANG_B.map((one) => ({ ...one, name: nameOf(one) })))('$name', (one) => {
  it('refuses as many as Erlang B says, whatever the distribution of the service', () => {
    const { name, arrivalRate, service, servers, tolerance } = one;
    const load = arrivalRate * service.mean;
    const found = replications(throttled(one, name), REPLICATIONS, (result) => {
      const { q, f } = partsOf(result);
      // Nobody gets another try, and nobody who was served comes back.
      expect(q.deadLetteredUnseen).toBe(q.deadLettered);
      expect(f.concurrency.max).toBe(servers);
      return {
        deadLettered: q.deadLettered / q.arrived,
        refused: f.throttles / (f.throttles + f.invocations),
        busy: f.concurrency.mean,
      };
    });
    const expected = erlangB(load, servers);
    family.add(name, accept(`${name} refused`, found.refused, { expected, tolerance }));
    accept(`${name} dead-lettered`, found.deadLettered, { expected, tolerance });
    accept(`${name} busy`, found.busy, { expected: load * (1 - expected), tolerance });
  });
});

/** What test/theory/direct-calls.test.ts holds against the formula, with times that vary more and less than there. */
describe.each([lognormal(1, 0.5), lognormal(1, 2)])('direct calls with $written', (service) => {
  it('are refused as often as Erlang B says', () => {
    const one: QueueCase = { ...ERLANG_B.find(({ id }) => id === 'Q-ERLB-03')!, service };
    const name = `direct ${service.written}`;
    const found = replications(directCalls(one, name), REPLICATIONS, ({ sources, functions }) => {
      const api = sources['api']!;
      expect(functions['f']!.concurrency.max).toBe(one.servers);
      return { refused: api.refused / api.arrived };
    });
    accept(`${name} refused`, found.refused, {
      expected: erlangB(one.arrivalRate * service.mean, one.servers),
      tolerance: one.tolerance,
    });
  });
});

describe.each(FIXED_DELAY)('$id', (one) => {
  it('gives up as many as the reference simulation', () => {
    const { id, expected, tolerance, referenceError, attempts, wait } = one;
    const found = replications(throttled(one), REPLICATIONS, (result) => {
      const { q } = partsOf(result);
      return { givenUp: q.deadLettered / q.arrived, receives: q.received / q.arrived, wait: waitOf(q) };
    });
    family.add(id, accept(`${id} dead-lettered`, found.givenUp, { expected, tolerance, referenceError }));
    if (wait !== undefined) accept(`${id} wait of those served`, found.wait, { expected: wait, tolerance });
    expect(found.receives.mean).toBeLessThan(attempts + 0.01);
  });
});

describe.each(FAILURES)('$id in batches of $batchSize', (one) => {
  const { id, fails, batchSize, reports, maxReceiveCount, tolerance } = one;
  const share = reports ? fails : 1 - powerOf(1 - fails, batchSize);

  it('dead-letters those that fail in every receive', () => {
    const found = replications(failing(one), REPLICATIONS, (result) => {
      const { q, m } = partsOf(result);
      if (!reports) expect(m.closed['window']! / m.invocations).toBeLessThan(1e-3);
      expect(q.books.out.waiting).toBe(0);
      return {
        deadLettered: q.deadLettered / q.arrived,
        receives: q.received / q.arrived,
        failed: m.failedInvocations / m.invocations,
      };
    });
    const name = `${id} in batches of ${batchSize}`;
    const expected = powerOf(share, maxReceiveCount);
    family.add(name, accept(`${name} dead-lettered`, found.deadLettered, { expected, tolerance }));
    accept(`${name} receives`, found.receives, { expected: (1 - expected) / (1 - share), tolerance });
    if (!reports || batchSize === 1) accept(`${name} failed`, found.failed, { expected: share, tolerance });
  });
});

describe.each(EXPIRY)('$id', (one) => {
  it('loses the messages whose retention ends while they wait', () => {
    const { id, arrivalRate, service, retention, tolerance } = one;
    const found = replications(expiringQueue(one), REPLICATIONS, (result) => {
      const { q, f } = partsOf(result);
      return { lost: q.expired / q.arrived, busy: f.concurrency.mean, longest: q.ageAtFirstAttempt.max! };
    });
    const { lost, idle } = expiry(arrivalRate, service.mean, retention);
    family.add(id, accept(`${id} lost`, found.lost, { expected: lost, tolerance }));
    accept(`${id} share of time busy`, found.busy, { expected: 1 - idle, tolerance });
    expect(found.longest.mean).toBeLessThanOrEqual(retention * 1e6);
  });
});

it('errs on both sides, by as much as its standard errors say', () => {
  expect(family.size).toBe(ERLANG_B.length + FIXED_DELAY.length + FAILURES.length + EXPIRY.length);
  family.accept();
});

function nameOf({ id, service }: QueueCase): string {
  const { written } = service;
  return `${id} ${typeof written === 'string' ? 'constant' : Object.keys(written as object).join()}`;
}
