/**
 * What the options of `lagcast plan` ask for, as settings of the scenario's `plan:`, so that there is one reader for both.
 * An option wins over the file; `--vary` over all that the file lets vary.
 */
import { formatQuantity } from '../scenario/quantities.ts';
import type { Settings } from '../scenario/template.ts';
import { variedBy } from './varied.ts';

export interface AskedOnCommandLine {
  readonly vary?: readonly string[] | undefined;
  readonly minimise?: string | undefined;
  readonly risk?: string | undefined;
  /** From 0 to 1. */
  readonly confidence?: number | undefined;
  readonly maxRuns?: number | undefined;
}

/** `plan.risk`, … as `Template.with` takes them. Throws InputError. */
export function askedFor({ vary = [], minimise, risk, confidence, maxRuns }: AskedOnCommandLine): Settings {
  const plan = {
    vary: vary.length === 0 ? undefined : variedBy(vary),
    minimise,
    risk,
    confidence: confidence === undefined ? undefined : formatQuantity('share', confidence),
    maxRuns,
  };
  const given = Object.entries(plan).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([key, value]) => [`plan.${key}`, value]));
}
