/** Colours of variants that are compared: the baseline is grey. Of more than there are colours for, the first. */
import type { Comparison } from '../../plan/comparison.ts';
import { shown } from './names.ts';
import { COLOURS } from './theme.ts';

export interface VariantLine {
  /** Number of the variant; the baseline has 0. */
  readonly variant: number;
  /** As the legend has it; no two are equal. */
  readonly name: string;
  readonly colour: string;
}

const { grey, blue, vermilion, green, orange, purple, sky } = COLOURS;
const IN_ORDER = [grey, blue, vermilion, green, orange, purple, sky];

export function variantLines({ variants }: Pick<Comparison, 'variants'>): VariantLine[] {
  const names = distinct(variants.map(({ label }) => shown(label)));
  return IN_ORDER.slice(0, variants.length).map((colour, variant) => ({ variant, name: names[variant]!, colour }));
}

/** Those that are the same, as shortened names may be, are numbered. */
export function distinct(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let free = name;
    for (let n = 2; taken.has(free); n++) free = `${name} (${n})`;
    taken.add(free);
    return free;
  });
}
