/**
 * The observer that measures provisioned pollers: how many there are, how long as many as there may be, and what is paid for them. It
 * listens only to runs in which some mapping has provisioned pollers. What the pollers do it reads off the model, which sums it up anyway.
 *
 * Paid is for event poller units: of a queue one poller, of Kafka several. Of units that go, those that came last go first. A unit counts
 * by the second, and for a minute at the least; one that outlasts the run is not rounded.
 */
import { HOUR, type Clock, type Micros } from '../../engine/time.ts';
import type { PollerTotals } from '../../model/mapping/poller-meter.ts';
import { Listener, type Named } from '../../model/observer.ts';
import { Level } from '../../stats/level.ts';
import { pollerHours } from '../cost/quantities.ts';
import { Tally } from '../tally.ts';

/** What is kept of one mapping. */
export class PollerRecord {
  readonly pollers = new Level();
  readonly units = new Level();
  /** 1 while there are as many as there may be. */
  readonly atMaximum = new Level();
  /** Hours of units that rounding adds. */
  readonly rounding = new Tally();
  /** What the pollers had done when the warm-up ended. */
  before: PollerTotals | undefined;
  readonly #perUnit: number;
  readonly #least: Micros;
  /** Units by when they came, the latest last. */
  readonly #came: { readonly at: Micros; units: number }[] = [];

  /** `perUnit`: pollers of one unit; `least`: for how long a unit is paid for at the least. */
  constructor(perUnit: number, least: Micros) {
    this.#perUnit = perUnit;
    this.#least = least;
  }

  set(pollers: number, limit: number, now: Micros): void {
    this.pollers.set(pollers, now);
    this.atMaximum.set(pollers > 0 && pollers >= limit ? 1 : 0, now);
    const units = Math.ceil(pollers / this.#perUnit);
    const more = units - this.units.value;
    if (more > 0) this.#came.push({ at: now, units: more });
    if (more < 0) this.#go(-more, now);
    this.units.set(units, now);
  }

  #go(units: number, now: Micros): void {
    for (let left = units; left > 0;) {
      const last = this.#came.at(-1)!;
      const going = Math.min(left, last.units);
      const time = now - last.at;
      this.rounding.add(pollerHours(going, time, this.#least) - (going * time) / HOUR);
      left -= going;
      last.units -= going;
      if (last.units === 0) this.#came.pop();
    }
  }

  /** Hours of units that are paid for so far. */
  unitHours(now: Micros): number {
    return this.units.area(now) / HOUR + this.rounding.counted;
  }

  restart(totals: PollerTotals | undefined, now: Micros): void {
    for (const level of [this.pollers, this.units, this.atMaximum]) level.restart(now);
    this.rounding.restart();
    this.before = totals && { ...totals };
  }
}

/** What the model knows of a mapping. */
interface Watched {
  readonly pollersLimit: number;
  readonly pollerTotals: PollerTotals | undefined;
}

export class PollerRecorder extends Listener {
  /** By mapping; undefined of those whose pollers are not provisioned. */
  readonly mappings: readonly (PollerRecord | undefined)[];
  readonly #clock: Clock;
  #watched: readonly Watched[] = [];

  constructor(mappings: readonly (PollerRecord | undefined)[], clock: Clock) {
    super();
    this.mappings = mappings;
    this.#clock = clock;
  }

  /** The model is put together: from now on its mappings are looked at. */
  watch(mappings: readonly Watched[]): void {
    this.#watched = mappings;
  }

  /** What the pollers of a mapping have done since the run began. */
  totalsOf(mapping: number): PollerTotals | undefined {
    return this.#watched[mapping]?.pollerTotals;
  }

  override pollersChanged(mapping: Named, pollers: number): void {
    this.#set(mapping.index, pollers);
  }

  /** There may be more now than before, or fewer. */
  override mappingChanged(mapping: Named): void {
    const record = this.mappings[mapping.index];
    if (record !== undefined) this.#set(mapping.index, record.pollers.value);
  }

  #set(mapping: number, pollers: number): void {
    const limit = this.#watched[mapping]?.pollersLimit ?? Infinity;
    this.mappings[mapping]?.set(pollers, limit, this.#clock.now);
  }

  restart(now: Micros): void {
    this.mappings.forEach((record, i) => record?.restart(this.totalsOf(i), now));
  }
}
