/** What is measured of the tier, and where: complete, for the recorder. Times are microseconds of the run. */
import type { Micros } from '../../engine/time.ts';

export interface TierMeasure {
  /** Age at the first run above which a tenant is harmed, if its p99 is. */
  readonly threshold: Micros;
  /** Events accepted from then on, and until just before then, are looked at; Infinity: to the end. */
  readonly from: Micros;
  readonly until: Micros;
  /** What the tier is to recover from; undefined: nothing. */
  readonly trigger: { readonly from: Micros; readonly until: Micros } | undefined;
  readonly hotAfter: Micros;
  /** Wanted distance of readings of the queues. */
  readonly every: Micros;
  /** Age up to which a first success is good; Infinity: any. */
  readonly goodWithin: Micros;
  /** How long a receive waits that finds nothing. */
  readonly longPoll: Micros;
  readonly warmUp: Micros;
  /** Of the run. */
  readonly duration: Micros;
  /** Names of the groups that callers wait for. */
  readonly called: ReadonlySet<string>;
  readonly placement: string;
  readonly discipline: string;
  readonly pollerModel: string;
}
