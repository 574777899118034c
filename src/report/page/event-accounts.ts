/** How events that invoke a function asynchronously were given up, and what became of the records about their ends. Pure. */
import type { DeliveryResult, Dropped } from '../../metrics/events/result.ts';
import { count } from '../format.ts';
import type { Entry } from './entry.ts';
import type { Html } from './html.ts';
import { afterWarmUp, rowsOf, shown } from './rows.ts';

export function eventAccounts(entries: readonly Entry[]): (Html | null)[] {
  return [dropped(entries), deliveries(entries)];
}

function dropped(entries: readonly Entry[]): Html | null {
  const rows = rowsOf(entries, ({ sources }) =>
    Object.entries(sources).flatMap(([name, { async }]) =>
      async === null || async.dropped === 0 ? [] : [[name, async] as const],
    ),
  );
  const meant = CONDITIONS.filter(([condition]) => rows.some(([, { droppedBy }]) => droppedBy[condition] > 0));
  return shown({
    caption: `Events that were given up, by why${afterWarmUp(entries)}`,
    columns: ['source', ...meant.map(([, label]) => label), 'of all these never run'],
    rows: rows.map(([head, { droppedBy, droppedUnrun }]) => ({
      head,
      cells: [...meant.map(([condition]) => count(droppedBy[condition])), count(droppedUnrun)],
    })),
  });
}

const CONDITIONS: readonly (readonly [Dropped, string])[] = [
  ['RetriesExhausted', 'retries exhausted'],
  ['EventAgeExceeded', 'too old'],
  ['ZeroReservedConcurrency', 'reserved concurrency 0'],
  ['RecursiveInvocation', 'stopped as a loop'],
];

function deliveries(entries: readonly Entry[]): Html | null {
  const rows = rowsOf(entries, ({ sources }) =>
    Object.entries(sources).flatMap(([name, { async }]): (readonly [string, readonly [string, DeliveryResult]])[] => {
      if (async === null) return [];
      const { onSuccess, onFailure, deadLetterQueue } = async;
      return Object.entries({ onSuccess, onFailure, deadLetterQueue }).flatMap(([what, to]) =>
        to === null ? [] : [[name, [what, to]] as const],
      );
    }),
  );
  return shown({
    caption: `Where events were sent to at their end${afterWarmUp(entries)}`,
    columns: ['source', '', 'to', 'delivered', 'could not be delivered'],
    rows: rows.map(([head, [what, { name, delivered, failed }]]) => ({
      head,
      cells: [what, name, count(delivered), count(failed)],
    })),
  });
}
