/** Tables of streams and of the mappings that read them, beside those of queues, in which little of theirs would make sense. Pure. */
import type { MappingResult, Result } from '../metrics/result.ts';
import type { StreamMappingResult } from '../metrics/streams/result.ts';
import { count, duration } from './format.ts';
import { isTopic } from './kafka.ts';
import type { Style } from './style.ts';
import { marked, table, type Cell } from './table.ts';

export function streams(result: Result, style: Style): string[] {
  const rows = Object.entries(result.sources).flatMap(([name, source]): Cell[][] => {
    const { stream } = source;
    if (stream === null || isTopic(source)) return [];
    return [
      [
        name,
        count(source.arrived),
        stream.shards.min === stream.shards.max
          ? count(stream.shards.max)
          : `${count(stream.shards.min)} to ${count(stream.shards.max)}`,
        count(source.received),
        marked(stream.readsThrottled, 'warning'),
        marked(source.putsRefused, 'warning'),
        marked(source.putsDropped, 'bad'),
        duration(source.ageOfOldest.max),
      ],
    ];
  });
  if (rows.length === 0) return [];
  const head = ['stream', 'arrived', 'shards', 'read', 'reads throttled', 'puts refused', 'dropped', 'oldest'];
  return table({ head, rows }, style);
}

/** How far behind each was, and what stood in its way. */
export function streamMappings(result: Result, style: Style): string[] {
  const sharded = ofStreams(result).filter(([, , { kafka }]) => kafka === undefined);
  const rows = sharded.map(([name, { latency, pollers }, stream]): Cell[] => [
    name,
    duration(latency.p50),
    duration(latency.p99),
    duration(stream.iteratorAge.p50),
    duration(stream.iteratorAge.max),
    stream.blocked === 0 ? '0' : { text: duration(stream.blocked), kind: 'warning' },
    count(stream.retries),
    `${count(stream.running.mean)} / ${count(stream.running.max)}`,
    `${count(stream.lanesUsed)} / ${count(pollers?.max ?? null)}`,
  ]);
  if (rows.length === 0) return [];
  const head = ['reader', 'p50', 'p99', 'age p50', 'age max', 'blocked', 'retries', 'at once', 'lanes used'];
  return table({ head, rows }, style);
}

/** Over the whole run, warm-up included: the records of a line are the sum of the rest. */
export function streamBooks(result: Result, style: Style): string[] {
  const all = ofStreams(result);
  const isFiltered = all.some(([, , { books }]) => books.out.filtered > 0);
  const isLate = all.some(([, , { books }]) => books.out.beforeStart > 0);
  const rows = all.map(([name, , { books }]): Cell[] => {
    const { out } = books;
    return [
      name,
      `${count(books.in.arrived)} =`,
      ...(isLate ? [count(out.beforeStart)] : []),
      ...(isFiltered ? [count(out.filtered)] : []),
      count(out.succeeded),
      marked(out.acknowledgedUnprocessed, 'bad'),
      marked(out.toDestination, 'warning'),
      marked(out.skipped, 'bad'),
      marked(out.expired, 'bad'),
      count(out.waiting),
    ];
  });
  if (rows.length === 0) return [];
  const some = [...(isLate ? ['before'] : []), ...(isFiltered ? ['filtered'] : [])];
  const head = ['books', 'in =', ...some, 'handled', 'unprocessed', 'destination', 'skipped', 'expired', 'waiting'];
  return table({ head, rows }, style);
}

function ofStreams({ mappings }: Result): [string, MappingResult, StreamMappingResult][] {
  return Object.entries(mappings).flatMap(([name, mapping]): [string, MappingResult, StreamMappingResult][] =>
    mapping.stream === null ? [] : [[name, mapping, mapping.stream]],
  );
}
