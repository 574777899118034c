/** The quoted reference values are those of the formulas, digit for digit, wherever there is a formula. */
import { describe, expect, it } from 'vitest';
import { BATCHES, GIM1 } from '../../src/validation/theory/arrivals.ts';
import { BULK } from '../../src/validation/theory/batches.ts';
import { SET_UPS } from '../../src/validation/theory/cold-starts.ts';
import { ABOVE, DEMAND } from '../../src/validation/theory/concurrency.ts';
import { EXPIRY } from '../../src/validation/theory/expiry.ts';
import { ERLANG_B, SIMFAAS } from '../../src/validation/theory/losses.ts';
import { MDC, MMC } from '../../src/validation/theory/many-servers.ts';
import { MD1, MG1, MM1, MM1_P99 } from '../../src/validation/theory/one-server.ts';
import { RAMPS } from '../../src/validation/theory/ramps.ts';
import { FAILURES, FIXED_DELAYS } from '../../src/validation/theory/retries.ts';
import { AT_INSTANT, DRAINS, KTH_WAIT } from '../../src/validation/theory/transients.ts';
import { SHARED, WINDOWS } from '../../src/validation/theory/windows.ts';
import * as theory from './formulas.ts';

/** Six digits, as quoted. */
function digits(value: number): number {
  return Number(value.toPrecision(6));
}

describe('the quoted values', () => {
  it.each([...MM1, ...MG1])('$id: Pollaczek and Khinchine', ({ arrivalRate, service, expected }) => {
    expect(digits(theory.waitOfMG1(arrivalRate, service))).toBe(expected);
  });

  it('Q-MM1-09: the time in the system is exponential', () => {
    const { arrivalRate, service, expected } = MM1_P99;
    expect(digits(theory.timeInMM1(arrivalRate, service.mean, 0.99))).toBe(expected);
  });

  it.each(MD1)('$id: a quantile of M/D/1', ({ arrivalRate, service, quantile, expected }) => {
    expect(theory.waitAtMostInMD1(arrivalRate, service.mean, expected)).toBeCloseTo(quantile, 6);
  });

  it.each(GIM1)('$id: the root', ({ gaps, service, wait, waits }) => {
    const exact = theory.renewalArrivals(theory.transformOf(gaps), service.mean);
    expect(digits(exact.wait)).toBe(wait);
    expect(digits(exact.waits)).toBe(waits);
  });

  it.each(BATCHES)('$id: batches of arrivals', ({ batchRate, batch, service, wait }) => {
    expect(digits(theory.waitOfBatches(batchRate, batch, service))).toBe(wait);
  });

  it.each(MMC)('$id: Erlang C', ({ arrivalRate, service, servers, waits, wait }) => {
    expect(digits(theory.erlangC(arrivalRate * service.mean, servers))).toBe(waits);
    expect(digits(theory.waitOfMMc(arrivalRate, service.mean, servers))).toBe(wait);
  });

  it.each(MDC)('$id: Crommelin', ({ arrivalRate, service, servers, wait }) => {
    expect(digits(theory.waitOfMDc(arrivalRate, service.mean, servers))).toBe(wait);
  });

  it.each([...ERLANG_B, SIMFAAS])('$id: Erlang B', ({ load, servers, blocked }) => {
    expect(digits(theory.erlangB(load, servers))).toBe(blocked);
  });

  it('Q-DETRETRY-05: with one attempt it is Erlang B, within the error of its reference', () => {
    const { arrivalRate, servers, expected, referenceError } = FIXED_DELAYS.find(({ attempts }) => attempts === 1)!;
    expect(Math.abs(theory.erlangB(arrivalRate, servers) - expected)).toBeLessThan(2 * referenceError);
  });

  it.each(FAILURES)('$id: independent receives', (one) => {
    const fails = one.reports ? one.fails : 1 - theory.powerOf(1 - one.fails, one.batchSize);
    expect(digits(theory.powerOf(fails, one.maxReceiveCount))).toBe(one.expected);
    expect(digits((1 - theory.powerOf(fails, one.maxReceiveCount)) / (1 - fails))).toBe(one.receives);
  });

  it.each([...WINDOWS, ...SHARED])('$id, $pollers pollers: batches with a window', (one) => {
    const exact = theory.batchingWindow(one.arrivalRate / one.pollers, one.batchSize, one.window);
    expect(digits(exact.wait)).toBe(one.wait);
    expect(digits(exact.meanBatch)).toBe(one.meanBatch);
    expect(digits(exact.full)).toBe(one.full);
  });

  it.each(BULK)('$id: bulk service', ({ arrivalRate, most, wait, busy, meanBatch }) => {
    const exact = theory.bulkService(arrivalRate, most);
    expect(digits(exact.wait)).toBe(wait);
    expect(digits(exact.busy)).toBe(busy);
    expect(digits(exact.meanBatch)).toBe(meanBatch);
  });

  it.each(SET_UPS)('$id: set-up', ({ arrivalRate, setUp, wait }) => {
    expect(digits(theory.waitWithSetUp(arrivalRate, setUp))).toBe(wait);
  });

  it.each(EXPIRY)('$id: limited patience', ({ load, patience, unit, lost, idle }) => {
    const exact = theory.expiry(load / unit, unit, patience * unit);
    expect(digits(exact.lost)).toBe(lost);
    expect(digits(exact.idle)).toBe(idle);
  });

  it.each(ABOVE)('$id: a Poisson law', ({ arrivalRate, service, threshold, expected }) => {
    expect(theory.poissonAtLeast(threshold + 1, arrivalRate * service.mean)).toBeCloseTo(expected, 7);
  });

  it('Q-MGINF-04, -05 and -07: from empty, and after a sine', () => {
    const [constant, growing, swinging] = DEMAND.map(({ expected }) => expected);
    expect(constant).toBe(100 * 1.5);
    expect(growing).toBe(digits(50 * 4 * (1 - Math.exp(-3 / 4))));
    const turns = (2 * Math.PI * 10) / 60;
    expect(swinging).toBe(digits(100 * 10 * (1 + 0.5 / Math.sqrt(1 + turns * turns))));
    expect(digits((Math.atan(turns) * 60) / (2 * Math.PI))).toBe(7.72012);
  });

  it.each(AT_INSTANT)('$id: the number at an instant', ({ arrivalRate, servers, initially, at, expected }) => {
    expect(digits(theory.numberAt(arrivalRate, servers, initially, at))).toBe(expected);
  });

  it.each(KTH_WAIT)('$id: Spitzer', ({ arrivalRate, k, expected }) => {
    expect(digits(theory.kthWait(arrivalRate, k))).toBe(expected);
  });

  it.each(DRAINS)('$id: first passage', ({ backlog, arrivalRate, serviceRate, expected, deviation }) => {
    const drift = serviceRate - arrivalRate;
    expect(digits(backlog / drift)).toBe(expected);
    expect(digits(Math.sqrt((backlog * (serviceRate + arrivalRate)) / (drift * drift * drift)))).toBe(deviation);
  });

  it.each(RAMPS)('$id: a straight ramp', (ramp) => {
    expect(digits(theory.drainTime(ramp))).toBe(ramp.expected);
    if (ramp.ceilingAfter === undefined) return;
    expect(digits((ramp.ceiling - ramp.start) / ramp.perMinute)).toBe(ramp.ceilingAfter.expected);
  });
});
