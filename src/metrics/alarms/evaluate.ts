/**
 * What CloudWatch makes of the datapoints of an alarm: m out of n, with those that are missing treated as the alarm says. Pure.
 *
 * It looks at a few periods more than it evaluates. Where enough of them have a datapoint the newest of these decide, and it does not
 * matter how missing ones are treated; else they are filled in. Recalled from the CloudWatch guide ("Configuring how CloudWatch
 * alarms treat missing data"), not read again. Left out: percentiles of few samples, anomaly detection, metric math.
 */
import type { MissingData } from '../../aws/cloudwatch-alarms.ts';

/** What a datapoint is to an alarm. */
export const Point = { missing: 0, within: 1, breaching: 2 } as const;
export type Point = (typeof Point)[keyof typeof Point];

export const ALARM_STATES = ['INSUFFICIENT_DATA', 'OK', 'ALARM'] as const;
export type AlarmState = (typeof ALARM_STATES)[number];

export interface Evaluation {
  /** n: datapoints that are evaluated. */
  readonly evaluationPeriods: number;
  /** m: so many of them have to be breaching. */
  readonly datapointsToAlarm: number;
  readonly treatMissingData: MissingData;
}

/** `points`: of the periods looked at, at least n, the oldest first. `state`: the present one. */
export function evaluate(points: readonly Point[], state: AlarmState, alarm: Evaluation): AlarmState {
  const { evaluationPeriods: n, datapointsToAlarm: m, treatMissingData: treatment } = alarm;
  const real = points.filter((point) => point !== Point.missing);
  if (real.length === 0) return ofNothing(treatment, state);
  const breaching = real.slice(-n).filter((point) => point === Point.breaching).length;
  if (breaching >= m) return 'ALARM';
  if (real.length >= n) return 'OK';
  if (treatment === 'breaching') return breaching + n - real.length >= m ? 'ALARM' : 'OK';
  if (treatment === 'notBreaching' || !isLasting(points, m)) return 'OK';
  return treatment === 'missing' ? 'ALARM' : state;
}

/** Not one datapoint in all the periods looked at. */
function ofNothing(treatment: MissingData, state: AlarmState): AlarmState {
  switch (treatment) {
    case 'missing':
      return 'INSUFFICIENT_DATA';
    case 'notBreaching':
      return 'OK';
    case 'breaching':
      return 'ALARM';
    case 'ignore':
      return state;
  }
}

/**
 * Whether the oldest breaching datapoint is at least m periods old, and all since is breaching or missing: then there are fewer than m,
 * and it fires all the same. A breaching datapoint that is too new for that may be the only one.
 */
function isLasting(points: readonly Point[], m: number): boolean {
  const oldest = points.indexOf(Point.breaching);
  return oldest >= 0 && points.length - oldest >= m && !points.includes(Point.within, oldest);
}
