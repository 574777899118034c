/** Chains of stages: what handlers send on, how long a chain takes, where Lambda takes it for a loop. Instants worked out by hand. */
import { describe, expect, it } from 'vitest';
import { Records } from '../../src/model/records.ts';
import { Trails } from '../../src/model/lineage.ts';
import type { Result } from '../../src/metrics/result.ts';
import { journaled, run, type Line } from '../support/run.ts';

const SECOND = 1e6;

/** A function without cold starts that takes so long, and sends. */
function fn(perInvocation: string, sends: readonly object[] = [], more: object = {}, handler: object = {}): object {
  return { coldStart: 'none', handler: { perInvocation, sends, ...handler }, ...more };
}

const at = (...instants: string[]): object => ({ arrivals: [{ records: instants.map((t) => ({ at: t })) }] });

/** Queues and functions side by side: queue `a` is read by function `A`, and so on; batches of one unless said. */
function chain(
  functions: Readonly<Record<string, object>>,
  sources: Readonly<Record<string, object>>,
  more: Readonly<Record<string, unknown>> = {},
  mapping: Readonly<Record<string, object>> = {},
): object {
  const mappings = Object.fromEntries(
    Object.keys(functions).map((name) => {
      const source = name.toLowerCase();
      return [`read-${source}`, { source, function: name, batchSize: 1, ...mapping[name] }];
    }),
  );
  const all = Object.fromEntries(Object.entries(sources).map(([name, of]) => [name, { type: 'sqs', ...of }]));
  return { lagcast: 1, name: 'chain', duration: '10 min', functions, sources: all, mappings, ...more };
}

function of(result: Result, from: string, to: string): Result['chains'][number] {
  return result.chains.find((one) => one.from === from && one.to === to)!;
}

const THREE = chain(
  { A: fn('100 ms', [{ to: 'b' }]), B: fn('200 ms', [{ to: 'c' }]), C: fn('300 ms') },
  { a: at('1 s', '61 s'), b: {}, c: {} },
);

describe('a chain of three stages', () => {
  it('takes end to end what its stages take', () => {
    const result = run(THREE);
    expect(of(result, 'a', 'b').latency).toMatchObject({ count: 2, min: 300_000, max: 300_000 });
    expect(of(result, 'a', 'c').latency).toMatchObject({ count: 2, min: 600_000, max: 600_000 });
    expect(of(result, 'a', 'b').stages).toEqual({ min: 2, max: 2 });
    expect(of(result, 'a', 'c').stages).toEqual({ min: 3, max: 3 });
    expect(result.chains).toHaveLength(2);
    expect(result.sources['c']!.endToEnd).toMatchObject({ count: 2, p50: 600_000 });
    // Its own latency begins with the message that was sent to it.
    expect(result.sources['c']!.latency.max).toBe(300_000);
    expect(result.sources['a']!.endToEnd).toBeNull();
    expect([result.functions['A']!.sent, result.functions['C']!.sent]).toEqual([2, 0]);
  });

  it('tells in the journal what follows what', () => {
    const { lines } = journaled(THREE);
    const sent = lines.filter(({ event }) => event === 'sent') as (Line & { follows?: string })[];
    expect(sent.map(({ t, records, follows }) => [t, records![0], follows])).toEqual([
      [1 * SECOND, 'a-1', undefined],
      [1.1 * SECOND, 'b-1', 'a-1'],
      [1.3 * SECOND, 'c-1', 'b-1'],
      [61 * SECOND, 'a-2', undefined],
      [61.1 * SECOND, 'b-2', 'a-2'],
      [61.3 * SECOND, 'c-2', 'b-2'],
    ]);
  });

  it('leaves the warm-up out of its figures, and of its objectives', () => {
    const result = run({
      ...THREE,
      warmUp: '30 s',
      objectives: ['max(c.endToEnd) <= 600 ms', 'p99(a.endToEnd) < 1 s'],
    });
    expect(of(result, 'a', 'c')).toMatchObject({ stages: { min: 3, max: 3 }, latency: { count: 1 } });
    // Nothing there follows anything: nobody can say that it was met.
    expect(result.objectives.map(({ met, value }) => [met, value])).toEqual([
      [true, 600_000],
      [false, null],
    ]);
  });

  it('gives the same bytes with a journal and without', () => {
    const sends = [
      { to: 'b', count: { uniform: { min: 0, max: 3 } }, attributes: { kind: { choice: { x: '50 %', y: '50 %' } } } },
      { to: 'c', at: 'start', share: '30 %' },
    ];
    const poisson = { arrivals: [{ rate: { poisson: '5/s' } }] };
    const scenario = chain(
      {
        A: fn('100 ms', sends, {}, { invocationFails: '10 %' }),
        B: fn('0 ms', [
          { to: 'c', for: 'invocation' },
          { to: 's', when: { kind: 'x' } },
        ]),
        C: fn('0 ms'),
        S: fn('10 ms', [{ to: 'c' }]),
      },
      { a: poisson, b: poisson, c: poisson, s: { type: 'kinesis', shards: 1, ...poisson } },
      { duration: '20 s' },
      { B: { batchSize: 10 }, S: { startingPosition: 'TRIM_HORIZON', batchSize: 10 } },
    );
    const { result } = journaled(scenario);
    expect(JSON.stringify(run(scenario))).toBe(JSON.stringify(result));
    expect(result.chains.length).toBeGreaterThan(3);
  });
});

describe('what is sent', () => {
  it('counts for each record, or for the batch, of those that match', () => {
    const five = {
      arrivals: [{ records: ['x', 'x', 'x', 'y', 'y'].map((kind) => ({ at: '1 s', attributes: { kind } })) }],
    };
    const sends = [
      { to: 'b', count: 3 },
      { to: 'c', for: 'invocation' },
      { to: 'd', when: { kind: 'x' } },
      { to: 'e', when: { kind: 'z' }, for: 'invocation' },
    ];
    const sources = { a: five, b: {}, c: {}, d: {}, e: {} };
    const result = run(
      chain({ A: fn('1 s', sends) }, sources, {}, { A: { batchSize: 5, maximumBatchingWindow: '1 s' } }),
    );
    expect(Object.values(result.sources).map(({ arrived }) => arrived)).toEqual([5, 15, 1, 3, 0]);
    expect(result.functions['A']!.sent).toBe(19);
  });

  it('is a share of the records, by chance of its own', () => {
    const many = { arrivals: [{ rate: '50/s' }] };
    const scenario = (sends: object[]): object => chain({ A: fn('10 ms', sends) }, { a: many, b: {}, c: {} });
    const result = run(scenario([{ to: 'b', share: '25 %' }]));
    const { arrived } = result.sources['b']!;
    // 30,000 records: five standard deviations are 375.
    expect(Math.abs(arrived - 7500)).toBeLessThan(375);
    // Another entry after it takes none of its luck.
    expect(
      run(
        scenario([
          { to: 'b', share: '25 %' },
          { to: 'c', share: '50 %' },
        ]),
      ).sources['b']!.arrived,
    ).toBe(arrived);
  });

  it('carries the attributes of the record, and its own instead', () => {
    const records = { arrivals: [{ records: [{ at: '1 s', attributes: { kind: 'x', tenant: 't' } }] }] };
    const filters = [{ body: { kind: ['y'], tenant: ['t'] } }];
    const functions = { A: fn('1 s', [{ to: 'b', attributes: { kind: 'y' }, size: '3 KiB' }]), B: fn('1 s') };
    const scenario = chain(functions, { a: records, b: {} }, {}, { B: { filters } });
    const { result } = journaled(scenario);
    expect(result.sources['b']!.succeeded).toBe(1);
  });

  it('at the end only of what was handled; at the start of all, once more with each retry', () => {
    const bad = { script: ['throw', 'throw', 'succeed'] };
    const sends = [
      { to: 'b', at: 'start' },
      { to: 'c', at: 'end' },
    ];
    const queue = { ...at('1 s'), visibilityTimeout: '30 s' };
    const result = run(chain({ A: fn('2 s', sends, {}, bad) }, { a: queue, b: {}, c: {} }));
    expect(result.functions['A']!.invocations).toBe(3);
    expect([result.sources['b']!.arrived, result.sources['c']!.arrived]).toEqual([3, 1]);
  });

  it('at the end not of records that were reported as failed', () => {
    const five = { arrivals: [{ records: ['x', 'x', 'y'].map((kind) => ({ at: '1 s', attributes: { kind } })) }] };
    const handler = { outcome: [{ when: { kind: 'y' }, fails: '100 %' }], onRecordError: 'report' };
    const more = { reportBatchItemFailures: true, batchSize: 3, maximumBatchingWindow: '1 s' };
    const scenario = chain(
      { A: fn('1 s', [{ to: 'b' }], {}, handler) },
      { a: five, b: {} },
      { duration: '20 s' },
      { A: more },
    );
    expect(run(scenario).sources['b']!.arrived).toBe(2);
    // A mapping that does not listen acknowledges it: it was not handled all the same.
    const deaf = chain(
      { A: fn('1 s', [{ to: 'b' }], {}, handler) },
      { a: five, b: {} },
      {},
      {
        A: { ...more, reportBatchItemFailures: false },
      },
    );
    expect(run(deaf).sources['b']!.arrived).toBe(2);
  });

  it('at the end nothing after a timeout, at the start after INIT', () => {
    const sends = [{ to: 'b', at: 'start' }, { to: 'c' }];
    const slow = { ...fn('10 s', sends, { timeout: '3 s' }), coldStart: { platform: '500 ms', init: '1 s' } };
    const { result, lines } = journaled(chain({ A: slow }, { a: at('1 s'), b: {}, c: {} }, { duration: '20 s' }));
    expect(result.sources['c']!.arrived).toBe(0);
    expect(lines.filter(({ event, source }) => event === 'sent' && source === 'b').map(({ t }) => t)).toEqual([
      2.5 * SECOND,
    ]);
  });

  it('is lost where the target is out or does not take it, and counted', () => {
    const sends = [{ to: 'b' }, { to: 'c', size: { uniform: { min: '2 KiB', max: '3 KiB' } } }];
    const sources = { a: at('1 s', '100 s'), b: {}, c: { maximumMessageSize: '1 KiB' } };
    const events = [{ at: '50 s', for: '100 s', outage: { source: 'b' } }];
    const { result, lines } = journaled(chain({ A: fn('1 s', sends) }, sources, { events }));
    expect(result.sources['b']!.arrived).toBe(1);
    expect(result.sources['c']!.arrived).toBe(0);
    expect(result.functions['A']).toMatchObject({ sent: 1, sendsFailed: 3 });
    expect(lines.filter(({ event }) => event === 'sendFailed')).toEqual([
      { t: 2 * SECOND, event: 'sendFailed', function: 'A', destination: 'c', follows: 'a-1' },
      { t: 101 * SECOND, event: 'sendFailed', function: 'A', destination: 'b', follows: 'a-2' },
      { t: 101 * SECOND, event: 'sendFailed', function: 'A', destination: 'c', follows: 'a-2' },
    ]);
  });

  it('is put into a stream like any record, and refused by a shard like any', () => {
    const sends = [{ to: 's', count: 1500 }];
    const stream = { type: 'kinesis', shards: 1 };
    const scenario = chain(
      { A: fn('1 s', sends), S: fn('100 ms') },
      { a: at('1 s'), s: stream },
      {},
      {
        S: { startingPosition: 'TRIM_HORIZON', batchSize: 1000 },
      },
    );
    const { result, lines } = journaled(scenario);
    expect(result.sources['s']).toMatchObject({ arrived: 1500, putsDropped: 0 });
    expect(result.sources['s']!.putsRefused).toBeGreaterThan(499);
    expect(of(result, 'a', 's').latency.count).toBe(1500);
    const follows = lines.filter((line) => 'follows' in line);
    expect(follows).toHaveLength(1500);
    expect(JSON.stringify(run(scenario))).toBe(JSON.stringify(result));
    // The chain began when the first message was sent, however late a record of it was taken.
    expect(of(result, 'a', 's').latency.max! - result.sources['s']!.latency.max!).toBeGreaterThan(SECOND - 1);
  });

  it('is about the record whose chain began first, where it is for the batch', () => {
    // b holds a message of a (sent at 1 s) and, sent before that reached b, one of its own.
    const functions = { A: fn('3 s', [{ to: 'b' }]), B: fn('1 s', [{ to: 'c', for: 'invocation' }]) };
    const scenario = chain(
      functions,
      { a: at('1 s'), b: at('3 s'), c: {} },
      {},
      {
        B: { batchSize: 2, maximumBatchingWindow: '5 s' },
      },
    );
    const { lines } = journaled(scenario);
    const sent = lines.find(({ event, source }) => event === 'sent' && source === 'c')! as Line & { follows?: string };
    expect(sent.follows).toBe('b-2');
  });
});

/** A loop: F reads q and sends to it. */
function loop(more: object = {}, sends: object = {}): object {
  return chain(
    { Q: fn('100 ms', [{ to: 'q', ...sends }], more) },
    {
      q: { ...at('1 s'), visibilityTimeout: '30 s', redrivePolicy: { maxReceiveCount: 3, deadLetterQueue: 'dlq' } },
      dlq: {},
    },
  );
}

describe('a loop', () => {
  it('is stopped after 16 runs, and its message goes to the dead-letter queue for that', () => {
    const { result, lines } = journaled(loop());
    expect(result.functions['Q']).toMatchObject({
      invocations: 16,
      recursiveInvocationsDropped: 3,
      throttles: 0,
      errors: 0,
    });
    expect(result.sources['q']!.books.out).toMatchObject({ succeeded: 16, deadLettered: 1, waiting: 0 });
    expect(result.sources['q']!.deadLetteredBy).toMatchObject({ stopped: 1, failed: 0, refused: 0, late: 0 });
    const stops = lines.filter(({ event }) => event === 'notInvoked');
    // Once for each receive, a visibility timeout apart.
    expect(stops.map(({ t, records, reason }) => [t, records, reason])).toEqual(
      [2.6, 32.6, 62.6].map((t) => [t * SECOND, ['q-17'], 'RecursiveInvocationException']),
    );
    expect(of(result, 'q', 'q').stages).toEqual({ min: 2, max: 16 });
    expect(result.facts.map(({ path }) => path)).toContain('lambda.recursion.most');
  });

  it('goes on where the function allows it', () => {
    const result = run(loop({ recursiveLoop: 'allow' }));
    // From 1 s on, one run each 100 ms, until the end at 600 s.
    expect(result.functions['Q']!.invocations).toBeGreaterThan(5900);
    expect(result.functions['Q']!.recursiveInvocationsDropped).toBe(0);
  });

  it('goes on in the pure queueing model', () => {
    const { functions, sources, mappings } = loop() as Record<string, object>;
    const result = run({ lagcast: 1, name: 'ideal', rules: 'ideal', duration: '60 s', functions, sources, mappings });
    expect(result.functions['Q']!.invocations).toBeGreaterThan(500);
  });

  it('of two functions lets each run 16 times', () => {
    const scenario = chain({ A: fn('100 ms', [{ to: 'b' }]), B: fn('100 ms', [{ to: 'a' }]) }, { a: at('1 s'), b: {} });
    const result = run(scenario);
    expect([result.functions['A']!.invocations, result.functions['B']!.invocations]).toEqual([16, 16]);
    expect(result.functions['A']!.recursiveInvocationsDropped).toBeGreaterThan(0);
    expect(result.functions['B']!.recursiveInvocationsDropped).toBe(0);
  });

  it('is another thing than a long pipeline', () => {
    const names = Array.from({ length: 20 }, (_, i) => `F${i}`);
    const functions = Object.fromEntries(
      names.map((name, i) => [name, fn('10 ms', i < 19 ? [{ to: `f${i + 1}` }] : [])]),
    );
    const sources = Object.fromEntries(names.map((_, i) => [`f${i}`, i === 0 ? at('1 s') : {}]));
    const result = run(chain(functions, sources));
    expect(names.map((name) => result.functions[name]!.invocations)).toEqual(names.map(() => 1));
    expect(of(result, 'f0', 'f19')).toMatchObject({ stages: { min: 20, max: 20 }, latency: { max: 200_000 } });
  });

  it('stops a batch as a whole', () => {
    const mixed = { ...at('1 s', '2500 ms'), visibilityTimeout: '30 s' };
    const more = { duration: '20 s', facts: { 'lambda.recursion.most': 1 } };
    const scenario = chain({ Q: fn('100 ms', [{ to: 'q' }]) }, { q: mixed }, more, {
      Q: { batchSize: 2, maximumBatchingWindow: '1 s' },
    });
    // The first runs at 2 s and is followed by q-2, which waits for another; q-3 arrives and has run nowhere.
    const stops = journaled(scenario).lines.filter(({ event }) => event === 'notInvoked');
    expect(stops.map(({ t, records }) => [t, records])).toEqual([[2.5 * SECOND, ['q-2', 'q-3']]]);
  });

  it('is not seen behind a stream', () => {
    const functions = { A: fn('10 ms', [{ to: 's' }]), S: fn('10 ms', [{ to: 'a' }]) };
    const scenario = chain(
      functions,
      { a: at('1 s'), s: { type: 'kinesis', shards: 1 } },
      {},
      {
        S: { startingPosition: 'TRIM_HORIZON' },
      },
    );
    const result = run(scenario);
    expect(result.functions['A']!.invocations).toBeGreaterThan(100);
    expect(result.functions['A']!.recursiveInvocationsDropped).toBe(0);
    expect(of(result, 'a', 'a').stages.max).toBeGreaterThan(200);
  });
});

describe('lineage', () => {
  it('is of the record, not of its slot', () => {
    const records = new Records();
    const root = records.add(5, 0);
    const child = records.add(7, 1);
    records.follow(child, root, 3);
    // The parent goes, and its slot is another record's.
    records.remove(root);
    const other = records.add(9, 2);
    expect(other).toBe(root);
    const lineage = records.lineage!;
    expect([lineage.sinceOf(child), lineage.fromOf(child), lineage.stageOf(child), lineage.trailOf(child)]).toEqual([
      5, 0, 2, 3,
    ]);
    // The child goes, and who gets its slot follows nobody.
    records.remove(child);
    const fresh = records.add(11, 3);
    expect(fresh).toBe(child);
    expect([lineage.follows(fresh), lineage.stageOf(fresh), lineage.trailOf(fresh)]).toEqual([false, 1, 0]);
    // A third follows the fresh one: it descends from that, and from nothing before.
    const last = records.add(12, 1);
    records.follow(last, fresh, 0);
    expect([lineage.sinceOf(last), lineage.fromOf(last), lineage.stageOf(last)]).toEqual([11, 3, 2]);
  });

  it('grows with the records', () => {
    const records = new Records();
    const root = records.add(5, 0);
    const child = records.add(7, 1);
    records.follow(child, root, 3);
    for (let i = 0; i < 5000; i++) records.add(i, 0);
    const late = records.add(8, 1);
    records.follow(late, child, 4);
    expect([records.lineage!.sinceOf(late), records.lineage!.stageOf(late), records.lineage!.trailOf(child)]).toEqual([
      5, 3, 3,
    ]);
  });

  it('costs nothing where nothing follows anything', () => {
    const records = new Records();
    records.add(5, 0);
    expect(records.lineage).toBeUndefined();
  });
});

describe('trails', () => {
  it('count the runs of each function by itself, in whatever order', () => {
    const trails = new Trails(() => 2);
    const [a, b] = [trails.after(0, 0), trails.after(0, 1)];
    expect(trails.after(a, 1)).toBe(trails.after(b, 0));
    const twice = trails.after(a, 0);
    expect([trails.isLoop(a, 0), trails.isLoop(twice, 0), trails.isLoop(twice, 1)]).toEqual([false, true, false]);
    // What is allowed to go on makes no new ones.
    expect(trails.after(twice, 0)).toBe(twice);
    expect(trails.isLoop(0, 0)).toBe(false);
  });
});

describe('a loop of events that are given up', () => {
  const event = { at: '0 s', size: '100 B' };
  const a = { type: 'async', function: 'F', maximumRetryAttempts: 0, arrivals: [{ records: [event] }] };
  const fails = { invocationFails: '100 %' };
  const loop = (functions: object, sources: object): Result =>
    run({ lagcast: 1, name: 'loop', duration: '10 min', functions, sources });

  it('is not ended by what Lambda stops, which goes the same way, but by the size of its record', () => {
    const { functions, sources } = loop({ F: fn('1 ms', [], {}, fails) }, { a: { ...a, onFailure: 'a' } });
    // 16 runs; 1,000 bytes with each step, to 1 MiB.
    expect(functions['F']!.invocations).toBe(16);
    expect(sources['a']!.arrived).toBe(1 + 1048);
  });

  it('ends when the function that sends them back is stopped', () => {
    const { sources } = loop(
      { F: fn('1 ms', [], {}, fails), G: fn('1 ms', [{ to: 'a' }]) },
      { a: { ...a, onFailure: 'c' }, c: { type: 'async', function: 'G' } },
    );
    expect(sources['a']!.arrived).toBe(17);
  });
});
