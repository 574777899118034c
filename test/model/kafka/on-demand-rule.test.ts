/** How many consumers a look at the offset lag leaves (KAF-01, UNK-10). */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nextConsumers, type Look } from '../../../src/model/sources/kafka/on-demand-rule.ts';

const RULE = { factor: 2, idleLooks: 3, mostFailures: 0.5 };

function next(look: Partial<Look>): number {
  return nextConsumers(
    { consumers: 4, partitions: 12, lag: 100, lagBefore: 100, idle: 0, failedShare: 0, ...look },
    RULE,
  );
}

it('are twice as many when the lag has grown, as far as there are partitions', () => {
  expect(next({ lag: 101 })).toBe(8);
  expect(next({ lag: 101, consumers: 8 })).toBe(12);
  expect(next({ lag: 101, consumers: 12 })).toBe(12);
});

it('are as many when it has not grown', () => {
  expect(next({})).toBe(4);
  expect(next({ lag: 50 })).toBe(4);
});

it('are half as many after three looks without lag', () => {
  expect(next({ lag: 0, lagBefore: 0, idle: 2 })).toBe(4);
  expect(next({ lag: 0, lagBefore: 0, idle: 3 })).toBe(2);
  expect(next({ lag: 0, lagBefore: 0, idle: 3, consumers: 1 })).toBe(1);
});

it('are half as many when most invocations fail, whatever the lag does', () => {
  expect(next({ lag: 500, failedShare: 0.51 })).toBe(2);
  expect(next({ lag: 500, failedShare: 0.5 })).toBe(8);
});

it('are never none, and never more than there are partitions', () => {
  const look = fc.record({
    partitions: fc.integer({ min: 1, max: 50 }),
    lag: fc.integer({ min: 0, max: 9 }),
    lagBefore: fc.integer({ min: 0, max: 9 }),
    idle: fc.integer({ min: 0, max: 4 }),
    failedShare: fc.double({ min: 0, max: 1, noNaN: true }),
    factor: fc.double({ min: 1, max: 5, noNaN: true }),
  });
  fc.assert(
    fc.property(look, fc.nat(), ({ factor, ...rest }, any) => {
      const consumers = 1 + (any % rest.partitions);
      const after = nextConsumers({ ...rest, consumers }, { ...RULE, factor });
      expect(after).toBeGreaterThanOrEqual(1);
      expect(after).toBeLessThanOrEqual(rest.partitions);
    }),
  );
});
