/** What the options of `lagcast sweep` ask for. `--vary` is instead of all that the file lets vary; any other option wins over its key. */
import type { SweepAsked } from '../../plan/sweep/asked.ts';
import type { Design } from '../../plan/sweep/spec.ts';
import { variedBy } from '../varied.ts';

/** What varies, and how cells are made of it, as the user wrote it; absent what was not. */
export interface SweepAskedOptions {
  readonly vary?: readonly string[] | undefined;
  readonly design?: Design | undefined;
  readonly samples?: number | undefined;
  readonly replications?: number | undefined;
  readonly figure?: readonly string[] | undefined;
}

/** Throws InputError. */
export function sweepAskedFor({ vary = [], design, samples, replications, figure }: SweepAskedOptions): SweepAsked {
  const varied = vary.length === 0 ? undefined : variedBy(vary, ['from', 'cases']);
  return { vary: varied as SweepAsked['vary'], design, samples, replications, figures: figure };
}
