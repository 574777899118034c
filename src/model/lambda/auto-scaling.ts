/**
 * What target tracking of Application Auto Scaling decides about provisioned concurrency, minute by minute. Pure.
 *
 * Two alarms look at its utilisation (AAS-01): it scales out when the last three datapoints are above the target, and in when
 * the last fifteen are below nine tenths of it. A minute in which nothing ran has no datapoint, and an alarm that misses one
 * stays silent, so a function that falls idle keeps what it has. What is wanted then is what the newest datapoint would
 * have needed to be at the target, rounded up, within the least and the most.
 * Left out: the delay of metrics, step scaling, several policies.
 */

export interface TrackingPolicy {
  /** Least and most environments. */
  min: number;
  max: number;
  /** Utilisation that is aimed at, 0 to 1. */
  readonly target: number;
  readonly outDatapoints: number;
  readonly inDatapoints: number;
  /** Share of the target below which it scales in. */
  readonly inThreshold: number;
}

export interface ScalingDecision {
  readonly why: 'scaleOut' | 'scaleIn';
  readonly to: number;
}

/** `utilisations`: of the last periods, the newest at the end; null where nothing ran. Undefined: nothing changes. */
export function decideScaling(
  current: number,
  utilisations: readonly (number | null)[],
  policy: TrackingPolicy,
): ScalingDecision | undefined {
  const newest = utilisations.at(-1);
  if (newest === undefined || newest === null) return undefined;
  const wanted = Math.min(policy.max, Math.max(policy.min, Math.ceil(tidy((current * newest) / policy.target))));
  const { outDatapoints, inDatapoints, target, inThreshold } = policy;
  if (wanted > current && isAll(utilisations, outDatapoints, (use) => use > target))
    return { why: 'scaleOut', to: wanted };
  if (wanted < current && isAll(utilisations, inDatapoints, (use) => use < target * inThreshold))
    return { why: 'scaleIn', to: wanted };
  return undefined;
}

function isAll(utilisations: readonly (number | null)[], count: number, holds: (use: number) => boolean): boolean {
  if (utilisations.length < count) return false;
  return utilisations.slice(-count).every((use) => use !== null && holds(use));
}

/** 10 × 0.7 / 0.7 is ten, not a little more. */
function tidy(exact: number): number {
  const near = Math.round(exact);
  return Math.abs(exact - near) < 1e-9 * Math.max(1, near) ? near : exact;
}
