/** The quoted reference values are those of the formulas, digit for digit; and the rule of acceptance does what it says. */
import { describe, expect, it } from 'vitest';
import { accept, estimateOf, Family, signChance } from './acceptance.ts';
import { DM1, ERLANG_B, EXPIRY, FAILURES, FIXED_DELAY, MDC, MG1, MM1, MMC, RAMPS, WINDOWS } from './cases.ts';
import * as theory from './formulas.ts';

/** Six digits, as quoted. */
function digits(value: number): number {
  return Number(value.toPrecision(6));
}

describe('the quoted values', () => {
  it.each([...MM1, ...MG1])('$id: Pollaczek and Khinchine', ({ arrivalRate, service, expected }) => {
    expect(digits(theory.waitOfMG1(arrivalRate, service))).toBe(expected);
  });

  it('Q-GIM1-01: the root for evenly spaced arrivals', () => {
    expect(digits(theory.deterministicArrivals(DM1.arrivalRate, DM1.service.mean).wait)).toBe(DM1.expected);
  });

  it.each(MMC)('$id: Erlang C', ({ arrivalRate, service, servers, expected, wait }) => {
    expect(digits(theory.erlangC(arrivalRate * service.mean, servers))).toBe(expected);
    expect(digits(theory.waitOfMMc(arrivalRate, service.mean, servers))).toBe(wait);
  });

  it.each(MDC)('$id: Crommelin', ({ arrivalRate, service, servers, wait }) => {
    expect(digits(theory.waitOfMDc(arrivalRate, service.mean, servers))).toBe(wait);
  });

  it.each(ERLANG_B)('$id: Erlang B', ({ arrivalRate, service, servers, expected }) => {
    expect(digits(theory.erlangB(arrivalRate * service.mean, servers))).toBe(expected);
  });

  it('Q-DETRETRY-05: with one attempt it is Erlang B, within the error of its reference', () => {
    const { arrivalRate, servers, expected, referenceError } = FIXED_DELAY[1]!;
    expect(Math.abs(theory.erlangB(arrivalRate, servers) - expected)).toBeLessThan(2 * referenceError);
  });

  it.each(FAILURES)('$id: independent receives', (one) => {
    const fails = one.reports ? one.fails : batchFails(one);
    expect(digits(theory.powerOf(fails, one.maxReceiveCount))).toBe(one.expected);
    expect(digits((1 - theory.powerOf(fails, one.maxReceiveCount)) / (1 - fails))).toBe(one.receives);
  });

  it.each(WINDOWS)('$id: batches with a window', ({ arrivalRate, batchSize, window, expected, meanBatch, full }) => {
    const exact = theory.batchingWindow(arrivalRate, batchSize, window);
    expect(digits(exact.wait)).toBe(expected);
    expect(digits(exact.meanBatch)).toBe(meanBatch);
    expect(digits(exact.full)).toBe(full);
  });

  it.each(EXPIRY)('$id: limited patience', ({ arrivalRate, service, retention, expected, idle }) => {
    const exact = theory.expiry(arrivalRate, service.mean, retention);
    expect(digits(exact.lost)).toBe(expected);
    expect(digits(exact.idle)).toBe(idle);
  });

  it.each(RAMPS)('$id: a straight ramp', (ramp) => {
    expect(digits(theory.drainTime(ramp))).toBe(ramp.expected);
    if (ramp.ceilingAfter === undefined) return;
    expect(digits((ramp.ceiling - ramp.start) / ramp.perMinute)).toBe(ramp.ceilingAfter.expected);
  });
});

function batchFails({ fails, batchSize }: { readonly fails: number; readonly batchSize: number }): number {
  return 1 - theory.powerOf(1 - fails, batchSize);
}

describe('the rule of acceptance', () => {
  const exactly = { expected: 10, tolerance: 0.03 };
  const estimate = (mean: number, standardError: number, replications = 20) => ({ mean, standardError, replications });

  it('takes what is near in standard errors when they are small, and what is near in itself', () => {
    expect(accept('small error', estimate(10.1, 0.05), exactly)).toBeCloseTo(2, 10);
    expect(accept('great error, near', estimate(10.2, 1), exactly)).toBeCloseTo(0.2, 10);
    expect(accept('far, by chance', estimate(10.33, 0.099), exactly)).toBeCloseTo(3.33, 1);
  });

  it('refuses bias, noise and too few replications', () => {
    expect(() => accept('bias', estimate(10.4, 0.09), exactly)).toThrow(/bias: simulated 10.4000 ± 0.090/);
    expect(() => accept('noise', estimate(10.4, 0.5), exactly)).toThrow(/standard error 5.00 % where 1.00 % are/);
    expect(() => accept('few', estimate(10, 0.05, 9), exactly)).toThrow(/too few/);
    expect(() => accept('nothing', estimate(NaN, NaN), exactly)).toThrow();
  });

  it('counts the error of the reference', () => {
    expect(accept('two errors', estimate(10.05, 0.03), { ...exactly, referenceError: 0.04 })).toBeCloseTo(1, 10);
  });

  it('refuses families that are too good, too bad or of one sign', () => {
    const family = (scores: readonly number[]) => {
      const made = new Family();
      scores.forEach((z, i) => made.add(`case ${i}`, z));
      return () => made.accept();
    };
    expect(family([1, -1, 1, -1, 1, -1, 1, -1])).not.toThrow();
    expect(family([0.5, -0.5, 0.5, -0.5])).toThrow(/not near 1/);
    expect(family([2, -2, 2, -2])).toThrow(/not near 1/);
    expect(family([1, 1, 1, 1, 1, 1, 1, 1])).toThrow(/8 of 8 are above/);
  });

  it('knows chance', () => {
    expect(signChance(0, 8)).toBeCloseTo(2 / 256, 12);
    expect(signChance(5, 10)).toBe(1);
    expect(estimateOf([1, 2, 3])).toEqual({ mean: 2, standardError: Math.sqrt(1 / 3), replications: 3 });
  });
});
