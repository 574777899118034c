/** What must hold in every run, whatever the scenario. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../src/model/batch.ts';
import type { Result } from '../../src/metrics/result.ts';
import { Listener, type Named } from '../../src/model/observer.ts';
import { Run } from '../../src/simulate.ts';
import { journaled, run, scenarioOf, type Line } from '../support/run.ts';
import { anyChain, anyScenario } from '../../src/testing/queue-scenarios.ts';

const RUNS = { numRuns: 12, seed: 1 };

type AnyScenario = typeof anyScenario extends fc.Arbitrary<infer S> ? S : never;

/** What the properties below look at. */
interface Seen {
  readonly result: Result;
  readonly limits: LimitWatch;
  readonly booksFromJournal: Readonly<Record<string, Record<string, number>>>;
  /** Greatest receive count of a message that was received; all those of messages that were dead-lettered. */
  readonly mostReceives: number;
  readonly receivesOfLost: readonly number[];
}

const seenBefore = new Map<string, Seen>();

/** Runs a scenario once for all properties: with equal seeds they are asked for the same ones. */
function seen(scenario: AnyScenario): Seen {
  const key = JSON.stringify(scenario);
  const known = seenBefore.get(key);
  if (known !== undefined) return known;
  const limits = new LimitWatch();
  const { result, lines } = journaled(scenario, { observers: [() => limits] });
  const receives = (event: string) =>
    lines.filter((line) => line.event === event).flatMap((line) => line.receiveCounts!);
  const made: Seen = {
    result,
    limits,
    booksFromJournal: Object.fromEntries(Object.keys(scenario.sources).map((name) => [name, booksFrom(lines, name)])),
    mostReceives: receives('received').reduce((most, count) => Math.max(most, count), 0),
    receivesOfLost: receives('deadLettered'),
  };
  seenBefore.set(key, made);
  return made;
}

describe('in any run', () => {
  it('the books balance, and the journal alone gives the same books', () => {
    fc.assert(
      fc.property(anyChain, (scenario) => {
        const { result, booksFromJournal } = seen(scenario);
        for (const name of Object.keys(scenario.sources))
          expect(booksFromJournal[name]).toEqual(flat(result.sources[name]!.books));
      }),
      RUNS,
    );
  });

  it('no limit is ever exceeded', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const { result, limits } = seen(scenario);
        const reserved = scenario.functions.f as { reservedConcurrency?: number };
        const raised = JSON.stringify(scenario.events).includes('reservedConcurrency');
        if (reserved.reservedConcurrency !== undefined && !raised)
          expect(limits.most).toBeLessThanOrEqual(reserved.reservedConcurrency);
        const { maximumConcurrency } = scenario.mappings.m as { maximumConcurrency?: number };
        if (maximumConcurrency !== undefined) expect(limits.mostPolled).toBeLessThanOrEqual(maximumConcurrency);
        const enlarged = JSON.stringify(scenario.events).includes('batchSize');
        expect(limits.largestBatch).toBeLessThanOrEqual(
          Math.max(scenario.mappings.m.batchSize as number, enlarged ? 2 : 0),
        );
        expect(result.functions['f']!.concurrency.max).toBeLessThanOrEqual(limits.most);
        expect(limits.mostBytes).toBeLessThanOrEqual(6 * 1024 * 1024);
        // A full payload, and what the last receive of ten brought on top of it.
        expect(limits.mostHeld).toBeLessThan(6 * 1024 * 1024 + 10 * 901 * 1024);
        expect(limits.receivesWhileDisabled).toBe(0);
        // Batches that were refused before may still go ahead; without a reservation there are none.
        if (reserved.reservedConcurrency === undefined && !raised) expect(limits.startsAboveLoweredLimit).toBe(0);
      }),
      RUNS,
    );
  });

  it('no record is received more often than maxReceiveCount allows', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const { mostReceives, receivesOfLost } = seen(scenario);
        const { maxReceiveCount } = scenario.sources.q.redrivePolicy;
        expect(mostReceives).toBeLessThanOrEqual(maxReceiveCount);
        expect(receivesOfLost.every((count) => count === maxReceiveCount)).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('the same scenario and seed', () => {
  it('give the same bytes, in slices of any size, with a journal and without', () => {
    fc.assert(
      fc.property(anyChain, fc.integer({ min: 1, max: 5000 }), (scenario, slice) => {
        const bytes = JSON.stringify(run(scenario));
        const sliced = new Run(scenarioOf(scenario));
        while (!sliced.advance(slice));
        expect(JSON.stringify(sliced.result())).toBe(bytes);
        expect(JSON.stringify(journaled(scenario).result)).toBe(bytes);
      }),
      { ...RUNS, numRuns: 8 },
    );
  });

  it('give other bytes with another seed or another replication', () => {
    const scenario = (seed: number) => ({ ...minimal, seed });
    expect(run(scenario(1)).digest).not.toBe(run(scenario(2)).digest);
    expect(run(scenario(1)).digest).not.toBe(run(scenario(1), { replication: 1 }).digest);
  });
});

const minimal = {
  lagcast: 1,
  duration: '5 min',
  functions: { f: { handler: { perRecord: { exponential: { mean: '80 ms' } }, invocationFails: '2 %' } } },
  sources: { q: { type: 'sqs', arrivals: [{ rate: { poisson: '20/s' } }] } },
  mappings: { m: { source: 'q', function: 'f' } },
};

it('another source, function and mapping leave the luck of the first as it was', () => {
  const more = {
    ...minimal,
    functions: { a: { handler: { perRecord: { exponential: { mean: '1 s' } } } }, ...minimal.functions },
    sources: { a: { type: 'sqs', arrivals: [{ rate: { poisson: '7/s' } }] }, ...minimal.sources },
    mappings: { a: { source: 'a', function: 'a' }, ...minimal.mappings },
  };
  const alone = run(minimal);
  const together = run(more);
  expect(together.sources['q']).toEqual(alone.sources['q']);
  expect(together.functions['f']).toEqual(alone.functions['f']);
  expect(together.mappings['m']).toEqual(alone.mappings['m']);
});

/** Counts for itself what must stay within limits. */
class LimitWatch extends Listener {
  most = 0;
  /** Of the mapping alone. */
  mostPolled = 0;
  largestBatch = 0;
  mostBytes = 0;
  /** Bytes that one poller held at once. */
  mostHeld = 0;
  receivesWhileDisabled = 0;
  /** Invocations that began although as many ran already as a lowered maximumConcurrency allows. */
  startsAboveLoweredLimit = 0;
  #running = 0;
  #isDisabled = false;
  #isLowered = false;

  override mappingChanged(_mapping: Named, change: string): void {
    if (change === 'maximumConcurrency') this.#isLowered = true;
    else this.#isDisabled = change === 'disabled';
  }

  override received(_source: Named, batch: Batch): void {
    if (this.#isDisabled) this.receivesWhileDisabled++;
    this.mostHeld = Math.max(this.mostHeld, batch.bytes);
  }
  #polled = 0;

  override invoked(_fn: Named, batch: Batch): void {
    if (this.#isLowered && this.#running >= 2) this.startsAboveLoweredLimit++;
    this.most = Math.max(this.most, ++this.#running);
    if (batch.owner.mapping !== undefined) this.mostPolled = Math.max(this.mostPolled, ++this.#polled);
    this.largestBatch = Math.max(this.largestBatch, batch.size);
    if (batch.size > 1) this.mostBytes = Math.max(this.mostBytes, batch.bytes);
  }

  override finished(_fn: Named, batch: Batch): void {
    this.#running--;
    if (batch.owner.mapping !== undefined) this.#polled--;
  }
}

function flat(books: { in: object; out: object; inFlight: number }): Record<string, number> {
  const { inFlight: _inFlight, ...sides } = books;
  return { ...sides.in, ...sides.out } as Record<string, number>;
}

/** The books of a source, from nothing but the lines of the journal. */
function booksFrom(lines: readonly Line[], source: string): Record<string, number> {
  const of = (event: string, where: (line: Line) => boolean): number =>
    lines.filter((line) => line.event === event && where(line)).reduce((sum, line) => sum + line.records!.length, 0);
  const here = (line: Line): boolean => line.source === source;
  const there = (line: Line): boolean => line.destination === source;
  const deleted = of('deleted', here);
  const answered = (...outcomes: string[]): number =>
    of('answered', (line) => here(line) && outcomes.includes(line.outcome!));
  const unprocessed = lines
    .filter((line) => line.event === 'deleted' && here(line))
    .reduce((sum, line) => sum + (line.unprocessed?.length ?? 0), 0);
  const books = {
    arrived: of('sent', here),
    deadLetteredIn: of('deadLettered', there),
    redrivenIn: of('redriven', there),
    succeeded: deleted - unprocessed + answered('succeeded'),
    acknowledgedUnprocessed: unprocessed,
    deadLettered: of('deadLettered', here),
    redrivenOut: of('redriven', here),
    expired: of('expired', here),
    filtered: of('filtered', here),
    failed: answered('failed', 'timedOut'),
    refused: answered('refused'),
    passed: 0,
  };
  const { arrived, deadLetteredIn, redrivenIn, ...out } = books;
  const gone = Object.values(out).reduce((sum, n) => sum + n, 0);
  return { ...books, waiting: arrived + deadLetteredIn + redrivenIn - gone };
}
