/**
 * The result of a run: versioned plain data, and all that anything people see is made of. `docs/result.md` describes it.
 *
 * Times are whole microseconds, sizes bytes, shares from 0 to 1. Books cover the whole run; figures leave the warm-up out.
 * A value that does not exist (the p99 of nothing) is null. Holds no path, host or time of day.
 */

import type { DownstreamResult } from './downstreams/result.ts';
import type { EffectsResult } from './effects/result.ts';
import type { CostResult } from './cost/result.ts';
import type { AccountCause, AccountWorst } from './account/result.ts';
import type { AlarmResult } from './alarms/result.ts';
import type { GroupsResult } from './groups/result.ts';
import type { EventResult } from './events/result.ts';
import type { FifoResult } from './groups/fifo-result.ts';
import type { TierResult } from './tier/result.ts';
import type { WhereTimeWent } from './where-time-went/result.ts';
import type { ProvisionedPollersResult } from './pollers/result.ts';
import type { SeriesResult } from './series-result.ts';
import type { StreamMappingResult, StreamResult } from './streams/result.ts';

/** Version of the result format; it changes when the meaning or the place of a field does. */
export const RESULT_FORMAT = 1;

export interface Result {
  /** {@link RESULT_FORMAT}. */
  readonly lagcastResult: number;
  /** Version of lagcast that made it. */
  readonly version: string;
  readonly name: string;
  readonly question: string | null;
  readonly seed: number | string;
  /** Which of the runs of this seed it is; absent of the first, replication 0. */
  readonly replication?: number;
  readonly rules: string;
  readonly duration: number;
  readonly warmUp: number;
  /** Fingerprint of all events by time and rank, and of every invocation by size and outcome: other digests, other runs. */
  readonly digest: string;
  readonly events: number;
  readonly sources: Readonly<Record<string, SourceResult>>;
  readonly mappings: Readonly<Record<string, MappingResult>>;
  readonly functions: Readonly<Record<string, FunctionResult>>;
  /** Those that are called step by step, because they or their calls have limits. */
  readonly downstreams: Readonly<Record<string, DownstreamResult>>;
  /** By the source that their first record was sent to, and the one in which a record that follows it was handled. */
  readonly chains: readonly ChainResult[];
  readonly account: {
    readonly concurrency: number | null;
    /** ClaimedAccountConcurrency; null where nothing is ever provisioned. */
    readonly claimed: LevelResult | null;
    /** Who held it in its worst second; null when nothing ran. Both are absent where one alone brings batches to functions. */
    readonly worst?: AccountWorst | null;
    /** Who was throttled by which limit, and because of whom. */
    readonly causedBy?: readonly AccountCause[];
  };
  /** In order of their beginning, over the whole run. */
  readonly outages: readonly OutageResult[];
  /** By name; absent where the scenario has none. Over the whole run, warm-up included: CloudWatch knows none. */
  readonly alarms?: Readonly<Record<string, AlarmResult>>;
  /** Null without a tier. */
  readonly tier: TierResult | null;
  readonly cost: CostResult;
  readonly objectives: readonly ObjectiveResult[];
  /** Facts the run relied on that are not documented by AWS or recorded from it, and all that the scenario overrides. */
  readonly assumptions: readonly Assumption[];
  /** The other facts that the model looked up: documented by AWS, or recorded from it. */
  readonly facts: readonly { readonly path: string; readonly id: string; readonly kind: string }[];
  /** The completed scenario, value by value, at most {@link MOST_INPUTS}. */
  readonly inputs: readonly Input[];
  /** Values that are left out of them. */
  readonly inputsLeftOut: number;
  readonly series: SeriesResult;
}

/** A value of the scenario, as the file would write it, and where it comes from: as in `lagcast explain`. */
export interface Input {
  readonly path: string;
  readonly written: string;
  readonly origin: string;
}

/** Nobody reads more, and a scenario may have tens of thousands of parts. */
export const MOST_INPUTS = 2000;

/** Many observations: exact count, mean, least and greatest; quantiles by nearest rank within 0.4 %. */
export interface Spread {
  readonly count: number;
  readonly mean: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly 'p99.9': number | null;
  /** Pairs of bin and count; from them any quantile, and merged results. */
  readonly histogram: readonly (readonly [number, number])[];
}

/** A quantity over time: its time-weighted mean, its extremes, and its value at the end. */
export interface LevelResult {
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly last: number;
}

/** Where every record of a source went, over the whole run, warm-up included; the two sides are equal. */
export interface Books {
  readonly in: { readonly arrived: number; readonly deadLetteredIn: number; readonly redrivenIn: number };
  readonly out: {
    readonly succeeded: number;
    /** Deleted because the handler returned, although it never worked on them or had failed on them. */
    readonly acknowledgedUnprocessed: number;
    readonly deadLettered: number;
    readonly redrivenOut: number;
    readonly expired: number;
    /** Let through by no filter of the mapping that received them, and deleted. */
    readonly filtered: number;
    /** Direct calls that failed, and those that were refused; events given up, but for their age. None in a queue, which keeps such records. */
    readonly failed: number;
    readonly refused: number;
    /** Records of a stream that no mapping needs any more: each mapping's books say what became of them. */
    readonly passed: number;
    /** Still there at the end, of which `inFlight` were received and not yet deleted or visible again. */
    readonly waiting: number;
  };
  readonly inFlight: number;
}

export interface SourceResult {
  readonly type: string;
  readonly books: Books;
  readonly arrived: number;
  readonly succeeded: number;
  readonly acknowledged: number;
  readonly deadLettered: number;
  /** Dead-lettered without any invocation ever being given them. */
  readonly deadLetteredUnseen: number;
  /** All dead-lettered, by what their last receive ended with instead of a delete. */
  readonly deadLetteredBy: DeadLetteredBy;
  readonly expired: number;
  /** Did not match the filters of a mapping. Of a stream, what becomes of records is the sum over its mappings. */
  readonly filtered: number;
  /** Given up by a mapping of a stream, and sent to its destination; given up and gone. */
  readonly toDestination: number;
  readonly discarded: number;
  /** Tries to put a record that a shard refused, and records that were dropped after one. */
  readonly putsRefused: number;
  readonly putsDropped: number;
  /** Direct calls whose invocation threw, crashed or timed out, and those that met a system error (status 500); events given up, but for their age. */
  readonly failed: number;
  /** Direct calls that were refused with status 429. */
  readonly refused: number;
  /** Deliveries of records that were handled already. */
  readonly duplicates: number;
  /** Messages returned by receives, repeats included. */
  readonly received: number;
  readonly receives: number;
  readonly emptyReceives: number;
  /** Messages whose visibility timeout ran out. */
  readonly returned: number;
  /** Sent until deleted, of a direct call until its answer; successes only. */
  readonly latency: Spread;
  /** How those times are made up; null where nothing has succeeded, or nobody wanted to know. */
  readonly whereTimeWent: WhereTimeWent | null;
  readonly ageAtFirstAttempt: Spread;
  /**
   * From the sending of the first ancestor until done with here, of records that follow others and were handled; null where no record
   * ever followed another.
   */
  readonly endToEnd: Spread | null;
  /** Messages that can be received. */
  readonly depth: LevelResult;
  /** Messages received, and neither deleted nor visible again; direct calls that run. */
  readonly inFlight: LevelResult;
  /** Greatest age of a message not yet deleted, and the age of the oldest at the end. */
  readonly ageOfOldest: { readonly max: number | null; readonly last: number | null };
  /** Null of a source that is no stream. */
  readonly stream: StreamResult | null;
  /** Null of a source that is not asynchronous invocation. */
  readonly async: EventResult | null;
  /** Null of a source that is no FIFO queue. */
  readonly fifo: FifoResult | null;
  /** Null of a queue whose messages have no groups, and of other sources. */
  readonly groups: GroupsResult | null;
}

/** Records that were handled, and follow others: stages of their chains are counted from 1, that of the first record. */
export interface ChainResult {
  readonly from: string;
  readonly to: string;
  readonly stages: { readonly min: number; readonly max: number };
  /** From the sending of the first record until done with in `to`. */
  readonly latency: Spread;
}

/** Messages by how the last receive of each ended. */
export interface DeadLetteredBy {
  /** Received too often before they came to this queue. */
  readonly earlier: number;
  /** The invocation threw or crashed. */
  readonly failed: number;
  readonly timedOut: number;
  /** The answer failed the whole batch. */
  readonly unusableAnswer: number;
  /** A partial response named them. */
  readonly reported: number;
  /** The visibility timeout ran out while an invocation worked on them. */
  readonly late: number;
  /** The function refused their batch until the visibility timeout ran out. */
  readonly refused: number;
  /** The visibility timeout ran out while a poller gathered or buffered them. */
  readonly held: number;
  /** Their poller let go of them: the mapping was disabled, or had pollers taken away. */
  readonly dropped: number;
  /** Handled, and not deleted because the queue was out. */
  readonly notDeleted: number;
  /** System errors (5xx) kept their batch from the function until the visibility timeout ran out. */
  readonly systemError: number;
  /** Lambda took their chain of requests for a loop, and did not invoke the function. */
  readonly stopped: number;
  /** The invocation needed more memory than its environment has, and was killed. */
  readonly outOfMemory: number;
}

export interface MappingResult {
  readonly source: string;
  readonly function: string;
  readonly invocations: number;
  readonly failedInvocations: number;
  readonly throttles: number;
  /** Attempts to invoke that met a system error (5xx). */
  readonly systemErrors: number;
  /** Records that no filter let through. */
  readonly filtered: number;
  readonly batchSize: Spread;
  /** Batches by why they were closed. */
  readonly closed: Readonly<Record<string, number>>;
  readonly succeeded: number;
  readonly latency: Spread;
  /** How those times are made up; null where nothing has succeeded, or nobody wanted to know. */
  readonly whereTimeWent: WhereTimeWent | null;
  /** Null where the rules set no bound. */
  readonly pollers: LevelResult | null;
  /** Most pollers there could be at the end: maximumConcurrency, the fixed number, or the ceiling of the service. */
  readonly pollersLimit: number | null;
  /** Null where no failing invocation ever did. */
  readonly errorBackOff: BackOffResult | null;
  readonly changes: readonly { readonly at: number; readonly change: string }[];
  /** Null of a mapping that reads no stream. */
  readonly stream: StreamMappingResult | null;
  /** Null of a mapping whose pollers are not provisioned. */
  readonly provisioned: ProvisionedPollersResult | null;
}

/** Failing invocations that kept the pollers down (SQS-11): for how long, and from how many to how few. */
export interface BackOffResult {
  readonly time: number;
  readonly from: number;
  readonly least: number;
}

/** What was out, from when until when; null for an outage that outlasts the run. */
export interface OutageResult {
  readonly kind: 'downstream' | 'source' | 'mapping' | 'function';
  readonly name: string;
  readonly from: number;
  readonly until: number | null;
}

export interface FunctionResult {
  readonly invocations: number;
  /** Threw, crashed, timed out or ran out of memory. */
  readonly errors: number;
  /** Returned an answer that fails the whole batch; no errors. */
  readonly unusableAnswers: number;
  readonly timeouts: number;
  readonly outOfMemory: number;
  readonly throttles: number;
  /** By the reason in the service's answer. */
  readonly throttlesBy: Readonly<Record<string, number>>;
  /** Attempts to invoke that met a system error (5xx); neither invocations nor errors nor throttles. */
  readonly systemErrors: number;
  /** Invocations that Lambda stopped because it took a chain of requests for a loop. */
  readonly recursiveInvocationsDropped: number;
  /** Messages that its handler sent on, and those that could not be sent. */
  readonly sent: number;
  readonly sendsFailed: number;
  readonly coldStarts: number;
  /** Invocations in which INIT was run again. */
  readonly suppressedInits: number;
  /** Invocations that ran on provisioned environments. */
  readonly provisionedInvocations: number;
  /** Invocations on demand while provisioned environments were ready. */
  readonly spillOver: number;
  readonly duration: Spread;
  readonly initDuration: Spread;
  /** Most bytes that each invocation needed at once; null where the handler says nothing about memory. */
  readonly memoryUsed: Spread | null;
  readonly concurrency: LevelResult;
  /** At the end. */
  readonly reservedConcurrency: number | null;
  /** When it was set to another value in the run, and to which; null for none. */
  readonly reservedConcurrencyChanges: readonly { readonly at: number; readonly to: number | null }[];
  /** Null for a function that never has any. */
  readonly provisioned: ProvisionedResult | null;
  readonly timeout: number;
  /** What its work left behind; null where its handler does not say. */
  readonly effects: EffectsResult | null;
}

export interface ProvisionedResult {
  readonly requested: number;
  readonly ready: LevelResult;
  readonly concurrency: LevelResult;
  /** Executions over environments ready: over time, and at the greatest. Null when none were ready. */
  readonly utilization: { readonly mean: number | null; readonly max: number | null };
  /** Requests for another number of environments, by an event, a schedule or target tracking, over the whole run; at most 1,000. */
  readonly changes: readonly { readonly at: number; readonly to: number; readonly why: string }[];
  readonly changesLeftOut: number;
}

export interface ObjectiveResult {
  readonly text: string;
  readonly met: boolean;
  /** What the run gave, in the unit of the figure; null when there was nothing to measure. */
  readonly value: number | null;
  /** Only figures of the tier are shares, or rates a second, and only those of the bill money. */
  readonly unit: 'duration' | 'count' | 'share' | 'rate' | 'size' | 'money';
}

export interface Assumption {
  readonly path: string;
  readonly id: string;
  readonly kind: string;
  readonly unit: string;
  /** Null stands for unlimited. */
  readonly value: number | string | null;
  readonly overridden: boolean;
  readonly says: string;
}
