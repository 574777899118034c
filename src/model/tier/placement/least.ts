/**
 * The least loaded of the queues that are offered one after the other. Equal loads by chance: the n-th of them takes the place of the one
 * that is kept with probability 1/n, so each is as likely, and chance is asked only where loads are equal.
 */
import type { RandomStream } from '../../../engine/random.ts';
import type { TieBreak } from './placement.ts';

export class Least {
  readonly #random: RandomStream;
  readonly #byChance: boolean;
  readonly #byNumber: boolean;
  /** The queue that is kept; −1 before the first. */
  queue = -1;
  #load: number = Infinity;
  #equals = 0;

  constructor(tieBreak: TieBreak, random: RandomStream) {
    this.#random = random;
    this.#byChance = tieBreak === 'random';
    this.#byNumber = tieBreak === 'lowestIndex';
  }

  begin(): void {
    this.queue = -1;
    this.#load = Infinity;
    this.#equals = 0;
  }

  offer(queue: number, load: number): void {
    if (load < this.#load || this.queue < 0) {
      this.queue = queue;
      this.#load = load;
      this.#equals = 1;
    } else if (load === this.#load) this.#decide(queue);
  }

  #decide(queue: number): void {
    if (this.#byChance) {
      if (this.#random.below(++this.#equals) === 0) this.queue = queue;
    } else if (this.#byNumber && queue < this.queue) this.queue = queue;
  }
}
