/**
 * What functions reserve, or have provisioned without a reservation, must leave the account its unreserved part (CON-02,
 * CON-04; J.4, rule 11).
 */
import type { Context } from '../complete/context.ts';
import type { FunctionScenario } from '../scenario.ts';
import { mostProvisioned } from './provisioned.ts';

/** Reports the function whose part is the first too many. */
export function checkAccount(
  functions: readonly FunctionScenario[],
  concurrency: number,
  { rules, findings }: Context,
): void {
  const kept = rules.number('lambda.unreserved.min');
  const most = concurrency === Infinity ? Infinity : Math.max(0, concurrency - kept);
  let taken = 0;
  for (const { name, reservedConcurrency, provisionedConcurrency } of functions) {
    const before = taken;
    taken += reservedConcurrency ?? provisionedConcurrency;
    if (taken <= most || before > most) continue;
    const key = reservedConcurrency === undefined ? 'provisionedConcurrency' : 'reservedConcurrency';
    findings.error(['functions', name, key], { ...said(taken, concurrency, kept, most), source: 'CON-02' });
  }
  if (taken <= most) warnOfGrowth(functions, concurrency, most, { findings });
}

/** What schedules and auto scaling may ask for, all at their most: the service refuses it when it comes to that. */
function warnOfGrowth(
  functions: readonly FunctionScenario[],
  concurrency: number,
  most: number,
  { findings }: Pick<Context, 'findings'>,
): void {
  let taken = 0;
  for (const one of functions) {
    const before = taken;
    taken += one.reservedConcurrency ?? mostProvisioned(one);
    if (taken <= most || before > most) continue;
    findings.warning(['functions', one.name, 'provisionedConcurrency'], {
      message: `with all functions up to here at their most, ${taken} of the account’s ${concurrency} would be set aside; the service refuses more than ${most}, which is not modelled`,
      hint: `at most ${most} together`,
      source: 'CON-02',
    });
  }
}

function said(taken: number, concurrency: number, kept: number, most: number): { message: string; hint: string } {
  // New accounts may start so low (CON-01).
  if (most === 0)
    return {
      message: `an account of ${concurrency} can set nothing aside: ${kept} must stay unreserved`,
      hint: `account: { concurrency: ${kept + taken} } at least, which AWS raises on request`,
    };
  return {
    message: `the functions up to here reserve ${taken} of the account’s ${concurrency}; ${kept} must stay unreserved`,
    hint: `at most ${most} together`,
  };
}
