/** What must hold in every run of a topic of Kafka, whatever the scenario (KAF-01, KAF-02). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../src/model/batch.ts';
import { Listener, type Named } from '../../src/model/observer.ts';
import { simulate, type Watched } from '../../src/simulate.ts';
import { scenarioOf } from '../support/run.ts';

const mapping = fc.record({
  batchSize: fc.constantFrom(1, 3, 10, 100),
  maximumBatchingWindow: fc.constantFrom('0 s', '1 s', undefined),
  startingPosition: fc.constantFrom('TRIM_HORIZON', 'TRIM_HORIZON', 'LATEST'),
  enabledAt: fc.constantFrom('0 s', '0 s', '9 s'),
  pollers: fc.constantFrom(undefined, [1, 1], [1, 4], [3, 20]),
  retries: fc.constantFrom(undefined, 0, 2),
  age: fc.constantFrom(undefined, undefined, '60 s'),
  bisects: fc.boolean(),
  reports: fc.boolean(),
  onFailure: fc.constantFrom(undefined, 'dlq'),
  duration: fc.constantFrom('0 ms', '50 ms', '900 ms', '8 s'),
  fails: fc.constantFrom('0 %', '4 %', '20 %'),
  invocationFails: fc.constantFrom('0 %', '0 %', '30 %'),
  onRecordError: fc.constantFrom('throw', 'stopAndReport', 'report'),
  reserved: fc.constantFrom(undefined, undefined, 1, 2),
  filters: fc.constantFrom(undefined, undefined, [{ value: { key: ['k0', 'k1'] } }]),
});

const anyScenario = fc
  .record({
    seed: fc.nat(1_000_000),
    partitions: fc.integer({ min: 1, max: 9 }),
    keyed: fc.boolean(),
    retention: fc.constantFrom('7 d', '24999 ms'),
    records: fc.array(fc.record({ at: fc.nat(90_000), key: fc.nat(30) }), {
      minLength: 1,
      maxLength: 150,
      size: 'max',
    }),
    mappings: fc.array(mapping, { minLength: 1, maxLength: 3 }),
    look: fc.constantFrom('2 s', '60 s'),
    events: fc.constantFrom(
      [],
      [],
      [
        { at: '20 s', disable: 'm0' },
        { at: '45 s', enable: 'm0' },
      ],
      [{ at: '15 s', for: '20 s', outage: { mapping: 'm0' } }],
      [{ at: '15 s', for: '12 s', outage: { source: 't' } }],
      [{ at: '25 s', set: { 'mappings.m0.batchSize': 2, 'functions.f0.reservedConcurrency': 1 } }],
    ),
  })
  .map(({ seed, partitions, keyed, retention, records, mappings, look, events }) => ({
    ...{ lagcast: 1, duration: '2 min', seed, events, facts: { 'kafka.onDemand.look': look } },
    functions: Object.fromEntries(
      mappings.map((one, i) => [
        `f${i}`,
        {
          timeout: '20 s',
          ...(one.reserved === undefined ? {} : { reservedConcurrency: one.reserved }),
          handler: {
            ...{ duration: one.duration, invocationFails: one.invocationFails, outcome: [{ fails: one.fails }] },
            onRecordError: one.onRecordError,
          },
        },
      ]),
    ),
    sources: {
      t: {
        ...{ type: 'kafka', partitions, retentionPeriod: retention },
        ...(keyed ? { partitionKey: 'key' } : {}),
        arrivals: [
          {
            records: records.map(({ at, key }) => ({
              ...{ at: `${at} ms`, attributes: { key: `k${key % 20}` } },
              body: { key: `k${key % 4}` },
            })),
          },
        ],
      },
      dlq: { type: 'sqs' },
    },
    mappings: Object.fromEntries(mappings.map((one, i) => [`m${i}`, mappingOf(one, i)])),
  }));

type AnyMapping = typeof mapping extends fc.Arbitrary<infer M> ? M : never;

function mappingOf(one: AnyMapping, i: number): object {
  const { batchSize, maximumBatchingWindow, startingPosition, enabledAt, filters, onFailure, pollers } = one;
  const said = { batchSize, maximumBatchingWindow, startingPosition, enabledAt, filters, onFailure };
  const provisioned = pollers && {
    provisionedPollerConfig: { minimumPollers: pollers[0], maximumPollers: pollers[1] },
    ...{ maximumRetryAttempts: one.retries, maximumRecordAge: one.age },
    ...{ bisectBatchOnFunctionError: one.bisects, reportBatchItemFailures: one.reports },
  };
  return { source: 't', function: `f${i}`, ...said, ...provisioned };
}

/** Looks for what must not be. */
class Breaches extends Listener {
  readonly found: string[] = [];
  readonly #watched: Watched;
  readonly #partitions: number;
  /** By mapping and partition: offset of the last record that was delivered for the first time, and the committed offset. */
  readonly #delivered = new Map<string, number>();
  readonly #committed = new Map<string, number>();
  /** By mapping and partition: the batch that is with the function. */
  readonly #busy = new Map<string, number>();

  constructor(watched: Watched, partitions: number) {
    super();
    this.#watched = watched;
    this.#partitions = partitions;
  }

  #each(batch: Batch, look: (key: string, offset: number) => void): void {
    const { records } = this.#watched;
    const [partition, sequence] = [records.column('residue').values, records.column('sequence').values];
    for (let i = 0; i < batch.size; i++) {
      const slot = batch.slots[i]!;
      look(`${batch.owner.name} ${partition[slot]!}`, sequence[slot]!);
    }
  }

  override rebalanced(_source: Named, { name }: Named, consumers: number): void {
    if (consumers > this.#partitions || consumers < 1) this.found.push(`${name} has ${consumers} consumers`);
  }

  override committed(_source: Named, { name }: Named, partition: number, offset: number): void {
    const key = `${name} ${partition}`;
    if (offset < (this.#committed.get(key) ?? 0)) this.found.push(`${key} goes back to ${offset}`);
    this.#committed.set(key, offset);
  }

  override invoked(_fn: Named, batch: Batch): void {
    const before = new Map<string, number>();
    this.#each(batch, (key, offset) => {
      const other = this.#busy.get(key);
      if (other !== undefined && other !== batch.number) this.found.push(`${key} is in two batches at once`);
      this.#busy.set(key, batch.number);
      if (offset < (before.get(key) ?? -1)) this.found.push(`${key} is out of order within a batch`);
      before.set(key, offset);
      if (offset < (this.#committed.get(key) ?? 0)) this.found.push(`${key}: ${offset} was committed`);
      const last = this.#delivered.get(key) ?? -1;
      if (offset > last) this.#delivered.set(key, offset);
    });
    // A batch brings what was delivered before, and then only what follows: nothing is skipped and brought later.
    this.#each(batch, (key, offset) => {
      if (offset > (this.#newest.get(key) ?? -1)) this.#newest.set(key, offset);
      else if (!this.#seen.has(`${key} ${offset}`)) this.found.push(`${key}: ${offset} comes after a later one`);
      this.#seen.add(`${key} ${offset}`);
    });
  }

  readonly #newest = new Map<string, number>();
  readonly #seen = new Set<string>();

  override finished(_fn: Named, batch: Batch): void {
    this.#each(batch, (key) => this.#busy.delete(key));
  }
}

describe('in any run of a topic', () => {
  it('consumers are never more than partitions, a partition is in one batch at a time and in order, commits never go back', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        let breaches!: Breaches;
        const { partitions } = scenario.sources.t as unknown as { partitions: number };
        // The run checks its books itself.
        const result = simulate(scenarioOf(JSON.parse(JSON.stringify(scenario))), {
          observers: [(watched) => (breaches = new Breaches(watched, partitions))],
        });
        expect(breaches.found).toEqual([]);
        for (const one of Object.values(result.mappings)) {
          const { kafka, books } = one.stream!;
          expect(kafka!.offsetLag.max).toBeLessThanOrEqual(kafka!.offsetLagSum.max);
          expect(kafka!.offsetLagSum.last).toBeGreaterThanOrEqual(one.pollers === null ? 0 : kafka!.offsetLag.last);
          if (kafka!.offsetLagSum.last === 0 && one.invocations > 0) expect(books.out.waiting).toBe(0);
        }
      }),
      { numRuns: 20, seed: 1 },
    );
  });
});
