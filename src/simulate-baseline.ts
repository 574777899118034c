/**
 * The same scenario once more without its noisy tenants: what harm is there anyway. The tenants stay, and are silent, so that all
 * others have the same numbers, the same queues and the same luck; only who suffers is measured.
 */
import { assemble, type AssembleOptions, type Model } from './assemble.ts';
import { tierRecorder } from './assemble-tier-metrics.ts';
import type { Pause } from './engine/simulation.ts';
import { blastRadius } from './metrics/tier/summary.ts';
import type { TierRecorder } from './metrics/tier/tier-recorder.ts';
import { Listener } from './model/observer.ts';
import type { Scenario, TierScenario } from './scenario/scenario.ts';

export class Baseline {
  readonly #model: Model;
  #recorder: TierRecorder | undefined;

  constructor(
    scenario: Scenario,
    tier: TierScenario,
    luck: Pick<AssembleOptions, 'replication' | 'limits' | 'simulation'>,
  ) {
    this.#model = assemble(
      { ...scenario, tier: quiet(tier) },
      {
        ...luck,
        promptArrivals: false,
        observe: () => new Listener(),
        // Measured as the run with the noise is: in the same window, and after the same trigger.
        observeTier: (watched) => (this.#recorder = tierRecorder(scenario, tier, watched)),
      },
    );
  }

  get now(): number {
    return this.#model.world.sim.now;
  }

  advance(slice: number): Pause {
    return this.#model.world.sim.advance(slice);
  }

  /** Share of the tenants that are harmed without the noise. */
  get blastRadius(): number | null {
    return this.#recorder === undefined ? null : blastRadius(this.#recorder);
  }
}

/** Whether a scenario wants to be run without its noise as well, and has some, and others who may suffer. */
export function wantsBaseline(tier: TierScenario | undefined): tier is TierScenario {
  if (tier === undefined || !tier.measure.excess) return false;
  return tier.tenants.some(({ noisy }) => noisy) && tier.tenants.some(({ noisy }) => !noisy);
}

function quiet(tier: TierScenario): TierScenario {
  return { ...tier, tenants: tier.tenants.map((group) => (group.noisy ? { ...group, arrivals: [] } : group)) };
}
