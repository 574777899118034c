/**
 * Brings a stream to another number of shards while it runs: one split or merge after another, each taking its time (KIN-33,
 * assumed), with writes going on throughout. A target that comes while another is under way begins after it.
 */
import { Rank } from '../../../engine/rank.ts';
import type { Action } from '../../../engine/simulation.ts';
import type { Micros } from '../../../engine/time.ts';
import type { World } from '../../world.ts';
import { reshardPlan, type ReshardStep } from './reshard-plan.ts';
import type { Stream } from './stream.ts';

export class Resharding {
  readonly #world: World;
  readonly #stream: Stream;
  readonly #stepTime: Micros;
  readonly #done: Action;
  readonly #targets: number[] = [];
  #steps: ReshardStep[] = [];
  #isBusy = false;

  constructor(world: World, stream: Stream) {
    this.#world = world;
    this.#stream = stream;
    this.#stepTime = stream.traits.reshardTime;
    this.#done = world.sim.action(Rank.scenario, this.#finishStep);
  }

  /** `shards`: how many equal ones there are to be. */
  to(shards: number): void {
    this.#targets.push(shards);
    this.#next();
  }

  #next(): void {
    if (this.#isBusy) return;
    while (this.#steps.length === 0) {
      const target = this.#targets.shift();
      if (target === undefined) return;
      this.#steps = reshardPlan(this.#boundaries(), target);
    }
    this.#isBusy = true;
    this.#world.sim.after(this.#stepTime, this.#done, 0);
  }

  readonly #finishStep = (): void => {
    const { kind, at } = this.#steps.shift()!;
    const upper = this.#stream.open.find((shard) => shard.covers(at))!;
    if (kind === 'split') this.#stream.split(upper, at);
    else
      this.#stream.merge(
        this.#stream.open.find((shard) => shard.to === at)!,
        upper,
      );
    this.#isBusy = false;
    this.#next();
  };

  #boundaries(): bigint[] {
    const starts = this.#stream.open.map(({ from }) => from).filter((from) => from > 0n);
    return starts.sort((a, b) => (a < b ? -1 : 1));
  }
}
