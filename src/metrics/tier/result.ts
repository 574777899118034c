/**
 * What a result has of the tier behind asynchronous invocation: a part of metrics/result.ts, described with it in `docs/result.md`.
 * Units and nulls are as there. Counts and integrals begin when the warm-up ends; what is said of harm and fairness is about events
 * accepted in the window from `from` until just before `until`.
 */
import type { TierEnd } from '../../model/tier/tier-observer.ts';
import type { Spread } from '../result.ts';

/** How an event of the tier is given up. */
export type TierDrop = Exclude<TierEnd, 'succeeded'>;

export interface TierResult {
  readonly placement: string;
  readonly discipline: string;
  readonly pollerModel: string;
  /** Shared queues. */
  readonly queues: number;
  /** By name, in the order of the scenario; the functions of the scenario, where they are tenants too, come last. */
  readonly groups: Readonly<Record<string, TierGroupResult>>;
  readonly harm: HarmResult;
  readonly work: WorkResult;
  readonly queueing: QueueingResult;
  readonly fairness: {
    /** Jain's index of what was served of what each tenant offered, and of one over its slowdown; null when nothing was offered. */
    readonly satisfaction: number | null;
    readonly slowdown: number | null;
  };
  readonly lanes: {
    readonly opened: number;
    readonly closed: number;
    readonly denied: number;
    /** When the first was opened. */
    readonly firstAt: number | null;
  };
  readonly leases: {
    /** Leases that came to another host than the one that had them last, and leases that nobody had for a time. */
    readonly moved: number;
    readonly lapsed: number;
  };
  /** Queue-time in which a queue handed out nothing because too many of its events were in flight. */
  readonly blocked: number;
  /** The quiet tenants that had it worst, at most ten. */
  readonly worst: readonly WorstTenant[];
  readonly series: TierSeries;
}

/** A group of tenants. */
export interface TierGroupResult {
  readonly tenants: number;
  readonly noisy: boolean;
  readonly accepted: number;
  readonly rejected: { readonly admission: number; readonly queueFull: number };
  readonly succeeded: number;
  /** Given up, whatever for. */
  readonly dropped: number;
  readonly endedBy: Readonly<Record<TierDrop, number>>;
  /** Given up without having run even once. */
  readonly droppedUnrun: number;
  /** Stored at the end, whether visible, hidden or running. */
  readonly waiting: number;
  /** Runs that began. Of those that ended: did again what was done, failed, or were lost with their host. */
  readonly runs: number;
  readonly duplicates: number;
  readonly failures: number;
  readonly lost: number;
  readonly throttled: number;
  /** Null when no event succeeded. */
  readonly throttlesPerCompletion: number | null;
  /**
   * From acceptance until the first run begins; of events given up before, until then; of events that still wait for their first run
   * at the end, until then (`censored` of them).
   */
  readonly firstAttemptAge: Spread;
  /** The same of events accepted in the window. */
  readonly firstAttemptAgeInWindow: Spread;
  readonly censored: number;
  /** From acceptance until an attempt, throttled ones included: one value an attempt. */
  readonly eventAge: Spread;
  /** From when an event was last visible until an attempt: one value an attempt. */
  readonly dwell: Spread;
  /** From acceptance until the first success ends. */
  readonly completionAge: Spread;
  /** When the last event succeeded for the first time. */
  readonly lastDoneAt: number | null;
  /** Null of a group nobody waits for. */
  readonly callers: CallerResult | null;
}

export interface CallerResult {
  readonly answered: number;
  /** Waited too long; then sent the event again, or gave up. */
  readonly timedOut: number;
  readonly sentAgain: number;
  readonly gaveUp: number;
}

/** Who suffers: of the tenants that are not noisy. */
export interface HarmResult {
  readonly threshold: number;
  readonly from: number;
  readonly until: number;
  /** What is to be recovered from: the noisy arrivals and incidents, from the first until the last is over; null: nothing. */
  readonly trigger: { readonly from: number; readonly until: number } | null;
  readonly tenants: number;
  /** Tenants whose p99 of firstAttemptAge is above the threshold, and their share of all. Exact. */
  readonly harmed: number;
  readonly blastRadius: number | null;
  /** The share in the same run without the noisy tenants, and what the noise adds; null where it was not run. */
  readonly without: number | null;
  readonly excess: number | null;
  /** Mean over harmed tenants of p99 over threshold. */
  readonly severity: number | null;
  /** Tenant-time in which the p99 of the last ten seconds is above the threshold; null where there are too many tenants for it. */
  readonly painSeconds: number | null;
  /** From the end of the trigger until sixty seconds without pain begin, over tenants that had some since it began. */
  readonly recovery: { readonly mean: number | null; readonly max: number | null; readonly unrecovered: number } | null;
  /** Tenants with fewer than a hundred events in the window: their p99 is their greatest value. */
  readonly fewEvents: number;
  /** Of the events of the window, those that still waited for their first run at the end. */
  readonly censored: number;
}

export interface WorkResult {
  /** First successes a second that were in time, and runs a second. */
  readonly goodput: number;
  readonly throughput: number;
  /** Runs for each event that succeeded; null when none did. */
  readonly workAmplification: number | null;
  /** Of the attempts, throttled ones included, those that were not the first of their event. */
  readonly retryFraction: number | null;
  /** Runs that did again what was done, for each event that succeeded. */
  readonly duplicateRate: number | null;
  /** Of the slot-time of all pollers, that in which the slot was idle although some event was visible; null without slots. */
  readonly conservationGap: number | null;
  /** From the end of the trigger until no more than twice as many events are stored as on average before it; null: not within the run. */
  readonly drainTime: number | null;
  /** Mean of the events stored before the trigger; null where there is none, or no time before it. */
  readonly backlogBefore: number | null;
  /** Events that had not begun to run at the end. */
  readonly censored: number;
  /** Receives that returned nothing, as many as the time that queues had nothing visible makes. */
  readonly emptyReceives: number;
  readonly looksPerEvent: number | null;
  readonly escapes: number;
}

export interface QueueingResult {
  /** Deepest over mean depth of the shared queues, at readings at which something is stored; null when there was none. */
  readonly imbalance: { readonly mean: number; readonly p99: number } | null;
  /** Share of queue-readings in which working the queue off would take longer than `hotAfter`. */
  readonly hotTime: number | null;
  readonly hotAfter: number;
  readonly mostHot: number;
  readonly deepest: number;
  /** Distance of the readings: as asked for, or a multiple where that would be too many. */
  readonly every: number;
}

export interface WorstTenant {
  readonly tenant: string;
  /** Accepted in the window. */
  readonly events: number;
  /** Within the error that docs/result.md gives; exact of fewer than a hundred events. */
  readonly p99: number;
  readonly harmed: boolean;
}

/** Of the whole run, by intervals of `period`; and over tenants. */
export interface TierSeries {
  readonly period: number;
  /** Of the shared queues, at the readings of the interval: mean and greatest depth, and how many were hot at the most; null without a reading. */
  readonly depth: { readonly mean: readonly (number | null)[]; readonly max: readonly (number | null)[] };
  readonly hot: readonly (number | null)[];
  /** Longest time that working off a queue would have taken; null while nothing is known. */
  readonly hottest: readonly (number | null)[];
  readonly groups: Readonly<Record<string, TierGroupSeries>>;
  /** p99 of firstAttemptAge by tenant in the window, greatest first, of at most {@link MOST_TENANTS} tenants: see {@link TenantCurve}. */
  readonly tenants: { readonly quiet: TenantCurve; readonly noisy: TenantCurve };
}

export interface TierGroupSeries {
  readonly accepted: readonly number[];
  /** Greatest in the interval: events stored, and runs. */
  readonly backlog: readonly number[];
  readonly running: readonly number[];
  /** Of first runs that began in the interval; null when none did. */
  readonly firstAttemptAge: Readonly<Record<'p50' | 'p99', readonly (number | null)[]>>;
}

/** Tenants by rank, from 1, and the p99 of each; ranks that are left out lie between their neighbours. */
export interface TenantCurve {
  /** Tenants that have a p99. */
  readonly tenants: number;
  readonly rank: readonly number[];
  readonly p99: readonly number[];
}

/** Points of a curve. */
export const MOST_TENANTS = 300;
