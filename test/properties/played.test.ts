/**
 * Both ways of running a handler come to the same where nobody is in anybody's way: decided at the beginning, or played out step
 * by step because a downstream has limits, which here never bind.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { journaled } from '../support/run.ts';

const milliseconds = fc.integer({ min: 0, max: 300 }).map((ms) => `${ms} ms`);
const time = fc.oneof(
  milliseconds,
  milliseconds.map((mean) => ({ exponential: { mean: mean === '0 ms' ? '1 ms' : mean } })),
);

const anyHandler = fc.record(
  {
    perInvocation: time,
    perRecord: time,
    strategy: fc.oneof(
      fc.constantFrom('oneByOne', 'allAtOnce'),
      fc.integer({ min: 1, max: 6 }).map((pool) => ({ pool })),
      fc.integer({ min: 1, max: 4 }).map((chunks) => ({ chunks })),
      fc.constant({ groups: [{ when: { kind: 'x' }, pool: 2 }, { chunks: 3 }] }),
      fc.constant({ adaptive: { min: 1, max: 5, start: 2, target: '150 ms' } }),
    ),
    memory: fc.record({
      base: fc.constantFrom('20 MiB', '90 MiB'),
      perRecord: fc.constantFrom('1 MiB', '15 MiB', { exponential: { mean: '5 MiB' } }),
      release: fc.constantFrom('eachRecord', 'atEnd', 'collected'),
    }),
    onRecordError: fc.constantFrom('throw', 'stopAndReport', 'report', 'reportOrThrow', 'firstRecordOnly'),
    invocationFails: fc.constantFrom('0 %', '20 %'),
    outcome: fc.constantFrom([], [{ fails: '10 %' }], [{ when: { kind: 'x' }, fails: '50 %' }]),
    script: fc.constantFrom([], ['succeed', 'throw', 'timeout', 'crash', { report: ['q-1', 'q-2'] }, { raw: '' }]),
  },
  { requiredKeys: ['perRecord'] },
);

const anyCase = fc.record({
  handler: anyHandler,
  latency: time,
  out: fc.boolean(),
  whenOut: fc.constantFrom('fail', 'hang'),
  reportBatchItemFailures: fc.boolean(),
  batchSize: fc.integer({ min: 1, max: 10 }),
  cold: fc.constantFrom('none', { init: '700 ms' }),
});

function linesOf(one: typeof anyCase extends fc.Arbitrary<infer T> ? T : never, limits: object): string[] {
  const { lines } = journaled({
    lagcast: 1,
    duration: '40 s',
    functions: {
      f: {
        // No sum of these times ends at the very instant of the timeout.
        timeout: '2 s',
        reservedConcurrency: 3,
        coldStart: one.cold,
        handler: { ...one.handler, uses: ['db', 'cache'] },
      },
    },
    downstreams: { db: { latency: one.latency, whenOut: one.whenOut, ...limits }, cache: { latency: '1 ms' } },
    sources: {
      q: {
        type: 'sqs',
        visibilityTimeout: '12 s',
        arrivals: [{ rate: { poisson: '4/s' }, attributes: { kind: { choice: { x: '50 %', y: '50 %' } } } }],
      },
    },
    mappings: {
      m: {
        source: 'q',
        function: 'f',
        batchSize: one.batchSize,
        reportBatchItemFailures: one.reportBatchItemFailures,
      },
    },
    ...(one.out ? { events: [{ at: '7 s', for: '5 s', outage: { downstream: 'db' } }] } : {}),
  });
  return lines.filter(({ event }) => event !== 'callEnded').map((line) => JSON.stringify(line));
}

it('a handler that is played out does what one does that is decided at the beginning', () => {
  fc.assert(
    fc.property(anyCase, (one) => {
      const [played, decided] = [linesOf(one, { load: [{ calls: 1000, slowdown: 1 }] }), linesOf(one, {})];
      const first = played.findIndex((line, i) => line !== decided[i]);
      // From where they part, as far as it can be read.
      expect(played.slice(first).slice(0, 5)).toEqual(decided.slice(first).slice(0, 5));
      expect(played).toHaveLength(decided.length);
    }),
    { numRuns: 12, seed: 7 },
  );
});
