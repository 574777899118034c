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

export class Pain {
  readonly #threshold: Micros;
  readonly #firstSecond: number;
  readonly #trigger: { readonly from: number; readonly until: number } | undefined;
  /** Seconds that are kept of each tenant. */
  readonly #kept: number;
  /** By tenant and second: events accepted, and those that began in time. */
  readonly #events: Uint32Array;
  readonly #inTime: Uint32Array;
  /** By tenant: the second of its last event, the last second that was judged, and the sums over the ten before. */
  readonly #last: Int32Array;
  readonly #judged: Int32Array;
  readonly #sumEvents: Int32Array;
  readonly #sumInTime: Int32Array;
  /** By tenant: since when it is calm; when it had recovered, UNKNOWN: not yet; whether there was anything to recover from. */
  readonly #calmSince: Int32Array;
  readonly #recoveredAt: Int32Array;
  readonly #suffered: Uint8Array;
  seconds = 0;

  private constructor(tenants: number, kept: number, { threshold, warmUp, trigger }: TierMeasure) {
    this.#threshold = threshold;
    this.#firstSecond = Math.ceil(warmUp / SECOND);
    this.#trigger = trigger && { from: Math.floor(trigger.from / SECOND), until: Math.ceil(trigger.until / SECOND) };
    this.#kept = kept;
    this.#events = new Uint32Array(tenants * kept);
    this.#inTime = new Uint32Array(tenants * kept);
    this.#last = new Int32Array(tenants).fill(-1);
    this.#judged = new Int32Array(tenants).fill(-1);
    this.#sumEvents = new Int32Array(tenants);
    this.#sumInTime = new Int32Array(tenants);
    this.#calmSince = new Int32Array(tenants);
    this.#recoveredAt = new Int32Array(tenants).fill(UNKNOWN);
    this.#suffered = new Uint8Array(tenants);
  }

  /** Undefined where there are too many tenants to follow. */
  static of(tenants: number, measure: TierMeasure): Pain | undefined {
    // What is not judged yet, and the ten seconds before.
    const kept = SPAN + Math.ceil(measure.threshold / SECOND) + 3;
    return 2 * tenants * kept > MOST_COUNTERS ? undefined : new Pain(tenants, kept, measure);
  }

  accepted(tenant: number, now: Micros): void {
    const second = Math.floor(now / SECOND);
    if (second > this.#last[tenant]!) this.#advance(tenant, second, now);
    this.#events[tenant * this.#kept + (second % this.#kept)]!++;
  }

  /** The first run of an event begins, or it is given up without any; or the run ends, and it waits no longer than that. */
  waited(tenant: number, acceptedAt: Micros, age: Micros): void {
    if (age > this.#threshold) return;
    this.#inTime[tenant * this.#kept + (Math.floor(acceptedAt / SECOND) % this.#kept)]!++;
  }

  /** Judges all that is known by now, and makes room for a second in which an event came. */
  #advance(tenant: number, second: number, now: Micros): void {
    this.#judge(tenant, Math.floor((now - this.#threshold) / SECOND) - 1);
    const base = tenant * this.#kept;
    for (let i = Math.max(this.#last[tenant]! + 1, second - this.#kept + 1); i <= second; i++) {
      this.#events[base + (i % this.#kept)] = 0;
      this.#inTime[base + (i % this.#kept)] = 0;
    }
    this.#last[tenant] = second;
  }

  /** Up to a second, that one included. */
  #judge(tenant: number, to: number): void {
    const last = this.#last[tenant]!;
    const base = tenant * this.#kept;
    // Ten seconds after its last event there is nothing left to look at.
    const end = Math.min(to, last + SPAN);
    for (let second = this.#judged[tenant]! + 1; second <= end; second++) {
      if (second <= last) {
        this.#sumEvents[tenant]! += this.#events[base + (second % this.#kept)]!;
        this.#sumInTime[tenant]! += this.#inTime[base + (second % this.#kept)]!;
      }
      const gone = second - SPAN;
      if (gone >= 0) {
        this.#sumEvents[tenant]! -= this.#events[base + (gone % this.#kept)]!;
        this.#sumInTime[tenant]! -= this.#inTime[base + (gone % this.#kept)]!;
      }
      const events = this.#sumEvents[tenant]!;
      if (events - this.#sumInTime[tenant]! > Math.floor(events / FEW)) this.#suffers(tenant, second);
    }
    if (to > this.#judged[tenant]!) this.#judged[tenant] = to;
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
