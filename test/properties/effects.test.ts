/**
 * Whatever a handler that is played out does: its run ends, its books balance, and its effects are what keys allow. What the
 * journal tells of effects is what the result counts.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { journaled } from '../support/run.ts';

const time = fc.integer({ min: 0, max: 900 }).map((ms) => `${ms} ms`);
const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined });

const table = fc.oneof(
  fc.record({ write: fc.constant('never'), latency: time }),
  fc.record({
    write: fc.constantFrom('conditional', 'getThenPut'),
    mark: fc.constantFrom('before', 'after', 'both'),
    key: maybe(fc.constant('order')),
    window: fc.constantFrom('10 s', '1 h'),
    latency: time,
    whenKnown: fc.constantFrom('succeed', 'report'),
  }),
);

const handler = fc.record({
  perRecord: fc.oneof(
    time,
    time.map((max) => ({ uniform: { min: '0 s', max } })),
  ),
  strategy: fc.constantFrom('oneByOne', 'allAtOnce', { pool: 3 }, { chunks: 2 }),
  outcome: fc.constantFrom([], [{ fails: '15 %' }]),
  invocationFails: fc.constantFrom('0 %', '10 %'),
  onRecordError: fc.constantFrom('throw', 'stopAndReport', 'report', 'firstRecordOnly'),
  script: fc.constantFrom([], ['succeed', 'throw', 'crash', 'timeout', 'succeed']),
  uses: fc.constantFrom(
    [],
    ['db'],
    Array.from({ length: 2 }, () => ({ downstream: 'db', connect: 'perInvocation', closes: 'onSuccess' })),
    [{ downstream: 'db', pool: 1, acquireTimeout: '300 ms', queryTimeout: '400 ms' }],
  ),
  effects: fc.record({
    key: maybe(fc.constant('order')),
    onDuplicateKey: fc.constantFrom('repeat', 'skip', 'report', 'fail'),
  }),
  idempotency: maybe(table),
  transaction: maybe(fc.constantFrom('perBatch', { critical: { order: [1] }, commit: '700 ms' })),
  memory: maybe(fc.constant({ base: '60 MiB', perRecord: '20 MiB', release: 'collected' })),
});

const downstream = fc.record({
  latency: time.map((max) => ({ uniform: { min: '0 s', max } })),
  connections: fc.constantFrom(2, 10),
  onExhausted: fc.constantFrom('wait', 'fail', 'breaker'),
  connectTime: time,
  whenOut: fc.constantFrom('fail', 'hang'),
});

const anyCase = fc.record({ handler, downstream, report: fc.boolean(), duplicates: fc.constantFrom('0 %', '20 %') });

it('effects are what keys allow, and what the journal tells', () => {
  fc.assert(
    fc.property(anyCase, (one) => {
      const { result, lines } = journaled({
        lagcast: 1,
        duration: '90 s',
        functions: { f: { timeout: '3 s', coldStart: 'none', reservedConcurrency: 4, handler: one.handler } },
        downstreams: { db: one.downstream },
        sources: {
          q: {
            type: 'sqs',
            visibilityTimeout: '15 s',
            duplicates: one.duplicates,
            redrivePolicy: { maxReceiveCount: 4, deadLetterQueue: 'dlq' },
            arrivals: [
              { rate: { poisson: '3/s' }, endAt: '20 s', attributes: { order: { zipf: { values: 30, exponent: 1 } } } },
            ],
          },
          dlq: { type: 'sqs' },
        },
        mappings: { m: { source: 'q', function: 'f', batchSize: 5, reportBatchItemFailures: one.report } },
        events: [{ at: '8 s', for: '6 s', outage: { downstream: 'db' } }],
      });
      const effects = result.functions['f']!.effects!;
      const told = (event: string, is: (line: (typeof lines)[number]) => boolean = () => true): number =>
        lines.filter((line) => line.event === event && is(line)).length;
      expect(told('tookEffect')).toBe(effects.taken + effects.repeated);
      expect(told('tookEffect', (line) => 'again' in line)).toBe(effects.repeated);
      expect(told('passedOver')).toBe(effects.passedOver + effects.missed);
      expect(Math.min(...Object.values(effects))).toBeGreaterThanOrEqual(0);
      const { effects: said, idempotency } = one.handler;
      const { key, onDuplicateKey } = said;
      if (onDuplicateKey !== 'repeat') expect(effects.repeated).toBe(0);
      const known = key ?? (idempotency !== undefined && 'key' in idempotency ? idempotency.key : undefined);
      expect(effects.taken).toBeLessThanOrEqual(known === undefined ? result.sources['q']!.arrived : 30);
      if (one.handler.transaction === undefined) expect(effects.rolledBack).toBe(0);
    }),
    { numRuns: 8, seed: 11 },
  );
});
