/**
 * What can be done about a limit: how a scenario would be without it, which tells whether it matters at all, and the changes that somebody
 * could make, smallest first. A limit without a lift cannot be tried. Each kind of limit has a function; the files beside this one hold them.
 */
import type { Result } from '../metrics/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Settings, Template } from '../scenario/template.ts';
import { writtenAt } from '../plan/sensitivity/axis.ts';
import type { Suspect } from './evidence.ts';
import type { LimitName } from './limits.ts';
import type { Ladder } from './steps.ts';

/** What levers are made from. */
export interface Base {
  readonly template: Template;
  readonly scenario: Scenario;
  readonly result: Result;
}

export interface Levers {
  /** The scenario without the limit, be it by numbers of the service that nobody can change. Several of them: any that helps will do. */
  readonly lift: Settings;
  /** Changes from the smallest to the greatest; of several ladders the first that is good enough counts. */
  readonly ladders: readonly Ladder[];
}

/** Undefined: the scenario has nothing there that could be lifted. */
export type LeversOf = (suspect: Suspect, base: Base) => Levers | undefined;

/** What the scenario says at a path, its defaults included. */
export function valueAt({ template, scenario }: Base, path: string): unknown {
  return writtenAt(path, template, scenario);
}

/** A number of the service so large that it binds nobody. */
export const UNBOUND = 1_000_000_000;

/** The changes of a ladder that give a scenario. */
export function sound(ladder: Ladder, { template }: Base): Ladder {
  return ladder.filter((settings) => template.tryVariant(settings).ok);
}

export type LeverTable = Readonly<Partial<Record<LimitName, LeversOf>>>;
