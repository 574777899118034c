/**
 * Back to work after an outage of pollers: runs begin at a rate that grows while they go well and shrinks while they do not, until it is
 * beyond what the tier is allowed. Queues that are held back have their turns one after another.
 */
import { Rank } from '../../engine/rank.ts';
import { Ring } from '../../engine/ring.ts';
import type { Timer } from '../../engine/simulation.ts';
import { SECOND, type Micros } from '../../engine/time.ts';
import type { Values } from '../options.ts';
import type { World } from '../world.ts';
import { firstRate, nextRate } from './controls/ramp.ts';
import type { RAMP } from './options.ts';

export class Ramp {
  readonly #settings: Readonly<Values<typeof RAMP>>;
  readonly #world: World;
  readonly #serve: (queue: number) => void;
  readonly #turns = new Ring();
  readonly #hasTurn: Uint8Array;
  readonly #timer: Timer;
  readonly #change: Timer;
  /** Runs a second; undefined: no ramp goes on. */
  #rate: number | undefined;
  #next: Micros = 0;
  /** Ends of runs in this interval and in the one before. */
  #well = 0;
  #badly = 0;
  #wellBefore = 0;
  #rateBefore = 0;

  /** `serve` has pollers receive from a queue what they can. */
  constructor(settings: Readonly<Values<typeof RAMP>>, queues: number, serve: (queue: number) => void, world: World) {
    this.#settings = settings;
    this.#world = world;
    this.#serve = serve;
    this.#hasTurn = new Uint8Array(queues);
    this.#timer = world.sim.timer(Rank.poll, this.#turn);
    this.#change = world.sim.timer(Rank.controller, this.#adapt);
  }

  /** Pollers work again. */
  begin(): void {
    const { every } = this.#settings;
    this.#rate = firstRate(this.#settings);
    this.#rateBefore = 0;
    this.#next = this.#world.sim.now;
    this.#well = 0;
    this.#badly = 0;
    this.#wellBefore = 0;
    this.#change.set(this.#world.sim.now + every);
  }

  /** Whether no run may begin now; the queue then has a turn later. */
  holdsBack(queue: number): boolean {
    if (this.#rate === undefined || this.#next <= this.#world.sim.now) return false;
    if (this.#hasTurn[queue] === 0) {
      this.#hasTurn[queue] = 1;
      this.#turns.push(queue);
    }
    if (!this.#timer.isSet) this.#timer.set(Math.ceil(this.#next));
    return true;
  }

  started(): void {
    if (this.#rate !== undefined) this.#next = Math.max(this.#next, this.#world.sim.now - SECOND) + SECOND / this.#rate;
  }

  ended(isWell: boolean): void {
    if (isWell) this.#well++;
    else this.#badly++;
  }

  readonly #turn = (): void => {
    for (let left = this.#turns.size; left > 0 && this.#next <= this.#world.sim.now; left--) {
      const queue = this.#turns.shift();
      this.#hasTurn[queue] = 0;
      this.#serve(queue);
    }
    if (this.#turns.size > 0 && !this.#timer.isSet)
      this.#timer.set(Math.max(this.#world.sim.now, Math.ceil(this.#next)));
  };

  readonly #adapt = (): void => {
    const { normal, most, every } = this.#settings;
    const seconds = every / SECOND;
    const ends = this.#well + this.#badly;
    const seen = {
      health: ends === 0 ? 1 : this.#well / ends,
      recovery: this.#well / seconds,
      recoveryBefore: this.#wellBefore / seconds,
      rateBefore: this.#rateBefore,
      hasBacklog: this.#turns.size > 0,
    };
    this.#rateBefore = this.#rate!;
    const rate = nextRate(this.#rate!, seen, this.#settings);
    const isOver = rate >= most * normal;
    this.#rate = isOver ? undefined : rate;
    if (isOver) this.#next = 0;
    else this.#change.set(this.#world.sim.now + every);
    if (this.#turns.size > 0) this.#timer.set(Math.max(this.#world.sim.now, Math.ceil(this.#next)));
  };
}
