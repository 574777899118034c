/** What a trace says of small scenarios, worked out by hand; and of one of each kind that it is sound. All of the gallery: slow/trace-gallery.test.ts. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readScenario } from '../../src/scenario/read.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { simulate } from '../../src/simulate.ts';
import { folder, ports } from '../support/gallery-tests.ts';
import { scenarioOf } from '../support/run.ts';
import { expectSound } from '../support/trace-contract.ts';
import { faultsOf, traced, type Traced, type TraceEvent } from '../support/traced.ts';

const gallery = (file: string): Scenario => {
  const read = readScenario(readFileSync(new URL(file, folder), 'utf8'), { ports, stem: file });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.scenario;
};

/** Two messages are received together, one is reported and comes back after 6 s; the function needs 260 ms to start. */
const THREE = scenarioOf({
  duration: '1 min',
  functions: {
    worker: {
      timeout: '1 s',
      coldStart: { init: '200 ms' },
      handler: { perRecord: '50 ms', script: [{ report: ['m2'] }, 'succeed'] },
    },
  },
  sources: {
    orders: {
      type: 'sqs',
      visibilityTimeout: '6 s',
      arrivals: [
        {
          records: [
            { id: 'm1', at: '1 s' },
            { id: 'm2', at: '1 s' },
            { id: 'm3', at: '2 s' },
          ],
        },
      ],
    },
  },
  mappings: { 'orders-to-worker': { source: 'orders', function: 'worker', reportBatchItemFailures: true } },
});

/** Of the events the names of their tracks, by number. */
function namesIn(events: readonly TraceEvent[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const event of events)
    if (event.ph === 'M' && 'name' in event.args)
      names.set(event.tid === undefined ? `${event.pid}` : `${event.pid}/${event.tid}`, event.args.name);
  return names;
}

/** `group, track: name from–to` of each slice of a kind, in milliseconds. */
function told({ events, slices }: Traced, kind: string): string[] {
  const names = namesIn(events);
  return slices
    .filter(({ cat }) => cat === kind)
    .map(({ pid, tid, name, ts, dur }) => {
      return `${names.get(`${pid}`)}, ${names.get(`${pid}/${tid}`)}: ${name} ${ts / 1000}–${(ts + dur) / 1000}`;
    });
}

describe('a trace', () => {
  const drawn = traced(THREE, { records: ['m2'] });

  it('has a track for each environment, with what invocations are made of', () => {
    expect(told(drawn, 'invocation')).toEqual([
      'function worker, environment 1: orders-to-worker 1000–1360',
      'function worker, environment 1: orders-to-worker 2000–2050',
      'function worker, environment 1: orders-to-worker 7000–7050',
    ]);
    expect(told(drawn, 'part')).toEqual([
      'function worker, environment 1: cold start 1000–1260',
      'function worker, environment 1: handler 1260–1360',
    ]);
    expect(drawn.slices.find(({ cat }) => cat === 'invocation')!.args).toEqual({
      invocation: 1,
      records: 2,
      attempt: 1,
      cold: true,
      outcome: 'partial',
    });
  });

  it('has a track for each poller, with what it waits for', () => {
    expect(told(drawn, 'poller')).toEqual([
      'mapping orders-to-worker, poller 5: waiting for the function 1000–1360',
      'mapping orders-to-worker, poller 5: waiting for the function 2000–2050',
      'mapping orders-to-worker, poller 5: waiting for the function 7000–7050',
    ]);
  });

  it('follows a record: on a track of its own, and by a flow through pollers and environments', () => {
    expect(told(drawn, 'record')).toEqual([
      'source orders, m2: running 1000–1360',
      'source orders, m2: hidden 1360–7000',
      'source orders, m2: running 7000–7050',
    ]);
    const names = namesIn(drawn.events);
    const steps = drawn.events.flatMap((event) =>
      event.ph === 's' || event.ph === 't' || event.ph === 'f' ? [event] : [],
    );
    expect(
      steps.map(({ ph, name, ts, pid, tid }) => `${ph} ${name} ${ts / 1000} ${names.get(`${pid}/${tid}`)}`),
    ).toEqual([
      's m2 1000 poller 5',
      't m2 1000 environment 1',
      't m2 1360 m2',
      't m2 7000 poller 5',
      'f m2 7000 environment 1',
    ]);
  });

  it('has calls to downstreams inside of the invocations that make them, and those at once on tracks of their own', () => {
    const calling = scenarioOf({
      duration: '1 min',
      functions: {
        f: {
          ...{ coldStart: 'none', timeout: '10 s' },
          handler: { perRecord: '100 ms', strategy: { pool: 2 }, uses: [{ downstream: 'db' }] },
        },
      },
      downstreams: { db: { latency: '1 s', connections: 3, onExhausted: 'wait' } },
      sources: { q: { type: 'sqs', arrivals: [{ records: ['a', 'b', 'c'].map((id) => ({ id, at: '1 s' })) }] } },
      mappings: { m: { source: 'q', function: 'f', batchSize: 3 } },
    });
    const drawn = traced(calling);
    // Two at once, then the third.
    expect(told(drawn, 'call')).toEqual([
      'function f, environment 1: db 1100–2100',
      'function f, environment 1, call 2 at once: db 1100–2100',
      'function f, environment 1: db 2200–3200',
    ]);
    expect(drawn.slices.find(({ cat }) => cat === 'call')!.args).toEqual({ end: 'succeeded', waited: 0 });
    expect(faultsOf(drawn.events)).toEqual([]);
    expect(drawn.result).toEqual(simulate(calling));
    // One that is under way when the run ends is not told of.
    expect(told(traced({ ...calling, duration: 1.5e6 }), 'call')).toEqual([]);
  });

  it('counts on a grid what waits, is in flight and runs', () => {
    const grid = 60e6 / 5000;
    const backlog = drawn.events.flatMap((event) => (event.ph === 'C' && event.name === 'backlog' ? [event] : []));
    expect(backlog.every(({ ts }) => ts % grid === 0)).toBe(true);
    expect(backlog.map(({ ts, args }) => [ts / 1000, args.waiting, args.inFlight])).toEqual([
      [0, 0, 0],
      // Two arrive at 1 s and are received; the first instant of the grid after that is 1.008 s.
      [1008, 0, 2],
      [1368, 0, 1],
      [2004, 0, 2],
      [2052, 0, 1],
      [7056, 0, 0],
    ]);
  });

  it('that would go on after the run is that of the whole run', () => {
    expect(traced(THREE, { records: ['m2'], to: 3600e6 }).text).toBe(drawn.text);
  });

  it('is the same text every time, and has one event a line', () => {
    expect(traced(THREE, { records: ['m2'] }).text).toBe(drawn.text);
    const lines = drawn.text.trimEnd().split('\n');
    expect(lines.at(-1)).toMatch(/\}\]\}$/);
    expect(lines).toHaveLength(drawn.events.length + 1);
  });

  it('of a part of the run has what touches that part, whole', () => {
    const part = traced(THREE, { from: 1.1e6, to: 2.01e6, records: 0 });
    expect(told(part, 'invocation')).toEqual([
      'function worker, environment 1: orders-to-worker 1000–1360',
      'function worker, environment 1: orders-to-worker 2000–2050',
    ]);
    expect(faultsOf(part.events)).toEqual([]);
    const levels = part.events.filter(({ ph }) => ph === 'C');
    expect(levels.length).toBeGreaterThan(3);
    expect(levels.every(({ ts }) => ts >= 1.1e6 && ts <= 2.01e6)).toBe(true);
  });

  it('is cut short when there are too many events, says where, and is a whole text still', () => {
    const { cutAt, events } = traced(THREE, { mostEvents: 30 });
    expect(cutAt).toBeGreaterThan(0);
    // The names of the last track may come on top.
    expect(events.length).toBeLessThan(30 + 5);
  });

  it('shows what was under way when the run ended', () => {
    const cut = traced({ ...THREE, duration: 1.2e6 }, { records: ['m1'] });
    expect(told(cut, 'invocation')).toEqual(['function worker, environment 1: orders-to-worker 1000–1200']);
    expect(cut.slices.find(({ cat }) => cat === 'invocation')!.args).toMatchObject({ unfinished: true });
    expect(faultsOf(cut.events)).toEqual([]);
  });

  it('has no flow to an invocation that takes no time', () => {
    const quick = scenarioOf({
      duration: '1 min',
      functions: { f: { coldStart: 'none', handler: { script: ['throw', 'succeed'], duration: '0 s' } } },
      sources: { q: { type: 'sqs', arrivals: [{ records: [{ id: 'a', at: '1 s' }] }] } },
      mappings: { m: { source: 'q', function: 'f' } },
    });
    const drawn = traced(quick, { records: ['a'] });
    expect(told(drawn, 'invocation')).toHaveLength(2);
    expect(faultsOf(drawn.events)).toEqual([]);
    expect(drawn.events.some(({ ph }) => ph === 's')).toBe(false);
  });

  it('follows one record of each source in each of so many parts of the run', () => {
    const steady = scenarioOf({
      duration: '10 s',
      functions: { f: { coldStart: 'none', handler: { duration: '10 ms' } } },
      sources: { q: { type: 'sqs', arrivals: [{ rate: '100/s' }] } },
      mappings: { m: { source: 'q', function: 'f' } },
    });
    const followed = (records: number): string[] => [
      ...new Set(told(traced(steady, { records }), 'record').map((text) => /, (q-\d+)/.exec(text)![1]!)),
    ];
    expect(followed(0)).toEqual([]);
    // At 100/s, from 0 s on, the first of each 2.5 s.
    expect(followed(4)).toEqual(['q-1', 'q-251', 'q-501', 'q-751']);
  });
});

describe('the trace of a tier', () => {
  // Two events for a tenant that may run once at a time: the second is refused, and tried again after 1 s and 2 s.
  const tier = scenarioOf({
    duration: '1 min',
    rules: 'ideal',
    tier: {
      queues: 1,
      placement: 'single',
      pollers: { slots: 2 },
      retries: { throttleBase: '1 s', jitter: 'none' },
      tenants: { serial: { concurrency: 1, service: '1500 ms', arrivals: [{ rate: '1000/s', endAt: '2 ms' }] } },
    },
  });
  const drawn = traced(tier, { records: ['serial-2'] });

  it('has runs on places of their queues, and follows events of tenants', () => {
    expect(told(drawn, 'run')).toEqual([
      'tier, queue 0, place 1: serial 0–1500',
      'tier, queue 0, place 1: serial 3001–4501',
    ]);
    expect(told(drawn, 'record')).toEqual([
      'tenants, serial-2: hidden 1–1001',
      'tenants, serial-2: hidden 1001–3001',
      'tenants, serial-2: running 3001–4501',
    ]);
    expect(faultsOf(drawn.events)).toEqual([]);
    expect(drawn.events.filter(({ ph }) => ph === 's' || ph === 't' || ph === 'f')).toHaveLength(3);
  });

  it('counts what runs and what is stored', () => {
    const work = drawn.events.flatMap((event) => (event.ph === 'C' && event.name === 'work' ? [event] : []));
    expect(work.map(({ ts, args }) => [ts / 1000, args.running])).toEqual([
      [0, 1],
      [1500, 0],
      [3012, 1],
      [4512, 0],
    ]);
  });

  it('leaves the result as it is', () => {
    expect(drawn.result).toEqual(simulate(tier));
  });
});

describe('the checks of these tests notice', () => {
  const { events } = traced(THREE, { records: ['m2'] });
  const changed = (is: (event: TraceEvent) => boolean, to: object): TraceEvent[] =>
    events.map((event) => (is(event) ? ({ ...event, ...to } as TraceEvent) : event));

  it.each([
    ['a slice that sticks out', changed((event) => event.name === 'cold start', { dur: 1e6 }), /sticks out/],
    ['a track without a name', changed((event) => event.name.startsWith('thread'), { tid: 7 }), /nobody named/],
    ['a flow that goes back', changed((event) => event.ph === 'f', { ts: 1000000 }), /back in time/],
    ['a flow that never begins', changed((event) => event.ph === 's', { ph: 't' }), /flow 1 goes tttt?tf/],
    ['a flow outside of all slices', changed((event) => event.ph === 's', { ts: 999999 }), /no slice is around/],
  ])('%s', (_what, wrong, message) => {
    expect(faultsOf(wrong).join('\n')).toMatch(message);
  });
});

describe('the trace is sound of', () => {
  it.each([
    ['refusals and a dead-letter queue', '05-reserved-concurrency-fills-the-dlq.yaml'],
    ['a tumbling window', '28-tumbling-window.yaml'],
    ['direct calls beside events', '39-callers-beside-events.yaml'],
  ])('%s', (_what, file) => {
    const drawn = expectSound(gallery(file));
    expect(drawn.cutAt).toBeUndefined();
    expect(drawn.slices.length).toBeGreaterThan(20);
  });
});
