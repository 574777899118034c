/** The tenants of the tier that had it worst. Pure. */
import { count, duration } from '../format.ts';
import type { Entry } from './entry.ts';
import type { Html } from './html.ts';
import { rowsOf, shown } from './rows.ts';

export function tierAccounts(entries: readonly Entry[]): (Html | null)[] {
  const rows = rowsOf(entries, ({ tier }) => (tier?.worst ?? []).map((one) => [one.tenant, one] as const));
  if (rows.length === 0) return [];
  return [
    shown({
      caption: 'The worst tenants: p99 until the first run, of events accepted in the window',
      columns: ['tenant', 'events', 'p99', ''],
      rows: rows.map(([head, { events, p99, harmed }]) => ({
        head,
        cells: [count(events), duration(p99), harmed ? 'harmed' : 'not harmed'],
      })),
    }),
  ];
}
