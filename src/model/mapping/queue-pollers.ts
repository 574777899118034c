/** Provisioned pollers of a queue: the fleet and its scaling, put together with the numbers that the rules have for queues. */
import type { RandomStream } from '../../engine/random.ts';
import { SECOND } from '../../engine/time.ts';
import type { Rules } from '../../aws/rules.ts';
import type { Batch, BatchOwner } from '../batch.ts';
import type { World } from '../world.ts';
import type { PollerPolicy } from './pollers.ts';
import { useOf, type PollerCapacity, type ProvisionedLimits } from './provisioned.ts';
import { ProvisionedFleet } from './provisioned-fleet.ts';
import type { ProvisionedPollerConfig } from './provisioned-options.ts';
import { ProvisionedScaling, type ProvisionedPool } from './provisioned-scaling.ts';
import type { Scalable } from './scaling.ts';

/** What one poller of a queue can do (SQS-22). */
export function queuePollerCapacity(rules: Rules): PollerCapacity {
  return {
    invokes: rules.number('sqs.provisioned.invokes'),
    polls: rules.number('sqs.provisioned.polls'),
    bytes: rules.number('sqs.provisioned.bytes'),
  };
}

/** How many there may be, and how their number changes. */
export function queuePollerLimits(rules: Rules, config: ProvisionedPollerConfig): ProvisionedLimits {
  return {
    least: config.minimumPollers,
    most: config.maximumPollers,
    detect: rules.number('sqs.provisioned.detect'),
    rampEvery: Math.round(SECOND / rules.number('sqs.provisioned.ramp')),
    ...shrinkingOf(rules),
  };
}

/** How provisioned pollers become fewer: the same for queues and for Kafka. */
export function shrinkingOf(
  rules: Rules,
): Pick<ProvisionedLimits, 'shrinkBelow' | 'shrinkAfter' | 'shrinkEvery' | 'shrinkBy'> {
  return {
    shrinkBelow: rules.number('mapping.provisioned.shrinkBelow'),
    shrinkAfter: rules.number('mapping.provisioned.shrinkAfter'),
    shrinkEvery: rules.number('mapping.provisioned.shrinkEvery'),
    shrinkBy: rules.number('mapping.provisioned.shrinkBy'),
  };
}

/** The mapping, as its pollers see it. */
export type Provisioning = Scalable & BatchOwner & { readonly settings: { readonly pollers: PollerPolicy } };

export class QueuePollers implements ProvisionedPool {
  readonly fleet: ProvisionedFleet;
  readonly scaling: ProvisionedScaling;
  readonly #world: World;
  readonly #mapping: Provisioning;
  readonly #capacity: PollerCapacity;
  #before = { invokeTime: 0, polls: 0, bytes: 0, pollerTime: 0 };

  constructor(mapping: Provisioning, world: World, random: RandomStream, onEmpty: (receives: number) => void) {
    const { rules } = world;
    this.#world = world;
    this.#mapping = mapping;
    this.#capacity = queuePollerCapacity(rules);
    const gathered = rules.number('sqs.provisioned.gathered');
    const settings = { ...this.#capacity, gathered, longPoll: rules.number('sqs.receive.wait') };
    this.fleet = new ProvisionedFleet(mapping, world, settings, random, {
      empty: onEmpty,
      ready: () => mapping.wake(0),
    });
    this.scaling = new ProvisionedScaling(world, this, () => queuePollerLimits(rules, this.#config));
  }

  get #config(): ProvisionedPollerConfig {
    return this.#mapping.settings.pollers as Extract<PollerPolicy, { kind: 'provisioned' }>;
  }

  get pollers(): number {
    return this.#mapping.pollers;
  }

  get hasWork(): boolean {
    return this.#mapping.source.available(0);
  }

  takeUse(): number {
    const { meter } = this.fleet;
    meter.catchUp(this.#world.sim.now);
    const { invokeTime, polls, bytes, pollerTime } = meter;
    const before = this.#before;
    this.#before = { invokeTime, polls, bytes, pollerTime };
    const work = {
      invokeTime: invokeTime - before.invokeTime,
      polls: polls - before.polls,
      bytes: bytes - before.bytes,
    };
    const use = useOf(work, pollerTime - before.pollerTime, this.#capacity);
    return Math.max(use.invokes, use.polls, use.bytes);
  }

  resize(pollers: number): void {
    this.#mapping.resize(pollers);
  }

  awaitWork(): void {
    this.#mapping.source.await(this.#mapping, 0);
  }

  /** The records of a batch from a position on have been received. */
  received(batch: Batch, from: number): void {
    const { sim, records } = this.#world;
    let bytes = 0;
    for (let i = from; i < batch.held; i++) bytes += records.size[batch.slots[i]!]!;
    this.fleet.received(batch, bytes, sim.now);
  }

  /** All pollers are held; `isWaiting`: and something waits that one of them could take. */
  noteHeld(isWaiting: boolean): void {
    this.fleet.meter.setShort(isWaiting, this.#world.sim.now);
  }
}
