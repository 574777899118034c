/** Every strategy by which a handler works on the records of a batch. */
import type { Strategy } from '../stages.ts';
import { arrangementOf, type ArrangementSettings } from './arrangements.ts';

export type StrategySettings = ArrangementSettings;

/** The strategy of one function's handler; `settings` have been checked. */
export function makeStrategy(settings: StrategySettings): Strategy {
  const arrangement = arrangementOf(settings);
  return {
    plan(batch, stages) {
      stages.begin(batch.size);
      arrangement.arrange(0, batch.size, stages);
    },
  };
}
