/**
 * How long messages wait: for a server (M/M/1, M/G/1, M/M/c, M/D/c, D/M/1), and for their batch to close.
 */
import { describe, expect, it } from 'vitest';
import { accept, Family, plausible, replications, REPLICATIONS } from '../theory/acceptance.ts';
import { DM1, MDC, MG1, MM1, MMC, WINDOWS, type ManyServersCase } from '../theory/cases.ts';
import {
  batchingWindow,
  deterministicArrivals,
  erlangC,
  timeInMM1,
  waitOfMDc,
  waitOfMG1,
  waitOfMMc,
} from '../theory/formulas.ts';
import { partsOf, queue, shareThatWaited, waitOf, windowed } from '../theory/models.ts';

const family = new Family();

describe.each([...MM1, ...MG1])('$id', (one) => {
  it('waits as Pollaczek and Khinchine say, and is as long in the system as that and its service', () => {
    const { id, arrivalRate, service, tolerance } = one;
    const found = replications(queue(one), REPLICATIONS, (result) => {
      const { q, f } = partsOf(result);
      const [waits, sojourn, p95] = [shareThatWaited(q), q.latency.mean! / 1e6, q.latency.p95! / 1e6];
      return { wait: waitOf(q), sojourn, p95, waits, busyMore: waits - f.concurrency.mean };
    });
    const expected = waitOfMG1(arrivalRate, service);
    family.add(id, accept(`${id} wait`, found.wait, { expected, tolerance }));
    accept(`${id} time in system`, found.sojourn, { expected: expected + service.mean, tolerance });
    accept(`${id} share that waits`, found.waits, { expected: arrivalRate * service.mean, tolerance });
    if (MM1.includes(one))
      accept(`${id} p95`, found.p95, { expected: timeInMM1(arrivalRate, service.mean, 0.95), tolerance });
    // Poisson arrivals see time averages: they find the server busy as often as it is.
    plausible(`${id} waits more often than it is busy`, found.busyMore, 0);
  });
});

describe.each([DM1])('$id', (one) => {
  it('lets evenly spaced arrivals wait less often than the server is busy', () => {
    const { id, arrivalRate, service, tolerance } = one;
    const found = replications(queue(one, `${arrivalRate}/s`), REPLICATIONS, (result) => {
      const { q, f } = partsOf(result);
      return { wait: waitOf(q), waits: shareThatWaited(q), busy: f.concurrency.mean };
    });
    const expected = deterministicArrivals(arrivalRate, service.mean);
    family.add(id, accept(`${id} wait`, found.wait, { expected: expected.wait, tolerance }));
    accept(`${id} share that waits`, found.waits, { expected: expected.waits, tolerance });
    accept(`${id} share of time busy`, found.busy, { expected: arrivalRate * service.mean, tolerance });
  });
});

function simulated(one: ManyServersCase) {
  return replications(queue(one), REPLICATIONS, (result) => {
    const { q, f } = partsOf(result);
    return { waits: shareThatWaited(q), wait: waitOf(q), busy: f.concurrency.mean };
  });
}

describe.each(MMC)('$id', (one) => {
  it('waits as often as Erlang C says, and as long', () => {
    const { id, arrivalRate, service, servers, tolerance } = one;
    const found = simulated(one);
    const load = arrivalRate * service.mean;
    family.add(id, accept(`${id} share that waits`, found.waits, { expected: erlangC(load, servers), tolerance }));
    // The tolerance is that of the probability; a mean wait is much less certain.
    plausible(`${id} wait`, found.wait, waitOfMMc(arrivalRate, service.mean, servers));
    accept(`${id} busy`, found.busy, { expected: load, tolerance });
  });
});

describe.each(MDC)('$id', (one) => {
  it('waits as long as Crommelin says, and as often', () => {
    const { id, arrivalRate, service, servers, expected, tolerance } = one;
    const found = simulated(one);
    const wait = waitOfMDc(arrivalRate, service.mean, servers);
    family.add(id, accept(`${id} wait`, found.wait, { expected: wait, tolerance }));
    accept(`${id} share that waits`, found.waits, { expected, tolerance });
    accept(`${id} busy`, found.busy, { expected: arrivalRate * service.mean, tolerance });
  });
});

describe.each(WINDOWS)('$id', (one) => {
  const { id, arrivalRate, batchSize, window, tolerance } = one;
  const expected = batchingWindow(arrivalRate, batchSize, window);

  it('gathers one batch at a time', () => {
    const found = replications(windowed(one), REPLICATIONS, (result) => {
      const { q, m } = partsOf(result);
      const { full = 0, window: ended = 0 } = m.closed;
      return { wait: waitOf(q), batch: m.batchSize.mean!, full: full / (full + ended) };
    });
    family.add(id, accept(`${id} wait`, found.wait, { expected: expected.wait, tolerance }));
    accept(`${id} batch size`, found.batch, { expected: expected.meanBatch, tolerance });
    // Where hardly any batch is full, a share of those few says nothing.
    if (expected.full > 0.01) accept(`${id} share full`, found.full, { expected: expected.full, tolerance });
    else plausible(`${id} share full`, found.full, expected.full);
  });
});

describe('several pollers', () => {
  const pollers = 4;

  it.each([
    { id: 'filled', arrivalRate: 40, batchSize: 5, window: 10, messages: 2e5 },
    { id: 'ended', arrivalRate: 8, batchSize: 10, window: 1, messages: 2e5 },
    { id: 'mixed', arrivalRate: 40, batchSize: 10, window: 1, messages: 4e5 },
  ])('gather the batches of λ/P each: $id', (one) => {
    const expected = batchingWindow(one.arrivalRate / pollers, one.batchSize, one.window);
    const found = replications(windowed(one, pollers), REPLICATIONS, (result) => {
      const { q, m } = partsOf(result);
      return { wait: waitOf(q), batch: m.batchSize.mean! };
    });
    const tolerance = 0.02;
    family.add(one.id, accept(`4 pollers, ${one.id}: wait`, found.wait, { expected: expected.wait, tolerance }));
    accept(`4 pollers, ${one.id}: batch size`, found.batch, { expected: expected.meanBatch, tolerance });
  });
});

it('errs on both sides, by as much as its standard errors say', () => {
  expect(family.size).toBe(MM1.length + MG1.length + 1 + MMC.length + MDC.length + WINDOWS.length + 3);
  family.accept();
});
