/** So many records at once, and the next so many only when all of these are done: a barrier for each chunk. */
import type { Arrangement } from '../stages.ts';

export interface ChunksSettings {
  readonly kind: 'chunks';
  /** Records of a chunk, from 1; the last may have fewer. */
  readonly records: number;
}

export const chunks = {
  arrangement: ({ records }: ChunksSettings): Arrangement => ({
    arrange: (from, to, stages) => {
      for (let end = from + records; end < to; end += records) stages.add(end, records);
      stages.add(to, records);
    },
  }),
};
