/**
 * The (1 + β) process (Peres, Talwar and Wieder 2010): a share β of the events goes to the better of two queues, the others to any. What
 * it takes that only some hosts know loads.
 */
import type { Options, Values } from '../../options.ts';
import type { RandomStream } from '../../../engine/random.ts';
import { anyAlive } from './alive.ts';
import { BestOf } from './best-of.ts';
import type { Placement, PlacementParts, Strategy, View } from './placement.ts';

const OPTIONS = {
  beta: {
    kind: 'share',
    min: 0,
    max: 1,
    default: { fact: 'tier.beta' },
    doc: 'Share of events that go to the better of two queues.',
    source: 'AP-2.12',
  },
} as const satisfies Options;

class OnePlusBeta implements Placement {
  readonly #view: View;
  readonly #random: RandomStream;
  readonly #beta: number;
  readonly #pair: BestOf;

  constructor(parts: PlacementParts, beta: number) {
    this.#view = parts.view;
    this.#random = parts.random;
    this.#beta = beta;
    this.#pair = new BestOf(parts, 2, false);
  }

  place(tenant: number, host: number): number {
    if (this.#random.next() < this.#beta) return this.#pair.place(tenant, host);
    return anyAlive(this.#view, this.#random);
  }
}

export const onePlusBeta = {
  summary: 'A share of the events goes to the better of two queues, the others to any.',
  options: OPTIONS,
  make: (options, parts): Placement => new OnePlusBeta(parts, (options as Values<typeof OPTIONS>).beta),
} as const satisfies Strategy<typeof OPTIONS>;
