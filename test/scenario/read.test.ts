import { describe, expect, it } from 'vitest';
import { meanOf } from '../../src/engine/distributions.ts';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenario, readScenarioValue, type ReadOptions } from '../../src/scenario/read.ts';
import { queueMappingsOf, queuesOf, type QueueScenario, type Scenario } from '../../src/scenario/scenario.ts';
import { parse } from 'yaml';
import { EXACT, EXAMPLES, ORDERS, ports, SMALLEST, W1, W3 } from './examples.ts';

function read(text: string, options: ReadOptions = {}): Scenario {
  const result = readScenario(text, { ports, ...options });
  if (!result.ok) throw new Error(formatProblems('', result.problems));
  return result.scenario;
}

function problems(text: string): string[] {
  return formatProblems('', readScenario(text, { ports }).problems).split('\n');
}

/** The first of the queues. */
function queueIn(sources: Scenario['sources']): QueueScenario {
  return queuesOf(sources)[0]!;
}

const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;

describe('the workloads', () => {
  it('W1 is a pure queueing model', () => {
    const { rules, account, functions, sources, mappings, duration } = read(W1);
    expect({ rules, account, duration }).toEqual({
      rules: 'ideal',
      account: { concurrency: Infinity },
      duration: 60 * MINUTE,
    });
    expect(functions[0]).toMatchObject({ name: 'f', timeout: 15 * MINUTE, coldStart: undefined });
    expect(functions[0]!.handler.perInvocation).toEqual({ kind: 'exponential', mean: SECOND });
    expect(queueIn(sources).options.visibilityTimeout).toBe(12 * 60 * MINUTE);
    expect(sources[0]!.arrivals).toEqual([
      { when: { kind: 'poisson', perSecond: 45 }, attributes: [], size: undefined },
    ]);
    expect(mappings[0]).toMatchObject({
      options: { batchSize: 1 },
      pollers: { kind: 'fixed', count: 50 },
      enabledAt: 0,
    });
  });

  it('W3 fails now and then, and nobody gives it advice', () => {
    expect(read(W3).functions[0]!.handler.invocationFails).toBe(0.01);
    expect(problems(W3)).toEqual([':2:1 note: lagcast: the version of the format is not said (lagcast: 1)']);
  });
});

describe('the orders', () => {
  const scenario = read(ORDERS);

  it('keep what they say', () => {
    expect(scenario.name).toBe('Orders at peak');
    expect(scenario.seed).toBe(7);
    expect(scenario.warmUp).toBe(10 * MINUTE);
    expect(scenario.facts).toEqual({
      'sqs.pollers.ramp': 1,
      'sqs.inFlight.max': Infinity,
      'lambda.scaling.scope': 'account',
    });
    expect(scenario.functions.map(({ name }) => name)).toEqual(['order-worker', 'refund-worker']);
    expect(scenario.functions[0]).toMatchObject({ memory: 1024, timeout: 30 * SECOND, reservedConcurrency: 50 });
    expect(scenario.functions[0]!.handler).toMatchObject({
      parallel: 5,
      invocationFails: 0.0005,
      onRecordError: 'report',
      outcome: [{ when: { type: ['refund'] }, fails: 0.02 }, { fails: 0.001 }],
    });
    expect(queueIn(scenario.sources).redrivePolicy).toEqual({ maxReceiveCount: 5, deadLetterQueue: 'orders-dlq' });
    expect(scenario.mappings[0]!.options).toEqual({
      batchSize: 10,
      maximumBatchingWindow: SECOND,
      maximumConcurrency: 40,
      reportBatchItemFailures: true,
      lowTrafficHold: false,
    });
  });

  it('carry attributes, brought in by an alias', () => {
    const [steps, constant] = scenario.sources[0]!.arrivals;
    expect(steps!.when).toEqual({
      kind: 'steps',
      steps: [
        { at: 0, perSecond: 10 },
        { at: 5 * MINUTE, perSecond: 0 },
        { at: 6 * MINUTE, perSecond: 100 },
      ],
    });
    expect(steps!.attributes).toEqual([
      { name: 'type', spec: { kind: 'choice', values: ['order', 'refund'], weights: [0.9, 0.1] } },
      { name: 'customer', spec: { kind: 'zipf', values: 10_000, exponent: 1.1 } },
      { name: 'vip', spec: { kind: 'constant', value: true } },
    ]);
    expect(steps!.size).toMatchObject({ kind: 'lognormal', mu: Math.log(2048) });
    expect(constant!.when).toEqual({ kind: 'constant', perSecond: 200 });
  });

  it('get the INIT times of their runtime, and none where there are to be no cold starts', () => {
    const [worker, refunds] = scenario.functions;
    expect(worker!.coldStart!.platform).toEqual({ kind: 'constant', value: 60_000 });
    expect(worker!.coldStart!.init).toEqual({
      kind: 'quantiles',
      points: [
        [0, 104_000],
        [0.1, 130_000],
        [0.5, 145_000],
        [0.9, 172_000],
        [0.99, 219_000],
        [1, 328_500],
      ],
    });
    expect(refunds!.coldStart).toBeUndefined();
  });

  it('have events in order, and what ends is undone', () => {
    expect(scenario.events.map((event) => [event.at / MINUTE, event.kind])).toEqual([
      [40, 'set'],
      [45, 'redrive'],
      [50, 'disable'],
      [55, 'enable'],
    ]);
    expect(scenario.events[1]).toMatchObject({ from: 'orders-dlq', to: 'orders', perSecond: 50 });
  });

  it('are frozen all the way down', () => {
    expect(() => Object.assign(scenario.functions[0]!.handler.outcome[0]!, { fails: 1 })).toThrow(TypeError);
    expect(() => (scenario.events as unknown[]).push(1)).toThrow(TypeError);
  });

  it('say where every default comes from', () => {
    expect(scenario.origins).toMatchObject({
      'functions.order-worker.coldStart.platform': { from: 'assumed' },
      'functions.refund-worker.memory': { from: 'service default' },
      'functions.refund-worker.handler.onRecordError': { from: 'our default' },
      'sources.orders.messageRetentionPeriod': { from: 'service default' },
      'sources.orders-dlq.visibilityTimeout': { from: 'service default' },
      'mappings.orders-to-worker.pollers.policy': { from: 'service default' },
    });
    expect(Object.keys(scenario.origins)).not.toContain('functions.order-worker.timeout');
    expect(Object.keys(scenario.origins)).not.toContain('account.concurrency');
  });
});

describe('exact stimuli', () => {
  const scenario = read(EXACT);
  const { handler } = scenario.functions[0]!;

  it('say what invocations do', () => {
    expect(handler.script).toEqual([
      { kind: 'succeed' },
      { kind: 'throw' },
      { kind: 'timeout' },
      { kind: 'report', ids: ['m1'] },
      { kind: 'return', value: { batchItemFailures: null } },
      { kind: 'return', value: null },
      { kind: 'raw', text: 'not json' },
    ]);
    expect(handler.when).toEqual([
      { id: 'm1', attributes: undefined, receiveCount: { min: 1, max: 1 }, then: { kind: 'throw' } },
      {
        id: undefined,
        attributes: { poison: [true], type: ['a', 'b'] },
        receiveCount: undefined,
        then: { kind: 'reportMatching' },
      },
    ]);
  });

  it('say what is sent', () => {
    const when = scenario.sources[0]!.arrivals[0]!.when;
    expect(when).toEqual({
      kind: 'records',
      records: [
        {
          at: -5 * SECOND,
          id: 'm1',
          size: 200,
          delay: undefined,
          duration: undefined,
          body: '{"orderId":7}',
          attributes: { type: 'a', poison: true, key: 'a', group: 'g1' },
        },
        { at: SECOND, id: undefined, size: 2, delay: 3 * SECOND, duration: 50_000, body: 'é', attributes: undefined },
        {
          at: 0,
          id: 'm2',
          size: undefined,
          delay: undefined,
          duration: undefined,
          body: undefined,
          attributes: undefined,
        },
      ],
    });
  });

  it('take the length of the JSON of a body that is not text', () => {
    const text = SMALLEST.replace('type: sqs', 'type: sqs, arrivals: [{ records: [{ body: { a: [1, "é"] } }] }]');
    const when = read(text).sources[0]!.arrivals[0]!.when;
    expect(when).toMatchObject({ records: [{ size: '{"a":[1,"é"]}'.length + 1 }] });
  });

  it('read traces through the port', () => {
    const when = scenario.sources[0]!.arrivals[1]!.when;
    if (when.kind !== 'replay') throw new Error(when.kind);
    expect(when).toMatchObject({ file: 'clicks.csv', spread: 'random' });
    expect([...when.trace.counts!]).toEqual([30, 40]);
    expect(when.trace.attributes.map(({ name, values }) => [name, values])).toEqual([['kind', ['a', 'b']]]);
  });

  it('know the other distributions', () => {
    const means = scenario.functions.map(({ handler: { perRecord } }) => {
      const time = perRecord[0]?.time;
      return time && time.kind !== 'attribute' ? Math.round(meanOf(time)) : undefined;
    });
    expect(means).toEqual([undefined, 30_000, 30_000, 30_000, 50_000, 500_000]);
    expect(Math.round(meanOf(scenario.functions[5]!.handler.perInvocation!))).toBe(SECOND);
    expect(meanOf(handler.duration!)).toBeCloseTo(150_000);
  });

  it('leave mappings off', () => {
    expect(scenario.mappings.map(({ enabledAt }) => enabledAt)).toEqual([5 * SECOND, undefined]);
    expect(queueMappingsOf(scenario.mappings)[0]!.pollers).toEqual({ kind: 'onDemand', min: 2, max: 8 });
  });
});

describe('defaults', () => {
  it('are the service’s', () => {
    const scenario = read(`${SMALLEST}functions: { f: { handler: { perInvocation: 1 ms } } }
mappings: { m: { source: q, function: f } }`);
    expect(scenario).toMatchObject({ name: 'scenario', seed: 1, warmUp: 0, rules: 'current' });
    expect(scenario.account.concurrency).toBe(1000);
    expect(scenario.functions[0]).toMatchObject({ memory: 128, timeout: 3 * SECOND, idleLifetime: 10 * MINUTE });
    expect(scenario.functions[0]!.coldStart!.init).toMatchObject({ kind: 'quantiles' });
    expect(scenario.origins['functions.f.coldStart']).toEqual({ from: 'assumed', facts: ['lambda.coldStart.runtime'] });
    expect(scenario.sources[0]!.options).toEqual({
      visibilityTimeout: 30 * SECOND,
      messageRetentionPeriod: 4 * 24 * 60 * MINUTE,
      delay: 0,
      maximumMessageSize: 1024 * 1024,
      duplicates: 0,
    });
    expect(scenario.mappings[0]!.options).toEqual({
      batchSize: 10,
      maximumBatchingWindow: 0,
      maximumConcurrency: undefined,
      reportBatchItemFailures: false,
      lowTrafficHold: false,
    });
    expect(queueMappingsOf(scenario.mappings)[0]!.pollers).toEqual({
      kind: 'onDemand',
      min: undefined,
      max: undefined,
    });
  });

  it('depend on the rules', () => {
    expect(queueIn(read(`${SMALLEST}rules: 2023-10`).sources).options.maximumMessageSize).toBe(256 * 1024);
    expect(queueIn(read(SMALLEST, { rules: '2023-10' }).sources).options.maximumMessageSize).toBe(256 * 1024);
  });

  it('depend on the facts of the scenario, and say so', () => {
    const scenario = read(`${SMALLEST}facts: { sqs.visibilityTimeout: 2 min }`);
    expect(queueIn(scenario.sources).options.visibilityTimeout).toBe(2 * MINUTE);
    expect(scenario.origins['sources.q.visibilityTimeout']).toEqual({
      from: 'override',
      facts: ['sqs.visibilityTimeout'],
    });
  });

  it('give way to the command line', () => {
    const scenario = read(SMALLEST, { stem: 'orders', seed: 'abc', rules: 'ideal' });
    expect([scenario.name, scenario.seed, scenario.rules]).toEqual(['orders', 'abc', 'ideal']);
  });
});

describe('set events', () => {
  const text = (events: string) => `${SMALLEST}functions: { f: { reservedConcurrency: 5, handler: { duration: 1 ms } } }
mappings: { m: { source: q, function: f, maximumConcurrency: 5 } }
events: [ ${events} ]`;
  const changes = (events: string) =>
    read(text(events)).events.map((event) =>
      event.kind === 'set' ? [event.at / SECOND, event.option, event.value] : [],
    );

  it('put back what held before', () => {
    const set = (at: number, value: number, length: number) =>
      `{ at: ${at} s, set: { functions.f.reservedConcurrency: ${value} }, for: ${length} s }`;
    expect(changes([set(30, 7, 10), set(10, 50, 10), set(32, 9, 4)].join())).toEqual(
      [
        [10, 50],
        [20, 5],
        [30, 7],
        [32, 9],
        [36, 7],
        [40, 5],
      ].map(([at, value]) => [at, 'reservedConcurrency', value]),
    );
  });

  it('change several settings, and remove what has no default', () => {
    const event =
      '{ at: 1 s, set: { mappings.m.maximumConcurrency: null, mappings.m.batchSize: 3, sources.q.delay: 5 s } }';
    expect(changes(event)).toEqual([
      [1, 'maximumConcurrency', undefined],
      [1, 'batchSize', 3],
      [1, 'delay', 5 * SECOND],
    ]);
  });
});

describe('plain data', () => {
  it('mean the same as text', () => {
    for (const text of Object.values(EXAMPLES)) {
      const value: unknown = parse(text, { merge: true });
      const result = readScenarioValue(value, { ports });
      expect(result.ok && result.scenario).toEqual(read(text));
    }
  });

  it('are not touched', () => {
    const value = { lagcast: 1, duration: '1 s', sources: { q: { type: 'sqs', arrivals: undefined } } };
    expect(readScenarioValue(value).ok).toBe(true);
    expect(Object.isFrozen(value.sources)).toBe(false);
  });

  it('that contain themselves are refused', () => {
    const value: Record<string, unknown> = { duration: '1 s' };
    value['sources'] = { q: value };
    expect(readScenarioValue(value)).toMatchObject({ ok: false });
  });
});
