/** Provisioned pollers of a queue in whole runs: what one can do, how they come and go, and what changes nothing. */
import { describe, expect, it } from 'vitest';
import { Rules } from '../../src/aws/rules.ts';
import { SECOND } from '../../src/engine/time.ts';
import { ratePerPoller } from '../../src/model/mapping/provisioned.ts';
import { queuePollerCapacity } from '../../src/model/mapping/queue-pollers.ts';
import { Listener, type Named } from '../../src/model/observer.ts';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { Run, type RunOptions } from '../../src/simulate.ts';

const CAPACITY = queuePollerCapacity(new Rules('current'));
const KIB = 1024;

interface Pipeline {
  readonly duration: string;
  readonly arrivals: string;
  readonly handler: string;
  readonly mapping: string;
  readonly more?: string;
  readonly visibility?: string;
}

function play(
  { duration, arrivals, handler, mapping, more = '', visibility = '30 min' }: Pipeline,
  options: RunOptions = {},
) {
  const read = readScenario(`lagcast: 1
duration: ${duration}
account: { concurrency: 20000 }
sources: { q: { type: sqs, visibilityTimeout: ${visibility}, arrivals: [ ${arrivals} ] } }
functions: { f: { timeout: 15 min, coldStart: none, handler: { ${handler} } } }
mappings: { m: { source: q, function: f, ${mapping} } }
${more}`);
  if (!read.ok) throw new Error(formatProblems('', read.problems));
  const run = new Run(read.scenario, options);
  while (!run.advance());
  const result = run.result();
  return { result, mapping: result.mappings['m']!, source: result.sources['q']!, fn: result.functions['f']! };
}

const provisioned = (least: number, most: number) =>
  `provisionedPollerConfig: { minimumPollers: ${least}, maximumPollers: ${most} }`;

describe('SQS-27: the sizing formula', () => {
  const rate = (size: number, seconds: number, batchSize: number) =>
    ratePerPoller({ size: size * KIB, duration: seconds * SECOND, batchSize, mostPerReceive: 10 }, CAPACITY);

  it('the example of the pages: 3 KB, 100 ms, batches of 10: 100 messages/s, so 1,000/s need ten pollers', () => {
    expect(rate(3, 0.1, 10)).toEqual({ perSecond: 100, boundBy: 'polls' });
    expect(Math.ceil(1000 / rate(3, 0.1, 10).perSecond)).toBe(10);
  });

  it('each of the three can bind', () => {
    expect(rate(3, 2, 10)).toEqual({ perSecond: 50, boundBy: 'invokes' });
    expect(rate(64, 0.1, 10)).toEqual({ perSecond: 16, boundBy: 'bytes' });
    expect(rate(3, 0.1, 1)).toEqual({ perSecond: 10, boundBy: 'polls' });
    expect(rate(3, 0.1, 1000)).toEqual({ perSecond: 100, boundBy: 'polls' });
  });
});

describe('SQS-22: what a poller can do, against the formula', () => {
  /** Messages a second of two pollers that have more than enough to do, and the limit that bound them most. */
  function measured(size: number, seconds: number, batchSize: number) {
    const { mapping } = play({
      duration: '44 s',
      arrivals: `{ rate: 250/s, attributes: { size: ${size} KiB } }`,
      handler: `duration: ${seconds * 1000} ms`,
      mapping: `batchSize: ${batchSize}, ${batchSize > 10 ? 'maximumBatchingWindow: 20 s, ' : ''}${provisioned(2, 2)}`,
      more: 'warmUp: 20 s',
    });
    const { boundBy, use } = mapping.provisioned!;
    const total = boundBy.invokes + boundBy.polls + boundBy.bytes;
    const [most] = (['invokes', 'polls', 'bytes'] as const).toSorted((a, b) => boundBy[b] - boundBy[a]);
    return { perSecond: mapping.succeeded / 24, boundBy: most, share: boundBy[most!] / total, total, use: use! };
  }

  it.each([
    // CTR-05: of this case the pages say 10 a second; the formula and the limits give 100.
    ['bound by receives, at 1 s', 3, 1, 10],
    ['bound by receives, of one message each', 1, 0.2, 1],
    ['bound by receives, although batches are large', 1, 0.1, 100],
    ['bound by invocations', 3, 2, 10],
    ['bound by invocations, of one message each', 1, 4, 1],
    ['bound by bytes', 64, 0.1, 10],
    ['bound by bytes, of one message each', 200, 0.1, 1],
  ] as const)('%s', (_, size, seconds, batchSize) => {
    const load = { size: size * KIB, duration: seconds * SECOND, batchSize, mostPerReceive: 10 };
    const formula = ratePerPoller(load, CAPACITY);
    const run = measured(size, seconds, batchSize);
    expect(run.perSecond / 2 / formula.perSecond).toBeGreaterThan(0.96);
    expect(run.perSecond / 2 / formula.perSecond).toBeLessThan(1.04);
    if (formula.perSecond * seconds * 1.01 < 10 * batchSize) expect(run.boundBy).toBe(formula.boundBy);
    expect(run.use[formula.boundBy]).toBeCloseTo(1, 1);
    expect(run.total / SECOND).toBeGreaterThan(22);
  });

  it('never more than ten receives of one poller in any second, nor ten batches of one at once', () => {
    const took: number[] = [];
    class Takes extends Listener {
      readonly #now: () => number;
      constructor(now: () => number) {
        super();
        this.#now = now;
      }
      override batched(): void {
        took.push(this.#now());
      }
    }
    const { fn } = play(
      {
        duration: '5 s',
        arrivals: '{ rate: { poisson: 300/s } }',
        handler: 'duration: 600 ms',
        mapping: `batchSize: 10, ${provisioned(2, 2)}`,
      },
      { observers: [({ sim }) => new Takes(() => sim.now)] },
    );
    // Each receive closes a batch here: of two pollers twenty in any second.
    const most = took.map((at, i) => took.slice(i).filter((other) => other < at + SECOND).length);
    expect(Math.max(...most)).toBe(20);
    expect(fn.concurrency.max).toBeLessThanOrEqual(20);
  });

  it('a receive of a megabyte and more keeps its poller from the next for as long as it takes to carry', () => {
    const { source } = play({
      duration: '30 s',
      arrivals: '{ rate: 100/s, attributes: { size: 256 KiB } }',
      handler: 'duration: 10 ms',
      mapping: `batchSize: 10, ${provisioned(2, 2)}`,
    });
    // Ten messages are 2.5 MiB: a receive each 2.5 s of two pollers, from the first one on, which finds fewer.
    expect(source.receives).toBeGreaterThanOrEqual(24);
    expect(source.receives).toBeLessThanOrEqual(26);
  });
});

describe('SQS-23, SQS-24: the ramp', () => {
  /** Most executions that ran by then. */
  function runningBy(pipeline: Pipeline): { by: (seconds: number) => number; reached: (n: number) => number } {
    const begun: number[] = [];
    class Begins extends Listener {
      readonly #now: () => number;
      constructor(now: () => number) {
        super();
        this.#now = now;
      }
      override invoked(): void {
        begun.push(this.#now() / SECOND);
      }
    }
    play(pipeline, { observers: [({ sim }) => new Begins(() => sim.now)] });
    return {
      by: (seconds) => begun.filter((at) => at <= seconds).length,
      reached: (n) => begun[n - 1] ?? Infinity,
    };
  }

  const BACKLOG = { arrivals: '{ rate: 4000/s, endAt: 1 s }', handler: 'duration: 10 min' };

  it('20 at once with two pollers, then 1,000 more a minute while messages wait, once that is noticed', () => {
    const running = runningBy({ ...BACKLOG, duration: '40 s', mapping: `batchSize: 1, ${provisioned(2, 200)}` });
    expect(running.by(0)).toBeLessThanOrEqual(20);
    expect(running.by(4.9)).toBe(20);
    for (let t = 0; t <= 40; t += 0.5) expect(running.by(t), `at ${t} s`).toBeLessThanOrEqual(20 + (1000 / 60) * t);
    // Noticed after 5 s, 35 s on the way; the last pollers are still filling up.
    expect(running.by(40)).toBeGreaterThan(20 + (1000 / 60) * 33.5);
  });

  it('no earlier than the ramp allows at the ceiling of the mapping, scaled down', () => {
    const running = runningBy({ ...BACKLOG, duration: '70 s', mapping: `batchSize: 1, ${provisioned(2, 100)}` });
    const ramp = (100 - 2) * 0.6;
    expect(running.reached(1000)).toBeGreaterThanOrEqual(ramp);
    expect(running.reached(1000)).toBeLessThan(ramp + 5 + 1.5);
    expect(running.by(70)).toBe(1000);
  });

  it('not for messages that wait for a moment only', () => {
    const { mapping } = play({
      duration: '2 min',
      arrivals: '{ rate: { poisson: 120/s } }',
      handler: 'duration: 100 ms',
      mapping: `batchSize: 10, ${provisioned(2, 200)}`,
    });
    expect(mapping.pollers!.max).toBe(2);
    expect(mapping.provisioned!.boundBy.polls).toBeGreaterThan(0);
  });
});

it('SQS-23: two backlogs that are soon gone are none that lasts', () => {
  // Fifty at once take two pollers 0.2 s, with one to spare in the end; the second fifty wait just when the first would have waited for 5 s.
  const fifty = (at: string) => `{ records: [ ${Array.from({ length: 50 }, () => `{ at: ${at} }`).join(', ')} ] }`;
  const { mapping } = play({
    duration: '1 min',
    arrivals: `${fifty('0.00 s')}, ${fifty('4.95 s')}`,
    handler: 'duration: 10 ms',
    mapping: `batchSize: 10, ${provisioned(2, 20)}`,
  });
  expect(mapping.provisioned!.boundBy.polls).toBeGreaterThan(0);
  expect(mapping.pollers!.max).toBe(2);
});

it('SQS-28: given back after a minute of little use, a tenth each ten seconds', () => {
  const { result, mapping } = play({
    duration: '10 min',
    arrivals: '{ rate: 3000/s, endAt: 20 s }, { rate: 1/s }',
    handler: 'duration: 100 ms',
    mapping: `batchSize: 10, ${provisioned(2, 30)}`,
  });
  const { pollers } = result.series.mappings['m']!;
  const { period } = result.series;
  const at = (seconds: number) => pollers[Math.floor((seconds * SECOND) / period)]!;
  expect(mapping.provisioned!.timeAtMaximum).toBeGreaterThan(0);
  // 60,000 in 20 s; with 30 pollers, which are there after 22 s, 3,000 a second are done: the last of them before 50 s.
  expect([at(30), at(80)]).toEqual([30, 30]);
  expect(at(130)).toBeLessThan(30);
  expect(at(200)).toBeLessThan(20);
  expect(mapping.pollers!.last).toBe(2);
});

describe('SQS-29: what functions do changes nothing', () => {
  it('failing invocations take no pollers away', () => {
    const { mapping } = play({
      duration: '3 min',
      arrivals: '{ rate: 100/s }',
      handler: 'duration: 100 ms, invocationFails: 20 %',
      mapping: `batchSize: 10, ${provisioned(5, 5)}`,
      visibility: '15 min',
    });
    expect(mapping.failedInvocations).toBeGreaterThan(100);
    expect(mapping.errorBackOff).toBeNull();
    expect(mapping.pollers).toMatchObject({ max: 5, last: 5 });
  });

  it('refused batches stay with their poller, and take up its invocations', () => {
    const { fn, mapping } = play({
      duration: '1 min',
      arrivals: '{ rate: 100/s }',
      handler: 'duration: 5 s',
      mapping: `batchSize: 1, ${provisioned(2, 2)}`,
      more: 'events: [ { at: 0 s, set: { functions.f.reservedConcurrency: 5 } } ]',
    });
    expect(fn.concurrency.max).toBe(5);
    expect(mapping.throttles).toBeGreaterThan(0);
    expect(mapping.provisioned!.boundBy.invokes).toBeGreaterThan(50 * SECOND);
  });
});

it('SQS-25, SQS-26: idle pollers make three receives a minute each, and no events', () => {
  const { result, source } = play({
    duration: '1 h',
    arrivals: '',
    handler: 'duration: 1 ms',
    mapping: provisioned(2, 200),
  });
  expect(source.emptyReceives).toBe(2 * 180);
  expect(result.events).toBeLessThan(20);
  const late = {
    duration: '1 h',
    arrivals: '',
    handler: 'duration: 1 ms',
    mapping: `enabledAt: 30 min, ${provisioned(2, 200)}`,
  };
  expect(play(late).source.emptyReceives).toBe(2 * 90);
});

describe('changes while it runs', () => {
  it('the least is raised, and lowered again; the most is lowered', () => {
    const { result } = play({
      duration: '10 min',
      arrivals: '{ rate: 1/s }',
      handler: 'duration: 10 ms',
      mapping: provisioned(2, 200),
      more: `events:
  - { at: 1 min, for: 1 min, set: { mappings.m.provisionedPollerConfig.minimumPollers: 40 } }
  - { at: 150 s, set: { mappings.m.provisionedPollerConfig.maximumPollers: 20 } }`,
    });
    const { pollers } = result.series.mappings['m']!;
    const at = (seconds: number) => pollers[Math.floor((seconds * SECOND) / result.series.period)]!;
    expect([at(30), at(90), at(140), at(160)]).toEqual([2, 40, 40, 20]);
    // Little used for a minute since 2 min.
    expect(at(590)).toBe(2);
    const limits = result.series.mappings['m']!.pollersLimit;
    expect([limits[0], limits.at(-1)]).toEqual([200, 20]);
  });

  it('disabled, its pollers finish what they have and are gone; enabled, the least are ready', () => {
    const { mapping, result } = play({
      duration: '2 min',
      arrivals: '{ rate: 300/s }',
      handler: 'duration: 3 s',
      mapping: `batchSize: 10, maximumBatchingWindow: 1 s, ${provisioned(4, 8)}`,
      more: 'events: [ { at: 30 s, for: 30 s, disable: m } ]',
    });
    const { pollers } = result.series.mappings['m']!;
    const at = (seconds: number) => pollers[Math.floor((seconds * SECOND) / result.series.period)]!;
    expect([at(45), at(61)]).toEqual([0, 4]);
    expect(mapping.provisioned!.pollerHours).toBeLessThan((90 * 8) / 3600);
    expect(result.series.functions['f']!.concurrency[Math.floor((45 * SECOND) / result.series.period)]).toBe(0);
  });

  it('an outage of its polling keeps its pollers, and nobody waits for them meanwhile', () => {
    const { mapping } = play({
      duration: '1 min',
      arrivals: '{ rate: 300/s }',
      handler: 'duration: 100 ms',
      mapping: `batchSize: 10, ${provisioned(2, 2)}`,
      more: 'events: [ { at: 10 s, for: 40 s, outage: { mapping: m } } ]',
    });
    const { polls, invokes, bytes } = mapping.provisioned!.boundBy;
    expect((polls + invokes + bytes) / SECOND).toBeLessThan(21);
    expect(mapping.pollers!.last).toBe(2);
    expect(mapping.succeeded).toBeGreaterThan(3000);
  });
});

it('an outage of its polling is no wait for pollers that are busy', () => {
  const { mapping } = play({
    duration: '50 s',
    arrivals: '{ rate: 100/s }',
    handler: 'duration: 49 s',
    mapping: `batchSize: 1, ${provisioned(2, 2)}`,
    more: 'events: [ { at: 5 s, for: 40 s, outage: { mapping: m } } ]',
  });
  expect(mapping.provisioned!.boundBy.invokes / SECOND).toBeGreaterThan(3);
  expect(mapping.provisioned!.boundBy.invokes / SECOND).toBeLessThan(10);
});

it('a filter that lets little through does not make a poller receive more often', () => {
  const { source } = play({
    duration: '30 s',
    arrivals: '{ rate: 500/s, attributes: { kind: { choice: { a: 99 %, b: 1 % } } } }',
    handler: 'duration: 10 ms',
    mapping: `batchSize: 10, ${provisioned(2, 2)}, filters: [ { body: { kind: [ b ] } } ]`,
  });
  expect(source.receives).toBeLessThanOrEqual(2 * 300 + 2);
  expect(source.receives).toBeGreaterThan(590);
});

it('gathers one batch at a time for each poller, or as many as the fact says', () => {
  const batches = (gathered: number): number => {
    const { mapping } = play({
      duration: '5 min',
      arrivals: '{ rate: { poisson: 4/s } }',
      handler: 'duration: 10 ms',
      mapping: `batchSize: 100, maximumBatchingWindow: 10 s, ${provisioned(2, 2)}`,
      more: `facts: { sqs.provisioned.gathered: ${gathered} }`,
    });
    return mapping.invocations;
  };
  // Two open batches of 10 s at any time, or six.
  expect(batches(1)).toBeGreaterThan(50);
  expect(batches(1)).toBeLessThan(65);
  expect(batches(3)).toBeGreaterThan(140);
  expect(batches(3)).toBeLessThan(185);
});

it('the names of what is told', () => {
  const changes: string[] = [];
  class Changes extends Listener {
    override mappingChanged(_: Named, change: string): void {
      changes.push(change);
    }
  }
  play(
    {
      duration: '1 min',
      arrivals: '{ rate: 1/s }',
      handler: 'duration: 1 ms',
      mapping: provisioned(2, 9),
      more: 'events: [ { at: 1 s, set: { mappings.m.provisionedPollerConfig.minimumPollers: 3 } } ]',
    },
    { observers: [() => new Changes()] },
  );
  expect(changes).toEqual(['enabled', 'provisionedPollerConfig.minimumPollers']);
});
