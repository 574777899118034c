/**
 * On-demand capacity (KIN-09): the service looks at what each shard takes, and splits the busy ones. How often it looks, and how
 * long a split takes, are assumed (UNK-27); that a shard above 500 KB/s is split within 15 minutes is documented, that one above 500
 * records/s is too is inferred.
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
  /** Bytes and records a second above which a shard is split. */
  readonly #mostBytes: number;
  readonly #mostRecords: number;
  readonly #look: Timer;
  /** What each shard had taken at the last look, by its number; undefined before the first. */
  readonly #taken: ({ readonly bytes: number; readonly records: number } | undefined)[] = [];
  /** Shards that are being split. */
  readonly #splitting = new Set<Shard>();

  constructor(world: World, stream: Stream) {
    const { rules, sim } = world;
    this.#world = world;
    this.#stream = stream;
    this.#every = rules.number('kinesis.onDemand.look');
    this.#splitTime = rules.number('kinesis.onDemand.splitTime');
    this.#mostBytes = rules.number('kinesis.onDemand.splitAbove');
    this.#mostRecords = rules.number('kinesis.onDemand.splitAboveRecords');
    this.#look = sim.timer(Rank.controller, this.#decide);
    this.#arm();
  }

  readonly #decide = (): void => {
    this.#stream.catchUp();
    for (const shard of this.#stream.open) if (this.#isBusy(shard)) this.#split(shard);
    this.#arm();
  };

  #isBusy(shard: Shard): boolean {
    if (this.#splitting.has(shard)) return false;
    const before = this.#taken[shard.index] ?? { bytes: 0, records: 0 };
    const { bytes, records } = shard.writes;
    this.#taken[shard.index] = { bytes, records };
    const aSecond = (taken: number): number => (taken / this.#every) * SECOND;
    return aSecond(bytes - before.bytes) > this.#mostBytes || aSecond(records - before.records) > this.#mostRecords;
  }

  #split(shard: Shard): void {
    this.#splitting.add(shard);
    const { sim } = this.#world;
    const split = sim.action(Rank.scenario, () => {
      this.#splitting.delete(shard);
      this.#stream.split(shard, (shard.from + shard.to) / 2n);
    });
    sim.after(this.#splitTime, split, 0);
  }

  #arm(): void {
    const { now, end } = this.#world.sim;
    if (now + this.#every <= end) this.#look.set(now + this.#every);
  }
}
