/** What a result has of the message groups of a queue: docs/fair-queues.md, docs/result.md. Times are microseconds. */
import type { LevelResult, Spread } from '../result.ts';

/** Groups that are listed, at most: those that sent the most. */
export const MOST_GROUPS = 300;
/** Groups of which percentiles are known, at most: those of which a message came first. */
export const MOST_MEASURED = 10_000;
/** Times in which groups were noisy that are listed, at most: the longest. */
export const MOST_NOISY_SPANS = 20;

export interface GroupsResult {
  /** The attribute that is the group. */
  readonly attribute: string;
  /** Groups of which there was any message. Messages without a group are one of them. */
  readonly groupCount: number;
  /** The most sent first; at most {@link MOST_GROUPS}. */
  readonly groups: readonly GroupResult[];
  readonly groupsLeftOut: number;
  /** From sent until first received, of all messages. */
  readonly dwell: Spread;
  /** Null of a queue that is not fair. */
  readonly fair: FairResult | null;
}

export interface GroupResult {
  /** Null: messages without a group. */
  readonly group: string | number | boolean | null;
  readonly sent: number;
  /** Repeats included. */
  readonly received: number;
  readonly handled: number;
  readonly deadLettered: number;
  readonly expired: number;
  /** Still there at the end. */
  readonly waiting: number;
  readonly dwell: GroupDwell;
  /** Null of a queue that is not fair. */
  readonly noisy: { readonly times: number; readonly time: number } | null;
}

/** Percentiles are within 3.1 %, and zero below a millisecond; null where nothing was received, or the group is not among those measured. */
export interface GroupDwell {
  readonly count: number;
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

export interface FairResult {
  /** Groups that were noisy at once. */
  readonly noisyGroups: LevelResult;
  /** Groups that ever were. */
  readonly everNoisy: number;
  /** From sent until first received, of messages whose group was quiet then, and of those whose group was noisy. */
  readonly quietDwell: Spread;
  readonly noisyDwell: Spread;
  /** Messages of groups that are not noisy that can be received. */
  readonly quietDepth: LevelResult;
  /** The longest first. */
  readonly noisySpans: readonly NoisySpan[];
  readonly noisySpansLeftOut: number;
}

/** A time in which a group was noisy. */
export interface NoisySpan {
  readonly group: string | number | boolean;
  readonly from: number;
  /** Null: it is when the run ends. */
  readonly until: number | null;
}

export interface GroupsSeries {
  /** Of the messages that were first received in the interval. */
  readonly dwell: DwellSeries;
  /** Absent of a queue that is not fair. */
  readonly fair?: {
    readonly noisyGroups: readonly number[];
    readonly quietDepth: readonly number[];
    readonly quietDwell: DwellSeries;
    readonly noisyDwell: DwellSeries;
  };
}

export type DwellSeries = Readonly<Record<'p50' | 'p99' | 'max', readonly (number | null)[]>>;
