/**
 * On-demand capacity (KIN-09): the service looks at what each shard takes, and splits the busy ones. How often it looks, and how
 * long a split takes, are assumed (UNK-27); that a shard above 500 KB/s is split within 15 minutes is documented.
 * Left out: that capacity never falls (30 days are longer than a run), the region's maximum, and warm throughput.
 */
import { Rank } from '../../../engine/rank.ts';
import type { Timer } from '../../../engine/simulation.ts';
import { SECOND, type Micros } from '../../../engine/time.ts';
import type { World } from '../../world.ts';
import type { Shard } from './shard.ts';
import type { Stream } from './stream.ts';

export class OnDemandCapacity {
  readonly #world: World;
  readonly #stream: Stream;
  readonly #every: Micros;
  readonly #splitTime: Micros;
  readonly #most: number;
  readonly #look: Timer;
  /** Bytes that each shard had taken at the last look, by its number; NaN while it is being split. */
  readonly #taken: number[] = [];

  constructor(world: World, stream: Stream) {
    const { rules, sim } = world;
    this.#world = world;
    this.#stream = stream;
    this.#every = rules.number('kinesis.onDemand.look');
    this.#splitTime = rules.number('kinesis.onDemand.splitTime');
    this.#most = rules.number('kinesis.onDemand.splitAbove');
    this.#look = sim.timer(Rank.controller, this.#decide);
    this.#arm();
  }

  readonly #decide = (): void => {
    this.#stream.catchUp();
    for (const shard of this.#stream.open) if (this.#isBusy(shard)) this.#split(shard);
    this.#arm();
  };

  #isBusy(shard: Shard): boolean {
    const before = this.#taken[shard.index] ?? 0;
    if (Number.isNaN(before)) return false;
    const { bytes } = shard.writes;
    this.#taken[shard.index] = bytes;
    return ((bytes - before) / this.#every) * SECOND > this.#most;
  }

  #split(shard: Shard): void {
    this.#taken[shard.index] = NaN;
    const { sim } = this.#world;
    const split = sim.action(Rank.scenario, () => this.#stream.split(shard, (shard.from + shard.to) / 2n));
    sim.after(this.#splitTime, split, 0);
  }

  #arm(): void {
    const { now, end } = this.#world.sim;
    if (now + this.#every <= end) this.#look.set(now + this.#every);
  }
}
