/** Where the records of streams went for each mapping, what blocked shards and for how long, and reshards. Pure. */
import type { Result } from '../../metrics/result.ts';
import type { BlockedSpan, StreamBooks } from '../../metrics/streams/result.ts';
import { count, duration, instant } from '../format.ts';
import type { Entry } from './entry.ts';
import type { Html } from './html.ts';
import { rowsOf, shown } from './rows.ts';

export function streamAccounts(entries: readonly Entry[]): (Html | null)[] {
  return [books(entries), blockedShards(entries), blockedSpans(entries), reshards(entries)];
}

function books(entries: readonly Entry[]): Html | null {
  const rows = rowsOf(entries, (result) => ofMappings(result, ({ books: book }) => [book]));
  const columns = OUT.filter(([key], i) => i === 0 || rows.some(([, { out }]) => out[key] !== 0));
  return shown({
    caption: 'Books of mappings of streams: where every record went, over the whole run',
    columns: ['mapping', 'arrived', '=', ...columns.map(([, label]) => label)],
    rows: rows.map(([head, book]) => ({
      head,
      cells: [count(book.in.arrived), '=', ...columns.map(([key]) => count(book.out[key]))],
    })),
  });
}

const OUT: readonly (readonly [keyof StreamBooks['out'], string])[] = [
  ['succeeded', 'handled'],
  ['acknowledgedUnprocessed', 'unprocessed'],
  ['filtered', 'filtered out'],
  ['toDestination', 'to the destination'],
  ['skipped', 'skipped'],
  ['expired', 'lost to expiry'],
  ['beforeStart', 'before its start'],
  ['waiting', 'not done with'],
];

function blockedShards(entries: readonly Entry[]): Html | null {
  const rows = rowsOf(entries, (result) => ofMappings(result, ({ blockedShards: all }) => all));
  return shown({
    caption: 'Blocked shards, the most blocked first, after the warm-up',
    columns: ['mapping', 'shard', 'blocked'],
    rows: rows.map(([head, { shard, time }]) => ({ head, cells: [String(shard), duration(time)] })),
  });
}

function blockedSpans(entries: readonly Entry[]): Html | null {
  const rows = rowsOf(entries, (result) => ofMappings(result, ({ blockedSpans: all }) => all));
  return shown({
    caption: 'What blocked lanes longest, over the whole run',
    columns: [
      'mapping',
      'lane',
      'shard',
      'record',
      'records of the batch',
      'failures',
      'from',
      'until',
      'how it ended',
    ],
    rows: rows.map(([head, span]) => ({ head, cells: spanCells(span) })),
  });
}

function spanCells({ lane, shard, partitions, record, records, failures, from, until, end }: BlockedSpan): string[] {
  return [
    ...[lane, (partitions ?? [shard]).join(', '), record, count(records), count(failures), instant(from)],
    until === null ? 'the end of the run' : instant(until),
    end === null ? 'still blocked' : ENDS[end],
  ];
}

const ENDS: Readonly<Record<NonNullable<BlockedSpan['end']>, string>> = {
  succeeded: 'it succeeded',
  toDestination: 'sent to the destination',
  skipped: 'skipped',
  expired: 'lost to expiry',
};

function reshards(entries: readonly Entry[]): Html | null {
  const rows = rowsOf(entries, ({ sources }) =>
    Object.entries(sources).flatMap(([name, { stream }]) =>
      (stream?.reshards ?? []).map((one) => [name, one] as const),
    ),
  );
  const leftOut = rowsOf(entries, ({ sources }) =>
    Object.entries(sources).flatMap(([name, { stream }]) =>
      stream === null || stream.reshardsLeftOut === 0 ? [] : [[name, stream.reshardsLeftOut] as const],
    ),
  );
  return shown({
    caption: 'Reshards',
    columns: ['stream', 'at', 'closed', 'opened'],
    rows: [
      ...rows.map(([head, { at, closed, opened }]) => ({
        head,
        cells: [instant(at), closed.join(', '), opened.join(', ')],
      })),
      ...leftOut.map(([head, n]) => ({ head, cells: [`${count(n)} more are not listed`, '', ''] })),
    ],
  });
}

function ofMappings<T>(
  { mappings }: Result,
  rows: (stream: NonNullable<Result['mappings'][string]['stream']>) => readonly T[],
): (readonly [string, T])[] {
  return Object.entries(mappings).flatMap(([name, { stream }]) =>
    stream === null ? [] : rows(stream).map((row) => [name, row] as const),
  );
}
