/** A strategy of placement by itself: no queue is worked by anybody, its loads are set by hand. */
import { FACTS } from '../../aws/facts.ts';
import { RandomStreams, type RandomStream } from '../../engine/random.ts';
import type { Options } from '../../model/options.ts';
import { hashKey } from '../../model/tier/placement/hash.ts';
import type { Placement, Strategy, View } from '../../model/tier/placement/placement.ts';
import { STRATEGIES, type StrategyName } from '../../model/tier/placement/strategies.ts';

/** Queues whose loads are what somebody says. */
export class HandView implements View {
  readonly queues: number;
  readonly loads: Int32Array;
  readonly allAlive = true;

  constructor(queues: number) {
    this.queues = queues;
    this.loads = new Int32Array(queues);
  }

  loadOf(queue: number): number {
    return this.loads[queue]!;
  }

  isAlive(): boolean {
    return true;
  }
}

export interface HandPlaced {
  readonly view: HandView;
  readonly placement: Placement;
  /** Events in all queues; to be kept by who places. */
  total: number;
}

export type Said = Readonly<Record<string, number | boolean | string | undefined>>;

/** `seed`: of its chance; the names of its `tenants` begin with it, too, so that they have other queues with another. */
export function handPlaced(
  name: StrategyName,
  said: Said,
  { queues, tenants = 1, seed }: { readonly queues: number; readonly tenants?: number; readonly seed: string },
): HandPlaced {
  const strategy: Strategy = STRATEGIES[name];
  const view = new HandView(queues);
  const parts = {
    ...{ view, tenants, hosts: 1, tieBreak: 'random' as const, random: streamOf(seed, 'placement') },
    hashOf: (tenant: number, label: string) => hashKey(label, `${seed}/${tenant}`),
    total: () => made.total,
  };
  const made: HandPlaced = {
    view,
    total: 0,
    placement: strategy.make({ ...defaultsOf(strategy.options), ...said }, parts),
  };
  return made;
}

export function streamOf(seed: string, purpose: string): RandomStream {
  return new RandomStreams(seed).stream('validation', purpose);
}

function defaultsOf(options: Options): Said {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => {
      const said = 'default' in option ? option.default : undefined;
      return [name, typeof said === 'object' ? (FACTS[said.fact].value as number) : said];
    }),
  );
}
