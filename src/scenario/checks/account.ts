/**
 * What functions reserve together must leave the account its unreserved part (CON-02; J.4, rule 11).
 */
import type { Context } from '../complete/context.ts';
import type { FunctionScenario } from '../scenario.ts';

/** Reports the function whose reservation is the first too many. */
export function checkAccount(
  functions: readonly FunctionScenario[],
  concurrency: number,
  { rules, findings }: Context,
): void {
  const kept = rules.number('lambda.unreserved.min');
  const most = concurrency === Infinity ? Infinity : Math.max(0, concurrency - kept);
  let reserved = 0;
  for (const { name, reservedConcurrency = 0 } of functions) {
    const before = reserved;
    reserved += reservedConcurrency;
    if (reserved <= most || before > most) continue;
    findings.error(['functions', name, 'reservedConcurrency'], {
      message: `the functions up to here reserve ${reserved} of the account’s ${concurrency}; ${kept} must stay unreserved`,
      hint: `at most ${most} together`,
      source: 'CON-02',
    });
  }
}
