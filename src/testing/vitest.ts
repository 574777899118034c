/**
 * `lagcast/testing/vitest`: adds the matchers to vitest's `expect`. Import it once, in a test or in `setupFiles`.
 *
 *     import 'lagcast/testing/vitest';
 *     expect(simulate(scenario)).toMeetObjectives();
 */
import { expect } from 'vitest';
import { matchers } from './matchers.ts';

interface LagcastMatchers<R = unknown> {
  /** Of a result or a case: every objective of the scenario is met. Of replications: in each run. */
  toMeetObjectives(): R;
  /** Of a result or a case: this objective is met, whether the scenario has it or not. Throws RangeError of what is none. */
  toSatisfyObjective(text: string): R;
  /** Of a result or a case: nothing was dead-lettered, expired, discarded, dropped or refused for good; of the named sources, or of all. */
  toLoseNothing(...sources: readonly string[]): R;
  /** Of a result or a case: every record went somewhere, and nowhere twice. */
  toBalance(): R;
  /** Of a comparison: some figure or objective of a variant is worse than of the baseline; `not.toBeWorse()` as a rule. */
  toBeWorse(): R;
  /** Of a comparison: known to be no worse than the baseline by more than the margin, 5 % unless said. What too few runs cannot tell fails. */
  toBeNoWorse(margin?: string): R;
}

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any, @typescript-eslint/no-empty-object-type -- as vitest declares it
  interface Matchers<T = any> extends LagcastMatchers<T> {}
}

expect.extend(matchers);

export { matchers };
