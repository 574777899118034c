/**
 * Who suffers: for each tenant how many events of the window there are, and how many of them waited longer for their first run than
 * the threshold. From these two counts follows exactly whether the p99 by nearest rank is above the threshold; how far above is
 * read off small histograms (ages.ts). Fairness, which looks at the same tenants, is in fairness.ts.
 *
 * An event that is given up without a run, or still waits for its first run at the end, has waited so long at least, and counts with
 * that: without those the worst off would not be seen.
 */
import type { Micros } from '../../engine/time.ts';
import { TenantAges } from './ages.ts';
import type { TierMeasure } from './window.ts';

/** Fewer events have no p99 but their greatest value. */
export const FEW = 100;

/** Where what is of a tenant. */
const FIELDS = 4;
const EVENTS = 0;
const ABOVE = 1;
const GREATEST = 2;

export class Harm {
  readonly #threshold: Micros;
  readonly #from: Micros;
  readonly #until: Micros;
  /** By tenant, side by side so that an event touches one place in memory: events, those above the threshold, the greatest age. */
  readonly #of: Float64Array;
  readonly #ages: TenantAges;
  /** Events of the window that still waited at the end. */
  censored = 0;

  constructor(tenants: number, { threshold, from, until, duration }: TierMeasure) {
    this.#threshold = threshold;
    this.#from = from;
    this.#until = until;
    this.#of = new Float64Array(tenants * FIELDS);
    this.#ages = new TenantAges(tenants, duration);
  }

  /** Whether an event that was accepted then is looked at. */
  covers(acceptedAt: Micros): boolean {
    return acceptedAt >= this.#from && acceptedAt < this.#until;
  }

  /** An event of the window has waited so long. */
  add(tenant: number, age: Micros): void {
    this.#of[tenant * FIELDS + EVENTS]!++;
    if (age > this.#threshold) this.#of[tenant * FIELDS + ABOVE]!++;
    if (age > this.#of[tenant * FIELDS + GREATEST]!) this.#of[tenant * FIELDS + GREATEST] = age;
    this.#ages.add(tenant, age);
  }

  eventsOf(tenant: number): number {
    return this.#of[tenant * FIELDS + EVENTS]!;
  }

  /** Whether fewer than ⌈0.99 n⌉ of its n events waited no longer than the threshold. */
  isHarmed(tenant: number): boolean {
    return this.#of[tenant * FIELDS + ABOVE]! > Math.floor(this.#of[tenant * FIELDS + EVENTS]! / FEW);
  }

  /** p99 by nearest rank; the greatest of few events, exactly. Of no events 0. */
  p99(tenant: number): Micros {
    const beyond = Math.floor(this.#of[tenant * FIELDS + EVENTS]! / FEW);
    const greatest = this.#of[tenant * FIELDS + GREATEST]!;
    if (beyond === 0) return greatest;
    const p99 = Math.min(greatest, this.#ages.fromTop(tenant, beyond + 1));
    // The bin at the threshold is on both sides of it; the counts know better.
    return this.isHarmed(tenant) ? Math.max(p99, this.#threshold) : Math.min(p99, this.#threshold);
  }
}

/** What can be said of some tenants together. */
export interface Suffering {
  readonly tenants: number;
  readonly harmed: number;
  readonly severity: number | null;
  readonly fewEvents: number;
}

export function sufferingOf(harm: Harm, tenants: Iterable<number>, threshold: Micros): Suffering {
  let [all, harmed, sum, few] = [0, 0, 0, 0];
  for (const tenant of tenants) {
    all++;
    const events = harm.eventsOf(tenant);
    if (events > 0 && events < FEW) few++;
    if (!harm.isHarmed(tenant)) continue;
    harmed++;
    sum += harm.p99(tenant) / threshold;
  }
  return { tenants: all, harmed, severity: harmed === 0 ? null : sum / harmed, fewEvents: few };
}
