/**
 * What the options of `lagcast sweep` ask for, as settings of the scenario's `sweep:`, so that there is one reader for both. An option wins
 * over the file; `--vary` over all that the file lets vary.
 */
import { isSampled, type Design } from '../../plan/sweep/spec.ts';
import type { Settings } from '../../scenario/template.ts';
import { variedBy } from '../varied.ts';

export interface SweepAsked {
  readonly vary?: readonly string[] | undefined;
  readonly design?: Design | undefined;
  readonly samples?: number | undefined;
  readonly replications?: number | undefined;
  readonly figure?: readonly string[] | undefined;
}

/** `sweep.design`, … as `Template.with` takes them; undefined takes away what the file says. Throws InputError. */
export function sweepAskedFor({ vary = [], design, samples, replications, figure }: SweepAsked): Settings {
  const sweep = {
    vary: vary.length === 0 ? undefined : variedBy(vary),
    design,
    samples,
    replications,
    figures: figure,
  };
  const given = Object.entries(sweep).filter(([, value]) => value !== undefined);
  // A grid has no samples, whatever the file had them for.
  const isOther = design !== undefined && !isSampled(design) && samples === undefined;
  const settings = given.map(([key, value]) => [`sweep.${key}`, value] as const);
  return Object.fromEntries(isOther ? [...settings, ['sweep.samples', undefined]] : settings);
}
