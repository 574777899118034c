/**
 * The bill of a run as text: what the run would have cost, what a million records and a month would, and the lines it is made of, each
 * with quantity, price and amount. Of very many lines those that cost most. Pure; nothing is said where nothing is charged.
 */
import type { CostLine, CostResult } from '../metrics/cost/result.ts';
import type { Result } from '../metrics/result.ts';
import { wrapped } from './fit.ts';
import { count, duration, money, price, some } from './format.ts';
import type { Style } from './style.ts';
import { table, type Cell } from './table.ts';

/** Nobody reads more on a terminal. */
const MOST_LINES = 12;

export function cost({ cost: bill }: Result, style: Style): string[] {
  if (bill.lines.length === 0) return [];
  const { shown, others } = dearest(bill.lines, MOST_LINES);
  const rows = shown.map((line): Cell[] => [
    nameOf(line),
    quantityOf(line),
    priceOf(line),
    money(line.amount),
    money(line.inMonth.amount),
  ]);
  if (others.length > 0) rows.push([some(others.length, 'other line'), '', '', ...sumsOf(others)]);
  const head = ['cost', 'quantity', '× price', 'amount', 'a month'];
  return [...inWords(bill).flatMap((line) => wrapped(line, style.width)), ...table({ head, rows }, style)];
}

/** What the totals are, and what a month is taken to be. */
export function inWords({ total, perMillion, perMonth, span, month, freeTier }: CostResult): string[] {
  const each = perMillion === null ? '' : `, ${money(perMillion)} for a million records handled`;
  const free = freeTier ? 'free allowances taken off' : 'no free allowances';
  return [
    `cost: ${money(total)} for the ${duration(span)} measured${each}`,
    `a month of nothing but this: ${money(perMonth)} (${hours(month)}; ${free})`,
  ];
}

/** What a month is taken to be, in hours, which is what prices are made from: `730 h`. */
export function hours(month: number): string {
  return `${count(month / 3_600_000_000)} h`;
}

/** `orders sends`. */
export function nameOf({ resource, says }: CostLine): string {
  return `${resource} ${says}`;
}

/** `12,345 requests`. */
export function quantityOf({ quantity, unit }: Pick<CostLine, 'quantity' | 'unit'>): string {
  return `${count(quantity)} ${unit}`;
}

/** `$0.20 per million`, `$0.0000166667`. */
export function priceOf({ price: of, per }: Pick<CostLine, 'price' | 'per'>): string {
  if (per === 1) return price(of);
  return `${price(of)} per ${per === 1_000_000 ? 'million' : count(per)}`;
}

/** The lines that cost most, in their order, and the rest. */
export function dearest(
  lines: readonly CostLine[],
  most: number,
): { readonly shown: readonly CostLine[]; readonly others: readonly CostLine[] } {
  const order = lines.map((_, i) => i);
  const first = new Set(order.toSorted((a, b) => lines[b]!.amount - lines[a]!.amount || a - b).slice(0, most));
  return { shown: lines.filter((_, i) => first.has(i)), others: lines.filter((_, i) => !first.has(i)) };
}

function sumsOf(lines: readonly CostLine[]): [string, string] {
  const sum = (amounts: readonly number[]): string => money(amounts.reduce((total, amount) => total + amount, 0));
  return [sum(lines.map(({ amount }) => amount)), sum(lines.map(({ inMonth }) => inMonth.amount))];
}
