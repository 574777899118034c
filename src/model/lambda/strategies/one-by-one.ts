/** One record at a time. */
import type { Arrangement } from '../stages.ts';

export interface OneByOneSettings {
  readonly kind: 'oneByOne';
}

export const oneByOne = {
  arrangement: (): Arrangement => ({ arrange: (_from, to, stages) => stages.add(to, 1) }),
};
