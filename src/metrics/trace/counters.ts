/**
 * Levels over time for a trace. Between two events nothing changes, so what a level was at an instant of a grid is known exactly when the
 * next event comes; it is written where it is another than at the instant before. The grid keeps a trace small however much happens.
 */
import type { Micros } from '../../engine/time.ts';
import type { Group, TraceWriter } from './writer.ts';

/** Some levels that are shown together. */
export interface Levels {
  readonly group: Group;
  readonly name: string;
  /** What they are now, by name. */
  readonly now: () => Readonly<Record<string, number>>;
}

export class Counters {
  readonly #writer: TraceWriter;
  readonly #all: readonly Levels[];
  readonly #step: Micros;
  /** What was written last. */
  readonly #written: (string | undefined)[] = [];
  #next: Micros;

  /** `instants`: how many the grid has, over the part that is traced. */
  constructor(writer: TraceWriter, all: readonly Levels[], instants: number) {
    const { from, to } = writer.range;
    this.#writer = writer;
    this.#all = all;
    this.#step = Math.max(1, Math.round((to - from) / instants));
    this.#next = from;
  }

  /** Called before anything is counted that happens at `now`. */
  advance(now: Micros): void {
    if (now > this.#next) this.#look(now);
  }

  /** The run ends. */
  finish(now: Micros): void {
    const { to } = this.#writer.range;
    this.advance(now);
    if (now <= to) this.#write(now);
  }

  #look(now: Micros): void {
    const { from, to } = this.#writer.range;
    if (this.#next > to) return;
    this.#write(this.#next);
    this.#next = from + Math.ceil((now - from) / this.#step) * this.#step;
  }

  #write(at: Micros): void {
    this.#all.forEach(({ group, name, now }, i) => {
      const values = now();
      const text = Object.values(values).join();
      if (this.#written[i] === text) return;
      this.#written[i] = text;
      this.#writer.counter(group, name, at, values);
    });
  }
}
