/** What nothing in a pipeline behaves like, built of the engine alone, as a part of the page of validation. */
import type { Section } from '../../../src/validation/case.ts';
import { familyDefects, familySummary } from '../../../src/validation/families.ts';
import { engineCases } from './cases.ts';
import { enginePlacementCases } from './placement-cases.ts';

export const engineSection: Section = {
  name: 'engine',
  title: 'On the engine alone',
  about:
    'No event source mapping serves by priority, waits for five messages before it begins, or lets each message run out of patience by itself. ' +
    'Such models are built here of the engine alone (its event set, its random streams), in `test/theory/engine`: they show that the engine keeps time and ' +
    'draws its luck as it should, and nothing about Lambda. The last are traces that other simulators print, of runs without chance or with their own ' +
    'random numbers, to be met digit for digit.',
  cases: [...engineCases, ...enginePlacementCases],
  summary: familySummary,
  defects: familyDefects,
};
