/** So many records at once in a sliding pool: each next one is begun as soon as one is done. */
import type { Arrangement } from '../stages.ts';

export interface PoolSettings {
  readonly kind: 'pool';
  /** Records at once, from 1. */
  readonly records: number;
}

export const pool = {
  arrangement: ({ records }: PoolSettings): Arrangement => ({
    arrange: (_from, to, stages) => stages.add(to, records),
  }),
};
