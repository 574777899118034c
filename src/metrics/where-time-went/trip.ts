/**
 * The time of a batch, part by part, from when it was closed until it is settled: it is the time of each of its records, so it is kept
 * once for all of them. One reused object for each batch of the run, and more only while a batch is bisected.
 */
import type { Micros } from '../../engine/time.ts';
import { Part, PARTS } from './parts.ts';

export class Trip {
  /** Number among all trips of the run; 0: none. Tells a record whether the batch that it was in is still the same. */
  number = 0;
  /** Number of the owner of its batch. */
  readonly owner: number;
  /** When its batch was closed. */
  begunAt: Micros = 0;
  /** Records of it that are not done with: of streams only. */
  left = 0;
  readonly times = new Float64Array(PARTS.length);
  /** A bit for each part that has a time. */
  used = 0;
  #doing: number = Part.delivery;
  #since: Micros = 0;

  constructor(owner: number) {
    this.owner = owner;
  }

  /** A batch was closed. */
  begin(number: number, now: Micros): void {
    this.clear();
    this.number = number;
    this.begunAt = now;
    this.#doing = Part.delivery;
    this.#since = now;
  }

  clear(): void {
    if (this.used !== 0) this.times.fill(0);
    this.used = 0;
    this.number = 0;
  }

  /** What it does from now on. */
  now(doing: number, at: Micros): void {
    this.until(at);
    this.#doing = doing;
  }

  /** Its time is accounted for until an instant. */
  until(at: Micros): void {
    this.#add(this.#doing, at - this.#since);
    this.#since = at;
  }

  /** An invocation of it has ended, of which the first part went into getting an environment ready, and so much into downstreams. */
  ran(init: Micros, downstream: Micros, doing: number, at: Micros): void {
    const time = at - this.#since;
    const cold = Math.min(init, time);
    const away = Math.min(downstream, time - cold);
    this.#add(Part.coldStart, cold);
    this.#add(Part.downstream, away);
    this.#add(Part.running, time - cold - away);
    this.#since = at;
    this.#doing = doing;
  }

  /** Another trip that has come as far as this one. */
  copy(from: Trip): void {
    this.number = from.number;
    this.begunAt = from.begunAt;
    this.times.set(from.times);
    this.used = from.used;
    this.#doing = from.#doing;
    this.#since = from.#since;
  }

  #add(part: number, time: Micros): void {
    if (time === 0) return;
    this.times[part]! += time;
    this.used |= 1 << part;
  }
}
