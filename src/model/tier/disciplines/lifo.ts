/** Last in, first out: what became visible last goes first, and the old starve while there is more than can be worked off. */
import type { Discipline, DisciplineKind } from './discipline.ts';
import { SlotLists } from '../../../engine/slot-lists.ts';

class Lifo implements Discipline {
  readonly #lists: SlotLists;

  constructor(queues: number) {
    this.#lists = new SlotLists(queues);
  }

  push(queue: number, slot: number): void {
    this.#lists.unshift(queue, slot);
  }

  pop(queue: number): number {
    return this.#lists.pop(queue);
  }
}

export const LIFO = {
  summary: 'Last in, first out.',
  options: {},
  make: (_options, parts): Discipline => new Lifo(parts.queues),
} as const satisfies DisciplineKind;
