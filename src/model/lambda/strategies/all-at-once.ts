/** All records at once. */
import type { Arrangement } from '../stages.ts';

export interface AllAtOnceSettings {
  readonly kind: 'allAtOnce';
}

export const allAtOnce = {
  arrangement: (): Arrangement => ({ arrange: (from, to, stages) => stages.add(to, to - from) }),
};
