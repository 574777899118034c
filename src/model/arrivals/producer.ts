/**
 * Sends the records of all arrival processes of one source, in order, and gives each what it carries.
 *
 * Nobody notices an arrival while every poller is busy, so arrivals need no events of their own: a source calls
 * `catchUp` before it looks at itself, and `arm` when somebody waits for the next one. What was sent at an instant is
 * the same either way, because the rank of the present decides whether this instant's arrivals have happened.
 */
import { Rank } from '../../engine/rank.ts';
import type { Timer } from '../../engine/simulation.ts';
import type { Micros } from '../../engine/time.ts';
import type { World } from '../world.ts';
import type { ArrivalProcess } from './process.ts';

/** An attribute that records carry: its column, and what draws the number of a value in that column's table. */
export interface Carried {
  readonly column: number;
  readonly draw: () => number;
}

/** One entry of `arrivals:`: when, and what the records carry. */
export interface Stream {
  readonly process: ArrivalProcess;
  readonly attributes: readonly Carried[];
  /** Draws the bytes of a record. */
  readonly size: (() => number) | undefined;
}

/** Where a producer sends to. */
export interface Sink {
  readonly index: number;
  accept(slot: number, at: Micros, delay: Micros | undefined): void;
  wake(): void;
}

/** What brings records to a source. */
export interface Arrivals {
  /** Instant of the next record; Infinity when there are no more. */
  readonly nextAt: Micros;
  /** Sends all that is due by now. */
  catchUp(): void;
  /** Sees to it that the source is woken when the next record arrives. */
  arm(): void;
}

export class Producer implements Arrivals {
  /** Instant of the next record; Infinity when there are no more. */
  nextAt: Micros = Infinity;
  readonly #world: World;
  readonly #sink: Sink;
  readonly #streams: readonly Stream[];
  readonly #maxSize: number;
  /** Whether some records are more than an instant and a number. */
  readonly #carriesMore: boolean;
  #next!: Stream;
  #sent = 0;
  #armedFor: Micros = Infinity;
  readonly #timer: Timer;

  /** `maxSize`: bytes above which a drawn size is cut, because the service would refuse the record. */
  constructor(world: World, sink: Sink, streams: readonly Stream[], maxSize: number) {
    this.#world = world;
    this.#sink = sink;
    this.#streams = streams;
    this.#maxSize = maxSize;
    this.#carriesMore = streams.some(carriesMore);
    this.#timer = world.sim.timer(Rank.arrival, this.#arrive);
    this.#choose();
    this.nextAt = this.#next.process.nextAt;
    if (world.promptArrivals) this.arm();
  }

  /** Sends all that is due by now. */
  catchUp(): void {
    const { sim } = this.#world;
    const due = sim.rank >= Rank.arrival ? sim.now : sim.now - 1;
    if (this.nextAt > due) return;
    const before = this.#sent;
    while (this.nextAt <= due) this.#send();
    sim.spend(this.#sent - before);
  }

  /** Sees to it that the sink is woken when the next record arrives. */
  arm(): void {
    const { sim } = this.#world;
    if (this.nextAt === this.#armedFor || this.nextAt > sim.end) return;
    this.#armedFor = this.nextAt;
    this.#timer.set(Math.max(this.nextAt, sim.now));
  }

  readonly #arrive = (): void => {
    this.#armedFor = Infinity;
    this.catchUp();
    this.#sink.wake();
    if (this.#world.promptArrivals) this.arm();
  };

  #send(): void {
    const { process } = this.#next;
    const at = this.nextAt;
    this.#sent++;
    const slot = this.#world.records.add(at, this.#sink.index);
    if (this.#carriesMore) this.#describe(slot);
    this.#sink.accept(slot, at, process.delay);
    process.advance();
    if (this.#streams.length > 1) this.#choose();
    this.nextAt = this.#next.process.nextAt;
  }

  /** Gives a new record what the next stream says of its records. */
  #describe(slot: number): void {
    const { records } = this.#world;
    const { process, attributes, size } = this.#next;
    for (const { column, draw } of attributes) records.attributes[column]!.column[slot] = draw();
    if (size !== undefined) records.size[slot] = Math.min(this.#maxSize, Math.round(size()));
    if (process.describe !== undefined) process.describe(records, slot);
  }

  /** Which stream is next; the first in the scenario when several are. */
  #choose(): void {
    let next = this.#streams[0]!;
    for (let i = 1; i < this.#streams.length; i++) {
      if (this.#streams[i]!.process.nextAt < next.process.nextAt) next = this.#streams[i]!;
    }
    this.#next = next;
  }
}

function carriesMore({ process, attributes, size }: Stream): boolean {
  return attributes.length > 0 || size !== undefined || process.describe !== undefined;
}
