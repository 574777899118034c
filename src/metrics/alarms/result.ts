/** What a result says of an alarm. Times are microseconds of the run, values in CloudWatch's unit of the metric. */
import type { MetricUnit } from '../../aws/cloudwatch-metrics.ts';
import type { AlarmState } from './evaluate.ts';

export interface AlarmResult {
  /** In words: `Maximum ApproximateAgeOfOldestMessage of orders > 1 min, 2 of 3 periods of 1 min`. */
  readonly text: string;
  readonly namespace: string;
  readonly metric: string;
  /** Name of the queue, stream, function or mapping; null for the account. */
  readonly of: string | null;
  /** What kind of thing that is. */
  readonly kind: 'queue' | 'stream' | 'activeMq' | 'rabbitMq' | 'function' | 'account' | 'mapping';
  readonly statistic: string;
  readonly unit: MetricUnit;
  readonly comparison: string;
  readonly threshold: number;
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly treatMissingData: string;
  /** Times it went into ALARM. */
  readonly alarms: number;
  /** When it did so first; null: never. */
  readonly firedAt: number | null;
  /** Beginning of the first breaching datapoint of those that made it fire first. */
  readonly crossedAt: number | null;
  /** What the scenario did last before that datapoint ended, or else before it fired, unless it was long over; null where it did nothing, or it never fired. */
  readonly after: AlarmTrouble | null;
  /** From the beginning of that trouble, or where there is none from the crossing, until it fired first. */
  readonly timeToAlarm: number | null;
  readonly timeInAlarm: number;
  /** At the end. */
  readonly state: AlarmState;
  /** It begins with INSUFFICIENT_DATA. */
  readonly changes: readonly { readonly at: number; readonly state: AlarmState }[];
  /** The datapoint that went furthest towards the threshold and beyond, and the period it is of; null without any. */
  readonly nearest: { readonly at: number; readonly value: number } | null;
  /** Whole periods of the run with a datapoint, and without one. */
  readonly datapoints: number;
  readonly missing: number;
}

/** How long it lasted; Infinity: what was changed stays so. */
export interface Trouble extends AlarmTrouble {
  readonly until: number;
}

/** An outage that began, a setting that was changed, a mapping that was disabled. */
export interface AlarmTrouble {
  readonly kind: 'outage' | 'set' | 'disable';
  /** The part that was out or disabled; the setting that was changed, by its path. */
  readonly name: string;
  readonly at: number;
}
