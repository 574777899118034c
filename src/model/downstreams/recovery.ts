/** How slow a downstream is after an outage: caches are cold, replicas catch up. Latency falls back along a straight line. */
import type { Micros } from '../../engine/time.ts';

export interface RecoverySettings {
  /** Until it is as before. */
  readonly over: Micros;
  /** What latency is multiplied by at the end of the outage; 1 or more. */
  readonly slowdown: number;
}

/** What latency is multiplied by so long after the end of the last outage; undefined: there was none. */
export function slowdownAfter({ over, slowdown }: RecoverySettings, time: Micros | undefined): number {
  if (time === undefined || time >= over) return 1;
  return slowdown + (1 - slowdown) * (time / over);
}
