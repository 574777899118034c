/** Closed forms of shuffle sharding against the tables of AP-4.1. */
import { expect, test } from 'vitest';
import {
  choose,
  coveredOf,
  expectedHarmed,
  expectedNeighbours,
  expectedTwinPairs,
  expectedTwins,
  fullCover,
  overlapOf,
  stuckShare,
  unionOf,
} from '../../../../src/model/tier/placement/overlap.ts';

/** Within half a unit of the last digit that is printed, as text: 0.0396 is 0.03955 to 0.03965. */
function expectPrinted(value: number, printed: string): void {
  const [mantissa, exponent = '0'] = printed.split('e') as [string, string?];
  const digits = mantissa.includes('.') ? mantissa.length - mantissa.indexOf('.') - 1 : 0;
  const unit = Number(`1e${Number(exponent) - digits}`);
  expect(Math.abs(value - Number(printed)), `${value} is not ${printed}`).toBeLessThanOrEqual(0.5000001 * unit);
}

test.each([
  [8, 2, 28, ['0.5357', '0.4286', '0.03571']],
  [20, 3, 1140, ['0.5965', '0.3579', '0.04474', '0.000877']],
  [50, 4, 230_300, ['0.7086', '0.2637', '0.02696', '0.000799', '4.34e-6']],
  [64, 8, 4_426_165_368, ['0.3209', '0.4192', '0.2054', '0.0483']],
  [100, 2, 4950, ['0.96020', '0.03960', '0.0002020']],
  [100, 3, 161_700, ['0.91181', '0.08638', '0.001800', '6.184e-6']],
  [100, 4, 3_921_225, ['0.8472', '0.1458', '0.006977', '9.79e-5', '2.55e-7']],
  [100, 5, 75_287_520, ['0.7696', '0.2114', '0.01838', '0.000593']],
  [2048, 4, 730_862_190_080, ['0.9922', '0.007778', '1.71e-5', '1.12e-8', '1.4e-12']],
] as const)('AP-4.1 %i queues, shards of %i: how many there are, and what two share', (queues, size, shards, row) => {
  expect(choose(queues, size)).toBe(shards);
  row.forEach((printed, shared) => expectPrinted(overlapOf(queues, size, shared), printed));
  let all = 0;
  for (let shared = 0; shared <= size; shared++) all += overlapOf(queues, size, shared);
  expect(all).toBeCloseTo(1, 12);
});

test('AP-4.1 four and more shared queues, where the table has them together', () => {
  expectPrinted(
    [4, 5, 6, 7, 8].reduce((sum, shared) => sum + overlapOf(64, 8, shared), 0),
    '0.00617',
  );
  expectPrinted(overlapOf(100, 5, 4) + overlapOf(100, 5, 5), '6.3e-6');
});

test.each([
  [12, 32, [4.428838398950118e-9, 0.11431348830099144, 0.9935089607656024]],
  [10, 64, [6.601827268370426e-12, 0.00045571320990370776, 0.49999929150089345]],
  [8, 64, [2.25929199850899e-10, 0.0004886697053040446, 0.35935114681123076]],
  [8, 128, [6.994461389026097e-13, 3.4055790161620863e-6, 0.02746173137155063]],
  [7, 256, [7.597695465552631e-14, 6.728547142019406e-8, 0.0006709661542533682]],
] as const)('AP-4.1 hands of %i out of %i: the table of Kubernetes to 1e-12', (hand, queues, row) => {
  [1, 4, 16].forEach((noisy, i) => {
    expect(Math.abs(fullCover(queues, hand, noisy) / row[i]! - 1)).toBeLessThan(1e-12);
  });
});

test.each([
  [1, ['0.0100', '0.0199', '0.0490', '0.0956', '0.182', '0.260', '0.395']],
  [2, ['2.02e-4', '0.00119', '0.00839', '0.0321', '0.109', '0.205', '0.403']],
  [3, ['6.2e-6', '1.18e-4', '0.00235', '0.0168', '0.0924', '0.212', '0.476']],
  [4, ['2.6e-7', '1.6e-5', '8.9e-4', '0.0114', '0.0939', '0.245', '0.572']],
  [5, ['1.3e-8', '2.9e-6', '4.2e-4', '0.0092', '0.105', '0.295', '0.669']],
  [8, ['5.4e-12', '4.9e-8', '1.1e-4', '0.0090', '0.183', '0.502', '0.8825']],
] as const)('AP-4.1 100 queues, shards of %i: quiet tenants without a clean queue', (size, row) => {
  [1, 2, 5, 10, 20, 30, 50].forEach((noisy, i) => expectPrinted(fullCover(100, size, noisy), row[i]!));
});

test('AP-4.1 twins, neighbours and pairs of twins', () => {
  expectPrinted(expectedTwins(100, 2, 999), '0.202');
  expectPrinted(expectedTwins(100, 3, 999), '0.0062');
  expectPrinted(expectedTwins(100, 4, 999), '0.00025');
  expectPrinted(expectedNeighbours(100, 2, 1000), '39.8');
  expectPrinted(expectedNeighbours(100, 3, 1000), '88.2');
  expectPrinted(expectedNeighbours(100, 4, 1000), '152.8');
  expectPrinted(expectedTwinPairs(100, 2, 1000), '100.9');
  expectPrinted(expectedTwinPairs(100, 2, 100), '1.0');
});

test('AP-4.1 the law of sampled shards', () => {
  expect(stuckShare(4, 2, 2)).toBeCloseTo(1 / 6, 14);
  expect(stuckShare(8, 2, 2)).toBeCloseTo(1 / 28, 14);
  expect(stuckShare(4, 4, 3)).toBe(0);
  expect(stuckShare(4, 4, 4)).toBe(1);
});

test('AP-4.7 tenants harmed: one noisy, five, ten; shards sampled and not', () => {
  const harmed = (shardSize: number, sample: number, noisy: number) =>
    expectedHarmed({ queues: 100, shardSize, sample }, noisy, 1000) / 10;
  expectPrinted(harmed(1, 1, 1), '1.0');
  expectPrinted(harmed(2, 2, 1), '0.02');
  expectPrinted(harmed(4, 2, 1), '0.71');
  expectPrinted(harmed(8, 2, 1), '12.3');
  expectPrinted(harmed(1, 1, 5), '4.90');
  expectPrinted(harmed(3, 3, 5), '0.235');
  expectPrinted(harmed(8, 8, 10), '0.90');
  expectPrinted(harmed(8, 8, 30), '50.2');
});

test('unions and covers are distributions, and nobody noisy covers nothing', () => {
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  expect(sum(unionOf(100, 4, 30))).toBeCloseTo(1, 12);
  expect(sum(coveredOf(100, 4, 30))).toBeCloseTo(1, 12);
  expect([...coveredOf(100, 4, 0)]).toEqual([1, 0, 0, 0, 0]);
  // Three shards that are all there is: the union is everything.
  expect(unionOf(4, 4, 3)[4]).toBe(1);
});
