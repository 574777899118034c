/**
 * What the environments of a function had to do with the answer: provisioned ones, and those that ran INIT again. Pure;
 * nothing is said where nothing of the kind happened.
 */
import type { FunctionResult, ProvisionedResult } from '../metrics/result.ts';
import { count, percent, some } from './format.ts';

/** How far provisioned concurrency was enough, and how much of it was used. */
export function provisioned(name: string, fn: FunctionResult): string[] {
  if (fn.provisioned === null) return [];
  const { requested, ready, utilization } = fn.provisioned;
  if (ready.max === 0)
    return [
      `The provisioned concurrency of ${name}, ${count(requested)}, was not ready within the run.`,
      ...changes(name, fn.provisioned),
    ];
  const over = fn.spillOver === 0 ? 'nothing spilled over' : `${some(fn.spillOver, 'invocation')} spilled over`;
  const used = utilization.mean === null ? '' : `; ${percent(utilization.mean)} of it was used on average`;
  const most = utilization.max === null ? '' : `, ${percent(utilization.max)} at the most`;
  return [
    `${some(fn.provisionedInvocations, 'invocation')} of ${name} ran on provisioned concurrency of at most ${count(ready.max)}, and ${over}${used}${most}.`,
    ...changes(name, fn.provisioned),
  ];
}

/** Who asked for other numbers, how often, and between which. */
function changes(name: string, { changes: all, changesLeftOut }: ProvisionedResult): string[] {
  if (all.length === 0) return [];
  if (changesLeftOut > 0)
    return [`The provisioned concurrency of ${name} was changed ${count(all.length + changesLeftOut)} times.`];
  const times = (why: string): number => all.filter((change) => change.why === why).length;
  const parts = [
    [times('scaleOut'), 'scaled out'],
    [times('scaleIn'), 'scaled in'],
    [times('schedule'), 'changed by schedule'],
    [times('set'), 'changed by an event'],
  ] as const;
  const said = parts.flatMap(([n, what]) => (n === 0 ? [] : [`${what} ${n === 1 ? 'once' : `${count(n)} times`}`]));
  const numbers = all.map(({ to }) => to);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const range = least === most ? `to ${count(most)}` : `to between ${count(least)} and ${count(most)}`;
  return [`The provisioned concurrency of ${name} was ${and(said)}, ${range} environments.`];
}

function and(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** INIT within invocations: after timeouts and crashes, or because it took too long. */
export function repeatedInits(name: string, fn: FunctionResult): string[] {
  if (fn.suppressedInits === 0) return [];
  const their = fn.suppressedInits === 1 ? 'its' : 'their';
  return [
    `${some(fn.suppressedInits, 'invocation')} of ${name} ran INIT again as part of ${their} duration, because it had been cut off or the environment reset.`,
  ];
}
