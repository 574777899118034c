/** Makes the account's part of a result of what its observer knows. */
import { Limit, LIMITS } from '../../model/batch.ts';
import type { AccountRecorder } from './account-recorder.ts';
import type { AccountCause, AccountSeries, AccountWorst, CauseShare } from './result.ts';

export interface AccountNames {
  readonly owners: readonly string[];
  readonly functions: readonly string[];
  readonly functionOf: readonly number[];
}

/** `concurrency`: of the account; null for no limit. Null when nothing ever ran. */
export function accountWorst(
  { worst, worstThrottles }: AccountRecorder,
  names: AccountNames,
  concurrency: number | null,
): AccountWorst | null {
  if (worst.at < 0) return null;
  const { functionOf } = names;
  const sum = (of: Int32Array, fn: number): number => of.reduce((n, one, i) => n + (functionOf[i] === fn ? one : 0), 0);
  const all = names.functions.map((name, fn) => ({
    function: name,
    running: sum(worst.running, fn),
    onProvisioned: sum(worst.provisioned, fn),
    reserved: worst.reserved[fn]! < 0 ? null : worst.reserved[fn]!,
    environments: worst.environments[fn]!,
  }));
  const aside = all.reduce((n, { reserved, environments }) => n + (reserved ?? environments), 0);
  const owners = names.owners.map((owner, i) => ({
    owner,
    function: names.functions[functionOf[i]!]!,
    running: worst.running[i]!,
    onProvisioned: worst.provisioned[i]!,
  }));
  return {
    at: worst.at,
    throttlesByAccount: worstThrottles[Limit.account]!,
    throttlesByReservation: worstThrottles[Limit.reserved]!,
    unreserved: concurrency === null ? null : Math.max(0, concurrency - aside),
    functions: all.filter((one) => one.running > 0 || one.reserved !== null || one.environments > 0),
    owners: owners.filter(({ running }) => running > 0),
  };
}

/** By owner and limit: those that were throttled. */
export function accountCauses({ blames }: AccountRecorder, names: AccountNames): AccountCause[] {
  return blames.flatMap((blame, owner) =>
    Object.values(Limit).flatMap((limit): AccountCause[] => {
      const throttles = blame?.throttles(limit) ?? 0;
      if (blame === undefined || throttles === 0) return [];
      const held = blame.held(limit);
      const causedBy = blame.shares(limit).map((share, i): CauseShare => {
        const isSomebody = i < names.owners.length;
        return {
          owner: isSomebody ? names.owners[i]! : null,
          function: isSomebody ? names.functions[names.functionOf[i]!]! : null,
          throttles: share,
          held: held[i] ?? 0,
        };
      });
      const told = causedBy.filter((one) => one.throttles > 0).toSorted((a, b) => b.throttles - a.throttles);
      const who = { owner: names.owners[owner]!, function: names.functions[names.functionOf[owner]!]! };
      return [{ ...who, limit: LIMITS[limit]!, throttles, causedBy: told }];
    }),
  );
}

/** The series by function, of readings in equal intervals. */
export function accountSeries(rows: readonly (readonly number[])[], functions: readonly string[]): AccountSeries {
  return { running: Object.fromEntries(functions.map((name, i) => [name, rows[i]!])) };
}
