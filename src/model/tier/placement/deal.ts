/**
 * Draws without replacement, one after the other: as in a shuffle of Fisher and Yates that stops early. The order that earlier draws have
 * left is as good as any to begin with, so a draw costs one number of chance and nothing is allocated.
 */
import type { RandomStream } from '../../../engine/random.ts';

export class Deal {
  readonly #cards: Int32Array;
  readonly #random: RandomStream;

  /** Cards are the numbers from 0 to n − 1. */
  constructor(n: number, random: RandomStream) {
    this.#cards = Int32Array.from({ length: n }, (_, card) => card);
    this.#random = random;
  }

  /** The card at a place, from 0 on: other than those at the places before, which were drawn just now. */
  draw(place: number): number {
    const cards = this.#cards;
    const other = place + this.#random.below(cards.length - place);
    const card = cards[other]!;
    cards[other] = cards[place]!;
    cards[place] = card;
    return card;
  }
}
