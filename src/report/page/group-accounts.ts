/** Message groups of queues: what was sent and handled of each, how long its messages dwelt, and when groups were noisy. Pure. */
import type { GroupsResult } from '../../metrics/groups/result.ts';
import type { Result } from '../../metrics/result.ts';
import { count, duration, instant } from '../format.ts';
import { groupName } from '../groups.ts';
import type { Entry } from './entry.ts';
import type { Html } from './html.ts';
import { rowsOf, shown } from './rows.ts';

export function groupAccounts(entries: readonly Entry[]): (Html | null)[] {
  return [groups(entries), noisySpans(entries)];
}

function groups(entries: readonly Entry[]): Html | null {
  const rows = rowsOf(entries, (result) => ofQueues(result, ({ groups: all }) => all));
  return shown({
    caption: 'Message groups, those that sent the most first; dwell is from sent until first received',
    columns: [
      ...['queue', 'group', 'sent', 'received', 'handled', 'dead-lettered', 'expired', 'waiting'],
      ...['mean dwell', 'p50', 'p95', 'p99', 'max', 'noisy'],
    ],
    rows: rows.map(([head, one]) => ({
      head,
      cells: [
        groupName(one),
        ...[one.sent, one.received, one.handled, one.deadLettered, one.expired, one.waiting].map((n) => count(n)),
        ...[one.dwell.mean, one.dwell.p50, one.dwell.p95, one.dwell.p99, one.dwell.max].map((time) => duration(time)),
        one.noisy === null ? '–' : duration(one.noisy.time),
      ],
    })),
  });
}

function noisySpans(entries: readonly Entry[]): Html | null {
  const rows = rowsOf(entries, (result) => ofQueues(result, ({ fair }) => fair?.noisySpans ?? []));
  return shown({
    caption: 'When groups were noisy, the longest first',
    columns: ['queue', 'group', 'from', 'until'],
    rows: rows.map(([head, span]) => ({
      head,
      cells: [groupName(span), instant(span.from), span.until === null ? 'the end' : instant(span.until)],
    })),
  });
}

function ofQueues<T>({ sources }: Result, of: (groups: GroupsResult) => readonly T[]): [string, T][] {
  return Object.entries(sources).flatMap(([name, { groups: all }]) =>
    all === null ? [] : of(all).map((one): [string, T] => [name, one]),
  );
}
