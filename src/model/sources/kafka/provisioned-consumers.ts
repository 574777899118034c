/**
 * Changes the number of pollers of a mapping in provisioned mode (KAF-03): those are added that records wait for, and given back that are little
 * used, by the same decisions as for queues (mapping/provisioned.ts). A look every second finds out whether some record has waited for too long in a
 * partition that one more poller could relieve; both are assumed. Failures change nothing.
 */
import { Rank } from '../../../engine/rank.ts';
import type { Timer } from '../../../engine/simulation.ts';
import { SECOND, type Micros } from '../../../engine/time.ts';
import type { ProvisionedPollerConfig } from '../../mapping/provisioned-options.ts';
import type { ProvisionedLimits } from '../../mapping/provisioned.ts';
import { ProvisionedScaling, type ProvisionedPool } from '../../mapping/provisioned-scaling.ts';
import type { World } from '../../world.ts';
import type { GroupScaling, ScaledGroup } from './group-settings.ts';

export class ProvisionedConsumers implements GroupScaling, ProvisionedPool {
  readonly #world: World;
  readonly #group: ScaledGroup;
  readonly #scaling: ProvisionedScaling;
  readonly #every: Micros;
  readonly #patience: Micros;
  readonly #bytes: number;
  readonly #timer: Timer;
  #config: ProvisionedPollerConfig;

  constructor(world: World, group: ScaledGroup, config: ProvisionedPollerConfig) {
    const { rules, sim } = world;
    this.#world = world;
    this.#group = group;
    this.#config = config;
    this.#every = rules.number('kafka.provisioned.look');
    this.#patience = rules.number('kafka.provisioned.detect');
    this.#bytes = rules.number('kafka.provisioned.bytes');
    this.#timer = sim.timer(Rank.controller, this.#look);
    this.#scaling = new ProvisionedScaling(world, this, () => this.#limits());
  }

  /** No more than there are partitions (J.4, rule 9). */
  #limits(): ProvisionedLimits {
    const { rules } = this.#world;
    const { minimumPollers, maximumPollers } = this.#config;
    const most = Math.min(maximumPollers, this.#group.partitions);
    return {
      least: Math.min(minimumPollers, most),
      most,
      // That something waits is known when it has waited for long enough.
      detect: 0,
      rampEvery: Math.max(1, Math.round(SECOND / rules.number('kafka.provisioned.ramp'))),
      shrinkBelow: rules.number('mapping.provisioned.shrinkBelow'),
      shrinkAfter: rules.number('mapping.provisioned.shrinkAfter'),
      shrinkEvery: rules.number('mapping.provisioned.shrinkEvery'),
      shrinkBy: rules.number('mapping.provisioned.shrinkBy'),
    };
  }

  // — as the group sees it —

  get most(): number {
    return this.#scaling.max;
  }

  get first(): number {
    return this.#limits().least;
  }

  /** The limits may have changed while nothing was read. */
  start(): void {
    this.#scaling.changed(true);
    this.#arm();
  }

  stop(): void {
    this.#timer.clear();
    this.#scaling.stop();
  }

  ended(): void {}

  change(config: Partial<ProvisionedPollerConfig>, isOn: boolean): void {
    this.#config = { ...this.#config, ...config };
    this.#scaling.changed(isOn);
  }

  // — as the policy sees it —

  get pollers(): number {
    return this.#group.consumers;
  }

  get hasWork(): boolean {
    return this.#world.sim.now - this.#group.waitingSince() >= this.#patience;
  }

  /** None is given back while one more could take something: otherwise the two would go on by turns. */
  takeUse(): number {
    const use = this.#group.work.takeUse(this.#bytes, this.#world.sim.now);
    return this.hasWork ? 1 : use;
  }

  resize(pollers: number): void {
    this.#group.resize(pollers);
  }

  /** The next look will see it. */
  awaitWork(): void {}

  #arm(): void {
    const at = this.#world.sim.now + this.#every;
    if (at <= this.#world.sim.end) this.#timer.set(at);
  }

  readonly #look = (): void => {
    if (this.hasWork) this.#scaling.shortage();
    else this.#scaling.satisfied();
    this.#arm();
  };
}
