/**
 * First in, first out, and what is too old when its turn comes is dropped instead of run (AP-2.16). Age counts from acceptance, as
 * that of the maximum event age does. It does not look ahead: what has just been young enough is run, however long that takes.
 */
import type { Micros } from '../../../engine/time.ts';
import type { Options, Values } from '../../options.ts';
import type { Discipline, DisciplineKind, DisciplineParts } from './discipline.ts';
import { SlotLists } from '../../../engine/slot-lists.ts';

const OPTIONS = {
  ttl: {
    kind: 'duration',
    min: 0,
    default: { fact: 'tier.ttl' },
    doc: 'Age, counted from acceptance, above which an event is dropped when it would be received.',
    source: 'AP-2.16',
  },
} as const satisfies Options;

class Ttl implements Discipline {
  readonly #lists: SlotLists;
  readonly #parts: DisciplineParts;
  readonly #ttl: Micros;

  constructor(ttl: Micros, parts: DisciplineParts) {
    this.#lists = new SlotLists(parts.queues);
    this.#parts = parts;
    this.#ttl = ttl;
  }

  push(queue: number, slot: number): void {
    this.#lists.push(queue, slot);
  }

  pop(queue: number): number {
    const slot = this.#lists.pop(queue);
    return this.#parts.clock.now - this.#parts.acceptedAt(slot) > this.#ttl ? ~slot : slot;
  }
}

export const TTL = {
  summary: 'First in, first out; events that are too old when their turn comes are dropped.',
  options: OPTIONS,
  make: (options, parts): Discipline => new Ttl((options as Values<typeof OPTIONS>).ttl, parts),
} as const satisfies DisciplineKind<typeof OPTIONS>;
