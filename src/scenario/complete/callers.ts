/**
 * Turns what a scenario says about direct callers into the whole of it, and refuses what only records that wait can have.
 */
import type { Findings } from '../findings.ts';
import type { Path } from '../problem.ts';
import type { ArrivalScenario, SyncScenario } from '../scenario.ts';
import { checkReference, type Context } from './context.ts';

/** Undefined when the function does not exist, which has then been reported. */
export function completeCallers(
  written: Omit<SyncScenario, 'type' | 'options'>,
  path: Path,
  { names, findings }: Context,
): SyncScenario | undefined {
  refuseWaiting(written.arrivals, [...path, 'arrivals'], findings, 'a direct call');
  if (!checkReference(written.function, 'function', names.functions, [...path, 'function'], findings)) return undefined;
  return { type: 'sync', options: {}, ...written };
}

/** An invocation (`what`) is made at its instant, and within the run: it cannot wait, and nobody has been waiting for it. */
export function refuseWaiting(
  arrivals: readonly ArrivalScenario[],
  path: Path,
  findings: Findings,
  what: string,
): void {
  arrivals.forEach(({ when }, i) => {
    if (when.kind !== 'records') return;
    when.records.forEach(({ at, delay }, j) => {
      const where = [...path, i, 'records', j];
      if (at < 0) findings.error([...where, 'at'], { message: `${what} is made during the run: from 0 s on` });
      if (delay === undefined) return;
      const message = `${what} has no delay: it is made at its instant`;
      findings.error([...where, 'delay'], { message, about: 'key' });
    });
  });
}
