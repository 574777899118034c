/**
 * Best of d, the power of d choices: d queues by chance, of which the least loaded is taken. Balances very well and isolates nobody.
 * Queues that are down are drawn anew: d that live are looked at, or as many as there are.
 *
 * Two of all without replacement is the common case, and the fast one. More than two are drawn from a list of all queues, four bytes
 * each.
 */
import type { Options, Values } from '../../options.ts';
import type { RandomStream } from '../../../engine/random.ts';
import { anyAlive } from './alive.ts';
import { Deal } from './deal.ts';
import { Least } from './least.ts';
import type { Placement, PlacementParts, Strategy, View } from './placement.ts';

const OPTIONS = {
  d: {
    kind: 'count',
    min: 1,
    max: 1000,
    default: { fact: 'tier.choices' },
    doc: 'Queues that are looked at for an event.',
    source: 'AP-2.11',
  },
  withReplacement: {
    kind: 'flag',
    default: false,
    doc: 'Whether the same queue may be drawn twice for an event.',
    source: 'AP-2.0',
  },
} as const satisfies Options;

/** The least loaded of d queues by chance. */
export class BestOf implements Placement {
  readonly #view: View;
  readonly #random: RandomStream;
  readonly #d: number;
  readonly #withReplacement: boolean;
  readonly #isPair: boolean;
  readonly #least: Least;
  /** Made when it is needed first. */
  #deal: Deal | undefined;

  /** More than there are queues are as many as there are, unless with replacement. */
  constructor(parts: PlacementParts, d: number, withReplacement: boolean) {
    this.#view = parts.view;
    this.#random = parts.random;
    this.#withReplacement = withReplacement;
    this.#d = withReplacement ? d : Math.min(d, parts.view.queues);
    this.#isPair = this.#d === 2 && !withReplacement;
    this.#least = new Least(parts.tieBreak, parts.random);
  }

  place(_tenant: number, host: number): number {
    if (!this.#view.allAlive) return this.#placeAmongAlive(host);
    if (this.#isPair) return this.#placeInPair(host);
    return this.#d === 1 ? this.#random.below(this.#view.queues) : this.#placeInMany(host);
  }

  #placeInPair(host: number): number {
    const view = this.#view;
    const random = this.#random;
    const first = random.below(view.queues);
    const other = random.below(view.queues - 1);
    const second = other < first ? other : other + 1;
    const a = view.loadOf(first, host);
    const b = view.loadOf(second, host);
    if (a !== b) return a < b ? first : second;
    return this.#leastOf(first, second, a);
  }

  #leastOf(first: number, second: number, load: number): number {
    const least = this.#least;
    least.begin();
    least.offer(first, load);
    least.offer(second, load);
    return least.queue;
  }

  #placeInMany(host: number): number {
    const least = this.#least;
    least.begin();
    for (let i = 0; i < this.#d; i++) {
      const queue = this.#withReplacement ? this.#random.below(this.#view.queues) : this.#draw(i);
      least.offer(queue, this.#view.loadOf(queue, host));
    }
    return least.queue;
  }

  #placeAmongAlive(host: number): number {
    const view = this.#view;
    const least = this.#least;
    least.begin();
    for (let i = 0, found = 0; found < this.#d && i < (this.#withReplacement ? this.#d : view.queues); i++) {
      const queue = this.#withReplacement ? anyAlive(view, this.#random) : this.#draw(i);
      if (!view.isAlive(queue)) continue;
      found++;
      // One alone is not looked at.
      least.offer(queue, this.#d === 1 ? 0 : view.loadOf(queue, host));
    }
    return least.queue < 0 ? this.#random.below(view.queues) : least.queue;
  }

  #draw(place: number): number {
    this.#deal ??= new Deal(this.#view.queues, this.#random);
    return this.#deal.draw(place);
  }
}

export const bestOf = {
  summary: 'The least loaded of d queues that are drawn by chance.',
  options: OPTIONS,
  make(options, parts): Placement {
    const { d, withReplacement } = options as Values<typeof OPTIONS>;
    return new BestOf(parts, d, withReplacement);
  },
} as const satisfies Strategy<typeof OPTIONS>;
