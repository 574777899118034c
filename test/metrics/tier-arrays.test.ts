/** What the recorder of the tier keeps in small arrays that come round again: nothing of an earlier round is seen. */
import { expect, it } from 'vitest';
import { TenantAges } from '../../src/metrics/tier/ages.ts';
import { Pain } from '../../src/metrics/tier/pain.ts';
import type { TierMeasure } from '../../src/metrics/tier/window.ts';
import { S } from '../support/tier.ts';

const MEASURE = { threshold: S, warmUp: 0, trigger: undefined } as TierMeasure;
/** Seconds that are kept with that threshold: ten to look back, one until all is known of a second, and three. */
const KEPT = 14;

it('events in time of a second whose place is used again do not make up for a late one', () => {
  const pain = Pain.of(1, MEASURE)!;
  for (let i = 0; i < 200; i++) {
    pain.accepted(0, S + i);
    pain.waited(0, S + i, 0);
  }
  // The seconds behind that of the late event have no events; the first of them has the place of second 1.
  pain.accepted(0, KEPT * S);
  pain.finish(100 * S);
  expect(pain.seconds).toBe(10);
});

it('seconds that are passed over are empty, too', () => {
  const pain = Pain.of(1, MEASURE)!;
  for (let i = 0; i < 200; i++) {
    pain.accepted(0, 5 * S + i);
    pain.waited(0, 5 * S + i, 0);
  }
  pain.accepted(0, KEPT * S);
  // Second 19, which has the place of second 5, is judged only after this one has begun.
  pain.accepted(0, (KEPT + 6) * S);
  pain.waited(0, (KEPT + 6) * S, 0);
  pain.finish(100 * S);
  // From 15 to 23: the ten seconds until 14 have 201 events, of which one may be late.
  expect(pain.seconds).toBe(9);
});

it('a bin holds more than 16 bits can count', () => {
  const ages = new TenantAges(2, 100 * S);
  for (let i = 0; i < 70_000; i++) ages.add(1, 2 * S);
  ages.add(1, 10 * S);
  ages.add(1, 0);
  const near = (age: number): number => Math.round(age / S);
  expect([1, 2, 70_001, 70_002].map((rank) => near(ages.fromTop(1, rank)))).toEqual([10, 2, 2, 0]);
});
