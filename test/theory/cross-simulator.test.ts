/**
 * A scenario that is exported as a plain queueing model gives the same waits in an implementation from the textbook that shares no code
 * with the simulator: message by message, with the arrivals and services of a run. Averages, each with its own luck, are in test/slow.
 */
import { describe, expect, it } from 'vitest';
import { queueingModelOf } from '../../src/scenario/queueing/read-off.ts';
import { journaled, scenarioOf, type Line } from '../support/run.ts';
import { exported, SETTINGS, written } from './exported-settings.ts';
import { play, type Exported } from './textbook.ts';

describe('message by message, with the arrivals and services of a run', () => {
  it.each(SETTINGS)('$title', (setting) => {
    const value = written(setting, 10);
    const { ids, arrivals, services, begun } = booksOf(journaled(value).lines);
    let service = 0;
    const customers = play(inMicros(exported(value)), { arrivals, service: () => services[service++]! });
    expect(begun.size).toBeGreaterThan(100);
    const differing = ids.filter((id, i) => begun.get(id) !== customers[i]!.begun);
    expect(differing).toEqual([]);
    expect(customers).toHaveLength(ids.length);
    expect(service).toBe(services.length);
  });

  it('finds a difference of one server, and one of a microsecond', () => {
    const value = written(SETTINGS[2]!, 10);
    const { ids, arrivals, services, begun } = booksOf(journaled(value).lines);
    const model = inMicros(exported(value));
    const differing = (other: Exported, slower: number): number => {
      let service = 0;
      const longer = services.map(({ time, fails }) => ({ time: time + slower, fails }));
      const customers = play(other, { arrivals, service: () => longer[service++] ?? { time: Infinity, fails: false } });
      return ids.filter((id, i) => begun.get(id) !== customers[i]!.begun).length;
    };
    expect(differing(model, 0)).toBe(0);
    expect(differing({ ...model, servers: model.servers! + 1 }, 0)).toBeGreaterThan(100);
    expect(differing(model, 1)).toBeGreaterThan(100);
  });
});

/** The same with times in whole microseconds, in which two instants are equal or not. */
function inMicros(model: Exported): Exported {
  const { duration, line, service, failures } = model;
  const micros = <T extends number | null>(time: T): T => (time === null ? time : (Math.round(time * 1e6) as T));
  return {
    ...model,
    duration: micros(duration),
    line: { ...line, patience: micros(line.patience) },
    service: { ...service, longest: micros(service.longest) },
    failures: { ...failures, backAfter: micros(failures.backAfter) },
  };
}

/** What a run was given by chance, in microseconds: services in the order in which they begin, and when each record was first begun with. */
function booksOf(lines: readonly Line[]) {
  const ids: string[] = [];
  const arrivals: number[] = [];
  const begun = new Map<string, number>();
  // One that goes on at the end of the run has no end in the journal.
  const services: { time: number; fails: boolean }[] = [];
  const byInvocation = new Map<number, { readonly number: number; readonly from: number }>();
  for (const { t, event, source, records = [], invocation, outcome } of lines) {
    if (event === 'sent' && source === 'q') {
      ids.push(...records);
      arrivals.push(...records.map(() => t));
    } else if (event === 'invoked') {
      byInvocation.set(invocation!, { number: services.length, from: t });
      services.push({ time: Infinity, fails: false });
      for (const id of records) if (!begun.has(id)) begun.set(id, t);
    } else if (event === 'finished') {
      const { number, from } = byInvocation.get(invocation!)!;
      services[number] = { time: t - from, fails: outcome === 'failed' };
    }
  }
  return { ids, arrivals, begun, services };
}

describe('what a plain queueing model cannot express is refused by name', () => {
  const plain = written(SETTINGS[5]!, 10) as {
    readonly sources: { readonly q: object; readonly dead: object };
    readonly functions: { readonly f: { readonly handler: object } };
    readonly mappings: { readonly m: object };
  };
  const { q, dead } = plain.sources;
  const { f } = plain.functions;
  const m = { ...plain.mappings.m };
  const other = { type: 'sqs', arrivals: [{ rate: '1/s' }] };
  const swings = { daily: { low: '1/s', high: '2/s' } };

  it.each<[path: string, scenario: object]>([
    ['rules', { ...plain, rules: 'current', functions: { f: { ...f, timeout: '10 s' } } }],
    ['facts.sqs.startLatency', { ...plain, facts: { 'sqs.startLatency': 'on' } }],
    ['account.concurrency', { ...plain, account: { concurrency: 3 } }],
    ['sources', { ...plain, sources: { q, dead, other } }],
    ['sources.q.delay', { ...plain, sources: { q: { ...q, delay: '5 s' }, dead } }],
    ['sources.q.duplicates', { ...plain, sources: { q: { ...q, duplicates: '1 %' }, dead } }],
    ['sources.q.visibilityTimeout', { ...plain, sources: { q: { ...q, visibilityTimeout: '1 s' }, dead } }],
    ['sources.q.arrivals[0]', { ...plain, sources: { q: { ...q, arrivals: [{ rate: swings }] }, dead } }],
    ['functions.f.reservedConcurrency', { ...plain, functions: { f: { ...f, reservedConcurrency: 2 } } }],
    ['functions.f.coldStart.init', { ...plain, functions: { f: { ...f, coldStart: { init: '1 s' } } } }],
    [
      'functions.f.handler.outcome',
      { ...plain, functions: { f: { handler: { perRecord: '1 s', outcome: [{ fails: '1 %' }] } } } },
    ],
    ['functions.other', { ...plain, functions: { f, other: f } }],
    ['mappings.m.maximumBatchingWindow', { ...plain, mappings: { m: { ...m, maximumBatchingWindow: '1 s' } } }],
    ['mappings.m.pollers', { ...plain, mappings: { m: { ...m, pollers: { policy: 'naive' } } } }],
    ['mappings.m.maximumConcurrency', { ...plain, mappings: { m: { ...m, maximumConcurrency: 2 } } }],
    ['mappings.drain', { ...plain, mappings: { m, drain: { source: 'dead', function: 'f' } } }],
    ['events[0]', { ...plain, events: [{ at: '1 min', for: '1 min', outage: { function: 'f' } }] }],
  ])('%s', (path, scenario) => {
    const read = queueingModelOf(scenarioOf(scenario));
    expect(read.ok ? [] : read.problems.map((problem) => problem.path)).toContain(path);
  });

  it('and what changes no wait is not', () => {
    const quiet = {
      ...plain,
      question: 'how long?',
      objectives: ['p99(q.latency) < 1 min'],
      functions: { f: { ...f, memory: '512 MB', architecture: 'arm64' } },
    };
    expect(exported(quiet)).toEqual(exported(plain));
  });
});
