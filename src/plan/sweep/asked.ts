/** What code or an option asks of a sweep, as settings of the scenario's `sweep:`, so that there is one reader for all. */
import type { Settings } from '../../scenario/template.ts';
import { isSampled, type Design } from './spec.ts';

/** What varies, as the scenario would write it: `{ 'mappings.m.batchSize': [1, 10] }`. */
export type Vary = Readonly<Record<string, readonly unknown[] | VaryRange | VaryCases>>;

export interface VaryRange {
  readonly from: number | string;
  readonly to: number | string;
  /** Between two values; 1 unless said. */
  readonly step?: number | string;
  /** Instead of a step: so many values. */
  readonly values?: number;
  /** Default: linear. */
  readonly scale?: 'linear' | 'log';
}

/** By name of a case: values by path. */
export interface VaryCases {
  readonly cases: Readonly<Record<string, Settings>>;
}

/** What is undefined here, the scenario says, or a default. */
export interface SweepAsked {
  /** Instead of all that the scenario lets vary. */
  readonly vary?: Vary | undefined;
  readonly design?: Design | undefined;
  readonly samples?: number | undefined;
  readonly replications?: number | undefined;
  /** Texts such as `p99(orders.latency)`. */
  readonly figures?: readonly string[] | undefined;
}

/** `sweep.design`, … as a template takes them; undefined as a value takes away what the scenario says. */
export function settingsOfAsked(asked: SweepAsked): Settings {
  const { design, samples } = asked;
  const keys = ['vary', 'design', 'samples', 'replications', 'figures'] as const;
  const given = keys.filter((key) => asked[key] !== undefined).map((key) => [`sweep.${key}`, asked[key]] as const);
  // A grid has no samples, whatever the scenario has them for.
  const hasNone = design !== undefined && !isSampled(design) && samples === undefined;
  return Object.fromEntries(hasNone ? [...given, ['sweep.samples', undefined]] : given);
}
