/** The rows of one period while they are made: a metric and its resource become a row for each of its statistics. */
import type { Micros } from '../engine/time.ts';
import type { Histogram } from '../stats/histogram.ts';
import type { Metric, MetricRow, Statistic } from './metric.ts';

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

  /** What was observed, in units of so many of the histogram's; nothing when it is empty. */
  spread(metric: Metric, resource: string, observed: Histogram, unit: number): void {
    if (observed.count === 0) return;
    this.add(metric, resource, ...metric.statistics.map((statistic) => statisticOf(observed, statistic) / unit));
  }
}

function statisticOf(observed: Histogram, statistic: Statistic): number {
  switch (statistic) {
    case 'Sum':
      return observed.sum;
    case 'Average':
      return observed.mean;
    case 'Minimum':
      return observed.min;
    case 'Maximum':
      return observed.max;
    default:
      return observed.quantile(Number(statistic.slice(1)) / 100);
  }
}
