/** Queues that no pipeline has, on the engine alone; a minute. */
import { expect, it } from 'vitest';
import { engineCases } from '../theory/engine/cases.ts';

const zs: number[] = [];

it.each(engineCases)('$id', ({ run }) => {
  for (const row of run()) {
    expect(row.verdict, `${row.figure}: ${row.found} instead of ${row.expected}`).toBe('pass');
    if (row.family !== undefined) zs.push(row.statistics!.z);
  }
});

it('together they are neither too good nor too bad', () => {
  const meanSquare = zs.reduce((sum, z) => sum + z * z, 0) / zs.length;
  expect(zs).toHaveLength(11);
  // The range of a chi square of 11 degrees over 11, at 0.5 % each.
  expect(meanSquare).toBeGreaterThan(0.23);
  expect(meanSquare).toBeLessThan(2.4);
});
