/** Every strategy by which a handler works on the records of a batch. */
import type { World } from '../../world.ts';
import type { Strategy } from '../stages.ts';
import { adaptive, type AdaptiveSettings } from './adaptive.ts';
import { arrangementOf, type ArrangementSettings } from './arrangements.ts';
import { groups, type GroupsSettings } from './groups.ts';
import { rules, type RulesSettings } from './rules.ts';

/** Those that look at the batch, or at what they have seen. */
type LookingSettings = RulesSettings | GroupsSettings | AdaptiveSettings;
export type StrategySettings = ArrangementSettings | LookingSettings;

interface Kind<S> {
  make(settings: S, world: World): Strategy;
}

/** By kind; another is one file and one line. */
const LOOKING: { readonly [K in LookingSettings['kind']]: Kind<LookingSettings & { kind: K }> } = {
  rules,
  groups,
  adaptive,
};

/** The strategy of one function's handler; `settings` have been checked. */
export function makeStrategy(settings: StrategySettings, world: World): Strategy {
  if (settings.kind in LOOKING) {
    const kind: Kind<never> = LOOKING[settings.kind as keyof typeof LOOKING];
    return kind.make(settings as never, world);
  }
  return simple(settings as ArrangementSettings);
}

function simple(settings: ArrangementSettings): Strategy {
  const arrangement = arrangementOf(settings);
  return {
    plan(batch, stages) {
      stages.begin(batch.size);
      arrangement.arrange(0, batch.size, stages);
    },
  };
}
