/**
 * `lagcast/testing`: regression tests of your own pipelines with fast-check.
 *
 *     fc.assert(fc.property(anyLoad(template), (one) => {
 *       soundRun(one);
 *       losesNothing(one);
 *     }));
 *
 * fast-check is yours to install; the matchers for vitest are in `lagcast/testing/vitest`.
 */
export { Case, caseOf, templateOf } from './case.ts';
export {
  booksBalance,
  everyFigureIsFinite,
  InvariantError,
  isDeterministic,
  keepsOrder,
  losesNoMoreWith,
  losesNothing,
  meetsObjectives,
  satisfiesObjective,
  soundRun,
  staysWithinLimits,
} from './invariants.ts';
export { anyLoad, type LoadOptions } from './load.ts';
export { lostIn, type Lost } from './lost.ts';
export { anyPipeline } from './pipelines.ts';
export { satisfies, type Satisfied } from './satisfies.ts';
