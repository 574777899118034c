/** Who suffers from a noisy neighbour, by placement and discipline; the whole table is in the validation. */
import { expect, it } from 'vitest';
import { covered, errorOf, harmOf, meanHarm } from '../../theory/noise.ts';

// A burst of six seconds does as much harm as one of a minute.
const BRIEF = { burst: 6 };

it.each([
  ['random', 1000, 0],
  ['random', 20_000, 1],
  [{ strategy: 'shuffle', shardSize: 2, sample: 2 }, 15_000, 0],
])('%j, noise of %i/s: a share of %i is harmed', (placement, rate, share) => {
  expect(harmOf({ ...BRIEF, placement, rate }).share).toBe(share);
});

it('a fair queue within a single one spares everybody, FIFO nobody', () => {
  const single = { ...BRIEF, placement: 'single', queues: 1, slots: 100, rate: 20_000 };
  expect(harmOf({ ...single, discipline: 'drr' }).share).toBe(0);
  expect(harmOf({ ...single, discipline: 'fifo' }).share).toBe(1);
});

it('hashing leaves those in the lurch that have the queue of the noise: one in a hundred', () => {
  const seeds = 4;
  const expected = covered(100, 1, 1);
  const found = meanHarm({ ...BRIEF, placement: 'rendezvous', rate: 1000 }, seeds);
  expect(Math.abs(found - expected.mean)).toBeLessThan(3 * errorOf(expected, seeds));
});
