/** What is measured of provisioned pollers, and what they cost. */
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, SECOND } from '../../src/engine/time.ts';
import { figureOf } from '../../src/metrics/figure.ts';
import { PollerRecord } from '../../src/metrics/pollers/poller-recorder.ts';
import { PollerMeter, Held } from '../../src/model/mapping/poller-meter.ts';
import type { MetricRow } from '../../src/metrics/metric.ts';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { Run } from '../../src/simulate.ts';

function play(more: string, mapping = '', metrics?: MetricRow[], arrivals = '') {
  const read = readScenario(`lagcast: 1
duration: 1 h
sources: { q: { type: sqs, arrivals: [ ${arrivals} ] } }
functions: { f: { handler: { duration: 100 ms } } }
mappings: { m: { source: q, function: f, ${mapping} } }
${more}`);
  if (!read.ok) throw new Error(formatProblems('', read.problems));
  const append = (rows: readonly MetricRow[]) => void metrics?.push(...rows);
  const run = new Run(read.scenario, metrics === undefined ? {} : { metrics: { period: 5 * MINUTE, append } });
  while (!run.advance());
  return run.result();
}

const PROVISIONED = 'provisionedPollerConfig: { minimumPollers: 2, maximumPollers: 50 }';
const line = (result: ReturnType<typeof play>) => result.cost.lines.filter(({ item }) => item === 'lambda.pollers.sqs');

describe('SQS-26, PR-10: what pollers cost', () => {
  it('two pollers, 730 h: $13.505, used or not', () => {
    const [only, ...others] = line(play('', PROVISIONED));
    expect(others).toEqual([]);
    expect(only).toMatchObject({ resource: 'm', quantity: 2, unit: 'EPU-h', price: 0.00925, id: 'PR-10' });
    expect(only!.inMonth.amount).toBeCloseTo(13.505, 9);
  });

  it('nothing on demand', () => expect(line(play(''))).toEqual([]));

  it('without the warm-up, as everything else', () => {
    const [only] = line(play('warmUp: 30 min', PROVISIONED));
    expect(only!.quantity).toBe(1);
    expect(only!.inMonth.amount).toBeCloseTo(13.505, 9);
  });

  it('with what an event adds, for as long as they are there; none while it is disabled', () => {
    const events = `events:
  - { at: 10 min, for: 10 min, set: { mappings.m.provisionedPollerConfig.minimumPollers: 20 } }
  - { at: 30 min, for: 15 min, disable: m }`;
    const result = play(events, PROVISIONED);
    const { unitHours, pollerHours } = result.mappings['m']!.provisioned!;
    // Eighteen for ten minutes, and until they are given back: at least.
    expect(unitHours).toBeGreaterThan(2 * 0.75 + 18 / 6);
    expect(unitHours).toBeLessThan(2 * 0.75 + 18 / 6 + 18 / 20);
    expect(unitHours).toBeCloseTo(pollerHours, 2);
    expect(line(result)[0]!.quantity).toBe(unitHours);
  });

  it('by the second and a minute at the least, those that came last going first', () => {
    const record = new PollerRecord(1, MINUTE);
    record.set(2, 50, 0);
    record.set(5, 50, 100 * SECOND);
    record.set(4, 50, 110 * SECOND); // 10 s: a minute
    record.set(1, 50, 200_300_000); // two of 100.3 s: 101; one of 200.3 s: 201
    expect(record.unitHours(HOUR) * 3600).toBeCloseTo(60 + 2 * 101 + 201 + 3600, 6);
    expect(record.pollers.area(HOUR) / SECOND).toBeCloseTo(10 + 200.6 + 200.3 + 3600, 6);
  });

  it('of Kafka ten pollers are a unit', () => {
    const record = new PollerRecord(10, MINUTE);
    record.set(10, 50, 0);
    record.set(11, 50, HOUR);
    record.set(20, 50, 2 * HOUR);
    expect(record.unitHours(730 * HOUR)).toBeCloseTo(730 + 729, 6);
    expect(record.unitHours(HOUR) * 0.185 * 730).toBeCloseTo(135.05, 6);
  });
});

it('the time at the maximum follows the maximum', () => {
  const record = new PollerRecord(1, MINUTE);
  record.set(10, 10, 0);
  record.set(10, 20, 60);
  record.set(20, 20, 100);
  record.set(0, 0, 150);
  expect(record.atMaximum.area(1000)).toBe(60 + 50);
  const result = play(
    'events: [ { at: 15 min, set: { mappings.m.provisionedPollerConfig.maximumPollers: 2 } } ]',
    PROVISIONED,
  );
  expect(result.mappings['m']!.provisioned!.timeAtMaximum).toBe(45 * MINUTE);
  expect(figureOf(result, 'm', 'timeAtMaximum', undefined)).toBe(45 * MINUTE);
});

it('what holds pollers while something waits is divided by how many each limit holds', () => {
  const meter = new PollerMeter();
  for (let i = 0; i < 4; i++) meter.add(1, Held.not, 0);
  meter.setPollers(4, 0);
  meter.move(Held.not, Held.polls, 100);
  meter.move(Held.not, Held.invokes, 100);
  meter.move(Held.not, Held.invokes, 100);
  meter.move(Held.not, Held.invokes, 100);
  meter.setShort(true, 200);
  meter.catchUp(300);
  meter.setShort(false, 400);
  meter.catchUp(500);
  const { boundByPolls, boundByInvokes, boundByBytes, pollerTime } = meter;
  expect({ boundByPolls, boundByInvokes, boundByBytes, pollerTime }).toEqual({
    boundByPolls: 50,
    boundByInvokes: 150,
    boundByBytes: 0,
    pollerTime: 2000,
  });
});

it('the use and the limits leave the warm-up out', () => {
  const busy = play('warmUp: 30 min', PROVISIONED, undefined, '{ rate: 50/s, endAt: 10 min }');
  expect(busy.mappings['m']!.provisioned!.use).toEqual({ invokes: 0, polls: 0, bytes: 0 });
  expect(play('', `${PROVISIONED}, enabled: false`).mappings['m']!.provisioned!.use).toBeNull();
});

it('ProvisionedPollers by the period, of mappings that have some', () => {
  const rows: MetricRow[] = [];
  play('events: [ { at: 12 min, set: { mappings.m.provisionedPollerConfig.minimumPollers: 7 } } ]', PROVISIONED, rows);
  const own = rows.filter(({ metric }) => metric === 'ProvisionedPollers');
  expect(own.slice(0, 4).map(({ value }) => value)).toEqual([2, 2, 7, 7]);
  expect(own[0]).toMatchObject({ namespace: 'AWS/Lambda', resource: 'm', statistic: 'Maximum', unit: 'Count' });
  const others: MetricRow[] = [];
  play('', '', others);
  expect(others.length).toBeGreaterThan(0);
  expect(others.some(({ metric }) => metric === 'ProvisionedPollers')).toBe(false);
});

it('an alarm can look at them', () => {
  const result = play(
    `alarms: { many: { metric: ProvisionedPollers, of: m, statistic: Maximum, threshold: 5, comparison: GreaterThanThreshold, period: 1 min, evaluationPeriods: 1 } }
events: [ { at: 12 min, set: { mappings.m.provisionedPollerConfig.minimumPollers: 7 } } ]`,
    PROVISIONED,
  );
  expect(JSON.stringify(result.alarms)).toContain('many');
});
