/**
 * What the environments of a function had to do with the answer: provisioned ones, and those that ran INIT again. Pure;
 * nothing is said where nothing of the kind happened.
 */
import type { FunctionResult } from '../metrics/result.ts';
import { count, percent, some } from './format.ts';

/** How far provisioned concurrency was enough, and how much of it was used. */
export function provisioned(name: string, fn: FunctionResult): string[] {
  if (fn.provisioned === null) return [];
  const { requested, ready, utilization } = fn.provisioned;
  if (ready.max === 0)
    return [`The provisioned concurrency of ${name}, ${count(requested)}, was not ready within the run.`];
  const over = fn.spillOver === 0 ? 'nothing spilled over' : `${some(fn.spillOver, 'invocation')} spilled over`;
  const used = utilization.mean === null ? '' : `; ${percent(utilization.mean)} of it was used on average`;
  const most = utilization.max === null ? '' : `, ${percent(utilization.max)} at the most`;
  return [
    `${some(fn.provisionedInvocations, 'invocation')} of ${name} ran on provisioned concurrency of at most ${count(ready.max)}, and ${over}${used}${most}.`,
  ];
}

/** INIT within invocations: after timeouts and crashes, or because it took too long. */
export function repeatedInits(name: string, fn: FunctionResult): string[] {
  if (fn.suppressedInits === 0) return [];
  const their = fn.suppressedInits === 1 ? 'its' : 'their';
  return [
    `${some(fn.suppressedInits, 'invocation')} of ${name} ran INIT again as part of ${their} duration, because it had been cut off or the environment reset.`,
  ];
}
