/** What must hold in every run of asynchronous invocations, whatever the scenario. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/metrics/result.ts';
import { Run } from '../../src/simulate.ts';
import { eventStories, type EventRules, type EventStory } from '../support/event-story.ts';
import { anyEventsScenario } from '../support/events-scenarios.ts';
import { journaled, run, scenarioOf, type Line } from '../support/run.ts';

// Shrinking scenarios of so many parts takes minutes: a failure names seed and path, by which it can be shrunk.
const RUNS = { numRuns: 40, seed: 1, endOnFailure: true };

type AnyScenario = typeof anyEventsScenario extends fc.Arbitrary<infer S> ? S : never;

interface Seen {
  readonly result: Result;
  readonly lines: readonly Line[];
  /** By source, then by id. */
  readonly stories: ReadonlyMap<string, ReadonlyMap<string, EventStory>>;
}

interface SourceWritten {
  readonly type: string;
  readonly function: string;
  readonly origin?: string;
  readonly maximumRetryAttempts: number;
  readonly maximumEventAge?: string;
  readonly lostAcknowledgements?: string;
}

const seenBefore = new Map<string, Seen>();

/** Runs a scenario once for all properties: with equal seeds they are asked for the same ones. */
function seen(scenario: AnyScenario): Seen {
  const key = JSON.stringify(scenario);
  const known = seenBefore.get(key);
  if (known !== undefined) return known;
  const { result, lines } = journaled(scenario);
  const names = Object.keys(scenario.sources).filter((name) => sourceOf(scenario, name).type === 'async');
  const stories = new Map(names.map((name) => [name, eventStories(lines, name, rulesOf(scenario, name))]));
  const made = { result, lines, stories };
  seenBefore.set(key, made);
  return made;
}

function sourceOf(scenario: AnyScenario, name: string): SourceWritten {
  return (scenario.sources as unknown as Record<string, SourceWritten>)[name]!;
}

function rulesOf(scenario: AnyScenario, name: string): EventRules {
  const { origin = 'direct', lostAcknowledgements = '0 %', function: fn } = sourceOf(scenario, name);
  const { facts, functions } = scenario;
  const timeout = (functions as Record<string, { readonly timeout: string }>)[fn]!.timeout;
  return {
    hasFront: origin !== 'direct',
    losesAcknowledgements: lostAcknowledgements !== '0 %',
    timeout: parseInt(timeout) * 1e6,
    multiplier: facts['async.backlog.multiplier'],
    isPaced: facts['async.pacing'] === 'aimd',
    longestDispatch: facts['async.dispatch'] === 'on' ? 150_000 : 0,
  };
}

/** Asserts for every source of events of every scenario. */
function always(check: (name: string, scenario: AnyScenario, seen: Seen) => void): void {
  fc.assert(
    fc.property(anyEventsScenario, (scenario) => {
      const all = seen(scenario);
      for (const name of all.stories.keys()) check(name, scenario, all);
    }),
    RUNS,
  );
}

function isChanged(scenario: AnyScenario, setting: string): boolean {
  return JSON.stringify(scenario.events).includes(setting);
}

describe('in any run of asynchronous invocations', () => {
  it('every event goes through its states one by one, ends once, and waits as long as it should', () => {
    always((name, _scenario, { stories }) => {
      const breaches = [...stories.get(name)!].filter(([, story]) => story.breaches.length > 0);
      expect(breaches.map(([id, story]) => [id, ...story.breaches])).toEqual([]);
    });
  });

  it('the books balance, and are those of the journal', () => {
    always((name, _scenario, { result, stories }) => {
      const told = [...stories.get(name)!.values()];
      const count = (is: (story: EventStory) => boolean): number => told.filter(is).length;
      const { books, succeeded, arrived, failed, expired } = result.sources[name]!;
      expect(arrived).toBe(succeeded + failed + expired + books.out.waiting);
      const accepted = count(({ sentAt }) => !Number.isNaN(sentAt));
      expect({
        arrived: accepted,
        succeeded: count(({ condition }) => condition === 'Success'),
        expired: count(({ condition }) => condition === 'EventAgeExceeded'),
        failed: count(({ condition }) => condition === 'RetriesExhausted' || condition === 'ZeroReservedConcurrency'),
        inFlight: count(({ state }) => state === 'running'),
      }).toEqual({ arrived, succeeded, expired, failed, inFlight: books.inFlight });
    });
  });

  it('an event fails once more than it may be tried again, at the most', () => {
    always((name, scenario, { stories }) => {
      const most = isChanged(scenario, `${name}.maximumRetryAttempts`)
        ? 2
        : sourceOf(scenario, name).maximumRetryAttempts;
      for (const { errors } of stories.get(name)!.values()) expect(errors).toBeLessThanOrEqual(most + 1);
    });
  });

  it('only a lost acknowledgement has an event run more often than it fails and succeeds', () => {
    always((name, _scenario, { stories }) => {
      for (const { runs, errors, lost, condition, state } of stories.get(name)!.values()) {
        const isOn = state === 'running' ? 1 : 0;
        expect(runs).toBe(errors + lost + (condition === 'Success' ? 1 : 0) + isOn);
      }
    });
  });

  it('no attempt is made of an event that has reached its age, and none is given up before', () => {
    always((name, scenario, { stories }) => {
      if (isChanged(scenario, `${name}.maximumEventAge`)) return;
      const { maximumEventAge = '6 h' } = sourceOf(scenario, name);
      const most = maximumEventAge === '6 h' ? 21_600e6 : parseInt(maximumEventAge) * 1e6;
      for (const { ages } of stories.get(name)!.values()) for (const age of ages) expect(age).toBeLessThan(most);
    });
  });

  it('a function runs no more at once than its reserved concurrency', () => {
    fc.assert(
      fc.property(anyEventsScenario, (scenario) => {
        const { f } = scenario.functions;
        const reserved = 'reservedConcurrency' in f ? (f.reservedConcurrency as number) : 1000;
        const most = isChanged(scenario, 'reservedConcurrency') ? Math.max(reserved, 5) : reserved;
        expect(seen(scenario).result.functions['f']!.concurrency.max).toBeLessThanOrEqual(most);
      }),
      RUNS,
    );
  });

  it('what is said to be delivered has arrived, and nothing else', () => {
    fc.assert(
      fc.property(anyEventsScenario, (scenario) => {
        const { lines, result } = seen(scenario);
        const ends = lines.filter(({ event }) => event === 'concluded');
        const to = (name: string): number =>
          ends.filter((end) => end.destination === name && end.delivered).length +
          ends.filter((end) => end.deadLetterQueue === name && end.deadLettered).length;
        for (const name of ['kept', 'dlq', 'next'])
          expect([name, result.sources[name]!.arrived]).toEqual([name, to(name)]);
      }),
      RUNS,
    );
  });

  it('reaches every state', () => {
    const reached = new Set<string>();
    always((name, _scenario, { stories, lines }) => {
      for (const { condition, state, lost } of stories.get(name)!.values())
        reached.add(condition ?? state).add(lost > 0 ? 'lost' : 'not lost');
      for (const { event } of lines) reached.add(event);
    });
    const all = [
      'Success',
      'RetriesExhausted',
      'EventAgeExceeded',
      'ZeroReservedConcurrency',
      'dropped',
      'running',
      'waiting',
    ];
    expect([...reached]).toEqual(expect.arrayContaining([...all, 'lost', 'throttled', 'refused']));
  });
});

describe('the same scenario of events and seed', () => {
  it('give the same bytes, in slices of any size, with a journal and without', () => {
    fc.assert(
      fc.property(anyEventsScenario, fc.integer({ min: 1, max: 2000 }), (scenario, slice) => {
        const bytes = JSON.stringify(run(scenario));
        const sliced = new Run(scenarioOf(scenario));
        while (!sliced.advance(slice));
        const others = [sliced.result(), journaled(scenario).result].map((result) => JSON.stringify(result));
        // Not toBe: nobody wants to see them.
        expect(others.map((other) => other === bytes)).toEqual([true, true]);
      }),
      { ...RUNS, numRuns: 8 },
    );
  });
});
