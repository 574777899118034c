/**
 * When a mapping polls, from all that a scenario says about it: `enabledAt`, `enable`, `disable`, and those with `for`. Pure.
 *
 * A switch with `for` lies on top of what holds otherwise, and is taken away after its time; of several the one that began
 * last decides. A switch without `for` changes what holds otherwise, and ends those on top of it.
 */
import type { Micros } from '../../engine/time.ts';

/** One switch as written; `until` is Infinity without `for`. */
export interface Switch {
  readonly at: Micros;
  readonly until: Micros;
  readonly enabled: boolean;
  /** Position in the file's list of events. */
  readonly entry: number;
}

/** A change that has to happen: the mapping begins or ceases to poll. */
export interface Change {
  readonly at: Micros;
  readonly enabled: boolean;
  /** Position of the switch it comes from. */
  readonly entry: number;
}

/**
 * The changes, in order of time. `enabledAt`: when the mapping begins to poll by itself, undefined for never; that beginning is
 * not among the changes, but a change undoes it at once where a switch says otherwise.
 */
export function changesOf(switches: readonly Switch[], enabledAt: Micros | undefined): Change[] {
  const changes: Change[] = [];
  let isOn = false;
  for (const at of instants(switches, enabledAt)) {
    if (at === enabledAt) isOn = true;
    const { enabled, entry } = stateAt(at, switches, enabledAt);
    if (enabled === isOn) continue;
    isOn = enabled;
    changes.push({ at, enabled, entry });
  }
  return changes;
}

function instants(switches: readonly Switch[], enabledAt: Micros | undefined): Micros[] {
  const all = new Set(switches.flatMap(({ at, until }) => (until === Infinity ? [at] : [at, until])));
  if (enabledAt !== undefined) all.add(enabledAt);
  return [...all].sort((a, b) => a - b);
}

/** What holds from an instant on, and which switch was the last to matter. */
function stateAt(
  now: Micros,
  switches: readonly Switch[],
  enabledAt: Micros | undefined,
): { enabled: boolean; entry: number } {
  let base = { at: enabledAt ?? -Infinity, enabled: enabledAt !== undefined && enabledAt <= now, entry: -1 };
  let top: Switch | undefined;
  let ended = -1;
  for (const one of switches.toSorted((a, b) => a.at - b.at)) {
    if (one.at > now) break;
    if (one.until !== Infinity) {
      if (one.until > now) top = one;
      else ended = one.entry;
    } else if (enabledAt === undefined || one.at >= enabledAt || enabledAt > now) {
      base = one;
      top = undefined;
    }
  }
  if (top !== undefined) return { enabled: top.enabled, entry: top.entry };
  return { enabled: base.enabled, entry: base.entry < 0 ? ended : base.entry };
}
