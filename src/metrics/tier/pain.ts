/**
 * When tenants suffer, and when it is over: seconds in which the p99 of the events of the last ten seconds is above the threshold,
 * by when they were accepted. Whether an event waited too long is known a threshold after it was accepted, however long it then
 * waits: so a ring of as many seconds is enough, and who is never served is seen at once.
 *
 * A second is judged for all its tenants as soon as all is known of it. Nearly always nothing was late, and that is one comparison for the whole
 * second; otherwise it is one for each tenant that sent something in it, and only tenants with late events are looked at closely, for ten seconds.
 */
import { Ring } from '../../engine/ring.ts';
import { SECOND, type Micros } from '../../engine/time.ts';
import { FEW } from './harm.ts';
import type { TierMeasure } from './window.ts';

/** Seconds over which the p99 is taken, and without pain after which a tenant has recovered. */
const SPAN = 10;
const CALM = 60;
/** Seconds of tenants that are kept, beyond which tenants are not followed: an eighth of a gigabyte. */
const MOST_KEPT = 1 << 24;

const UNKNOWN = -1;

/** Of a second and a tenant, side by side so that events of a second touch one part of memory: events accepted; those that began in time. */
const FIELDS = 2;
const EVENTS = 0;
const IN_TIME = 1;

export class Pain {
  readonly #threshold: Micros;
  readonly #firstSecond: number;
  readonly #trigger: { readonly from: number; readonly until: number } | undefined;
  /** Seconds that are kept of each tenant. */
  readonly #kept: number;
  readonly #tenants: number;
  readonly #ring: Int32Array;
  /** By second, modulo those kept: tenants that sent something in it. */
  readonly #active: readonly Ring[];
  /** By second, modulo those kept: events accepted in it, less those that began in time. Zero once it is judged: nothing was late. */
  readonly #open: Int32Array;
  /** Tenants that had a late event in the last ten seconds that were judged, and up to when each is looked at. */
  readonly #watched = new Ring();
  readonly #watchedUntil: Int32Array;
  /** Of them: events of the last ten seconds, and those in time, and up to which second. */
  readonly #events: Int32Array;
  readonly #inTime: Int32Array;
  readonly #summedAt: Int32Array;
  /** By tenant: since when it is calm; when it had recovered, if it has; whether there was anything to recover from. */
  readonly #calmSince: Int32Array;
  readonly #recoveredAt: Int32Array;
  readonly #suffered: Uint8Array;
  /** The second that goes on, and when it ends; the last that was judged. */
  #second = 0;
  /** Its place in the ring, and where its numbers begin. */
  #turn = 0;
  #row = 0;
  #ends: Micros = SECOND;
  #judged = -1;
  seconds = 0;

  private constructor(tenants: number, kept: number, { threshold, warmUp, trigger }: TierMeasure) {
    this.#threshold = threshold;
    this.#firstSecond = Math.ceil(warmUp / SECOND);
    this.#trigger = trigger && { from: Math.floor(trigger.from / SECOND), until: Math.ceil(trigger.until / SECOND) };
    this.#kept = kept;
    this.#tenants = tenants;
    this.#ring = new Int32Array(tenants * kept * FIELDS);
    this.#active = Array.from({ length: kept }, () => new Ring());
    this.#open = new Int32Array(kept);
    this.#watchedUntil = new Int32Array(tenants).fill(UNKNOWN);
    this.#events = new Int32Array(tenants);
    this.#inTime = new Int32Array(tenants);
    this.#summedAt = new Int32Array(tenants).fill(UNKNOWN - 1);
    this.#calmSince = new Int32Array(tenants);
    this.#recoveredAt = new Int32Array(tenants).fill(UNKNOWN);
    this.#suffered = new Uint8Array(tenants);
  }

  /** Undefined where there are too many tenants to follow. */
  static of(tenants: number, measure: TierMeasure): Pain | undefined {
    // What is not judged yet, and the ten seconds before.
    const kept = SPAN + Math.ceil(measure.threshold / SECOND) + 3;
    return tenants * kept > MOST_KEPT ? undefined : new Pain(tenants, kept, measure);
  }

  /** A tenant's event is accepted, now. */
  accepted(tenant: number, now: Micros): void {
    if (now >= this.#ends) this.#goTo(now);
    const place = this.#row + tenant * FIELDS;
    this.#open[this.#turn]!++;
    if (this.#ring[place + EVENTS]!++ === 0) this.#active[this.#turn]!.push(tenant);
  }

  /** The first run of an event begins, or it is given up without any; or the run ends, and it waits no longer than that. */
  waited(tenant: number, acceptedAt: Micros, age: Micros): void {
    if (age > this.#threshold) return;
    const isNow = acceptedAt >= this.#ends - SECOND;
    const turn = isNow ? this.#turn : Math.floor(acceptedAt / SECOND) % this.#kept;
    this.#open[turn]!--;
    this.#ring[(turn * this.#tenants + tenant) * FIELDS + IN_TIME]!++;
  }

  /** Where the numbers of a tenant and a second are. */
  #placeOf(tenant: number, second: number): number {
    return ((second % this.#kept) * this.#tenants + tenant) * FIELDS;
  }

  #goTo(now: Micros): void {
    const second = Math.floor(now / SECOND);
    this.#judge(Math.floor((now - this.#threshold) / SECOND) - 1);
    for (let i = Math.max(this.#second, second - this.#kept) + 1; i <= second; i++) this.#clear(i);
    this.#second = second;
    this.#ends = (this.#second + 1) * SECOND;
    this.#turn = this.#second % this.#kept;
    this.#row = this.#placeOf(0, this.#second);
  }

  /** Makes room for a second: what was kept there of an earlier one is forgotten. */
  #clear(second: number): void {
    const active = this.#active[second % this.#kept]!;
    for (let i = 0; i < active.size; i++) {
      const place = this.#placeOf(active.at(i), second);
      this.#ring[place + EVENTS] = 0;
      this.#ring[place + IN_TIME] = 0;
    }
    active.clear();
  }

  /** Up to a second, that one included. A long time without events is as empty as the first seconds of it. */
  #judge(to: number): void {
    for (let second = this.#judged + 1; second <= to; second++) {
      const turn = second % this.#kept;
      const active = this.#active[turn]!;
      for (let i = 0; i < active.size && this.#open[turn] !== 0; i++) this.#look(active.at(i), second);
      this.#open[turn] = 0;
      for (let left = this.#watched.size; left > 0; left--) this.#watch(this.#watched.shift(), second);
      // Nothing but what was kept is left to be judged.
      if (this.#watched.size === 0 && second > this.#judged + this.#kept) break;
    }
    if (to > this.#judged) this.#judged = to;
  }

  /** Whether a tenant had late events in a second: then it is watched as long as they count. */
  #look(tenant: number, second: number): void {
    const place = this.#placeOf(tenant, second);
    if (this.#ring[place + EVENTS] === this.#ring[place + IN_TIME]) return;
    if (this.#watchedUntil[tenant]! < second) this.#watched.push(tenant);
    this.#watchedUntil[tenant] = second + SPAN - 1;
  }

  /** Whether a tenant that is watched suffers in a second. */
  #watch(tenant: number, second: number): void {
    if (this.#summedAt[tenant] === second - 1 && second > 0) {
      this.#count(tenant, second, 1);
      this.#count(tenant, second - SPAN, -1);
    } else {
      this.#events[tenant] = 0;
      this.#inTime[tenant] = 0;
      for (let i = second - SPAN + 1; i <= second; i++) this.#count(tenant, i, 1);
    }
    this.#summedAt[tenant] = second;
    const events = this.#events[tenant]!;
    if (events - this.#inTime[tenant]! > Math.floor(events / FEW)) this.#suffers(tenant, second);
    if (this.#watchedUntil[tenant]! > second) this.#watched.push(tenant);
  }

  /** Adds the events of a second to the sums of a tenant, or takes them off. */
  #count(tenant: number, second: number, sign: 1 | -1): void {
    // Nobody has sent anything since the last second that had events; what is in the place of a later one is of an earlier one.
    if (second < 0 || second > this.#second) return;
    const place = this.#placeOf(tenant, second);
    this.#events[tenant]! += sign * this.#ring[place + EVENTS]!;
    this.#inTime[tenant]! += sign * this.#ring[place + IN_TIME]!;
  }

  #suffers(tenant: number, second: number): void {
    if (second >= this.#firstSecond) this.seconds++;
    if (this.#trigger === undefined || second < this.#trigger.from) return;
    this.#suffered[tenant] = 1;
    const since = Math.max(this.#calmSince[tenant]!, this.#trigger.until);
    if (this.#recoveredAt[tenant] === UNKNOWN && second - since >= CALM) this.#recoveredAt[tenant] = since;
    this.#calmSince[tenant] = second + 1;
  }

  /** The run ends, and all that waits has been told of: judges the rest. */
  finish(end: Micros): void {
    this.#judge(Math.ceil(end / SECOND) - 1);
  }

  /** Time from the end of the trigger until each of these had recovered; those that had not are counted. Null: nothing to recover from. */
  recovery(
    tenants: Iterable<number>,
    end: Micros,
  ): { mean: number | null; max: number | null; unrecovered: number } | null {
    if (this.#trigger === undefined) return null;
    let [recovered, sum, max, unrecovered] = [0, 0, 0, 0];
    for (const tenant of tenants) {
      if (this.#suffered[tenant] === 0) continue;
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
    if (this.#recoveredAt[tenant] !== UNKNOWN) return this.#recoveredAt[tenant]!;
    const since = Math.max(this.#calmSince[tenant]!, this.#trigger!.until);
    return end - since >= CALM ? since : UNKNOWN;
  }
}
