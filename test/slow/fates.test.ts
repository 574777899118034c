/** What became of records, of many generated scenarios: all are there once, in proportion and legibly. Those of the gallery are asked with their objectives. */
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { anyChain } from '../../src/testing/queue-scenarios.ts';
import { anyStreamScenario } from '../../src/testing/stream-scenarios.ts';
import { anyEventsScenario } from '../support/events-scenarios.ts';
import { expectSoundFates } from '../support/fates.ts';
import { run } from '../support/run.ts';
import { anyTier } from '../support/tier-scenarios.ts';

describe('of any', () => {
  it.each([
    ['queue, chain or broker', anyChain],
    ['stream', anyStreamScenario],
    ['source of events', anyEventsScenario],
    ['tier', anyTier],
  ] as [string, fc.Arbitrary<object>][])('%s', (_what, any) => {
    fc.assert(
      fc.property(any, (scenario) => void expectSoundFates(run(scenario))),
      { numRuns: 30, seed: 2, endOnFailure: true },
    );
  });
});
