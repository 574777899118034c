/**
 * The tier of a scenario as the model takes it: complete, in its units. Times are microseconds, rates per second, shares 0 to 1.
 */
import type { Distribution } from '../../engine/distributions.ts';
import type { Micros } from '../../engine/time.ts';
import type { Values } from '../options.ts';
import type {
  CALLERS,
  DEPTH,
  IncidentKind,
  ISOLATION,
  LEASES,
  MEASURE,
  PACING,
  POLLERS,
  RAMP,
  RETRIES,
  TENANTS,
  TIER,
} from './options.ts';

/** A strategy or a discipline, and what is said about it. */
export interface Chosen {
  readonly name: string;
  readonly options: Readonly<Record<string, number | boolean | string | undefined>>;
}

/** Something that breaks: from `at`, for `length`. */
export interface Incident {
  readonly kind: IncidentKind;
  readonly at: Micros;
  /** Infinity: until the end. */
  readonly length: Micros;
  /** slow: times as fast as else, above 0. */
  readonly speed: number;
  /** zoneDown: which, from 0. */
  readonly zone: number;
  /** queuesDown: the first and how many. */
  readonly first: number;
  readonly count: number;
}

export interface TierSettings extends Readonly<Values<typeof TIER>> {
  readonly placement: Chosen;
  readonly discipline: Chosen;
  readonly depth: Readonly<Values<typeof DEPTH>>;
  readonly pollers: Readonly<Values<typeof POLLERS>>;
  readonly leases: Readonly<Values<typeof LEASES>>;
  readonly retries: Readonly<Values<typeof RETRIES>>;
  readonly pacing: Readonly<Values<typeof PACING>>;
  /** Undefined: nobody gets a lane. */
  readonly isolation: Readonly<Values<typeof ISOLATION>> | undefined;
  /** Undefined: pollers begin again at full speed. */
  readonly ramp: Readonly<Values<typeof RAMP>> | undefined;
  readonly measure: MeasureSettings;
  readonly incidents: readonly Incident[];
}

/** Always with an interval that is looked at. */
export type MeasureSettings = Readonly<Omit<Values<typeof MEASURE>, 'from' | 'until'>> & {
  readonly from: Micros;
  readonly until: Micros;
};

/** Which tenant of a group sends: each as likely, or the n-th with a weight of n to the power of −exponent. */
export type Popularity = { readonly kind: 'equal' } | { readonly kind: 'zipf'; readonly exponent: number };

/** A group of tenants that are alike, each with a function of its own. */
export interface TenantSettings extends Readonly<Values<typeof TENANTS>> {
  readonly name: string;
  readonly popularity: Popularity;
  /** How long an event runs, in microseconds. */
  readonly service: Distribution;
  /** Callers that wait; undefined: nobody does. */
  readonly callers: Readonly<Values<typeof CALLERS>> | undefined;
}
