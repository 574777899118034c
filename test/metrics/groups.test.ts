/** What a run measures of message groups: books by group, levels of quiet groups, noisy spans, and CloudWatch's rows of them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figureOf } from '../../src/metrics/figure.ts';
import { GroupsRecord } from '../../src/metrics/groups/ledger.ts';
import { MOST_GROUPS, MOST_NOISY_SPANS } from '../../src/metrics/groups/result.ts';
import type { Result } from '../../src/metrics/result.ts';
import { metered, valuesOf } from '../support/metrics.ts';
import { journaled, run, scenarioOf } from '../support/run.ts';

/** Forty messages of A at 10 s and one of B; a function of 30 workers who need 10 s each. */
const scenario = (queue: object = {}, more: object = {}) => ({
  lagcast: 1,
  duration: '2 min',
  functions: { f: { timeout: '60 s', coldStart: 'none', handler: { perRecord: '10 s' } } },
  sources: {
    q: {
      ...{ type: 'sqs', messageGroupId: 'tenant', visibilityTimeout: '10 min', ...queue },
      arrivals: [
        { records: Array.from({ length: 40 }, (_, i) => ({ id: `a${i}`, at: '10 s', attributes: { tenant: 'A' } })) },
        { records: [{ id: 'b', at: '11 s', attributes: { tenant: 'B' } }] },
      ],
    },
  },
  mappings: { m: { source: 'q', function: 'f', batchSize: 1, pollers: { policy: 'fixed', count: 30 } } },
  ...more,
});

describe('a queue with groups', () => {
  const { result, lines } = journaled(
    scenario({}, { objectives: ['p99(q.quietDwell) < 10 s', 'max(q.noisyGroups) == 1'] }),
  );
  const { groups } = result.sources['q']!;

  it('is what one works out by hand from its journal', () => {
    // The thirtieth of A in flight makes it noisy; at 20 s B goes first, and the last ten of A after it.
    expect(lines.filter(({ event }) => event === 'noisy')).toEqual([
      { t: 10e6, event: 'noisy', source: 'q', group: 'A', reason: 'began' },
      { t: 20e6, event: 'noisy', source: 'q', group: 'A', reason: 'ended' },
    ]);
    expect(lines.find(({ event, t }) => event === 'received' && t === 20e6)!.records).toEqual(['b']);
    expect(groups).toMatchObject({ attribute: 'tenant', groupCount: 2, groupsLeftOut: 0 });
    const [a, b] = groups!.groups;
    expect(a).toMatchObject({
      group: 'A',
      sent: 40,
      received: 40,
      handled: 40,
      deadLettered: 0,
      expired: 0,
      waiting: 0,
    });
    expect(a!.dwell).toMatchObject({ count: 40, mean: 2.5e6, p50: 0, max: 10e6 });
    expect(a!.dwell.p95! / 10e6).toBeCloseTo(1, 1);
    expect(a!.noisy).toEqual({ times: 1, time: 10e6 });
    expect(b).toMatchObject({ group: 'B', dwell: { count: 1, mean: 9e6, max: 9e6 }, noisy: { times: 0, time: 0 } });
    const fair = groups!.fair!;
    expect(fair).toMatchObject({ everNoisy: 1, noisyGroups: { max: 1, last: 0 }, quietDepth: { last: 0 } });
    // Thirty went while A was quiet, and B; ten went while it was noisy.
    expect([fair.quietDwell.count, fair.noisyDwell.count]).toEqual([31, 10]);
    expect(fair.noisySpans).toEqual([{ group: 'A', from: 10e6, until: 20e6 }]);
  });

  it('has figures for objectives', () => {
    expect(result.objectives.map(({ met, value, unit }) => [met, value, unit])).toEqual([
      [true, expect.closeTo(9e6, -5), 'duration'],
      [true, 1, 'count'],
    ]);
    expect(figureOf(run(scenario({ messageGroupId: undefined })), 'q', 'quietDwell', 'max')).toBeUndefined();
  });

  it('has series by the interval', () => {
    const { period, sources } = result.series;
    const { fair, dwell } = sources['q']!.groups!;
    const at = (seconds: number): number => Math.ceil((seconds * 1e6) / period) - 1;
    expect([9, 11, 15, 21].map((second) => fair!.noisyGroups[at(second)])).toEqual([0, 1, 1, 0]);
    expect(fair!.quietDepth[at(15)]).toBe(1);
    expect([fair!.quietDwell.max[at(20)], fair!.noisyDwell.max[at(20)]]).toEqual([9e6, 10e6]);
    expect(dwell.max).toHaveLength(fair!.noisyGroups.length);
  });

  it('leaves the warm-up out, and not what lasts beyond it', () => {
    const warm = run(scenario({}, { warmUp: '15 s' })).sources['q']!.groups!;
    expect(warm.groups[0]).toMatchObject({ group: 'A', sent: 0, received: 10, handled: 40 });
    expect(warm.groups[0]!.noisy).toEqual({ times: 1, time: 5e6 });
    expect(warm.groups[0]!.dwell).toMatchObject({ count: 10, mean: 10e6, max: 10e6 });
    expect(warm.fair).toMatchObject({ everNoisy: 1, noisyGroups: { max: 1 } });
    expect(warm.dwell.count).toBe(11);
  });

  it('has messages without a group as one group that is never noisy (SQS-68)', () => {
    const value = scenario();
    const { q } = value.sources;
    const [ofA, ofB] = q.arrivals as [{ records: { attributes?: object }[] }, object];
    const nobody = { records: ofA.records.map((record) => ({ ...record, attributes: undefined })) };
    const { sources } = run({ ...value, sources: { q: { ...q, arrivals: [nobody, ofB] } } });
    const [none, b] = sources['q']!.groups!.groups;
    expect(none).toMatchObject({ group: null, sent: 40, noisy: { times: 0, time: 0 } });
    expect(b!.dwell.max).toBe(9e6);
  });
});

describe('CloudWatch has of a fair queue (H.3)', () => {
  it('the noisy groups, and its messages without theirs, by the minute', () => {
    const { rows } = metered(scenarioOf(scenario()), 30);
    const of = (metric: string, statistic = 'Maximum') => Object.values(valuesOf(rows, 'q', metric, statistic));
    expect(of('ApproximateNumberOfNoisyGroups')).toEqual([1, 0, 0, 0]);
    expect(of('ApproximateNumberOfNoisyGroups', 'Average')[0]).toBeCloseTo(1 / 3, 12);
    // B from 11 to 20 s; and all that A had sent at 10 s before it was noisy.
    expect(of('ApproximateNumberOfMessagesVisible')[0]).toBe(40);
    expect(of('ApproximateNumberOfMessagesVisibleInQuietGroups', 'Average')[0]).toBeCloseTo(9 / 30, 12);
    expect(of('ApproximateNumberOfMessagesNotVisibleInQuietGroups', 'Average')[0]).toBeCloseTo(11 * (10 / 30), 12);
    expect(of('ApproximateNumberOfMessagesDelayedInQuietGroups')).toEqual([0, 0, 0, 0]);
    expect(of('ApproximateAgeOfOldestMessageInQuietGroups')[0]).toBe(20);
  });

  it('the age of the oldest message of quiet groups, while a noisy one has older ones', () => {
    const { rows } = metered(
      scenarioOf(
        scenario({}, { functions: { f: { timeout: '5 min', coldStart: 'none', handler: { perRecord: '100 s' } } } }),
      ),
      10,
    );
    const [all, quiet] = ['', 'InQuietGroups'].map((which) =>
      Object.values(valuesOf(rows, 'q', `ApproximateAgeOfOldestMessage${which}`, 'Maximum')),
    );
    // From 10 s on A is noisy; B's message waits from 11 s on.
    expect(all!.slice(2, 5)).toEqual([20, 30, 40]);
    expect(quiet!.slice(2, 5)).toEqual([19, 29, 39]);
  });

  it('delayed messages, and nothing of a queue that is not fair', () => {
    const { rows } = metered(scenarioOf(scenario({ delay: '15 s' })), 20);
    expect(
      Object.values(valuesOf(rows, 'q', 'ApproximateNumberOfMessagesDelayedInQuietGroups', 'Maximum')).slice(0, 2),
    ).toEqual([41, 41]);
    const plain = metered(scenarioOf(scenario({ messageGroupId: undefined })), 20);
    expect(plain.rows.filter(({ metric }) => metric.includes('Quiet') || metric.includes('Noisy'))).toEqual([]);
  });

  it('what an alarm can look at', () => {
    const alarm = { metric: 'ApproximateNumberOfNoisyGroups', of: 'q', comparison: 'GreaterThanThreshold' };
    const { alarms } = run(
      scenario({}, { alarms: { noisy: { ...alarm, threshold: 0, period: '60 s', statistic: 'Maximum' } } }),
    );
    expect(alarms!['noisy']!.alarms).toBe(1);
  });
});

/** Each group's books balance, and all together are the queue's. */
function check({ sources }: Result, name: string): number {
  const { groups, arrived, received, succeeded, acknowledged, deadLettered, expired, books } = sources[name]!;
  const sum = (of: 'sent' | 'received' | 'handled' | 'deadLettered' | 'expired' | 'waiting') =>
    groups!.groups.reduce((total, group) => total + group[of], 0);
  expect([sum('sent'), sum('received'), sum('handled')]).toEqual([arrived, received, succeeded]);
  expect([sum('deadLettered'), sum('expired'), sum('waiting')]).toEqual([deadLettered, expired, books.out.waiting]);
  const more = books.in.deadLetteredIn + books.in.redrivenIn - acknowledged - books.out.redrivenOut;
  expect(sum('sent') + more).toBe(sum('handled') + sum('deadLettered') + sum('expired') + sum('waiting'));
  const { fair, dwell } = groups!;
  expect(fair!.quietDwell.count + fair!.noisyDwell.count).toBe(dwell.count);
  expect(groups!.groups.reduce((total, one) => total + one.dwell.count, 0)).toBe(dwell.count);
  expect(fair!.quietDepth.min).toBeGreaterThanOrEqual(0);
  return groups!.groups.filter(({ noisy }) => noisy!.times > 0).length;
}

it('books by group are those of the queue, whatever fails, expires, comes back and is moved', () => {
  let noisy = 0;
  fc.assert(
    fc.property(
      fc.record({
        seed: fc.nat(1000),
        fails: fc.constantFrom('0 %', '30 %'),
        duplicates: fc.constantFrom('0 %', '20 %'),
        delay: fc.constantFrom('0 s', '3 s'),
        maxReceiveCount: fc.constantFrom(2, 5),
        messageRetentionPeriod: fc.constantFrom('1 min', '4 d'),
        batchSize: fc.constantFrom(1, 10),
      }),
      ({ seed, fails, duplicates, delay, maxReceiveCount, messageRetentionPeriod, batchSize }) => {
        const flood = { rate: { onOff: { on: '5 s', off: '20 s', rate: '60/s' } }, attributes: { tenant: 'A' } };
        const others = { rate: '8/s', attributes: { tenant: { choice: { x: '40 %', y: '30 %', z: '30 %' } } } };
        const result = run({
          lagcast: 1,
          seed,
          duration: '100 s',
          facts: { 'sqs.fair.least': 5 },
          functions: {
            f: {
              coldStart: 'none',
              timeout: '3 s',
              handler: { perInvocation: '1 s', outcome: [{ fails }], onRecordError: 'report' },
            },
          },
          sources: {
            q: {
              ...{ type: 'sqs', messageGroupId: 'tenant', visibilityTimeout: '6 s', delay, duplicates },
              ...{ messageRetentionPeriod, redrivePolicy: { deadLetterQueue: 'd', maxReceiveCount } },
              arrivals: [flood, others],
            },
            d: { type: 'sqs', messageGroupId: 'tenant', messageRetentionPeriod: '14 d' },
          },
          mappings: {
            m: {
              source: 'q',
              function: 'f',
              batchSize,
              reportBatchItemFailures: true,
              pollers: { policy: 'fixed', count: 12 },
            },
          },
          events: [{ at: '60 s', redrive: { from: 'd', rate: '10/s' } }],
        });
        noisy += check(result, 'q') + check(result, 'd');
      },
    ),
    { numRuns: 12, seed: 4 },
  );
  expect(noisy).toBeGreaterThan(5);
});

describe('of very many', () => {
  it('groups only those that sent the most are listed, and it is said how many are not', () => {
    const tenants = Array.from({ length: MOST_GROUPS + 20 }, (_, i) => ({
      at: '1 s',
      attributes: { tenant: `t${i}` },
    }));
    const late = Array.from({ length: 5 }, () => ({ at: '2 s', attributes: { tenant: 'late' } }));
    const value = scenario();
    const { q } = value.sources;
    const { sources } = run({ ...value, sources: { q: { ...q, arrivals: [{ records: [...tenants, ...late] }] } } });
    const { groups, groupsLeftOut, groupCount } = sources['q']!.groups!;
    expect([groups.length, groupsLeftOut, groupCount]).toEqual([MOST_GROUPS, 21, MOST_GROUPS + 21]);
    expect(groups[0]).toMatchObject({ group: 'late', sent: 5 });
  });

  it('spans only the longest are kept', () => {
    const { fair } = new GroupsRecord({ attribute: 'tenant', column: 0, isFair: true }, 1e9);
    for (let i = 0; i < 50; i++) fair!.keep({ group: i, from: 100 * i, until: 100 * i + ((i * 7) % 50) + 1 });
    expect(fair!.spans.map(({ from, until }) => until! - from)).toEqual(
      Array.from({ length: MOST_NOISY_SPANS }, (_, i) => 50 - i),
    );
    expect(fair!.spansLeftOut).toBe(30);
  });
});
