/**
 * Provisioned pollers: the decisions, pure, for queues and for Kafka. Who asks, and when, is provisioned-scaling.ts.
 *
 * A mapping keeps its least number of pollers ready, adds one after the other while something waits that none of them can take
 * (SQS-23), and gives some back when they are little used (SQS-28, assumed). What functions do, fail or throttle, changes
 * nothing (SQS-29, assumed).
 */
import { SECOND, type Micros } from '../../engine/time.ts';

/** What one poller can do, whichever binds first (SQS-22, KAF-03); Infinity where there is no such limit. */
export interface PollerCapacity {
  /** Batches with the function at once. */
  readonly invokes: number;
  /** Receives a second. */
  readonly polls: number;
  /** Bytes a second. */
  readonly bytes: number;
}

/** The numbers provisioned scaling works with. */
export interface ProvisionedLimits {
  readonly least: number;
  readonly most: number;
  /** How long something has to wait before the first poller is added. */
  readonly detect: Micros;
  /** Time from one poller that is added to the next. */
  readonly rampEvery: Micros;
  /** Use of what the pollers can do below which some go. */
  readonly shrinkBelow: number;
  /** For how long it has to be below. */
  readonly shrinkAfter: Micros;
  readonly shrinkEvery: Micros;
  /** Share of the pollers that goes at once. */
  readonly shrinkBy: number;
}

/** Pollers after a step of the ramp. */
export function grownPollers(pollers: number, { most }: ProvisionedLimits): number {
  return Math.max(pollers, Math.min(most, pollers + 1));
}

/** Pollers after a look at their use, which has been low for so long. */
export function shrunkPollers(pollers: number, lowFor: Micros, limits: ProvisionedLimits): number {
  const { least, shrinkAfter, shrinkBy } = limits;
  if (lowFor < shrinkAfter) return pollers;
  return Math.max(Math.min(least, pollers), pollers - Math.ceil(pollers * shrinkBy));
}

/** Pollers under other limits. */
export function withinLimits(pollers: number, { least, most }: ProvisionedLimits): number {
  return Math.max(least, Math.min(most, pollers));
}

/** What pollers have done in a time: sums over all of them. */
export interface PollerWork {
  /** Time that batches were with the function, in microseconds of one batch. */
  readonly invokeTime: Micros;
  readonly polls: number;
  readonly bytes: number;
}

/** Shares of what the pollers could have done in `pollerTime`, the sum of the times of all: from 0, for each of the limits. */
export function useOf(
  { invokeTime, polls, bytes }: PollerWork,
  pollerTime: Micros,
  capacity: PollerCapacity,
): PollerCapacity {
  if (pollerTime <= 0) return { invokes: 0, polls: 0, bytes: 0 };
  const seconds = pollerTime / SECOND;
  return {
    invokes: invokeTime / pollerTime / capacity.invokes,
    polls: polls / seconds / capacity.polls,
    bytes: bytes / seconds / capacity.bytes,
  };
}
