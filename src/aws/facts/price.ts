/** A fact of a price list: what something costs, how much a price is for, or to what it is rounded. The lists are in prices-….ts. */
import type { Fact, FactKind, FactUnit } from '../fact.ts';

/** Where a price was read. A summary by others is no documentation: what it says is recalled, or measured where they measured it. */
export interface Page {
  readonly kind: FactKind;
  readonly source: string;
  readonly date: string;
}

/** US dollars for what `says` names. */
export function usd(id: string, value: number, says: string, page: Page): Fact {
  return { id, unit: 'money', value, says, ...page };
}

/** How much, or how many: never a price. */
export function amount(unit: FactUnit, id: string, value: number, says: string, page: Page): Fact {
  return { id, unit, value, says, ...page };
}

/** Something that other things are divided by. */
export function part(unit: FactUnit, id: string, value: number, says: string, page: Page): Fact {
  return { ...amount(unit, id, value, says, page), positive: true };
}
