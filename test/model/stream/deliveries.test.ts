/** Rules that ask how often a record was received: of a stream, how often its own mapping has delivered it. */
import { expect, it } from 'vitest';
import { journaled } from '../../support/run.ts';

function outcomes(mappings: object, more: object = {}): Record<string, string[]> {
  const { lines } = journaled({
    lagcast: 1,
    name: 'deliveries',
    duration: '30 s',
    functions: {
      f: {
        coldStart: 'none',
        handler: { duration: '100 ms', when: [{ id: 'r2', receiveCount: { max: 2 }, then: 'throw' }] },
        ...more,
      },
    },
    sources: {
      s: {
        type: 'kinesis',
        shards: 1,
        arrivals: [
          {
            records: [
              { id: 'r1', at: '1 s' },
              { id: 'r2', at: '1 s' },
            ],
          },
        ],
      },
    },
    mappings,
  });
  const told: Record<string, string[]> = {};
  for (const { event, mapping, outcome } of lines) if (event === 'finished') (told[mapping!] ??= []).push(outcome!);
  return told;
}

const mapping = { source: 's', function: 'f', startingPosition: 'TRIM_HORIZON' };

it('counts deliveries of each mapping by itself', () => {
  const told = outcomes({ a: mapping, b: { ...mapping, enabledAt: '10 s' } });
  expect(told).toEqual({ a: ['failed', 'failed', 'succeeded'], b: ['failed', 'failed', 'succeeded'] });
});

it('counts no refusals', () => {
  // Both mappings want the only execution there may be.
  const told = outcomes({ a: mapping, b: mapping }, { reservedConcurrency: 1 });
  expect(told).toEqual({ a: ['failed', 'failed', 'succeeded'], b: ['failed', 'failed', 'succeeded'] });
});

it('goes on counting in the parts of a bisected batch', () => {
  const told = outcomes({ a: { ...mapping, bisectBatchOnFunctionError: true } });
  // r1 and r2; r1; r2; r2.
  expect(told).toEqual({ a: ['failed', 'succeeded', 'failed', 'succeeded'] });
});
