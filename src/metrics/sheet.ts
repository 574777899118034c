/** The rows of one period while they are made: a metric and its resource become a row for each of its statistics. */
import type { Metric, Statistic } from '../aws/cloudwatch-metrics.ts';
import type { Micros } from '../engine/time.ts';
import type { Extremes } from '../stats/extremes.ts';
import type { Histogram } from '../stats/histogram.ts';
import type { MetricRow } from './metric.ts';

/** A row whose value may still grow. */
export type OpenRow = { -readonly [K in keyof MetricRow]: MetricRow[K] };

export class Sheet {
  readonly rows: OpenRow[] = [];
  readonly #time: Micros;

  /** `time`: start of the period. */
  constructor(time: Micros) {
    this.#time = time;
  }

  /** One value for each statistic of the metric, in their order. Returns the last of the rows. */
  add(metric: Metric, resource: string, ...values: readonly number[]): OpenRow {
    const { namespace, name, unit, statistics } = metric;
    const made = statistics.map((statistic, i) => {
      return { time: this.#time, namespace, resource, metric: name, statistic, unit, value: values[i]! };
    });
    this.rows.push(...made);
    return made.at(-1)!;
  }

  /**
   * What was observed, in units of so many of its own; nothing when that is nothing. `quantiles`: of the same observations, for
   * metrics that have some; within the error of a histogram, and never beyond the least and the greatest.
   */
  spread(metric: Metric, resource: string, observed: Extremes, unit: number, quantiles?: Histogram): void {
    if (observed.count === 0) return;
    this.add(metric, resource, ...metric.statistics.map((name) => statisticOf(observed, name, quantiles) / unit));
  }
}

function statisticOf({ count, sum, min, max }: Extremes, name: Statistic, quantiles: Histogram | undefined): number {
  switch (name) {
    case 'Sum':
      return sum;
    case 'Average':
      return sum / count;
    case 'Minimum':
      return min;
    case 'Maximum':
      return max;
    default:
      return Math.min(max, Math.max(min, quantiles?.quantile(Number(name.slice(1)) / 100) ?? NaN));
  }
}
