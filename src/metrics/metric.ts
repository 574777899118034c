/** One value of one metric, as rows of metrics by the period have it; which metrics there are is in src/aws/cloudwatch-metrics.ts. */
import type { Metric, MetricUnit, Statistic } from '../aws/cloudwatch-metrics.ts';
import type { Micros } from '../engine/time.ts';

/** One value of one period. */
export interface MetricRow {
  /** Start of the period, in microseconds. */
  readonly time: Micros;
  readonly namespace: Metric['namespace'];
  /** Name of the queue, stream, function or mapping; empty for the account. */
  readonly resource: string;
  readonly metric: string;
  readonly statistic: Statistic;
  readonly unit: MetricUnit;
  readonly value: number;
}
