/**
 * What is said of topics of Kafka and of the mappings that read them, in their own terms: offset lag, consumers, partitions. What they have in
 * common with streams is in stream-verdict.ts and stream-tables.ts. Pure.
 */
import type { MappingResult, Result } from '../metrics/result.ts';
import type { BlockedSpan, KafkaResult, StreamMappingResult } from '../metrics/streams/result.ts';
import { count, duration, list, some } from './format.ts';
import { afterWarmUp, firstAfterWarmUp } from './limits.ts';
import type { Style } from './style.ts';
import { table, type Cell } from './table.ts';

/** Whether a source is a topic. */
export function isTopic({ type }: { readonly type: string }): boolean {
  return type === 'kafka';
}

/** How far behind a mapping is, at worst and at the end; whether it falls behind. */
export function offsetLag(name: string, { stream, batchSize }: MappingResult, result: Result): string[] {
  const lags = result.series.mappings[name]!.stream?.offsetLag;
  if (stream?.kafka === undefined || lags === undefined) return [];
  const { offsetLag: lag, offsetLagSum: sum } = stream.kafka;
  // What one batch holds is nothing to speak of.
  if (lag.max <= 2 * (batchSize.max ?? 0)) return [];
  const readings = afterWarmUp(lags, result);
  const { period } = result.series;
  if (lag.last >= lag.max * 0.95) {
    const from = Math.floor((readings.length * 2) / 3);
    const time = ((readings.length - 1 - from) * period) / 1e6;
    const growth = time > 0 ? (readings.at(-1)! - readings[from]!) / time : 0;
    const rate = growth > 0 ? `: it grew by ${count(growth)} a second in the last third of the run` : '';
    return [
      `${name} fell behind: its offset lag was greatest at the end, ${some(lag.last, 'record')} in one partition and ${count(sum.last)} in all${rate}.`,
    ];
  }
  const at = (firstAfterWarmUp(result) + readings.indexOf(Math.max(...readings)) + 1) * period;
  const around = duration(Math.min(at, result.duration));
  return [
    `The offset lag of ${name} was ${some(lag.max, 'record')} in one partition at worst, around ${around}, and ${count(lag.last)} at the end.`,
  ];
}

/** One partition holds most of the lag, from this share on; of two partitions, where an even half is no news, from the other. */
const MOST = 0.5;
const MOST_OF_TWO = 0.8;

/** It falls behind in one partition: what is in the way are its keys, and not how many partitions or consumers there are. */
export function hotPartition(name: string, mapping: MappingResult, result: Result): string[] {
  const { stream, batchSize } = mapping;
  if (!isHot(mapping, result) || stream!.kafka!.offsetLag.max <= 2 * (batchSize.max ?? 0)) return [];
  const { offsetLag: lag, offsetLagSum: sum } = stream!.kafka!;
  return [
    `Of the ${some(sum.last, 'record')} that ${name} is behind, ${count(lag.last)} are in one of ${count(partitionsOf(mapping, result))} partitions, where records of one key all are, one batch after the other: keys that spread, larger batches or a faster function would help, and neither more partitions nor more consumers while few keys have most of the records.`,
  ];
}

function isHot(mapping: MappingResult, result: Result): boolean {
  const { stream } = mapping;
  if (stream?.kafka === undefined || stream.blocked > 0 || !isBehind(stream.kafka)) return false;
  const partitions = partitionsOf(mapping, result);
  const share = stream.kafka.offsetLag.last / stream.kafka.offsetLagSum.last;
  return partitions > 1 && share > (partitions === 2 ? MOST_OF_TWO : MOST);
}

function partitionsOf({ source }: MappingResult, result: Result): number {
  return result.sources[source]!.stream!.shards.max;
}

/** Consumers are as many as there are partitions, all are at work, and it is not enough. */
export function partitionsAsCeiling(name: string, mapping: MappingResult, result: Result): string[] {
  const { stream, pollers } = mapping;
  if (stream?.kafka === undefined || pollers === null || isHot(mapping, result)) return [];
  const partitions = partitionsOf(mapping, result);
  if (pollers.max < partitions || !isBehind(stream.kafka) || stream.blocked > 0) return [];
  // Where fewer run at once, something else is in the way: few keys, or what the function may have.
  if (stream.running.max < partitions) return [];
  const { pollers: consumers } = result.series.mappings[name]!;
  const share = consumers.filter((n) => n !== null && n >= partitions).length / consumers.length;
  if (share < 0.1) return [];
  const each = partitions === 1 ? 'its only partition' : `each of its ${count(partitions)} partitions`;
  return [
    `${name} had a consumer for ${each} and still fell behind: more consumers would have nothing to read; more partitions, larger batches or a faster function would help.`,
  ];
}

function isBehind({ offsetLagSum: { last, max } }: KafkaResult): boolean {
  return last > 0 && last >= max * 0.95;
}

/** What was blocked, as it is said of Kafka; undefined of other streams. */
export function blockedPartitions({ partitions }: BlockedSpan, source: string): string | undefined {
  if (partitions === undefined) return undefined;
  const [first, ...others] = partitions;
  if (others.length === 0) return `partition ${first!} of ${source}`;
  if (others.length < 4) return `partitions ${list(partitions.map(String), 'and')} of ${source}`;
  return `${some(partitions.length, 'partition')} of ${source}`;
}

/** A line for each topic. */
export function topics(result: Result, style: Style): string[] {
  const rows = Object.entries(result.sources).flatMap(([name, source]): Cell[][] =>
    source.stream === null || !isTopic(source)
      ? []
      : [
          [
            name,
            count(source.arrived),
            count(source.stream.shards.max),
            count(source.received),
            duration(source.ageOfOldest.max),
          ],
        ],
  );
  if (rows.length === 0) return [];
  return table({ head: ['topic', 'arrived', 'partitions', 'read', 'oldest'], rows }, style);
}

/** How far behind each group was, and with how many consumers. */
export function groups(result: Result, style: Style): string[] {
  const rows = Object.entries(result.mappings).flatMap(([name, mapping]): Cell[][] => {
    const { stream } = mapping;
    return stream?.kafka === undefined ? [] : [rowOf(name, mapping, stream, stream.kafka)];
  });
  if (rows.length === 0) return [];
  const lags = ['lag mean', 'lag max', 'lag at end', 'in all'];
  const head = ['reader', 'p50', 'p99', ...lags, 'consumers', 'rebalances', 'at once', 'blocked', 'retries'];
  return table({ head, rows }, style);
}

function rowOf(
  name: string,
  { latency, pollers }: MappingResult,
  stream: StreamMappingResult,
  { offsetLag: lag, offsetLagSum: sum, rebalances }: KafkaResult,
): Cell[] {
  return [
    name,
    duration(latency.p50),
    duration(latency.p99),
    count(lag.mean),
    count(lag.max),
    count(lag.last),
    count(sum.last),
    pollers === null ? '–' : `${count(pollers.mean)} / ${count(pollers.max)}`,
    count(rebalances),
    `${count(stream.running.mean)} / ${count(stream.running.max)}`,
    stream.blocked === 0 ? '0' : { text: duration(stream.blocked), kind: 'warning' },
    count(stream.retries),
  ];
}
