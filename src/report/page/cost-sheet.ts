/** The totals of the bill, and each of its lines in a table, with the tiers of the month. Pure. */
import type { CostLine, CostResult } from '../../metrics/cost/result.ts';
import { hours, nameOf, priceOf, quantityOf } from '../cost.ts';
import { count, duration, money } from '../format.ts';
import type { Entry } from './entry.ts';
import type { Html } from './html.ts';
import { rowsOf, shown } from './rows.ts';
import { headline, type Sheet } from './sheet.ts';

export function costSheet(cost: CostResult): Sheet {
  return {
    lines: [
      headline('total', money(cost.total)),
      headline('a million records handled', money(cost.perMillion)),
      headline('a month of nothing but this', money(cost.perMonth)),
      { label: 'records from outside that were handled', value: count(cost.records) },
      { label: 'measured', value: duration(cost.span) },
      { label: 'a month is', value: hours(cost.month) },
      { label: 'free allowances of the month', value: cost.freeTier ? 'taken off' : 'not taken off' },
      ...servicesOf(cost).map(([service, amount]) => ({ label: `${service}, a month`, value: money(amount) })),
    ],
    spreads: [],
    levels: [],
  };
}

/** In the order in which they first have a line. */
function servicesOf({ lines }: CostResult): [string, number][] {
  const sums = new Map<string, number>();
  for (const { service, inMonth } of lines) sums.set(service, (sums.get(service) ?? 0) + inMonth.amount);
  return [...sums];
}

export function costAccounts(entries: readonly Entry[]): Html | null {
  const rows = rowsOf(entries, ({ cost }) => cost.lines.map((line) => [nameOf(line), line] as const));
  return shown({
    caption: 'Cost: of the run at the price of the first tier, and of a month of nothing but this',
    columns: ['line', 'quantity', '× price', 'amount', 'price from', 'quantity a month', 'amount a month', 'by tier'],
    rows: rows.map(([head, line]) => ({
      head,
      cells: [
        quantityOf(line),
        priceOf(line),
        money(line.amount),
        line.id,
        quantityOf({ ...line, quantity: line.inMonth.quantity }),
        money(line.inMonth.amount),
        tiersOf(line),
      ],
    })),
  });
}

/** `400,000 free; 2,100,000 at $0.0000166667: $35.00`, in the unit of the line. */
function tiersOf({ inMonth, per }: CostLine): string {
  return inMonth.tiers
    .map(({ fact, quantity, price, amount }) =>
      fact.endsWith('.free')
        ? `${count(quantity)} free`
        : `${count(quantity)} at ${priceOf({ price, per })}: ${money(amount)}`,
    )
    .join('; ');
}
