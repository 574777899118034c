/** What a scenario's tier becomes: defaults and where they come from, words that stand for whole parts, what is measured when, and notes. */
import { describe, expect, it } from 'vitest';
import { explain } from '../../src/scenario/explain.ts';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenario } from '../../src/scenario/read.ts';
import type { Scenario, TierScenario } from '../../src/scenario/scenario.ts';

const SECOND = 1_000_000;
const T = 'tenants: { t: { service: 10 ms, arrivals: [ { rate: 100/s } ] } }';

const textOf = (tier: string, head = ''): string => `lagcast: 1\nduration: 400 s\n${head}\ntier:\n  ${tier}\n`;

function scenarioOf(text: string): Scenario {
  const read = readScenario(text);
  if (!read.ok) throw new Error(formatProblems('', read.problems));
  return read.scenario;
}

const tierOf = (tier: string, head = ''): TierScenario => scenarioOf(textOf(tier, head)).tier!;

/** What is noted and warned of, without places. */
function told(tier: string, head = ''): string[] {
  return readScenario(textOf(tier, head)).problems.map(
    ({ severity, path, message }) => `${severity} ${path}: ${message}`,
  );
}

describe('of which nothing is said', () => {
  const { tier, origins } = scenarioOf(textOf(T));

  it('a tier is complete, in the units of the model', () => {
    expect(tier).toMatchObject({
      queues: 100,
      frontHosts: 10,
      tieBreak: 'random',
      queueLimit: undefined,
      inFlightLimit: 120_000,
      maximumEventAge: 6 * 3600 * SECOND,
      ageRule: 'atReceive',
      lostAcknowledgements: 1e-4,
      duplicates: 1e-5,
      placement: { name: 'shuffle', options: { shardSize: 2, sample: 2, shardConstruction: 'rendezvous' } },
      discipline: { name: 'fifo', options: {} },
      depth: { metric: 'visibleAndInFlight', view: 'live' },
      pollers: { model: 'static', slots: 100, prefetch: 0, heartbeat: true, visibilityTimeout: 930 * SECOND },
      leases: { ttl: 30 * SECOND, sticky: true, evacuateAfter: undefined },
      retries: { maximumRetryAttempts: 2, jitter: 'full', throttleCap: 300 * SECOND },
      pacing: { policy: 'off' },
      isolation: undefined,
      ramp: undefined,
      measure: { threshold: SECOND, from: 0, until: 400 * SECOND, goodWithin: undefined, excess: false },
      incidents: [],
    });
    expect(tier!.tenants).toEqual([
      {
        name: 't',
        count: 1,
        noisy: false,
        concurrency: undefined,
        weight: 1,
        fails: 0,
        admissionRate: undefined,
        admissionBurst: undefined,
        popularity: { kind: 'equal' },
        service: { kind: 'constant', value: 10_000 },
        callers: undefined,
        arrivals: [
          {
            when: { kind: 'constant', perSecond: 100 },
            startAt: undefined,
            endAt: undefined,
            attributes: [],
            size: undefined,
          },
        ],
      },
    ]);
  });

  it('it is remembered where each value comes from: a fact, or us', () => {
    expect(origins).toMatchObject({
      'tier.queues': { from: 'assumed', facts: ['tier.queues'] },
      'tier.inFlightLimit': { from: 'service default', facts: ['sqs.inFlight.max'] },
      'tier.placement.strategy': { from: 'our default', facts: [] },
      'tier.placement.shardSize': { from: 'service default', facts: ['tier.shardSize'] },
      'tier.discipline.type': { from: 'our default', facts: [] },
      'tier.pollers.heartbeat': { from: 'our default', facts: [] },
      'tier.isolation': { from: 'our default', facts: [] },
      'tier.measure.threshold': { from: 'our default', facts: [] },
      'tier.measure.from': { from: 'our default', facts: [] },
      'tier.tenants.t.weight': { from: 'our default', facts: [] },
    });
    expect(origins).not.toHaveProperty(['tier.tenants.t.service']);
  });

  it('nothing is told of what has no effect, and every origin has a line', () => {
    const lines = new Set(explain(scenarioOf(textOf(T))).lines.map(({ path }) => path));
    expect(Object.keys(origins).filter((path) => !lines.has(path))).toEqual([]);
    for (const path of ['tier.leases', 'tier.pollers.hosts', 'tier.depth.refreshEvery', 'tier.pacing.first'])
      expect([path, lines.has(path)]).toEqual([path, false]);
  });

  it('the ideal model has the least of everything, and overrides hold', () => {
    const ideal = tierOf(T, 'rules: ideal\nfacts: { tier.queues: 7 }');
    expect(ideal).toMatchObject({ queues: 7, frontHosts: 1, lostAcknowledgements: 0, duplicates: 0 });
    expect(ideal).toMatchObject({
      inFlightLimit: Infinity,
      pollers: { slots: 1, receiveLatency: 0 },
      retries: { throttleHold: 0 },
    });
    expect(scenarioOf(textOf(T, 'facts: { tier.queues: 7 }')).origins['tier.queues']!.from).toBe('override');
  });
});

describe('a word', () => {
  it.each([
    ['depth: push', 'depth: { view: push }'],
    ['pacing: aimd', 'pacing: { policy: aimd }'],
    ['placement: jsq', 'placement: { strategy: jsq }'],
    ['discipline: drr', 'discipline: { type: drr }'],
    ['discipline: fifo', 'discipline: {}'],
    ['isolation: on', 'isolation: {}'],
    ['isolation: on', 'isolation: true'],
    ['isolation: off', 'isolation: false'],
    ['incidents: [ { at: 1 s, queuesDown: 3 } ]', 'incidents: [ { at: 1 s, queuesDown: { count: 3 } } ]'],
  ])('%s is %s', (short, long) => expect(tierOf(`${T}\n  ${short}`)).toEqual(tierOf(`${T}\n  ${long}`)));

  it('on turns isolation on, and off does not', () => {
    expect(tierOf(`${T}\n  isolation: on`).isolation).toMatchObject({ window: 5 * SECOND, mostLanes: undefined });
    expect(tierOf(`${T}\n  isolation: off`).isolation).toBeUndefined();
  });
});

describe('what is said', () => {
  it('is taken: -1 is any number of events ahead, zones and queues are numbered from 1', () => {
    const tier = tierOf(`${T}
  pollers: { model: leased, prefetch: -1 }
  incidents:
    - { at: 1 s, for: 2 s, slow: 20 % }
    - { at: 1 s, zoneDown: 2 }
    - { at: 3 s, for: 1 s, slow: 10 % }
    - { at: 1 s, queuesDown: { first: 10, count: 2 } }`);
    expect(tier.pollers.prefetch).toBe(Infinity);
    expect(tier.incidents).toEqual([
      { kind: 'slow', at: SECOND, length: 2 * SECOND, speed: 0.2, zone: 0, first: 0, count: 0 },
      { kind: 'zoneDown', at: SECOND, length: Infinity, speed: 1, zone: 1, first: 0, count: 0 },
      { kind: 'slow', at: 3 * SECOND, length: SECOND, speed: 0.1, zone: 0, first: 0, count: 0 },
      { kind: 'queuesDown', at: SECOND, length: Infinity, speed: 1, zone: 0, first: 9, count: 2 },
    ]);
  });

  it('has the options of its own strategy and no others', () => {
    const { placement, discipline } = tierOf(`${T}
  placement: { strategy: bestOf, d: 3 }
  discipline: { type: sideline, by: rate }`);
    expect(placement).toEqual({ name: 'bestOf', options: { d: 3, withReplacement: false } });
    expect(discipline.name).toBe('sideline');
    expect(discipline.options).toMatchObject({ by: 'rate', rate: 100, burst: 100 });
  });
});

describe('what is measured', () => {
  const noisy = (arrivals: string): string => `tenants:
    quiet: { service: 1 ms, arrivals: [ { rate: 100/s } ] }
    noisy: { noisy: true, service: 1 ms, arrivals: [ ${arrivals} ] }`;
  const windowOf = (arrivals: string, head = '', measure = ''): unknown[] => {
    const { from, until, excess } = tierOf(`${noisy(arrivals)}\n  ${measure}`, head).measure;
    return [from / SECOND, until / SECOND, excess];
  };

  it.each([
    ['{ rate: 9/s, startAt: 60 s, endAt: 120 s }', 60, 180],
    ['{ rate: 9/s, startAt: 60 s, endAt: 90 s }, { rate: 9/s, startAt: 80 s, endAt: 130 s }', 60, 200],
    ['{ rate: 9/s, startAt: 300 s, endAt: 390 s }', 300, 400],
    ['{ rate: 9/s }', 0, 400],
    ['{ rate: { steps: [ { at: 0 s, rate: 0/s }, { at: 50 s, rate: 9/s }, { at: 70 s, rate: 0/s } ] } }', 50, 90],
    ['{ rate: { steps: [ { at: 50 s, rate: 9/s } ] } }', 50, 400],
    ['{ rate: { ramp: { from: 0/s, to: 9/s, at: 40 s, over: 10 s } } }', 40, 400],
    ['{ rate: { ramp: { from: 9/s, to: 0/s, at: 40 s, over: 10 s } } }', 0, 100],
    ['', 0, 400],
    ['{ rate: 9/s, startAt: 500 s }', 0, 400],
  ])('with noise of %s: from %s s until %s s', (arrivals, from, until) => {
    expect(windowOf(arrivals)).toEqual([from, until, true]);
  });

  it('begins after the warm-up, and as said', () => {
    const burst = '{ rate: 9/s, startAt: 60 s, endAt: 120 s }';
    expect(windowOf(burst, 'warmUp: 70 s')).toEqual([70, 180, true]);
    expect(windowOf(burst, '', 'measure: { from: 100 s }')).toEqual([100, 180, true]);
    expect(windowOf(burst, '', 'measure: { until: 100 s, excess: false }')).toEqual([60, 100, false]);
    expect(tierOf(T, 'warmUp: 70 s').measure).toMatchObject({ from: 70 * SECOND, until: 400 * SECOND });
  });
});

describe('it is noted', () => {
  const overload = (arrivals: string, tier = ''): string[] =>
    told(`tenants: { t: { service: 100 ms, arrivals: [ ${arrivals} ] } }
  queues: 10
  pollers: { slots: 2 }
  ${tier}`);
  const says = (at: string, runs: number): string =>
    `note tier.tenants: at ${at} tenants ask for ${runs} runs at once on average (events/s × mean service), and there are 20 slots: queues grow`;

  it.each([
    ['{ rate: 200/s }', []],
    ['{ rate: 210/s }', [says('0 s', 21)]],
    ['{ rate: 150/s }, { rate: { poisson: 100/s }, startAt: 60 s, endAt: 90 s }', [says('1 min', 25)]],
    ['{ rate: { steps: [ { at: 0 s, rate: 100/s }, { at: 30 s, rate: 300/s } ] } }', [says('30 s', 30)]],
    ['{ rate: { ramp: { from: 0/s, to: 400/s, at: 10 s, over: 50 s } } }', [says('1 min', 40)]],
    ['{ rate: { daily: { low: 1/s, high: 300/s, period: 100 s, peakAt: 20 s } } }', [says('20 s', 30)]],
    [
      '{ rate: 900/s, startAt: 500 s }',
      ['warning tier.tenants.t.arrivals[0].startAt: this entry begins after the end of the run'],
    ],
  ])('when there are too few slots for %s', (arrivals, expected) => {
    expect(overload(arrivals).filter((line) => !line.includes('measured'))).toEqual(expected);
  });

  it('when a queue for each tenant has slots, or hosts have them', () => {
    const arrivals = '{ rate: 210/s }';
    expect(overload(arrivals, 'placement: perTenant')[0]).toContain('there are 2 slots');
    const pooled = told(`tenants: { t: { service: 100 ms, arrivals: [ ${arrivals} ] } }
  pollers: { model: pooledRoundRobin, hosts: 5, slots: 4 }`);
    expect(pooled).toEqual([says('0 s', 21)]);
  });

  it('how many quiet tenants hashing leaves to noisy ones', () => {
    const harmed = (placement: string, noisy = 1): string[] =>
      told(`placement: ${placement}
  tenants:
    quiet: { count: 1000, service: 1 ms, arrivals: [ { rate: 20000/s } ] }
    noisy: { count: ${noisy}, noisy: true, service: 1 ms, arrivals: [ { rate: 20000/s } ] }`).filter((line) =>
        line.includes('harmed'),
      );
    // 1,000 tenants, a hundredth of them, C(8,2) of 100 with two queues in common; see the law of sampled shards.
    const one = 'note tier.placement: if the noisy tenant keeps a backlog in all its queues,';
    expect(harmed('rendezvous')).toEqual([`${one} some 10 of 1,000 quiet tenants are harmed by that`]);
    expect(harmed('{ strategy: shuffle, shardSize: 8, sample: 2 }')).toEqual([
      `${one} some 123 of 1,000 quiet tenants are harmed by that`,
    ]);
    expect(harmed('shuffle')).toEqual([`${one} some 0.20 of 1,000 quiet tenants is harmed by that`]);
    expect(harmed('{ strategy: shuffle, shardSize: 4, sample: 4 }')).toEqual([
      `${one} hardly one of 1,000 quiet tenants is harmed by that`,
    ]);
    expect(harmed('shuffle', 20)).toEqual([
      expect.stringContaining('if 20 noisy tenants keep a backlog in all of theirs, some 109 of'),
    ]);
    expect(harmed('random')).toEqual([]);
  });

  it('when quiet tenants send too few events for a percentile', () => {
    const few = (more: string): string[] =>
      told(`tenants: { t: { count: 1000, service: 1 ms, arrivals: [ { rate: 240/s } ], ${more} } }`);
    const says = 'note tier.tenants.t: about 96 events of each tenant are measured on average';
    expect(few('')).toEqual([`${says}: with fewer than 100 its p99 is its greatest value`]);
    expect(few('popularity: { zipf: 1 }')[0]).toContain(`${says}, and the least popular far fewer:`);
    expect(few('noisy: true')).toEqual([]);
    expect(told('tenants: { t: { count: 1000, service: 1 ms, arrivals: [ { rate: 250/s } ] } }')).toEqual([]);
  });
});

describe('sources of type async', () => {
  const uploads = (tier: string): string => `lagcast: 1
duration: 1 min
functions: { f: { handler: { perInvocation: 1 ms } } }
sources:
  a: { type: async, function: f, deadLetterQueue: q, arrivals: [ { rate: 1/s } ] }
  b: { type: async, function: f, deadLetterQueue: q, arrivals: [ { rate: 1/s } ] }
  q: { type: sqs }
tier: { ${tier} }
`;

  it('are enough for a tier', () => {
    const read = readScenario(uploads(''));
    expect(read.problems).toEqual([]);
    expect(read.ok && read.scenario.tier).toMatchObject({ tenants: [], measure: { from: 0, until: 60 * SECOND } });
  });

  it('have a tenant for each function, not for each of them', () => {
    const down = (queue: number): string[] =>
      readScenario(uploads(`placement: perTenant, incidents: [ { at: 1 s, queuesDown: ${queue} } ]`)).problems.map(
        ({ message }) => message,
      );
    expect(down(1)).toEqual([]);
    expect(down(2)).toEqual(['there is no queue 2: the tier has 1']);
  });
});

it('explains tenants and incidents as a scenario has them', () => {
  const text = textOf(`pollers: { model: leased }
  incidents: [ { at: 1 s, for: 5 s, zoneDown: 3 }, { at: 2 s, queuesDown: { first: 10, count: 2 } }, { at: 2 s, slow: 20 % } ]
  tenants: { t: { service: { exponential: { mean: 10 ms } }, popularity: { zipf: 1.1 }, arrivals: [ { rate: { poisson: 50/s } } ] } }`);
  const lines = explain(scenarioOf(text)).lines.map((line) => line.text);
  const from = lines.indexOf('  incidents:');
  expect(lines.slice(from, from + 4)).toEqual([
    '  incidents:',
    '    - { at: 1 s, for: 5 s, zoneDown: 3 }',
    '    - { at: 2 s, queuesDown: { first: 10, count: 2 } }',
    '    - { at: 2 s, slow: 20 % }',
  ]);
  expect(lines).toContain('      popularity: { zipf: 1.1 }');
  expect(lines).toContain('      service: { exponential: { mean: 10 ms } }');
  expect(lines).toContain('        - rate: { poisson: 50/s }');
  expect(lines).toContain('    mostTaken: 1');
  expect(lines).toContain('  isolation: off');
});
