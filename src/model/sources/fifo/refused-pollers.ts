/**
 * Whose receives a FIFO queue has refused in this second, because its calls are used up: each poller that could receive is refused once, and
 * tries again in the next second (assumed). Leaves out which of them: a mapping says only how many are idle.
 */
import type { Micros } from '../../../engine/time.ts';
import type { Poller } from '../source.ts';

export class RefusedPollers {
  /** By mapping: how many of its pollers were refused. */
  readonly #counts = new Map<Poller, number>();
  /** When the present second ends. */
  #until: Micros = 0;

  /** Whether some were whose second is over. */
  isDue(now: Micros): boolean {
    return this.#counts.size > 0 && now >= this.#until;
  }

  /** The pollers of a mapping that are idle are refused; how many of them were not yet. `until`: the end of the second. Not while some are due. */
  refuse(poller: Poller, until: Micros): number {
    this.#until = until;
    const before = this.#counts.get(poller) ?? 0;
    const refused = Math.max(before, poller.idle ?? 1);
    this.#counts.set(poller, refused);
    return refused - before;
  }

  /** All mappings of which some were, in the order in which they were; then none. */
  takeAll(): Poller[] {
    const all = [...this.#counts.keys()];
    this.#counts.clear();
    return all;
  }
}
