/**
 * Re-runs that decide which suspects bind: each alone lifted first, which tells whether it matters at all; then the smallest change that does
 * most of what lifting it does, found by halving its ladder. What nothing comes of is dropped. An experiment: it asks for runs, and does not
 * know where they run.
 */
import type { Experiment } from '../plan/experiment.ts';
import type { Settings } from '../scenario/template.ts';
import { ENOUGH, effectOf, LEAST_BURST, LEAST_TIME, matters, shareOf, sizeOf, type Effect } from './effect.ts';
import type { Suspect } from './evidence.ts';
import { leversOf } from './lever-table.ts';
import { sound, valueAt, type Base, type Levers } from './levers.ts';
import { rankOf } from './limits.ts';
import { Runs, type Step } from './runs.ts';
import { findTogether, type Together } from './together.ts';
import { harmBy, harmTo, type Harm } from './targets.ts';

/** A suspect after its re-run. */
export interface Tried {
  readonly suspect: Suspect;
  /** Null where it was not run; `why` says why. */
  readonly lift: { readonly settings: Settings; readonly after: Harm; readonly effect: Effect } | null;
  readonly binds: boolean;
  readonly why: string | null;
}

/** A change that was run, and is enough. */
export interface Change {
  /** Null takes away what is there. */
  readonly settings: Settings;
  /** What the scenario has there now, its defaults included; null of nothing. */
  readonly now: Settings;
  readonly after: Harm;
  readonly effect: Effect;
  /** Of what lifting the limit takes away: 1 is all of it. */
  readonly share: number;
}

/** A limit that binds. */
export interface Finding {
  readonly suspect: Suspect;
  readonly before: Harm;
  readonly lifted: Harm;
  readonly effect: Effect;
  /** Null: none of the changes that were run is enough. */
  readonly change: Change | null;
  /** Whether there was a run for every change that was to be tried. */
  readonly isSought: boolean;
}

export interface Verified {
  /** For each target those that bind, the one that explains most first. */
  readonly findings: readonly Finding[];
  readonly tried: readonly Tried[];
  /** Of targets that no limit bound alone: those that did it together. */
  readonly together: readonly Together[];
  /** Re-runs, without that of the scenario as it is. */
  readonly runs: number;
}

/** With what it was lifted by, and what it is judged by. */
type Judged = Tried & { readonly levers?: Levers; readonly judged?: Harm };

/** Of the runs, those kept for looking for changes. */
const KEPT = 4;
/** Why a suspect was not run of which the scenario says nothing. */
export const NOTHING_TO_LIFT = 'the scenario sets nothing there that could be lifted';
/** Effects so near each other are one effect with several names. */
const ALIKE = 0.1;

export function* verifying(base: Base, suspects: readonly Suspect[], mostRuns: number): Experiment<Verified> {
  const runs = new Runs(base, mostRuns);
  const tried: Judged[] = [];
  const mostLifts = Math.max(1, mostRuns - KEPT);
  const [ofArrivals, others] = [true, false].map((is) =>
    suspects.filter((one) => (one.limit === 'arrivalShape') === is),
  );
  for (const suspect of others!) tried.push(yield* lifting(suspect, base, runs, mostLifts));
  for (const suspect of ofArrivals!) {
    // A burst is to blame where no limit is: any of them would bind later or less without it.
    if (tried.some((one) => one.binds && one.suspect.target === suspect.target)) continue;
    tried.push(yield* lifting(suspect, base, runs, mostRuns));
  }
  const findings: Finding[] = [];
  const together: Together[] = [];
  for (const target of new Set(suspects.map((one) => one.target))) {
    const bound = once(inOrder(tried.filter((one) => one.binds && one.suspect.target === target)));
    for (const { suspect, lift, levers, judged } of bound) {
      const { after: lifted, effect } = lift!;
      const sought = yield* changing(suspect, levers!, judged!, base, runs);
      findings.push({ suspect, before: harmTo(target, base.result), lifted, effect, ...sought });
    }
    const several = bound.length > 0 ? undefined : yield* findTogether(target, tried, base, runs);
    if (several !== undefined) together.push(several);
  }
  return { findings, together, tried: tried.map(({ levers: _, judged: __, ...one }) => one), runs: runs.count };
}

function* lifting(suspect: Suspect, base: Base, runs: Runs, most: number): Step<Judged> {
  const levers = leversOf(suspect, base);
  const not = (why: string): Tried => ({ suspect, lift: null, binds: false, why });
  if (levers === undefined) return not(NOTHING_TO_LIFT);
  if (!runs.has(levers.lift) && runs.count >= most) return not('no re-run was left for it');
  const result = yield* runs.of(levers.lift);
  if (result === undefined) return not('the scenario without it is none that can be run');
  const { limit, target } = suspect;
  const after = harmTo(target, result);
  const lift = { settings: plain(levers.lift), after, effect: effectOf(harmTo(target, base.result), after) };
  const judged = harmBy(limit, target, result);
  const binds = matters(harmBy(limit, target, base.result), judged, leastOf(suspect));
  return { suspect, lift, binds, why: null, levers, judged };
}

function leastOf({ limit }: Suspect): number {
  return limit === 'arrivalShape' ? LEAST_BURST : LEAST_TIME;
}

/** The smallest change that is enough, by halving: a greater one is taken to be enough as well. */
function* changing(
  { limit, target }: Suspect,
  { ladders }: Levers,
  judged: Harm,
  base: Base,
  runs: Runs,
): Step<Pick<Finding, 'change' | 'isSought'>> {
  const before = harmTo(target, base.result);
  for (const ladder of ladders) {
    const steps = sound(ladder, base);
    let [low, high] = [0, steps.length];
    let best: Change | null = null;
    while (low < high) {
      const middle = (low + high) >> 1;
      const settings = steps[middle]!;
      const result = yield* runs.of(settings);
      if (result === undefined) return { change: best, isSought: false };
      const after = harmTo(target, result);
      const effect = effectOf(before, after);
      const share = shareOf(harmBy(limit, target, base.result), judged, harmBy(limit, target, result));
      if (share >= ENOUGH) {
        best = { settings: plain(settings), now: nowAt(settings, base), after, effect, share };
        high = middle;
      } else low = middle + 1;
    }
    if (best !== null) return { change: best, isSought: true };
  }
  return { change: null, isSought: true };
}

/** Of those that one and the same run lifts, the first. */
function once(bound: readonly Judged[]): Judged[] {
  const runs = bound.map(({ lift }) => JSON.stringify(lift!.settings));
  return bound.filter((_, i) => runs.indexOf(runs[i]!) === i);
}

/** As data: what is taken away is null. */
function plain(settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).map(([path, value]) => [path, value ?? null]));
}

function nowAt(settings: Settings, base: Base): Settings {
  return Object.fromEntries(Object.keys(settings).map((path) => [path, valueAt(base, path) ?? null]));
}

/** The greatest effect first; of those that are alike the one that is the cause of the others. */
function inOrder<T extends Tried>(bound: readonly T[]): T[] {
  const size = ({ lift }: T): number => sizeOf(lift!.effect);
  const greatest = Math.max(0, ...bound.map(size));
  const isFirst = (one: T): boolean => size(one) >= greatest - ALIKE;
  const byRank = bound.filter(isFirst).toSorted((a, b) => rankOf(a.suspect.limit) - rankOf(b.suspect.limit));
  return [...byRank, ...bound.filter((one) => !isFirst(one)).toSorted((a, b) => size(b) - size(a))];
}
