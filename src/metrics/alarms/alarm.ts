/**
 * One alarm while a run goes on: takes the datapoints of its metric, is evaluated once for each period, remembers what changed. What
 * happened before the run it does not know: those datapoints are missing. Keeps as many datapoints as an evaluation looks at.
 */
import type { Comparison } from '../../aws/cloudwatch-alarms.ts';
import type { Metric, Statistic } from '../../aws/cloudwatch-metrics.ts';
import type { Micros } from '../../engine/time.ts';
import type { MetricRow } from '../metric.ts';
import { evaluate, Point, type AlarmState, type Evaluation } from './evaluate.ts';
import type { AlarmResult, AlarmTrouble, Trouble } from './result.ts';

export interface AlarmSettings extends Evaluation {
  readonly metric: Metric;
  /** Empty for the account. */
  readonly of: string;
  readonly statistic: Statistic;
  readonly comparison: Comparison;
  /** In CloudWatch's unit of the metric. */
  readonly threshold: number;
  readonly period: Micros;
}

/** The value of a period may still grow: errors count where their invocation began, and are known when it has ended. */
type Datapoint = MetricRow | undefined;

export class Alarm {
  readonly settings: AlarmSettings;
  /** Of the periods an evaluation looks at, and of those that wait for theirs; the oldest first. */
  readonly #points: Datapoint[] = [];
  /** Number of the period that the first of them is of; below 0 before the run. */
  #first: number;
  readonly #looksAt: number;
  readonly #changes: { at: Micros; state: AlarmState }[] = [];
  #state: AlarmState = 'INSUFFICIENT_DATA';
  #nearest: { at: Micros; value: number } | null = null;
  #datapoints = 0;
  #missing = 0;
  #crossedAt: Micros | null = null;

  /** `extra`: periods that an evaluation looks at beyond those it evaluates. */
  constructor(settings: AlarmSettings, extra: number) {
    this.settings = settings;
    this.#looksAt = settings.evaluationPeriods + extra;
    this.#first = -this.#looksAt;
    for (let i = 0; i < this.#looksAt; i++) this.#points.push(undefined);
  }

  /** The datapoint of the next period; undefined where there is none. */
  take(point: Datapoint): void {
    this.#points.push(point);
    if (point === undefined) this.#missing++;
    else this.#datapoints++;
  }

  /** The evaluation of period number `period`, at `now`: what is known of its datapoints by then. */
  evaluate(period: number, now: Micros): void {
    while (this.#first + this.#looksAt - 1 < period) {
      this.#forget(this.#points.shift());
      this.#first++;
    }
    const points = this.#points.slice(0, this.#looksAt).map((point) => this.#kindOf(point));
    const state = evaluate(points, this.#state, this.settings);
    if (state === this.#state) return;
    this.#state = state;
    this.#changes.push({ at: now, state });
    if (state === 'ALARM') this.#crossedAt ??= this.#crossing(points);
  }

  /** `end`: of the run. `troubles`: in order of time. */
  result(text: string, troubles: readonly Trouble[], end: Micros): AlarmResult {
    for (const point of this.#points) this.#forget(point);
    this.#points.length = 0;
    const { metric, of, threshold, ...settings } = this.settings;
    const firedAt = this.#changes.find(({ state }) => state === 'ALARM')?.at ?? null;
    const crossedAt = this.#crossedAt;
    const after = crossedAt === null ? null : this.#troubleOf(crossedAt, firedAt!, troubles);
    return {
      text,
      namespace: metric.namespace,
      metric: metric.name,
      of: of === '' ? null : of,
      kind: metric.of,
      unit: metric.unit,
      threshold,
      ...settings,
      alarms: this.#changes.filter(({ state }) => state === 'ALARM').length,
      firedAt,
      crossedAt,
      after,
      timeToAlarm: firedAt === null ? null : firedAt - (after?.at ?? crossedAt!),
      timeInAlarm: timeIn('ALARM', this.#changes, end),
      state: this.#state,
      changes: this.#changes,
      nearest: this.#nearest,
      datapoints: this.#datapoints,
      missing: this.#missing,
    };
  }

  /** What was over for as long as the alarm looks back when its metric crossed has nothing to do with it. */
  #troubleOf(crossedAt: Micros, firedAt: Micros, troubles: readonly Trouble[]): AlarmTrouble | null {
    const { period, evaluationPeriods } = this.settings;
    const lasting = troubles.filter(({ until }) => until >= crossedAt - period * evaluationPeriods);
    const trouble = troubleBefore(crossedAt + period, firedAt, lasting);
    return trouble === null ? null : { kind: trouble.kind, name: trouble.name, at: trouble.at };
  }

  #kindOf(point: Datapoint): Point {
    if (point === undefined) return Point.missing;
    return this.#breaches(point.value) ? Point.breaching : Point.within;
  }

  #breaches(value: number): boolean {
    const { comparison, threshold } = this.settings;
    switch (comparison) {
      case 'GreaterThanThreshold':
        return value > threshold;
      case 'GreaterThanOrEqualToThreshold':
        return value >= threshold;
      case 'LessThanThreshold':
        return value < threshold;
      case 'LessThanOrEqualToThreshold':
        return value <= threshold;
    }
  }

  /** Beginning of the first breaching datapoint of those that decided; of the first missing one, where only such made it fire. */
  #crossing(points: readonly Point[]): Micros {
    let first = -1;
    let decided = 0;
    for (let i = points.length - 1; i >= 0 && decided < this.settings.evaluationPeriods; i--) {
      if (points[i] !== Point.missing) decided++;
      if (points[i] === Point.breaching) first = i;
    }
    if (first < 0) first = points.lastIndexOf(Point.within) + 1;
    return Math.max(0, this.#first + first) * this.settings.period;
  }

  /** Its value is final now. */
  #forget(point: Datapoint): void {
    if (point === undefined) return;
    const { time: at, value } = point;
    const isUp = this.settings.comparison.startsWith('Greater');
    if (this.#nearest === null || (isUp ? value > this.#nearest.value : value < this.#nearest.value))
      this.#nearest = { at, value };
  }
}

/**
 * The last one before the first breaching datapoint ended. Errors count where their invocation began, which may have been before what
 * made it fail: where nothing happened until then, the last before it fired.
 */
function troubleBefore(ended: Micros, fired: Micros, troubles: readonly AlarmTrouble[]): AlarmTrouble | null {
  return troubles.findLast(({ at }) => at < ended) ?? troubles.findLast(({ at }) => at < fired) ?? null;
}

function timeIn(wanted: AlarmState, changes: readonly { at: Micros; state: AlarmState }[], end: Micros): Micros {
  return changes.reduce((sum, { at, state }, i) => {
    return state === wanted ? sum + (changes[i + 1]?.at ?? end) - at : sum;
  }, 0);
}
