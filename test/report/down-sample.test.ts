/** What down-sampling keeps: of each column of pixels the first, the least, the greatest and the last. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kept } from '../../src/report/charts/down-sample.ts';

const readings = fc.array(fc.option(fc.integer({ min: -1000, max: 1000 })), { maxLength: 400 });
const columns = fc.integer({ min: 1, max: 60 });

/** The numbers of the readings by column, counted anew. */
function byColumn(n: number, width: number): number[][] {
  const all = Array.from({ length: width }, (): number[] => []);
  for (let i = 0; i < n; i++) all[Math.floor((i * width) / n)]!.push(i);
  return all;
}

describe('down-sampling', () => {
  it('keeps the extremes of every column and its ends, in order, and at most four of each', () => {
    fc.assert(
      fc.property(readings, columns, (values, width) => {
        const chosen = kept(values, width);
        expect(chosen).toEqual([...new Set(chosen)].toSorted((a, b) => a - b));
        if (values.length <= width) return;
        for (const column of byColumn(values.length, width)) {
          const here = column.filter((i) => chosen.includes(i));
          const numbers = column.flatMap((i) => values[i] ?? []);
          const left = here.flatMap((i) => values[i] ?? []);
          expect(here.length).toBeLessThanOrEqual(4);
          expect(here).toEqual(expect.arrayContaining([column[0], column.at(-1)].filter((i) => i !== undefined)));
          expect([Math.min(...left), Math.max(...left)]).toEqual([Math.min(...numbers), Math.max(...numbers)]);
        }
      }),
    );
  });

  it('keeps all where there are no more than columns', () => {
    fc.assert(
      fc.property(readings, fc.integer({ min: 400, max: 800 }), (values, width) => {
        expect(kept(values, width)).toEqual(values.map((_, i) => i));
      }),
    );
  });

  it('finds one spike in a hundred thousand', () => {
    const values = Array<number>(100_000).fill(0);
    values[54_321] = 7;
    expect(kept(values, 720)).toContain(54_321);
    expect(kept(values, 720).length).toBeLessThanOrEqual(4 * 720);
  });
});
