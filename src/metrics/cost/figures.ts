/** Figures of the bill under the names that objectives have for them: scenario/objective-figures.ts. */
import type { CostResult } from './result.ts';

/** What the bill goes by in objectives. A part of the scenario may have that name too: its figures have other names. */
export const COST_NAME = 'cost';

/** In US dollars; null when there was nothing to divide by, undefined when there is no such figure. */
export function costFigureOf(cost: CostResult, figure: string): number | null | undefined {
  switch (figure) {
    case 'total':
      return cost.total;
    case 'perMillion':
      return cost.perMillion;
    case 'perMonth':
      return cost.perMonth;
    default:
      return undefined;
  }
}
