/**
 * Why an invocation is refused with status 429: the `Reason` of TooManyRequestsException (CON-10).
 * Left out until they are modelled: the request rates, the caller rate, snapshots.
 */
export type Refusal =
  /** The unreserved part of the account is in use. */
  | 'ConcurrentInvocationLimitExceeded'
  /** The function's reserved concurrency is in use. */
  | 'ReservedFunctionConcurrentInvocationLimitExceeded'
  /** No more environments may start now (CON-07). That this reason is given for it is an assumption (UNK-16). */
  | 'FunctionInvocationRateLimitExceeded';
