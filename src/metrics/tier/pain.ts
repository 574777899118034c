/**
 * When tenants suffer, and when it is over: seconds in which the p99 of the events of the last ten seconds is above the threshold,
 * by when they were accepted. Whether an event waited too long is known a threshold after it was accepted, however long it then
 * waits: so a ring of as many seconds is enough, and who is never served is seen at once.
 *
 * A tenant is worked on when an event of its own comes; without any there is nothing to suffer from.
 */
import { SECOND, type Micros } from '../../engine/time.ts';
import { FEW } from './harm.ts';
import type { TierMeasure } from './window.ts';

/** Seconds over which the p99 is taken, and without pain after which a tenant has recovered. */
const SPAN = 10;
const CALM = 60;
/** Counters beyond which tenants are not followed: half a gigabyte. */
const MOST_COUNTERS = 1 << 26;

const UNKNOWN = -1;

/** Where what is of a tenant: the second of its last event, and the last that was judged; sums over the ten seconds before. */
const FIELDS = 8;
const LAST = 0;
const JUDGED = 1;
const SUM_EVENTS = 2;
const SUM_IN_TIME = 3;
/** Since when it is calm; when it had recovered, if it has; whether there was anything to recover from. */
const CALM_SINCE = 4;
const RECOVERED_AT = 5;
const SUFFERED = 6;
/** Events that have not begun in time, or not yet, since all before were judged. */
const OPEN = 7;

export class Pain {
  readonly #threshold: Micros;
  readonly #firstSecond: number;
  readonly #trigger: { readonly from: number; readonly until: number } | undefined;
  /** Seconds that are kept of each tenant. */
  readonly #kept: number;
  /** By tenant and second, side by side: events accepted, and those that began in time. */
  readonly #ring: Uint32Array;
  /** By tenant, side by side so that an event touches one place in memory: see the fields. */
  readonly #of: Int32Array;
  seconds = 0;

  private constructor(tenants: number, kept: number, { threshold, warmUp, trigger }: TierMeasure) {
    this.#threshold = threshold;
    this.#firstSecond = Math.ceil(warmUp / SECOND);
    this.#trigger = trigger && { from: Math.floor(trigger.from / SECOND), until: Math.ceil(trigger.until / SECOND) };
    this.#kept = kept;
    this.#ring = new Uint32Array(tenants * kept * 2);
    this.#of = new Int32Array(tenants * FIELDS);
    for (let i = 0; i < this.#of.length; i += FIELDS) {
      this.#of[i + LAST] = UNKNOWN;
      this.#of[i + JUDGED] = UNKNOWN;
      this.#of[i + RECOVERED_AT] = UNKNOWN;
    }
  }

  /** Undefined where there are too many tenants to follow. */
  static of(tenants: number, measure: TierMeasure): Pain | undefined {
    // What is not judged yet, and the ten seconds before.
    const kept = SPAN + Math.ceil(measure.threshold / SECOND) + 3;
    return 2 * tenants * kept > MOST_COUNTERS ? undefined : new Pain(tenants, kept, measure);
  }

  accepted(tenant: number, now: Micros): void {
    const second = Math.floor(now / SECOND);
    if (second > this.#of[tenant * FIELDS + LAST]!) this.#advance(tenant, second, now);
    this.#of[tenant * FIELDS + OPEN]!++;
    this.#ring[this.#placeOf(tenant, second)]!++;
  }

  /** The first run of an event begins, or it is given up without any; or the run ends, and it waits no longer than that. */
  waited(tenant: number, acceptedAt: Micros, age: Micros): void {
    if (age > this.#threshold) return;
    this.#of[tenant * FIELDS + OPEN]!--;
    this.#ring[this.#placeOf(tenant, Math.floor(acceptedAt / SECOND)) + 1]!++;
  }

  /** Where the events of a second are; those that began in time are behind them. */
  #placeOf(tenant: number, second: number): number {
    return (tenant * this.#kept + (second % this.#kept)) * 2;
  }

  /** Judges all that is known by now, and makes room for a second in which an event came. */
  #advance(tenant: number, second: number, now: Micros): void {
    this.#judge(tenant, Math.floor((now - this.#threshold) / SECOND) - 1);
    for (let i = Math.max(this.#of[tenant * FIELDS + LAST]! + 1, second - this.#kept + 1); i <= second; i++) {
      this.#ring[this.#placeOf(tenant, i)] = 0;
      this.#ring[this.#placeOf(tenant, i) + 1] = 0;
    }
    this.#of[tenant * FIELDS + LAST] = second;
  }

  /** Up to a second, that one included. */
  #judge(tenant: number, to: number): void {
    const last = this.#of[tenant * FIELDS + LAST]!;
    // Ten seconds after its last event there is nothing left to look at.
    const end = Math.min(to, last + SPAN);
    if (to > end && this.#of[tenant * FIELDS + OPEN] === 0) {
      // Nearly always so: all were in time, and are out of sight.
      this.#of[tenant * FIELDS + SUM_EVENTS] = 0;
      this.#of[tenant * FIELDS + SUM_IN_TIME] = 0;
      this.#of[tenant * FIELDS + JUDGED] = to;
      return;
    }
    for (let second = this.#of[tenant * FIELDS + JUDGED]! + 1; second <= end; second++) {
      if (second <= last) {
        this.#of[tenant * FIELDS + SUM_EVENTS]! += this.#ring[this.#placeOf(tenant, second)]!;
        this.#of[tenant * FIELDS + SUM_IN_TIME]! += this.#ring[this.#placeOf(tenant, second) + 1]!;
      }
      const gone = second - SPAN;
      if (gone >= 0) {
        this.#of[tenant * FIELDS + SUM_EVENTS]! -= this.#ring[this.#placeOf(tenant, gone)]!;
        this.#of[tenant * FIELDS + SUM_IN_TIME]! -= this.#ring[this.#placeOf(tenant, gone) + 1]!;
      }
      const events = this.#of[tenant * FIELDS + SUM_EVENTS]!;
      if (events - this.#of[tenant * FIELDS + SUM_IN_TIME]! > Math.floor(events / FEW)) this.#suffers(tenant, second);
    }
    if (to >= last + SPAN) this.#of[tenant * FIELDS + OPEN] = 0;
    if (to > this.#of[tenant * FIELDS + JUDGED]!) this.#of[tenant * FIELDS + JUDGED] = to;
  }

  #suffers(tenant: number, second: number): void {
    if (second >= this.#firstSecond) this.seconds++;
    if (this.#trigger === undefined || second < this.#trigger.from) return;
    this.#of[tenant * FIELDS + SUFFERED] = 1;
    const since = Math.max(this.#of[tenant * FIELDS + CALM_SINCE]!, this.#trigger.until);
    if (this.#of[tenant * FIELDS + RECOVERED_AT] === UNKNOWN && second - since >= CALM)
      this.#of[tenant * FIELDS + RECOVERED_AT] = since;
    this.#of[tenant * FIELDS + CALM_SINCE] = second + 1;
  }

  /** The run ends, and all that waits has been told of: judges the rest. */
  finish(tenants: Iterable<number>, end: Micros): void {
    for (const tenant of tenants) this.#judge(tenant, Math.ceil(end / SECOND) - 1);
  }

  /** Time from the end of the trigger until each of these had recovered; those that had not are counted. Null: nothing to recover from. */
  recovery(
    tenants: Iterable<number>,
    end: Micros,
  ): { mean: number | null; max: number | null; unrecovered: number } | null {
    if (this.#trigger === undefined) return null;
    let [recovered, sum, max, unrecovered] = [0, 0, 0, 0];
    for (const tenant of tenants) {
      if (this.#of[tenant * FIELDS + SUFFERED] === 0) continue;
      const since = this.#recoveredOf(tenant, Math.floor(end / SECOND));
      if (since === UNKNOWN) unrecovered++;
      else {
        const time = (since - this.#trigger.until) * SECOND;
        recovered++;
        sum += time;
        max = Math.max(max, time);
      }
    }
    if (recovered + unrecovered === 0) return null;
    return recovered === 0 ? { mean: null, max: null, unrecovered } : { mean: sum / recovered, max, unrecovered };
  }

  #recoveredOf(tenant: number, end: number): number {
    if (this.#of[tenant * FIELDS + RECOVERED_AT] !== UNKNOWN) return this.#of[tenant * FIELDS + RECOVERED_AT]!;
    const since = Math.max(this.#of[tenant * FIELDS + CALM_SINCE]!, this.#trigger!.until);
    return end - since >= CALM ? since : UNKNOWN;
  }
}
