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

/** What comes to a poller of a queue, on average: bytes of a message, how long an invocation takes, and the sizes of batch and receive. */
export interface PollerLoad {
  /** 0: their bytes are no limit. */
  readonly size: number;
  readonly duration: Micros;
  readonly batchSize: number;
  readonly mostPerReceive: number;
}

/** Messages a second that one poller handles, and which of its limits it is that binds. */
export interface PollerRate {
  readonly perSecond: number;
  readonly boundBy: keyof PollerCapacity;
}

/**
 * The sizing formula of the service's pages (SQS-27), with full batches and receives. The pages round each of the three up; here nothing is
 * rounded, so that it does not promise more than a poller can do. A receive brings no more than a batch takes.
 */
export function ratePerPoller(
  { size, duration, batchSize, mostPerReceive }: PollerLoad,
  capacity: PollerCapacity,
): PollerRate {
  const rates: readonly PollerRate[] = [
    { boundBy: 'invokes', perSecond: (capacity.invokes / (duration / SECOND)) * batchSize },
    { boundBy: 'polls', perSecond: capacity.polls * Math.min(batchSize, mostPerReceive) },
    { boundBy: 'bytes', perSecond: capacity.bytes / size },
  ];
  return rates.reduce((least, rate) => (rate.perSecond < least.perSecond ? rate : least));
}
