/**
 * What can be done about a limit: how a scenario would be without it, which tells whether it matters at all, and the changes that somebody
 * could make, smallest first. A limit without a lift cannot be tried. Each kind of limit has a function; the files beside this one hold them.
 */
import { isMapping } from '../scenario/plain.ts';
import type { Result } from '../metrics/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Settings, Template } from '../scenario/template.ts';
import { writtenAt } from '../plan/sensitivity/axis.ts';
import type { Suspect } from './evidence.ts';
import type { LimitName } from './limits.ts';
import { at, more, type Ladder } from './steps.ts';

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

/** Where events set what stands at a path, and to what. */
export function setByEvents({ template }: Base, path: string): { readonly path: string; readonly value: unknown }[] {
  const events = template.written('events');
  if (!Array.isArray(events)) return [];
  return events.flatMap((event: unknown, i) => {
    const set = isMapping(event) ? (event as { readonly set?: unknown }).set : undefined;
    if (!isMapping(set) || !Object.hasOwn(set, path)) return [];
    return [{ path: `events[${i}].set["${path}"]`, value: (set as Readonly<Record<string, unknown>>)[path] }];
  });
}

/** A limit that may be left away, taken away for the whole run: null is what events say for that. Undefined where there is none. */
export function liftedFor(base: Base, path: string): Settings | undefined {
  const events = setByEvents(base, path).filter(({ value }) => typeof value === 'number');
  if (typeof valueAt(base, path) !== 'number' && events.length === 0) return undefined;
  return { [path]: undefined, ...Object.fromEntries(events.map((event) => [event.path, null])) };
}

/** More of a limit that counts, wherever it is less: at the beginning and by events. */
export function raised(base: Base, path: string): Ladder {
  const places = [{ path, value: valueAt(base, path) }, ...setByEvents(base, path)];
  const counts = places.flatMap(({ value }) => (typeof value === 'number' ? [value] : []));
  if (counts.length === 0) return [];
  const least = Math.min(...counts);
  const steps = least === 0 ? at(path, FROM_NOTHING) : more(path, least);
  return steps.map(({ [path]: count }) => {
    const below = places.filter(({ value }) => typeof value === 'number' && value < (count as number));
    return Object.fromEntries(below.map((place) => [place.path, count]));
  });
}

/** What follows on a limit of nothing at all. */
const FROM_NOTHING = [1, 2, 3, 5, 10, 20, 50, 100, 200];

/** A number of the service so large that it binds nobody. */
export const UNBOUND = 1_000_000_000;

/** The changes of a ladder that give a scenario. */
export function sound(ladder: Ladder, { template }: Base): Ladder {
  return ladder.filter((settings) => template.tryVariant(settings).ok);
}

export type LeverTable = Readonly<Partial<Record<LimitName, LeversOf>>>;
