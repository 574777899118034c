/**
 * Prices quantities: what they cost at the first tier, and what they come to in a month, by tier and without what is free. Pure
 * arithmetic over the price list (items.ts) and the facts it is asked for.
 *
 * Items with the same tiers fill them together, and each line has its part of every tier in proportion to its quantity: which call came
 * first in a month nobody can say. What is free comes off before, in proportion as well.
 */
import { ITEMS, type Item, type ItemName, type Tier } from './items.ts';
import type { CostLine, CostResult, MonthLine, MonthTier } from './result.ts';

/** How much of something there was, for which part. */
export interface Quantity {
  readonly item: ItemName;
  readonly resource: string;
  /** In the unit of the item, at least 0. */
  readonly quantity: number;
}

/** The value and the identifier of a fact. */
export type FactOf = (path: string) => { readonly value: number; readonly id: string };

export interface Terms {
  /** What the quantities were counted in, and a month, in microseconds; the first above 0. */
  readonly span: number;
  readonly month: number;
  readonly freeTier: boolean;
}

/** The bill. `records`: see {@link CostResult}. */
export function bill(all: readonly Quantity[], factOf: FactOf, terms: Terms, records: number): CostResult {
  const some = all.filter(({ quantity }) => quantity > 0);
  const ofMonth = monthLines(some, factOf, terms);
  const lines = some.map((one, i) => lineOf(one, factOf, ofMonth[i]!));
  const total = sum(lines.map(({ amount }) => amount));
  return {
    total,
    perMillion: records > 0 ? (total / records) * 1_000_000 : null,
    perMonth: sum(lines.map(({ inMonth }) => inMonth.amount)),
    records,
    ...terms,
    lines,
  };
}

function lineOf({ item, resource, quantity }: Quantity, factOf: FactOf, inMonth: MonthLine): CostLine {
  const { says, service, unit, per, tiers }: Item = ITEMS[item];
  const fact = tiers[0].price;
  const { value: price, id } = factOf(fact);
  const amount = (quantity / per) * price;
  return { item, says, service, resource, quantity, unit, price, per, amount, fact, id, inMonth };
}

/** In the order of the quantities. */
function monthLines(all: readonly Quantity[], factOf: FactOf, { span, month, freeTier }: Terms): MonthLine[] {
  const wholes = all.map(({ quantity }) => quantity * (month / span));
  const totals = (keyOf: (item: Item) => unknown, parts: readonly number[]): Map<unknown, number> => {
    const byKey = new Map<unknown, number>();
    all.forEach(({ item }, i) => {
      const key = keyOf(ITEMS[item]);
      byKey.set(key, (byKey.get(key) ?? 0) + parts[i]!);
    });
    return byKey;
  };
  const byAllowance = totals(({ free }) => free, wholes);
  const freeShares = all.map(({ item }) => {
    const { free }: Item = ITEMS[item];
    return freeTier && free !== undefined ? Math.min(1, factOf(free).value / byAllowance.get(free)!) : 0;
  });
  const charged = wholes.map((quantity, i) => quantity * (1 - freeShares[i]!));
  const byTiers = totals(({ tiers }) => tiers[0].price, charged);
  return all.map(({ item }, i) => {
    const { per, tiers, free }: Item = ITEMS[item];
    const together = byTiers.get(tiers[0].price)!;
    const gratis = wholes[i]! - charged[i]!;
    const ofTiers = tierParts(tiers, charged[i]!, together, per, factOf);
    const isFree = gratis > 0 ? [{ quantity: gratis, price: 0, amount: 0, fact: free! }] : [];
    return {
      quantity: wholes[i]!,
      amount: sum(ofTiers.map(({ amount }) => amount)),
      tiers: [...isFree, ...ofTiers],
    };
  });
}

/** The part of each tier that falls to one line, which has so much of what all lines have together. */
function tierParts(tiers: readonly Tier[], own: number, together: number, per: number, factOf: FactOf): MonthTier[] {
  if (own <= 0) return [];
  let from = 0;
  return tiers.flatMap(({ price: fact, upTo }) => {
    const to = upTo === undefined ? Infinity : Math.max(from, factOf(upTo).value);
    const inTier = Math.max(0, Math.min(together, to) - from);
    from = to;
    if (inTier === 0) return [];
    const quantity = inTier === together ? own : inTier * (own / together);
    const { value: price } = factOf(fact);
    return [{ quantity, price, amount: (quantity / per) * price, fact }];
  });
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
