/** The oracles of test/support/supermarket.ts against the tables of AP-4.2 and AP-4.3. */
import { expect, test } from 'vitest';
import { bestOfTails, bestOfTime, joinIdleTime, onePlusBetaTime } from '../../../support/supermarket.ts';

test.each([
  [0.5, '2.0000', '1.2657', '1.1252', '1.0313'],
  [0.7, '3.3333', '1.6145', '1.3568', '1.1681'],
  [0.9, '10.000', '2.6141', '2.0279', '1.6329'],
  [0.95, '20.000', '3.3830', '2.5351', '1.9888'],
  [0.99, '100.00', '5.4320', '3.8578', '2.9017'],
])('AP-4.2 load %f: times of best of 1, 2, 3 and 5', (load, one, two, three, five) => {
  const printed = (d: number, digits: number) => bestOfTime(load, d).toFixed(digits);
  expect([printed(1, one.split('.')[1]!.length), printed(2, 4), printed(3, 4), printed(5, 4)]).toEqual([
    one,
    two,
    three,
    five,
  ]);
});

test('AP-4.2 tails at a load of 0.9', () => {
  const printed = (d: number, digits: number) =>
    bestOfTails(0.9, d)
      .slice(1, 7)
      .map((share) => Number(share.toFixed(digits)));
  expect(printed(1, 3)).toEqual([0.9, 0.81, 0.729, 0.656, 0.59, 0.531]);
  expect(printed(2, 4).map((share) => Number(share.toPrecision(3)))).toEqual([
    0.9, 0.729, 0.478, 0.206, 0.0382, 0.0013,
  ]);
});

test('AP-4.3 (1 + β)', () => {
  const row = (load: number, digits: number) =>
    [0.25, 0.5, 0.75].map((beta) => onePlusBetaTime(load, beta).toFixed(digits));
  expect(row(0.9, 3)).toEqual(['5.119', '3.725', '3.033']);
  expect(row(0.5, 4)).toEqual(['1.7228', '1.5257', '1.3788']);
  expect(row(0.99, 2)).toEqual(['13.44', '8.47', '6.51']);
  expect(onePlusBetaTime(0.9, 0)).toBeCloseTo(10, 9);
  expect(onePlusBetaTime(0.9, 1)).toBeCloseTo(bestOfTime(0.9, 2), 9);
});

test('AP-4.3 join the idle queue', () => {
  expect(joinIdleTime(0.9, 10).toFixed(3)).toBe('1.818');
  expect(joinIdleTime(0.9, 2)).toBeCloseTo(4, 12);
});
