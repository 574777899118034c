/** Scenarios that are a tier of queues with one server each and little more, as users write and run them. */
import type { TierGroupResult, TierResult } from '../../metrics/tier/result.ts';
import { readScenarioValue } from '../../scenario/read.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { simulate, type RunOptions } from '../../simulate.ts';

/** What stands under `tier`. */
export type Tier = Readonly<Record<string, unknown>>;

export interface TierScenarioParts {
  readonly seed: string;
  /** Seconds of the whole run, and those of it that are left out of all figures. */
  readonly duration: number;
  readonly warmUp?: number | undefined;
  readonly tier: Tier;
}

/** Under ideal rules: no time is lost, no answer, and nothing is done twice. Throws when there is no such scenario. */
export function tierScenario({ seed, duration, warmUp = 0, tier }: TierScenarioParts): Scenario {
  const times = { duration: micros(duration), warmUp: micros(warmUp) };
  const read = readScenarioValue({ lagcast: 1, name: seed, rules: 'ideal', seed, ...times, tier });
  if (!read.ok) throw new Error(`${seed}: ${read.problems.map(({ message }) => message).join('; ')}`);
  return read.scenario;
}

function micros(seconds: number): string {
  return `${Math.round(seconds * 1e6)} us`;
}

export interface Ran {
  readonly tier: TierResult;
  readonly of: (group: string) => TierGroupResult;
  /** The group, where there is one. */
  readonly only: () => TierGroupResult;
}

export function runTier(scenario: Scenario, options: RunOptions = {}): Ran {
  const { tier } = simulate(scenario, options);
  if (tier === null) throw new Error(`${scenario.name} has no tier`);
  return { tier, of: (group) => tier.groups[group]!, only: () => Object.values(tier.groups)[0]! };
}
