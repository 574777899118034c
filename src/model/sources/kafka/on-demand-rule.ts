/**
 * How many consumers a mapping on demand has after it has looked at its offset lag (KAF-01): twice as many when the lag has grown since the
 * last look, half as many when there was none at several looks one after the other, or when too many invocations fail. That it
 * looks every minute and that errors and throttles reduce consumers is documented, the steps are assumed (UNK-10), and that
 * what a batch holds is no lag here: with it, a topic under steady load would never be without. Pure.
 */
export interface Look {
  readonly consumers: number;
  readonly partitions: number;
  /** Records of all partitions that no consumer has taken yet, now and at the look before. */
  readonly lag: number;
  readonly lagBefore: number;
  /** Looks one after the other, this one included, at which there was no lag. */
  readonly idle: number;
  /** Share of the invocations since the last look that failed or were refused; 0 without any. */
  readonly failedShare: number;
}

export interface OnDemandRule {
  /** By how much consumers are multiplied and divided. */
  readonly factor: number;
  /** Looks without lag until there are fewer. */
  readonly idleLooks: number;
  /** Share of failures above which there are fewer. */
  readonly mostFailures: number;
}

/** Consumers from now on: at least one, at most one for each partition. */
export function nextConsumers(look: Look, { factor, idleLooks, mostFailures }: OnDemandRule): number {
  const { consumers, partitions, lag, lagBefore, idle, failedShare } = look;
  const fewer = Math.max(1, Math.floor(consumers / factor));
  if (failedShare > mostFailures) return fewer;
  if (idle >= idleLooks) return fewer;
  return lag > lagBefore ? Math.min(partitions, Math.ceil(consumers * factor)) : consumers;
}
