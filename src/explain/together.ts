/**
 * Limits of which none binds alone, because another one stands behind it: all of a target lifted at once, with those that only show then,
 * until it helps; and then those put back, one after the other, that are not needed for it.
 */
import type { Settings } from '../scenario/template.ts';
import { ENOUGH, effectOf, matters, shareOf, type Effect } from './effect.ts';
import { suspectsOf, type Suspect } from './evidence.ts';
import { leversOf } from './lever-table.ts';
import type { Base, Levers } from './levers.ts';
import type { Runs, Step } from './runs.ts';
import { harmTo, ownTimeOf, type Harm, type Target } from './targets.ts';

export interface Together {
  readonly target: Target;
  readonly suspects: readonly Suspect[];
  readonly lifted: Harm;
  readonly effect: Effect;
}

/** Where records take so many times what work and ways take, or some are lost, something binds. */
const LONG = 3;

/** How often limits that only showed behind others are lifted as well. */
const MOST_ROUNDS = 3;

interface Lifted {
  readonly suspect: Suspect;
  readonly settings: Settings;
}

/** Undefined where nothing is to be explained, where all of them are not enough, and where no run was left. */
export function* findTogether(
  target: Target,
  tried: readonly { readonly suspect: Suspect; readonly levers?: Levers }[],
  base: Base,
  runs: Runs,
): Step<Together | undefined> {
  const before = harmTo(target, base.result);
  const own = ownTimeOf(target, base.result);
  const isLong = before.time !== null && own !== null && before.time > LONG * own;
  if (!isLong && before.lost === 0) return undefined;
  const ours = tried.filter(({ suspect }) => suspect.target === target && suspect.limit !== 'arrivalShape');
  const first = ours.flatMap(({ suspect, levers }) =>
    levers === undefined ? [] : [{ suspect, settings: levers.lift }],
  );
  const enough = yield* liftAll(target, first, base, runs);
  if (enough === undefined) return undefined;
  let { needed, lifted } = enough;
  const whole = lifted;
  for (const one of needed.toReversed()) {
    const others = needed.filter((other) => other !== one);
    const result = others.length < 2 ? undefined : yield* runs.of(merged(others));
    if (result === undefined) continue;
    const after = harmTo(target, result);
    if (shareOf(before, whole, after) < ENOUGH) continue;
    needed = others;
    lifted = after;
  }
  return { target, suspects: needed.map(({ suspect }) => suspect), lifted, effect: effectOf(before, lifted) };
}

/** As many as it takes; undefined where nothing more shows and it does not help. */
function* liftAll(
  target: Target,
  first: readonly Lifted[],
  base: Base,
  runs: Runs,
): Step<{ readonly needed: readonly Lifted[]; readonly lifted: Harm } | undefined> {
  const before = harmTo(target, base.result);
  let needed = first;
  for (let round = 0; round < MOST_ROUNDS && needed.length > 0; round++) {
    const result = yield* runs.of(merged(needed));
    if (result === undefined) return undefined;
    const lifted = harmTo(target, result);
    if (matters(before, lifted)) return { needed, lifted };
    const known = new Set(needed.map(({ suspect }) => nameOf(suspect)));
    const shown = suspectsOf(result, [target]).filter((suspect) => !known.has(nameOf(suspect)));
    const more = shown.flatMap((suspect) => {
      const levers = suspect.limit === 'arrivalShape' ? undefined : leversOf(suspect, base);
      return levers === undefined ? [] : [{ suspect, settings: levers.lift }];
    });
    if (more.length === 0) return undefined;
    needed = [...needed, ...more];
  }
  return undefined;
}

function nameOf({ limit, where }: Suspect): string {
  return JSON.stringify([limit, where]);
}

/** Of two that set the same, the first counts. */
function merged(lifts: readonly Lifted[]): Settings {
  return Object.assign({}, ...lifts.map(({ settings }) => settings).toReversed()) as Settings;
}
