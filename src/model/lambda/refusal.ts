/**
 * Why an invocation is refused with status 429: the `Reason` of TooManyRequestsException (CON-10).
 * An invocation can also fail to begin for reasons that are no refusal: see {@link NotInvoked}.
 * Left out: ConcurrentSnapshotCreateLimitExceeded, for publishing versions is no part of a run.
 */

/**
 * - `ConcurrentInvocationLimitExceeded`: the unreserved part of the account is in use.
 * - `ReservedFunctionConcurrentInvocationLimitExceeded`: the function's reserved concurrency is in use.
 * - `ReservedFunctionInvocationRateLimitExceeded`: ten times the reserved concurrency a second are used up (CON-08).
 * - `FunctionInvocationRateLimitExceeded`: the same of the account's unreserved part, or no more environments may start now
 *   (CON-07); that the service gives this reason for either is an assumption (UNK-16), a fact that a scenario can change.
 * - `CallerRateLimitExceeded`: only where such a fact names it.
 */
export const REFUSALS = [
  'ConcurrentInvocationLimitExceeded',
  'ReservedFunctionConcurrentInvocationLimitExceeded',
  'FunctionInvocationRateLimitExceeded',
  'ReservedFunctionInvocationRateLimitExceeded',
  'CallerRateLimitExceeded',
] as const;

export type Refusal = (typeof REFUSALS)[number];

/**
 * Why there is no invocation although one was asked for: a refusal with 429, a system error with 5xx (SQS-43, ASY-04), or a chain
 * of requests that Lambda takes for a loop (ASY-16).
 */
export type NotInvoked = Refusal | 'ServiceException' | 'RecursiveInvocationException';

export function isRefusal(why: NotInvoked): why is Refusal {
  return why !== 'ServiceException' && why !== 'RecursiveInvocationException';
}
