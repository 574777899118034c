/**
 * A tumbling window of one lane (KIN-31): the calls for the records of one stretch of time pass a state on to each other, and a
 * last call ends it. Windows are stretches of the time at which records arrived, one after the other from the beginning of
 * time; a batch holds records of one of them only.
 *
 * The last call has no records: it comes when a record of a later window is read, when its shard has been read to its end, or, where
 * neither happens, some time after the window ended. That it is a call of its own is inferred. A state that has grown too large ends
 * its window early, and the rest of that stretch is another window. How much a record adds to the state is the scenario's to say.
 */
import { Rank } from '../../../engine/rank.ts';
import type { Timer } from '../../../engine/simulation.ts';
import type { Micros } from '../../../engine/time.ts';
import type { World } from '../../world.ts';

export interface TumblingSettings {
  /** Length of a window. */
  readonly length: Micros;
  /** Bytes that each record adds to the state. */
  readonly statePerRecord: number;
}

export class TumblingWindow {
  /** Whether the last call is due. */
  isDue = false;
  /** Whether it is due because the state has grown too large. */
  isEarly = false;
  /** Bytes of the state. */
  state = 0;
  readonly #world: World;
  readonly #settings: TumblingSettings;
  readonly #mostState: number;
  readonly #late: Micros;
  readonly #timer: Timer;
  /** Number of the window that is open; NaN: none is. */
  #number = NaN;

  /** `due` is called when the last call is late. */
  constructor(settings: TumblingSettings, world: World, due: () => void) {
    this.#world = world;
    this.#settings = settings;
    this.#mostState = world.rules.number('stream.tumblingWindow.state');
    this.#late = world.rules.number('stream.tumblingWindow.late');
    this.#timer = world.sim.timer(Rank.controller, () => {
      this.isDue = true;
      due();
    });
  }

  get isOpen(): boolean {
    return !Number.isNaN(this.#number);
  }

  /** Whether a record that arrived at that instant can join the records before it. */
  admits(arrived: Micros): boolean {
    return !this.isDue && (!this.isOpen || this.#numberOf(arrived) === this.#number);
  }

  /** A record that it admits is received. */
  open(arrived: Micros): void {
    if (this.isOpen) return;
    this.#number = this.#numberOf(arrived);
    const { now, end } = this.#world.sim;
    const at = (this.#number + 1) * this.#settings.length + this.#late;
    if (at <= end) this.#timer.set(Math.max(at, now));
  }

  /** A call has handled so many records, and returned what it makes of them. */
  grow(records: number): void {
    this.state += records * this.#settings.statePerRecord;
    if (this.state <= this.#mostState || !this.isOpen) return;
    this.isDue = true;
    this.isEarly = true;
  }

  /** The last call is over. */
  close(): void {
    this.#number = NaN;
    this.#timer.clear();
    this.isDue = false;
    this.isEarly = false;
    this.state = 0;
  }

  #numberOf(arrived: Micros): number {
    return Math.floor(arrived / this.#settings.length);
  }
}
