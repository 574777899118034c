/** Who held the account, and who was throttled because of it: part of a result where several bring batches to functions. */
import type { LIMITS } from '../../model/batch.ts';

/** One second of the run. */
export interface AccountWorst {
  /** When the first of its refusals came; without any, when most ran. */
  readonly at: number;
  /** Refusals in that second by the account's concurrency, and by a reservation. */
  readonly throttlesByAccount: number;
  readonly throttlesByReservation: number;
  /** What functions without a reservation shared then, beyond what they have provisioned; null for no limit. */
  readonly unreserved: number | null;
  /** Who ran something then, or had something set aside. */
  readonly functions: readonly FunctionHolding[];
  readonly owners: readonly OwnerHolding[];
}

export interface FunctionHolding {
  readonly function: string;
  readonly running: number;
  /** Of these on provisioned environments. */
  readonly onProvisioned: number;
  /** What it reserved; null for nothing. */
  readonly reserved: number | null;
  /** Environments it had provisioned. */
  readonly environments: number;
}

export interface OwnerHolding {
  /** A mapping, or a source that calls by itself. */
  readonly owner: string;
  readonly function: string;
  readonly running: number;
  readonly onProvisioned: number;
}

/** Throttles of one owner by one limit, after the warm-up. */
export interface AccountCause {
  readonly owner: string;
  readonly function: string;
  readonly limit: (typeof LIMITS)[number];
  readonly throttles: number;
  /** Those who held what was full; their throttles add up to all of them. The most to blame first. */
  readonly causedBy: readonly CauseShare[];
}

export interface CauseShare {
  /** Null for nobody: what may run was 0. */
  readonly owner: string | null;
  readonly function: string | null;
  readonly throttles: number;
  /** What it held on average when they came: executions, invocations of that window, new environments. */
  readonly held: number;
}

/** Executions by function when most ran together in each interval: they add up to no more than the account has. */
export interface AccountSeries {
  readonly running: Readonly<Record<string, readonly number[]>>;
}
