/** Changes that a clock makes: each at its instant, and again after a fixed time where they repeat. */
import { Rank } from '../../engine/rank.ts';
import type { Micros } from '../../engine/time.ts';
import type { World } from '../world.ts';

/** `every`: undefined for once. What is due at one instant happens in the order of the list. */
export function scheduleChanges<T extends { readonly at: Micros }>(
  { sim }: World,
  changes: readonly T[],
  every: Micros | undefined,
  apply: (change: T) => void,
): void {
  const happen = sim.action(Rank.scenario, (i) => {
    apply(changes[i]!);
    if (every !== undefined && sim.now + every <= sim.end) sim.after(every, happen, i);
  });
  changes.forEach(({ at }, i) => {
    if (at <= sim.end) sim.at(at, happen, i);
  });
}
