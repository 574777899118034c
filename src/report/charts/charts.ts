/**
 * All charts of a result, in the order in which one reads them: of the tier who suffers, its queues and its backlog; of each source latency, age of the oldest, of a fair queue dwell, backlog and
 * arrivals, of asynchronous invocation the age of its events and what became of them, of a stream what its shards refused; of each mapping batches, of one that reads a stream its iterator age, its shards and
 * its lanes before; of each function concurrency, and throttles and errors; of each downstream that is called step by step its connections. A
 * chart with nothing to show is left out. Of very many parts only those with most to tell have charts.
 */
import type { DownstreamResult } from '../../metrics/downstreams/result.ts';
import type { FunctionResult, MappingResult, Result, SourceResult } from '../../metrics/result.ts';
import { account } from './account.ts';
import { age } from './age.ts';
import { arrivals } from './arrivals.ts';
import { eventAge } from './event-age.ts';
import { events } from './events.ts';
import { backlog } from './backlog.ts';
import { batches } from './batches.ts';
import type { Chart } from './chart.ts';
import { connections } from './connections.ts';
import { consumers } from './consumers.ts';
import { concurrency } from './concurrency.ts';
import { costLines } from './cost-lines.ts';
import { dwell } from './dwell.ts';
import { iteratorAge } from './iterator-age.ts';
import { framed } from './frame.ts';
import { latency } from './latency.ts';
import { Stems } from './names.ts';
import { offsetLag } from './offset-lag.ts';
import { parallelism } from './parallelism.ts';
import { refusals } from './refusals.ts';
import { shardLimits } from './shard-limits.ts';
import { shardMap } from './shard-map.ts';
import { tierGroups } from './tier-groups.ts';
import { tierQueues } from './tier-queues.ts';
import { tierTenants } from './tier-tenants.ts';

/** Of a mapping that reads a stream, and of one that reads a topic of Kafka; all are left out of others. */
const ofStream = [iteratorAge, shardMap, parallelism];
const ofKafka = [offsetLag, consumers];

/** Parts of a kind that have charts. */
export const MOST_PARTS = 12;

export function charts(result: Result): Chart[] {
  const drawings = [
    ...[tierTenants, tierQueues, tierGroups].map((drawn) => drawn(result)),
    ...most(result.sources, troubleOfSource).flatMap(([name, source]) => [
      latency(name, source, result),
      age(name, source, result),
      dwell(name, source, result),
      eventAge(name, source, result),
      backlog(name, source, result),
      arrivals(name, source, result),
      events(name, source, result),
      shardLimits(name, result),
    ]),
    ...most(result.mappings, troubleOfMapping).flatMap(([name, mapping]) => [
      ...(mapping.stream?.kafka === undefined ? ofStream : ofKafka).map((drawn) => drawn(name, mapping, result)),
      batches(name, mapping, result),
    ]),
    ...most(result.functions, troubleOfFunction).flatMap(([name, fn]) => [
      concurrency(name, fn, result),
      refusals(name, result),
    ]),
    ...most(result.downstreams, troubleOfDownstream).map(([name, of]) => connections(name, of, result)),
    costLines(result),
    account(result),
  ];
  const stems = new Stems();
  return drawings.filter((drawing) => drawing !== undefined).map((drawing) => framed(drawing, result, stems));
}

/** Parts for which there was no room. */
export interface WithoutCharts {
  readonly sources: number;
  readonly mappings: number;
  readonly functions: number;
}

export function withoutCharts({ sources, mappings, functions }: Result): WithoutCharts {
  const beyond = (parts: object): number => Math.max(0, Object.keys(parts).length - MOST_PARTS);
  return { sources: beyond(sources), mappings: beyond(mappings), functions: beyond(functions) };
}

/** Those with the most trouble, and of the others with the most work, in the order of the scenario. */
function most<T>(
  parts: Readonly<Record<string, T>>,
  troubleOf: (part: T) => [trouble: number, work: number],
): [string, T][] {
  const all = Object.entries(parts).map(([name, part], i) => ({ name, part, i, of: troubleOf(part) }));
  return all
    .toSorted((a, b) => b.of[0] - a.of[0] || b.of[1] - a.of[1] || a.i - b.i)
    .slice(0, MOST_PARTS)
    .toSorted((a, b) => a.i - b.i)
    .map(({ name, part }) => [name, part]);
}

/** Trouble of a queue shows in the age of its oldest message, of direct calls in how long they take. */
function troubleOfSource({ ageOfOldest, latency: { max }, books }: SourceResult): [number, number] {
  return [Math.max(ageOfOldest.max ?? 0, max ?? 0), books.in.arrived + books.in.deadLetteredIn + books.in.redrivenIn];
}

function troubleOfMapping({
  throttles,
  systemErrors,
  failedInvocations,
  invocations,
}: MappingResult): [number, number] {
  return [throttles + systemErrors + failedInvocations, invocations];
}

function troubleOfFunction({ throttles, systemErrors, errors, invocations }: FunctionResult): [number, number] {
  return [throttles + systemErrors + errors, invocations];
}

function troubleOfDownstream({ callsFailed, calls }: DownstreamResult): [number, number] {
  return [callsFailed, calls];
}
