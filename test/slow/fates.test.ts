/** What became of records, of every scenario of the gallery and of many generated ones: all are there once, in proportion and legibly. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readScenario } from '../../src/scenario/read.ts';
import { simulate } from '../../src/simulate.ts';
import { anyChain } from '../../src/testing/queue-scenarios.ts';
import { anyStreamScenario } from '../../src/testing/stream-scenarios.ts';
import { anyEventsScenario } from '../support/events-scenarios.ts';
import { expectSoundFates } from '../support/fates.ts';
import { files, folder, ports } from '../support/gallery-tests.ts';
import { run } from '../support/run.ts';
import { anyTier } from '../support/tier-scenarios.ts';

describe('of the gallery', () => {
  it.each(files)('%s', (file) => {
    const read = readScenario(readFileSync(new URL(file, folder), 'utf8'), { ports, stem: file });
    if (!read.ok) throw new Error('not a scenario');
    expect(expectSoundFates(simulate(read.scenario)).stages.length).toBeGreaterThan(0);
  });
});

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
