/**
 * Records that wait for an instant of their own: hidden ones for their visibility timeout, delayed ones for their delay.
 *
 * Almost all of a queue wait equally long, so the list is sorted by being filled at its end, and only its head needs a
 * timer. The timer may find its record gone and moves on to the next: taking a record out costs no event at all.
 */
import { END, LinkedInts } from '../../engine/linked-ints.ts';
import type { Rank } from '../../engine/rank.ts';
import type { Timer } from '../../engine/simulation.ts';
import type { Micros } from '../../engine/time.ts';
import type { World } from '../world.ts';

export class DueList {
  readonly #world: World;
  readonly #onDue: (slot: number) => void;
  readonly #list = new LinkedInts();
  readonly #timer: Timer;
  #timerAt: Micros = Infinity;

  constructor(world: World, rank: Rank, onDue: (slot: number) => void) {
    this.#world = world;
    this.#onDue = onDue;
    this.#timer = world.sim.timer(rank, this.#ring);
  }

  get size(): number {
    return this.#list.size;
  }

  /** Puts a record in, due at an instant after now. */
  add(slot: number, due: Micros): void {
    const times = this.#world.records.due;
    const list = this.#list;
    times[slot] = due;
    let before = list.last;
    while (before !== END && times[before]! > due) before = list.before(before);
    list.insertAfter(before, slot);
    if (due < this.#timerAt) this.#setTimer(due);
  }

  /** Takes a record out before its time. */
  remove(slot: number): void {
    this.#list.remove(slot);
  }

  /** The records in it, soonest due first. */
  forEach(visit: (slot: number) => void): void {
    for (let slot = this.#list.first; slot !== END; slot = this.#list.after(slot)) visit(slot);
  }

  #setTimer(at: Micros): void {
    this.#timerAt = at;
    this.#timer.set(at);
  }

  readonly #ring = (): void => {
    const { sim, records } = this.#world;
    this.#timerAt = Infinity;
    while (this.#list.size > 0 && records.due[this.#list.first]! <= sim.now) this.#onDue(this.#list.shift());
    if (this.#list.size > 0) this.#setTimer(records.due[this.#list.first]!);
  };
}
