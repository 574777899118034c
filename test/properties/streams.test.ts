/** What must hold in every run of a stream, whatever the scenario. */
import fc from 'fast-check';
import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/metrics/result.ts';
import { Run } from '../../src/simulate.ts';
import { journaled, run, scenarioOf, type Line } from '../support/run.ts';
import { keyOf, Placement, Story, type Start } from '../support/stream-story.ts';
import { anyStreamScenario } from '../../src/testing/stream-scenarios.ts';

const RUNS = { numRuns: 12, seed: 1 };

type AnyScenario = typeof anyStreamScenario extends fc.Arbitrary<infer S> ? S : never;

/** What the properties below look at. */
interface Seen {
  readonly result: Result;
  readonly lines: readonly Line[];
  readonly placement: Placement;
  /** By mapping. */
  readonly stories: ReadonlyMap<string, Story>;
}

const seenBefore = new Map<string, Seen>();

/** Runs a scenario once for all properties: with equal seeds they are asked for the same ones. */
function seen(scenario: AnyScenario): Seen {
  const key = JSON.stringify(scenario);
  const known = seenBefore.get(key);
  if (known !== undefined) return known;
  const placement = new Placement();
  const { result, lines } = journaled(scenario, { observers: [(watched) => placement.watch(watched)] });
  const stories = Object.keys(scenario.mappings).map(
    (name) => [name, new Story(lines, 's', name, startOf(scenario, name), placement)] as const,
  );
  const made = { result, lines, placement, stories: new Map(stories) };
  seenBefore.set(key, made);
  return made;
}

function startOf(scenario: AnyScenario, name: string): Start {
  const { startingPosition } = mappingOf(scenario, name);
  const isDynamo = JSON.stringify(scenario.sources.s).includes('dynamodbStreams');
  const retention = scenario.facts['kinesis.retention'] === '24999 ms' ? 24_999_000 : 86_400e6;
  return { position: startingPosition, timestamp: 5e6, retention, resolution: isDynamo ? 1e6 : 1 };
}

interface MappingWritten {
  readonly startingPosition: string;
  readonly parallelizationFactor: number;
  readonly maximumRetryAttempts: number;
  readonly batchSize: number;
  readonly filters?: readonly { readonly data: { readonly key: readonly unknown[] } }[];
}

function mappingOf(scenario: AnyScenario, name: string): MappingWritten {
  const written = (scenario.mappings as Record<string, MappingWritten>)[name]!;
  // What mappings of DocumentDB cannot say.
  return { ...{ parallelizationFactor: 1, maximumRetryAttempts: -1 }, ...written };
}

/** Asserts for every mapping of every scenario. */
function always(check: (name: string, scenario: AnyScenario, seen: Seen) => void): void {
  fc.assert(
    fc.property(anyStreamScenario, (scenario) => {
      const all = seen(scenario);
      for (const name of Object.keys(scenario.mappings)) check(name, scenario, all);
    }),
    RUNS,
  );
}

describe('in any run of a stream', () => {
  it('no record comes before an earlier one of its key has ended, nor before the last of a parent shard; none ends twice', () => {
    always((name, _scenario, { stories }) => expect(stories.get(name)!.breaches).toEqual([]));
  });

  it('what lies before the start is what the starting position says', () => {
    always((name, _scenario, { stories }) => {
      const story = stories.get(name)!;
      expect(story.count('passedOver')).toBe(story.passedOver);
    });
  });

  it('the books of the journal are those of the result', () => {
    fc.assert(
      fc.property(anyStreamScenario, (scenario) => {
        const { result, stories, lines } = seen(scenario);
        const s = result.sources['s']!;
        const all = [...stories.values()];
        const sum = (...ends: Parameters<Story['count']>): number =>
          all.reduce((total, story) => total + story.count(...ends), 0);
        const told = (event: string): number => lines.filter((line) => line.event === event).length;
        expect({
          arrived: all[0]!.records.length,
          succeeded: sum('succeeded'),
          acknowledged: sum('unprocessed'),
          toDestination: sum('toDestination'),
          discarded: sum('skipped'),
          expired: sum('expired'),
          filtered: sum('filtered'),
          putsRefused: told('refused') + told('dropped'),
          putsDropped: told('dropped'),
        }).toEqual({
          arrived: s.arrived,
          succeeded: s.succeeded,
          acknowledged: s.acknowledged,
          toDestination: s.toDestination,
          discarded: s.discarded,
          expired: s.expired,
          filtered: s.filtered,
          putsRefused: s.putsRefused,
          putsDropped: s.putsDropped,
        });
        for (const [name, story] of stories) {
          expect({ name, ...result.mappings[name]!.stream!.books.out }).toEqual({
            name,
            beforeStart: story.count('passedOver'),
            filtered: story.count('filtered'),
            succeeded: story.count('succeeded'),
            acknowledgedUnprocessed: story.count('unprocessed'),
            toDestination: story.count('toDestination'),
            skipped: story.count('skipped'),
            expired: story.count('expired'),
            waiting: story.records.length - story.ends.size,
          });
        }
        // What every mapping is done with is let go of when all before it in its shard is, and nothing else is.
        const begun = all.filter((_, i) => lines.some((line) => line.event === 'began' && line.mapping === `m${i}`));
        if (begun.length < all.length) return;
        expect(s.books.out.passed).toBe(trimmedOf(all, seen(scenario).placement));
        const waiting = lines.filter((line) => line.event === 'delivered' && line.destination === 'dlq').length;
        expect(result.sources['dlq']!.books.out.waiting).toBe(waiting);
      }),
      RUNS,
    );
  });

  it('checkpoints of a lane never go back', () => {
    always((name, _scenario, { lines, stories }) => {
      const order = new Map(stories.get(name)!.records.map((id, i) => [id, i]));
      const last = new Map<string, number>();
      for (const { event, mapping, lane, records } of lines) {
        if (mapping !== name || !['checkpointed', 'delivered', 'skipped'].includes(event)) continue;
        for (const id of records!) {
          expect(order.get(id)!).toBeGreaterThan(last.get(lane!) ?? -1);
          last.set(lane!, order.get(id)!);
        }
      }
    });
  });

  it('a lane has one invocation at a time, and there are no more lanes than open or undrained shards have', () => {
    always((name, scenario, { lines }) => {
      const { parallelizationFactor, batchSize } = mappingOf(scenario, name);
      const running = new Map<string, number>();
      for (const { event, mapping, lane, invocation, records } of lines) {
        if (mapping !== name) continue;
        if (event === 'invoked') {
          expect(running.has(lane!)).toBe(false);
          running.set(lane!, invocation!);
          expect(Number(lane!.split('/')[1] ?? 0)).toBeLessThan(parallelizationFactor);
          expect(records!.length).toBeLessThanOrEqual(Math.max(batchSize, name === 'm0' ? 3 : 0));
          const shards = new Set([...running.keys()].map((one) => one.split('/')[0]));
          expect(running.size).toBeLessThanOrEqual(shards.size * parallelizationFactor);
        } else if (event === 'finished') {
          expect(running.get(lane!)).toBe(invocation);
          running.delete(lane!);
        }
      }
    });
  });

  it('with a parallelization factor, a key has the lane of its hash', () => {
    always((name, scenario, { stories }) => {
      const factor = mappingOf(scenario, name).parallelizationFactor;
      stories.get(name)!.lanes.forEach((keys, lane) => {
        for (const key of keys) expect(Number(BigInt(`0x${hash('md5', key)}`) % BigInt(factor))).toBe(lane);
      });
    });
  });

  it('a mapping whose function keeps up is done with everything at the end', () => {
    always((name, scenario, { stories }) => {
      if (!keepsUp(scenario, name)) return;
      const { ends, records } = stories.get(name)!;
      expect(records.filter((id) => !ends.has(id))).toEqual([]);
    });
  });

  it('a batch that stays the same fails at most once more than it may be retried', () => {
    always((name, scenario, { lines }) => {
      const changed = JSON.stringify(scenario.events).includes('maximumRetryAttempts');
      const allowed = mappingOf(scenario, name).maximumRetryAttempts;
      if (allowed < 0 || (changed && name === 'm0')) return;
      const tries = new Map<string, { batch: string; count: number }>();
      for (const { event, mapping, lane, records } of lines) {
        if (mapping !== name) continue;
        // It was let go of: what is read again is another batch.
        if (event === 'mappingChanged') tries.clear();
        if (event !== 'invoked') continue;
        const batch = records!.join();
        const before = tries.get(lane!);
        const count = before?.batch === batch ? before.count + 1 : 1;
        tries.set(lane!, { batch, count });
        expect(count).toBeLessThanOrEqual(allowed + 1);
      }
    });
  });
});

it('filters decide by the key, and only that', () => {
  always((name, scenario, { stories }) => {
    const { filters } = mappingOf(scenario, name);
    const of = (...ends: Parameters<Story['count']>): string[] => {
      const told = [...stories.get(name)!.ends].filter(([, end]) => ends.includes(end));
      return [...new Set(told.map(([id]) => keyOf(id)))];
    };
    if (filters === undefined) return expect(of('filtered')).toEqual([]);
    const [first] = filters[0]!.data.key;
    const passes = (key: string): boolean =>
      typeof first === 'string' ? ['k0', 'k1', 'k7'].includes(key) : !['k0', 'k2'].includes(key);
    expect(of('filtered').filter(passes)).toEqual([]);
    expect(of('succeeded', 'unprocessed', 'toDestination', 'skipped').filter((key) => !passes(key))).toEqual([]);
  });
});

describe('the same scenario of a stream and seed', () => {
  it('give the same bytes, in slices of any size, with a journal and without', () => {
    fc.assert(
      fc.property(anyStreamScenario, fc.integer({ min: 1, max: 5000 }), (scenario, slice) => {
        const bytes = JSON.stringify(run(scenario));
        const sliced = new Run(scenarioOf(scenario));
        while (!sliced.advance(slice));
        const others = [sliced.result(), journaled(scenario).result].map((result) => JSON.stringify(result));
        // Not toBe: nobody wants to see them.
        expect(others.map((other) => other === bytes)).toEqual([true, true]);
      }),
      { ...RUNS, numRuns: 5 },
    );
  });
});

/** Whether a function fails nothing, refuses nothing and is fast, and the records are small enough to be read at once. */
function keepsUp(scenario: AnyScenario, name: string): boolean {
  const { handler, ...limits } = (scenario.functions as Record<string, FunctionWritten>)[name.replace('m', 'f')]!;
  const { perInvocation, invocationFails, outcome, when } = handler;
  const isSlow = !['0 ms', '20 ms'].includes(perInvocation);
  if (isSlow || invocationFails !== '0 %' || outcome[0]!.fails !== '0 %' || when !== undefined) return false;
  const text = JSON.stringify([scenario.events, scenario.sources.s.arrivals]);
  return limits.reservedConcurrency === undefined && !text.includes('reservedConcurrency') && !text.includes('KiB');
}

interface FunctionWritten {
  readonly handler: {
    readonly perInvocation: string;
    readonly invocationFails: string;
    readonly outcome: readonly { readonly fails: string }[];
    readonly when?: unknown;
  };
  readonly reservedConcurrency?: number;
}

/** Records that are at the front of their shard and done with by all. */
function trimmedOf(stories: readonly Story[], { shardOf }: Placement): number {
  const stuck = new Set<string>();
  let trimmed = 0;
  for (const id of stories[0]!.records) {
    const shard = shardOf.get(id)!;
    if (stories.some(({ ends }) => !ends.has(id))) stuck.add(shard);
    else if (!stuck.has(shard)) trimmed++;
  }
  return trimmed;
}
