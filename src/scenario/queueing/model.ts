/**
 * A pipeline as a plain queueing model: who arrives, the line, the servers, the law of the service. Data that other programs can read
 * without knowing anything of AWS or of scenarios. Times are in seconds, rates per second, shares from 0 to 1.
 */

/** Version of the format. */
export const QUEUEING_MODEL_FORMAT = 1;

export interface QueueingModel {
  readonly lagcastQueueingModel: typeof QUEUEING_MODEL_FORMAT;
  readonly name: string;
  readonly time: 's';
  /** How long a run lasts, and what of its beginning is left out of figures. */
  readonly duration: number;
  readonly warmUp: number;
  /** Streams of arrivals, which add up. */
  readonly arrivals: readonly Arrivals[];
  readonly line: Line;
  /** Equal servers that take from the one line; null: there is always one that is free. */
  readonly servers: number | null;
  readonly service: Service;
  readonly failures: Failures;
}

/** From an instant until just before another. */
export type Arrivals =
  /** One every 1/rate, the first at `from`. */
  | { readonly process: 'even'; readonly rate: number; readonly from: number; readonly until: number }
  | { readonly process: 'poisson'; readonly rate: number; readonly from: number; readonly until: number }
  /** Poisson with a rate that holds until the next step; none before the first. */
  | {
      readonly process: 'poisson';
      readonly steps: readonly { readonly at: number; readonly rate: number }[];
      readonly from: number;
      readonly until: number;
    };

export interface Line {
  /** Who arrived first goes first, of those that wait. */
  readonly order: 'first come first served';
  /** How many may wait; 0: who finds no server is lost; null: no limit. */
  readonly room: number | null;
  /** Who has not been begun with so long after the arrival is lost; null: everybody waits. */
  readonly patience: number | null;
}

export interface Service {
  /** A server takes so many of those that wait, or as many as there are. */
  readonly batch: number;
  /** Time of a batch, whatever its size; null: none. */
  readonly perBatch: Law | null;
  /** Time that each customer of a batch adds; null: none. */
  readonly perCustomer: Law | null;
  /** A service that would take longer ends then, and has failed. */
  readonly longest: number;
}

export interface Failures {
  /** Share of services that fail for all of their batch, independently. */
  readonly share: number;
  /** Who was in a service that failed is in line again so long after it began; null: who fails is lost. */
  readonly backAfter: number | null;
  /** Services after which a customer who has failed is lost; null: no limit. */
  readonly attempts: number | null;
}

/** A distribution; all parameters but shares, shapes and variations are seconds. */
export type Law =
  | { readonly law: 'constant'; readonly value: number }
  | { readonly law: 'uniform'; readonly min: number; readonly max: number }
  | { readonly law: 'exponential'; readonly mean: number }
  /** The logarithm of the seconds is normal with this mean and this standard deviation. */
  | { readonly law: 'lognormal'; readonly mu: number; readonly sigma: number }
  | { readonly law: 'gamma'; readonly mean: number; readonly shape: number }
  /** Two exponentials, each of which brings half of the mean; variance over squared mean. */
  | { readonly law: 'hyperexponential'; readonly mean: number; readonly squaredVariation: number }
  | { readonly law: 'pareto'; readonly min: number; readonly shape: number }
  | { readonly law: 'weibull'; readonly scale: number; readonly shape: number }
  /** Straight lines between points (share, value), from share 0 to 1. */
  | { readonly law: 'quantiles'; readonly points: readonly (readonly [share: number, value: number])[] }
  | { readonly law: 'choice'; readonly values: readonly number[]; readonly weights: readonly number[] };
