/** What must hold in every run, whatever the scenario. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../src/model/batch.ts';
import { Listener, type Named } from '../../src/model/observer.ts';
import { Run } from '../../src/simulate.ts';
import { journaled, run, scenarioOf, type Line } from '../support/run.ts';
import { anyScenario } from '../support/scenarios.ts';

const RUNS = { numRuns: 60, seed: 1 };

describe('in any run', () => {
  it('the books balance, and the journal alone gives the same books', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const { result, lines } = journaled(scenario);
        for (const name of Object.keys(scenario.sources))
          expect(booksFrom(lines, name)).toEqual(flat(result.sources[name]!.books));
      }),
      RUNS,
    );
  });

  it('no limit is ever exceeded', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const limits = new LimitWatch();
        const result = run(scenario, { observers: [() => limits] });
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
      }),
      RUNS,
    );
  });

  it('no record is received more often than maxReceiveCount allows', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const { lines } = journaled(scenario);
        const { maxReceiveCount } = scenario.sources.q.redrivePolicy;
        for (const line of lines) {
          if (line.event === 'received') expect(Math.max(...line.receiveCounts!)).toBeLessThanOrEqual(maxReceiveCount);
          if (line.event === 'deadLettered') expect(line.receiveCounts).toEqual([maxReceiveCount]);
        }
      }),
      RUNS,
    );
  });
});

describe('the same scenario and seed', () => {
  it('give the same bytes, in slices of any size, with a journal and without', () => {
    fc.assert(
      fc.property(anyScenario, fc.integer({ min: 1, max: 5000 }), (scenario, slice) => {
        const bytes = JSON.stringify(run(scenario));
        const sliced = new Run(scenarioOf(scenario));
        while (!sliced.advance(slice));
        expect(JSON.stringify(sliced.result())).toBe(bytes);
        expect(JSON.stringify(journaled(scenario).result)).toBe(bytes);
      }),
      { ...RUNS, numRuns: 40 },
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
  #running = 0;
  #polled = 0;

  override invoked(_fn: Named, batch: Batch): void {
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
    failed: answered('failed', 'timedOut'),
    refused: answered('refused'),
  };
  const { arrived, deadLetteredIn, redrivenIn, ...out } = books;
  const gone = Object.values(out).reduce((sum, n) => sum + n, 0);
  return { ...books, waiting: arrived + deadLetteredIn + redrivenIn - gone };
}
