/** Any queue, each as likely. No state and no isolation: who sends much is in every queue. */
import type { RandomStream } from '../../../engine/random.ts';
import { anyAlive } from './alive.ts';
import type { Placement, Strategy, View } from './placement.ts';

class Random implements Placement {
  readonly #view: View;
  readonly #random: RandomStream;

  constructor(view: View, random: RandomStream) {
    this.#view = view;
    this.#random = random;
  }

  place(): number {
    return this.#view.allAlive ? this.#random.below(this.#view.queues) : anyAlive(this.#view, this.#random);
  }
}

export const random = {
  summary: 'Any queue, each as likely.',
  options: {},
  make: (_options, parts): Placement => new Random(parts.view, parts.random),
} as const satisfies Strategy;
