/**
 * When messages that wait outlive the time they may: one timer for all of them, never later than the first expiry. Messages
 * that nobody has looked for yet count, too: they are older than anything that comes after them.
 */
import { Rank } from '../../engine/rank.ts';
import type { Timer } from '../../engine/simulation.ts';
import type { Micros } from '../../engine/time.ts';
import type { World } from '../world.ts';

export class Expiry {
  readonly #world: World;
  readonly #life: Micros;
  readonly #oldest: () => Micros;
  readonly #drop: (sentBy: Micros) => void;
  readonly #timer: Timer;
  #at: Micros = Infinity;

  /**
   * `life`: how long a message may wait; Infinity: for ever. `oldest`: when the oldest one was sent that waits or is still to come,
   * Infinity when there is none. `drop` is called when some that were sent by an instant have to go.
   */
  constructor(world: World, life: Micros, oldest: () => Micros, drop: (sentBy: Micros) => void) {
    this.#world = world;
    this.#life = life;
    this.#oldest = oldest;
    this.#drop = drop;
    this.#timer = world.sim.timer(Rank.age, this.#ring);
  }

  /** Whether a message that was sent at that instant is too old now. */
  isOver(sentAt: Micros): boolean {
    return this.#world.sim.now - sentAt >= this.#life;
  }

  /** Something older than before may wait now. */
  watch(): void {
    if (this.#life === Infinity) return;
    const { sim } = this.#world;
    const at = this.#oldest() + this.#life;
    if (at >= this.#at || at > sim.end) return;
    this.#at = at;
    this.#timer.set(Math.max(at, sim.now));
  }

  readonly #ring = (): void => {
    this.#at = Infinity;
    this.#drop(this.#world.sim.now - this.#life);
    this.watch();
  };
}
