/** What strategies are made of, for tests: a view with loads that are set by hand, and chance that is counted. */
import { FACTS } from '../../../../src/aws/facts.ts';
import { RandomStreams } from '../../../../src/engine/random.ts';
import type { RandomStream } from '../../../../src/engine/random.ts';
import type { Options } from '../../../../src/model/options.ts';
import { hashKey } from '../../../../src/model/tier/placement/hash.ts';
import type { Placement, PlacementParts, Strategy, View } from '../../../../src/model/tier/placement/placement.ts';
import { STRATEGIES } from '../../../../src/model/tier/placement/strategies.ts';
import type { StrategyName } from '../../../../src/model/tier/placement/strategies.ts';

export class HandView implements View {
  readonly queues: number;
  readonly loads: Float64Array;
  readonly dead = new Set<number>();
  looks = 0;

  constructor(queues: number) {
    this.queues = queues;
    this.loads = new Float64Array(queues);
  }

  get allAlive(): boolean {
    return this.dead.size === 0;
  }

  isAlive(queue: number): boolean {
    return !this.dead.has(queue);
  }

  loadOf(queue: number): number {
    if (!(queue >= 0 && queue < this.queues)) throw new Error(`there is no queue ${queue}`);
    this.looks++;
    return this.loads[queue]!;
  }
}

/** Chance whose draws are counted. */
export class Counted implements RandomStream {
  readonly #stream: RandomStream;
  draws = 0;

  constructor(seed: number) {
    this.#stream = new RandomStreams(seed).stream('placement', 'test');
  }

  next(): number {
    this.draws++;
    return this.#stream.next();
  }

  positive(): number {
    this.draws++;
    return this.#stream.positive();
  }

  below(n: number): number {
    this.draws++;
    return this.#stream.below(n);
  }
}

export type Said = Readonly<Record<string, number | boolean | string | undefined>>;

export interface Made {
  readonly view: HandView;
  readonly random: Counted;
  readonly placement: Placement;
}

/** A strategy with what a scenario would complete it to. */
export function make(
  name: StrategyName,
  options: Said = {},
  parts: Partial<PlacementParts> & { readonly queues?: number; readonly seed?: number; readonly prefix?: string } = {},
): Made {
  const strategy: Strategy = STRATEGIES[name];
  const tenants = parts.tenants ?? 50;
  const view = new HandView(strategy.queues?.(parts.queues ?? 20, tenants) ?? parts.queues ?? 20);
  const random = new Counted(parts.seed ?? 1);
  const placement = strategy.make(
    { ...defaultsOf(strategy.options), ...options },
    {
      view,
      tenants,
      hosts: parts.hosts ?? 3,
      tieBreak: parts.tieBreak ?? 'random',
      random,
      hashOf: (tenant, label) => hashKey(label, `${parts.prefix ?? 'tenant'}-${tenant}`),
      total: parts.total ?? (() => view.loads.reduce((sum, load) => sum + load, 0)),
    },
  );
  return { view, random, placement };
}

function defaultsOf(options: Options): Said {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => {
      const said = 'default' in option ? option.default : undefined;
      return [name, typeof said === 'object' ? (FACTS[said.fact].value as number) : said];
    }),
  );
}

/** How far counts are from what is expected, in standard deviations of the statistic: beyond 5 is not chance. */
export function deviation(counts: ArrayLike<number>, expected: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < counts.length; i++) {
    const difference = counts[i]! - expected(i);
    sum += (difference * difference) / expected(i);
  }
  const freedom = counts.length - 1;
  return (sum - freedom) / Math.sqrt(2 * freedom);
}

/** The sorted queues that a tenant is put into when each in turn is the least loaded. */
export function shardOf({ view, placement }: Made, tenant: number): readonly number[] {
  const shard: number[] = [];
  view.loads.fill(0);
  for (;;) {
    const queue = placement.place(tenant, 0);
    if (shard.includes(queue)) break;
    shard.push(queue);
    view.loads[queue] = shard.length;
  }
  view.loads.fill(0);
  return shard.sort((a, b) => a - b);
}
