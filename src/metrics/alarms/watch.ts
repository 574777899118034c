/** The alarms of one period: hands each its datapoint when the period has ended, and evaluates them when CloudWatch would. */
import type { Micros } from '../../engine/time.ts';
import type { MetricRow } from '../metric.ts';
import type { Alarm } from './alarm.ts';

export class AlarmWatch {
  readonly #period: Micros;
  readonly #alarms: readonly Alarm[];
  readonly #later: (period: number) => void;

  /** `later`: calls `evaluate` with the number of a period, some time after that has ended. */
  constructor(period: Micros, alarms: readonly Alarm[], later: (period: number) => void) {
    this.#period = period;
    this.#alarms = alarms;
    this.#later = later;
  }

  /** The rows of the period from `from` to `to`. The last of a run may be cut short: then there is no telling what it would have been. */
  take(rows: readonly MetricRow[], from: Micros, to: Micros): void {
    if (to - from < this.#period) return;
    for (const alarm of this.#alarms) {
      const { metric, of, statistic } = alarm.settings;
      const isMeant = (row: MetricRow): boolean =>
        row.metric === metric.name &&
        row.resource === of &&
        row.statistic === statistic &&
        row.namespace === metric.namespace;
      alarm.take(rows.find(isMeant));
    }
    this.#later(Math.round(from / this.#period));
  }

  evaluate(period: number, now: Micros): void {
    for (const alarm of this.#alarms) alarm.evaluate(period, now);
  }
}
