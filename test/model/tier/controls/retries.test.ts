/** Budgets of retries and circuit breakers, section 5.6 of the specification. */
import { describe, expect, it } from 'vitest';
import { Breaker } from '../../../../src/model/tier/controls/breaker.ts';
import { RetryBudget } from '../../../../src/model/tier/controls/retry-budget.ts';
import { chance } from './support.ts';

/** What decides over retries: told how each call has ended, asked for each retry. */
interface Guard {
  ended(hasFailed: boolean): void;
  mayRetry(): boolean;
}

const unlimited = (): Guard => ({ ended: () => {}, mayRetry: () => true });

function budgeted(share = 0.1, most = 10): Guard {
  const budget = new RetryBudget(share, most);
  return { ended: (hasFailed) => void (hasFailed || budget.succeeded()), mayRetry: () => budget.take() };
}

function breaking(threshold: number, calls = 100): Guard {
  const breaker = new Breaker(threshold, calls);
  return { ended: (hasFailed) => breaker.ended(hasFailed), mayRetry: () => breaker.allowsRetry };
}

/** Tries for a call, and the share of calls that succeed, with three retries at the most and a failure rate of p for each try. */
function measure(p: number, clients: Guard[], callsEach: number): { load: number; success: number } {
  const random = chance(`calls ${p}`);
  let tries = 0;
  let done = 0;
  for (const guard of clients)
    for (let call = 0; call < callsEach; call++)
      for (let n = 0; n <= 3; n++) {
        if (n > 0 && !guard.mayRetry()) break;
        tries++;
        const hasFailed = random.next() < p;
        guard.ended(hasFailed);
        if (hasFailed) continue;
        done++;
        break;
      }
  const calls = clients.length * callsEach;
  return { load: tries / calls, success: done / calls };
}

describe('retries of a failure rate p', () => {
  it.each([
    [0.05, 1.053, 0.99999, 1.053, 0.99999],
    [0.1, 1.111, 0.9999, 1.099, 0.989],
    [0.3, 1.417, 0.9919, 1.075, 0.753],
    [0.5, 1.875, 0.9375, 1.053, 0.526],
    [0.9, 3.439, 0.344, 1.01, 0.101],
    [1, 4, 0, 1, 0],
  ])(
    '%d: load and success are those of the closed form, with three retries and with a budget of a tenth',
    (p, ...wanted) => {
      const plain = measure(p, [unlimited()], 60_000);
      const adaptive = measure(p, [budgeted()], 60_000);
      const seen = [plain.load, plain.success, adaptive.load, adaptive.success];
      // Five standard errors: that of the load without a budget is the largest.
      [0.03, 0.011, 0.006, 0.011].forEach((tolerance, i) =>
        expect(Math.abs(seen[i]! - wanted[i]!), `figure ${i}`).toBeLessThan(tolerance),
      );
    },
  );

  it('a budget lets all retries pass below a failure rate of 0.091, and a tenth of the successes above', () => {
    const below = measure(0.08, [budgeted(0.1, 500)], 60_000);
    expect(below.load).toBeCloseTo(1 + 0.08 + 0.08 * 0.08, 2);
    expect(below.success).toBeGreaterThan(0.9995);
    const above = measure(0.12, [budgeted()], 60_000);
    expect(above.load).toBeCloseTo(1 / (1 - 0.1 * 0.88), 2);
  });

  it('many small clients: budgets come to three retries, breakers to none', () => {
    const clients = <T>(make: () => T) => Array.from({ length: 2000 }, make);
    const budgets = measure(0.2, clients(budgeted), 10);
    expect(budgets.load).toBeCloseTo(1 + 0.2 + 0.04 + 0.008, 1);
    expect(budgets.success).toBeGreaterThan(0.997);
    const breakers = measure(
      0.2,
      clients(() => breaking(0.1)),
      10,
    );
    expect(breakers.load).toBeLessThan(1.01);
    expect(breakers.success).toBeCloseTo(0.8, 1);
    // One client that makes all of the calls, with a failure rate the breaker lets pass.
    expect(measure(0.2, [breaking(0.5)], 20_000).success).toBeGreaterThan(0.99);
  });
});

describe('a budget', () => {
  it('begins full, and ten successes of a tenth make a retry', () => {
    const budget = new RetryBudget(0.1, 2);
    expect([budget.take(), budget.take(), budget.take()]).toEqual([true, true, false]);
    for (let i = 0; i < 9; i++) budget.succeeded();
    expect(budget.take()).toBe(false);
    budget.succeeded();
    expect([budget.take(), budget.take()]).toEqual([true, false]);
    for (let i = 0; i < 100; i++) budget.succeeded();
    expect([budget.take(), budget.take(), budget.take()]).toEqual([true, true, false]);
  });
});

describe('a breaker', () => {
  it('opens above the threshold, not at it', () => {
    const breaker = new Breaker(0.5, 4);
    for (const hasFailed of [false, true]) breaker.ended(hasFailed);
    expect(breaker.allowsRetry).toBe(true);
    breaker.ended(true);
    expect(breaker.allowsRetry).toBe(false);
  });

  it('stays open until the window has only calls that came after, and closes if these are well', () => {
    const breaker = new Breaker(0.5, 4);
    breaker.ended(true);
    expect(breaker.allowsRetry).toBe(false);
    for (let i = 0; i < 3; i++) breaker.ended(false);
    expect(breaker.allowsRetry).toBe(false);
    breaker.ended(true);
    expect(breaker.allowsRetry).toBe(true);
  });

  it('stays open for another window if they are not', () => {
    const breaker = new Breaker(0.5, 4);
    for (let i = 0; i < 5; i++) breaker.ended(true);
    expect(breaker.allowsRetry).toBe(false);
    for (let i = 0; i < 3; i++) breaker.ended(false);
    expect(breaker.allowsRetry).toBe(false);
    breaker.ended(false);
    expect(breaker.allowsRetry).toBe(true);
  });
});
