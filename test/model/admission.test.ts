/** Who may run: concurrency, requests a second, the scaling rate, and in which order they are asked (F.1 of the reference). */
import { describe, expect, it } from 'vitest';
import { RequestRate } from '../../src/model/lambda/request-rate.ts';
import { Lambda } from '../support/function.ts';

const SECOND = 1e6;

describe('the scaling rate', () => {
  it('lets 5,000 long calls run as 1,000 at once, 2,000 at 10 s, 5,000 at 40 s when retried each second (CON-07)', () => {
    const lambda = new Lambda(10_000);
    const f = lambda.add();
    lambda.takes = 800 * SECOND;
    const running = new Map<number, number>();
    for (let second = 0; second <= 45; second++) {
      if (second > 0) lambda.until(second * SECOND);
      lambda.calls(f, 5000 - f.running);
      running.set(second, f.running);
    }
    expect([0, 5, 10, 20, 40, 45].map((at) => running.get(at))).toEqual([1000, 1500, 2000, 3000, 5000, 5000]);
  });

  it('counted each function by itself (CON-07)', () => {
    const lambda = new Lambda(10_000);
    const [f, g] = [lambda.add(), lambda.add()];
    lambda.takes = 800 * SECOND;
    expect([lambda.calls(f, 1500), lambda.calls(g, 1500)]).toEqual([1000, 1000]);
  });

  it('was 3,000 at once for the whole account and 500 a minute before November 2023 (CON-07)', () => {
    const lambda = new Lambda(20_000, {}, '2023-10');
    const [f, g] = [lambda.add(), lambda.add()];
    lambda.takes = 800 * SECOND;
    expect([lambda.calls(f, 2000), lambda.calls(g, 2000)]).toEqual([2000, 1000]);
    lambda.until(60 * SECOND);
    expect([lambda.calls(g, 400), lambda.calls(f, 400)]).toEqual([400, 100]);
  });
});

describe('requests a second', () => {
  it('of 1,000 units with calls of 50 ms are 10,000, of 20,000 offered (CON-08)', () => {
    const lambda = new Lambda(1000);
    const f = lambda.add();
    lambda.takes = 50_000;
    const taken = [0, 0, 0];
    const reasons = new Set<unknown>();
    // 200 at a time, each hundredth of a second.
    for (let step = 0; step < 300; step++) {
      if (step > 0) lambda.until(step * 10_000);
      for (let i = 0; i < 200; i++) {
        const answer = lambda.call(f);
        if (typeof answer === 'string') reasons.add(answer);
        else taken[Math.floor(step / 100)]!++;
      }
    }
    expect(taken).toEqual([10_000, 10_000, 10_000]);
    expect([...reasons]).toEqual(['FunctionInvocationRateLimitExceeded']);
  });

  it('of a function that reserves 5 are 50, whatever the account has left (CON-08, CON-10)', () => {
    const lambda = new Lambda(1000);
    const f = lambda.add({ reservedConcurrency: 5 });
    const taken: number[] = [];
    for (let step = 0; step < 3000; step++) {
      if (step > 0) lambda.until(step * 2000);
      if (typeof lambda.call(f) !== 'string') taken.push(Math.floor(step / 500));
    }
    const inSecond = (second: number) => taken.filter((at) => at === second).length;
    expect([0, 1, 2, 3, 4, 5].map(inSecond)).toEqual([50, 50, 50, 50, 50, 50]);
    expect(lambda.call(f)).toBe('ReservedFunctionInvocationRateLimitExceeded');
  });

  it('shrink with what others reserve, and follow a change (CON-08)', () => {
    const lambda = new Lambda(110);
    const g = lambda.add({ reservedConcurrency: 100 });
    const f = lambda.add();
    lambda.takes = 0;
    const sequential = () => {
      for (let n = 0; n < 2000; n++) {
        if (typeof lambda.call(f) === 'string') return n;
        lambda.until(lambda.world.sim.now + 1);
      }
      return 2000;
    };
    expect(sequential()).toBe(100);
    g.reserve(undefined);
    lambda.until(10 * SECOND);
    expect(sequential()).toBeGreaterThanOrEqual(1100);
  });

  it('are no limit in the ideal model', () => {
    const lambda = new Lambda(Infinity, {}, 'ideal');
    expect(lambda.calls(lambda.add(), 30_000)).toBe(30_000);
  });

  it('are counted in windows without gaps: so many in each, and looking takes nothing (UNK-15)', () => {
    const rate = new RequestRate(SECOND);
    rate.limit(30);
    const drain = (now: number) => {
      let n = 0;
      while (rate.allows(now) && n < 1000) {
        for (let look = 0; look < 5; look++) rate.allows(now);
        rate.take(now);
        n++;
      }
      return n;
    };
    expect([drain(0), drain(33_334), drain(SECOND - 1), drain(SECOND), drain(100.5 * SECOND)]).toEqual([
      30, 0, 0, 30, 30,
    ]);
    expect([drain(101 * SECOND - 1), drain(101 * SECOND)]).toEqual([0, 30]);
    rate.limit(45);
    expect(drain(101.5 * SECOND)).toBe(15);
    rate.limit(0);
    expect(rate.allows(1e12)).toBe(false);
    rate.limit(Infinity);
    expect(drain(1e12)).toBe(1000);
  });
});

describe('the order of admission (CON-11)', () => {
  it('asks for concurrency, then for the request rate, then for the scaling rate', () => {
    const lambda = new Lambda(1000, { 'lambda.requestRate': 1, 'lambda.scaling.burst': 1, 'lambda.scaling.rate': 0 });
    const f = lambda.add({ reservedConcurrency: 2 });
    lambda.takes = 100_000;
    expect(lambda.calls(f, 1)).toBe(1);
    // One request is left, and no environment may start.
    expect(lambda.call(f)).toBe('FunctionInvocationRateLimitExceeded');
    lambda.until(100_000);
    expect(lambda.calls(f, 1)).toBe(1);
    // Neither a request nor an environment is left.
    expect(lambda.call(f)).toBe('ReservedFunctionInvocationRateLimitExceeded');
    f.reserve(1);
    expect(lambda.call(f)).toBe('ReservedFunctionConcurrentInvocationLimitExceeded');
  });

  it('takes no token of a call that is refused (CON-11)', () => {
    const lambda = new Lambda(1000, { 'lambda.scaling.burst': 1, 'lambda.scaling.rate': 0.001 });
    const f = lambda.add({ reservedConcurrency: 2 });
    // Of 20 requests one is used, and 500 refusals use none.
    expect(lambda.calls(f, 501)).toBe(1);
    let sequential = 0;
    for (let n = 0; n < 40; n++) {
      lambda.until(lambda.world.sim.now + 1001);
      sequential += lambda.calls(f, 1);
    }
    expect(sequential).toBe(19);
    expect(f.environments).toBe(1);
  });
});

describe('a new account', () => {
  it('of 10 runs 10 at once, and 100 a second (CON-01, CON-08)', () => {
    const lambda = new Lambda(10);
    const f = lambda.add();
    lambda.takes = SECOND;
    expect(lambda.calls(f, 30)).toBe(10);
    expect(lambda.call(f)).toBe('ConcurrentInvocationLimitExceeded');
  });
});
