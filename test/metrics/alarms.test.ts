/** Alarms: the evaluation against the tables of the CloudWatch guide as recalled, and whole runs worked out by hand. */
import { describe, expect, it } from 'vitest';
import { METRICS } from '../../src/aws/cloudwatch-metrics.ts';
import { Alarm, type AlarmSettings } from '../../src/metrics/alarms/alarm.ts';
import { evaluate, Point, type AlarmState } from '../../src/metrics/alarms/evaluate.ts';
import { simulate } from '../../src/simulate.ts';
import { verdict } from '../../src/report/verdict.ts';
import { run, scenarioOf } from '../support/run.ts';

const KINDS = { '0': Point.within, X: Point.breaching, '-': Point.missing } as const;
/** `0 - X - X`: the oldest first. */
const points = (text: string) => text.split(' ').map((one) => KINDS[one as keyof typeof KINDS]);

describe('an evaluation', () => {
  const states = (text: string, m: number, n: number): string =>
    (['missing', 'ignore', 'breaching', 'notBreaching'] as const)
      .map((treatMissingData) => {
        const alarm = { evaluationPeriods: n, datapointsToAlarm: m, treatMissingData };
        const [a, b] = (['OK', 'ALARM'] as const).map((state) => evaluate(points(text), state, alarm));
        return a === b ? a : 'retained';
      })
      .join(', ');

  it.each([
    ['0 0 X X X', 'ALARM, ALARM, ALARM, ALARM'],
    ['0 - X - X', 'OK, OK, OK, OK'],
    ['- - - - 0', 'OK, OK, OK, OK'],
    ['- - - - -', 'INSUFFICIENT_DATA, retained, ALARM, OK'],
    ['0 X X - X', 'ALARM, ALARM, ALARM, ALARM'],
    ['- - X - -', 'ALARM, retained, ALARM, OK'],
    // Too new to be told from one that stands alone.
    ['- - - - X', 'OK, OK, ALARM, OK'],
    ['- - X - 0', 'OK, OK, OK, OK'],
  ])('3 out of 3 makes of %s: %s', (text, expected) => {
    expect(states(text, 3, 3)).toBe(expected);
  });

  it.each([
    ['0 - X - X', 'ALARM, ALARM, ALARM, ALARM'],
    ['0 0 X 0 X', 'ALARM, ALARM, ALARM, ALARM'],
    ['0 - X - -', 'ALARM, retained, ALARM, OK'],
    ['- - - - 0', 'OK, OK, ALARM, OK'],
    ['- - - X -', 'ALARM, retained, ALARM, OK'],
    ['X X 0 0 0', 'OK, OK, OK, OK'],
  ])('2 out of 3 makes of %s: %s', (text, expected) => {
    expect(states(text, 2, 3)).toBe(expected);
  });
});

describe('an alarm', () => {
  const settings: AlarmSettings = {
    metric: METRICS.errors,
    of: 'f',
    statistic: 'Sum',
    comparison: 'GreaterThanThreshold',
    threshold: 5,
    period: 60e6,
    evaluationPeriods: 2,
    datapointsToAlarm: 2,
    treatMissingData: 'notBreaching',
  };
  const row = (period: number, value: number) => {
    const { namespace, name: metric, unit } = METRICS.errors;
    return { time: period * 60e6, namespace, resource: 'f', metric, statistic: 'Sum' as const, unit, value };
  };
  const played = (values: readonly (number | undefined)[], more: Partial<AlarmSettings> = {}) => {
    const alarm = new Alarm({ ...settings, ...more }, 2);
    values.forEach((value, i) => {
      alarm.take(value === undefined ? undefined : row(i, value));
      alarm.evaluate(i, (i + 1) * 60e6);
    });
    return alarm.result('', [], values.length * 60e6);
  };

  it('fires when m of the last n breach, and says when the first of these began', () => {
    const result = played([0, 9, 0, 9, 9, 9, 0, 0]);
    expect(result).toMatchObject({
      alarms: 1,
      firedAt: 5 * 60e6,
      crossedAt: 3 * 60e6,
      timeInAlarm: 2 * 60e6,
      state: 'OK',
    });
    expect(result.changes.map(({ at, state }): [number, AlarmState] => [at / 60e6, state])).toEqual([
      [1, 'OK'],
      [5, 'ALARM'],
      [7, 'OK'],
    ]);
    expect(result.nearest).toEqual({ at: 60e6, value: 9 });
    expect(result.timeToAlarm).toBe(2 * 60e6);
  });

  it('compares as it is told, at the threshold itself as well', () => {
    const fires = (comparison: AlarmSettings['comparison'], value: number) =>
      played([value, value], { comparison }).alarms;
    expect([4, 5, 6].map((value) => fires('GreaterThanThreshold', value))).toEqual([0, 0, 1]);
    expect([4, 5, 6].map((value) => fires('GreaterThanOrEqualToThreshold', value))).toEqual([0, 1, 1]);
    expect([4, 5, 6].map((value) => fires('LessThanThreshold', value))).toEqual([1, 0, 0]);
    expect([4, 5, 6].map((value) => fires('LessThanOrEqualToThreshold', value))).toEqual([1, 1, 0]);
  });

  it('says how near it came when it never fires', () => {
    expect(played([3, 5, undefined, 4])).toMatchObject({
      alarms: 0,
      firedAt: null,
      nearest: { at: 60e6, value: 5 },
      missing: 1,
    });
    expect(played([6, 8, 7], { comparison: 'LessThanThreshold' }).nearest).toEqual({ at: 0, value: 6 });
    expect(played([undefined]).nearest).toBeNull();
  });

  it('fires on nothing at all where that counts as breaching', () => {
    expect(
      played([0, undefined, undefined, undefined, undefined, undefined], { treatMissingData: 'breaching' }),
    ).toMatchObject({
      // As long as it sees the one datapoint it counts only those that it lacks.
      firedAt: 5 * 60e6,
      crossedAt: 60e6,
    });
  });
});

describe('in a run', () => {
  const outage = {
    lagcast: 1,
    duration: '20 min',
    functions: { f: { coldStart: 'none', handler: { perRecord: '100 ms', uses: ['db'] } } },
    downstreams: { db: {} },
    sources: { q: { type: 'sqs', arrivals: [{ rate: '5/s' }] } },
    mappings: { m: { source: 'q', function: 'f' } },
    events: [{ at: '250 s', for: '200 s', outage: { downstream: 'db' } }],
    alarms: { errors: { metric: 'Errors', of: 'f', threshold: 10, evaluationPeriods: 2 } },
  };

  it('it fires when its datapoints are complete and a minute later, after the outage and after the crossing', () => {
    const { alarms } = run(outage);
    // Breaching are the periods that begin at 4 and 5 min: the second ends at 6 min.
    expect(alarms!['errors']).toMatchObject({
      text: 'Sum Errors of f > 10 for 2 periods of 1 min',
      firedAt: 7 * 60e6,
      crossedAt: 4 * 60e6,
      after: { kind: 'outage', name: 'db', at: 250e6 },
      timeToAlarm: 170e6,
    });
    expect(run({ ...outage, facts: { 'cloudwatch.alarm.delay': '0 s' } }).alarms!['errors']!.firedAt).toBe(6 * 60e6);
  });

  it('it has nothing to do with an outage that was long over', () => {
    const quiet = {
      metric: 'Invocations',
      of: 'f',
      threshold: 1,
      comparison: 'LessThanThreshold',
      evaluationPeriods: 2,
    };
    const ends = (minutes: number) =>
      run({
        ...outage,
        sources: { q: { type: 'sqs', arrivals: [{ rate: '5/s', endAt: `${minutes} min` }] } },
        alarms: { quiet: { ...quiet, treatMissingData: 'breaching' } },
      }).alarms!['quiet']!;
    // What the outage has failed is tried again until 9 min; the alarm looks two minutes back.
    expect(ends(7)).toMatchObject({ crossedAt: 9 * 60e6, after: { name: 'db' } });
    expect(ends(12)).toMatchObject({ after: null });
  });

  it('its verdict says so', () => {
    expect(verdict(run(outage)).find((one) => one.startsWith('The alarm'))).toBe(
      'The alarm errors (Sum Errors of f > 10 for 2 periods of 1 min) fired at 7 min, 2 min 50 s after the outage of db began and ' +
        '3 min after the metric first crossed its threshold; it was in ALARM for 3 min.',
    );
  });

  it('knows errors only when their invocations have ended, though they count where these began', () => {
    // Invocations of 150 s that time out: those that begin in the first minute are known to have failed in the third.
    const slow = {
      ...outage,
      events: [],
      functions: { f: { coldStart: 'none', timeout: '150 s', handler: { duration: '200 s' } } },
      sources: { q: { type: 'sqs', visibilityTimeout: '15 min', arrivals: [{ records: [{ at: '10 s' }] }] } },
      alarms: {
        one: { metric: 'Errors', of: 'f', threshold: 0 },
        three: { metric: 'Errors', of: 'f', threshold: 0, evaluationPeriods: 3, datapointsToAlarm: 1 },
      },
    };
    const { alarms } = run(slow);
    // The error is known at 160 s. At 120 s the period from 0 to 60 s has no error yet; later evaluations look back at it.
    expect(alarms!['one']).toMatchObject({ firedAt: 180e6, crossedAt: 0, nearest: { at: 0, value: 1 } });
    expect(alarms!['three']!.firedAt).toBe(180e6);
  });

  it('changes nothing else, with metrics or without', () => {
    const scenario = scenarioOf(outage);
    const { alarms: _, ...without } = simulate({ ...scenario, alarms: [] });
    const { alarms, assumptions, ...with_ } = simulate(scenario);
    expect(_).toBeUndefined();
    expect({ ...with_, inputs: without.inputs }).toEqual({ ...without, assumptions: undefined });
    expect(assumptions.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['cloudwatch.alarm.delay', 'cloudwatch.alarm.extraPeriods']),
    );
    for (const period of [60e6, 10e6]) {
      const rows: unknown[] = [];
      const metered = simulate(scenario, { metrics: { period, append: (more) => void rows.push(...more) } });
      expect(metered.alarms).toEqual(alarms);
      const alone: unknown[] = [];
      simulate({ ...scenario, alarms: [] }, { metrics: { period, append: (more) => void alone.push(...more) } });
      expect(rows).toEqual(alone);
    }
  });

  it('has periods of several lengths side by side, and objectives', () => {
    const { alarms, objectives } = run({
      ...outage,
      alarms: {
        ...outage.alarms,
        slow: { metric: 'Errors', of: 'f', threshold: 10, period: '5 min' },
        account: { metric: 'ConcurrentExecutions', threshold: 100, comparison: 'LessThanThreshold' },
      },
      objectives: [
        'errors.alarms == 0',
        'errors.timeToAlarm < 3 min',
        'slow.firedAt <= 6 min',
        'account.timeInAlarm > 10 min',
      ],
    });
    expect(alarms!['slow']).toMatchObject({ firedAt: 6 * 60e6, crossedAt: 0, datapoints: 4 });
    expect(objectives.map(({ met, value }) => [met, value])).toEqual([
      [false, 1],
      [true, 170e6],
      [true, 360e6],
      [true, 18 * 60e6],
    ]);
  });
});
