/** Titles beside the panels of a sweep's charts: in lines that have room, and cut only where a word has none. */
import { describe, expect, it } from 'vitest';
import { figureAxis, fittedTitle, wholeTitle } from '../../src/report/sweep/scales.ts';

const title = ['orders', 'max concurrency'];

describe('the title of a panel', () => {
  it.each([
    // Room for "(log)" is needed of logarithmic axes only.
    [17, false, ['orders', 'max concurrency']],
    [17, true, ['orders', 'max concurrency', '(log)']],
    [21, true, ['orders', 'max concurrency (log)']],
    [11, false, ['orders', 'max', 'concurrency']],
    [8, false, ['orders', 'max', 'concu…cy']],
  ])('in lines of %i letters, logarithmic: %s', (letters, isLog, lines) => {
    expect(fittedTitle(title, letters)(isLog)).toEqual(lines);
  });

  it('says of an axis what its values make of it', () => {
    const titleOf = (values: readonly number[]): unknown =>
      (figureAxis('count', values, wholeTitle(title))['axis'] as { title: unknown }).title;
    expect(titleOf([10, 12])).toEqual(['orders', 'max concurrency']);
    expect(titleOf([1, 1000])).toEqual(['orders', 'max concurrency (log)']);
  });
});
