/**
 * The series of a result: the run over time, in at most some 300 equal intervals whatever its length. Counts, percentiles
 * and means are of the interval, levels and ages the greatest in it, so spikes survive. The warm-up is in it, and makes no gap
 * where it ends.
 */
import { MILLISECOND, SECOND, MINUTE, HOUR, DAY, type Micros } from '../engine/time.ts';
import { CLOSE_REASONS } from '../model/batch.ts';
import type { Histogram } from '../stats/histogram.ts';
import { Recent } from '../stats/recent.ts';
import type { FunctionRecord, MappingRecord, SourceRecord } from './ledgers.ts';
import type { FunctionReading, MappingReading, Reader, Reading, SourceReading } from './readings.ts';
import type { Recorder } from './recorder.ts';
import type { FunctionSeries, MappingSeries, SeriesResult, SourceSeries } from './series-result.ts';
import type { DownstreamRecorder } from './downstreams/recorder.ts';
import { DownstreamRows } from './downstreams/series.ts';
import type { EventRecorder } from './events/event-recorder.ts';
import { EventRows } from './events/series.ts';
import type { GroupRecorder } from './groups/group-recorder.ts';
import { GroupRows } from './groups/series.ts';
import { Steps } from './steps.ts';
import { StreamMappingRows, StreamRows } from './streams/series.ts';
import type { StreamRecorder } from './streams/stream-recorder.ts';

/** Widths of an interval that people like to read, from a millisecond to a day. */
const PERIODS: readonly Micros[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((n) => n * MILLISECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 6, 12].map((n) => n * HOUR),
  DAY,
];

const MOST_SAMPLES = 300;

/** The finest of the usual widths that gives at most some 300 readings; beyond, whole days. */
export function samplePeriod(duration: Micros): Micros {
  const finest = duration / MOST_SAMPLES;
  return PERIODS.find((period) => period >= finest) ?? Math.ceil(finest / DAY) * DAY;
}

/** Lists that are still growing. */
type Growing<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer V)[] ? V[] : Growing<T[K]> };

/** The series of one source, and where its counts stood when the last interval ended. */
class SourceRows {
  readonly rows: Growing<SourceSeries> = {
    ...{ arrived: [], succeeded: [], deadLettered: [], failed: [], refused: [] },
    ...{ depth: [], inFlight: [], ageOfOldest: [] },
    latency: { p50: [], p95: [], p99: [], max: [] },
  };
  readonly #source: SourceRecord;
  readonly #steps = new Steps();
  readonly #latency: Recent;

  constructor(source: SourceRecord, latencies: readonly Histogram[]) {
    this.#source = source;
    this.#latency = new Recent(latencies);
  }

  note({ depth, inFlight, ageOfOldest }: SourceReading, interval: number): void {
    raise(this.rows.depth, interval, depth);
    raise(this.rows.inFlight, interval, inFlight);
    raise(this.rows.ageOfOldest, interval, ageOfOldest);
  }

  close(): void {
    const { rows } = this;
    const source = this.#source;
    for (const count of ['arrived', 'succeeded', 'deadLettered', 'failed', 'refused'] as const)
      rows[count].push(this.#steps.take(count, source[count].total));
    const latency = this.#latency.take();
    const quantile = (share: number): number | null => (latency.count === 0 ? null : latency.quantile(share));
    rows.latency.p50.push(quantile(0.5));
    rows.latency.p95.push(quantile(0.95));
    rows.latency.p99.push(quantile(0.99));
    rows.latency.max.push(quantile(1));
  }

  beforeRestart(): void {
    this.#latency.keep();
  }

  restart(): void {
    this.#latency.restart();
  }
}

class MappingRows {
  readonly rows: Growing<MappingSeries> = {
    ...{ invocations: [], throttles: [], pollers: [], pollersLimit: [], batchSize: [] },
    closed: { noWindow: [], full: [], window: [], payload: [] },
  };
  readonly #mapping: MappingRecord;
  readonly #steps = new Steps();

  constructor(mapping: MappingRecord) {
    this.#mapping = mapping;
  }

  note({ pollers, pollersLimit }: MappingReading, interval: number): void {
    raise(this.rows.pollers, interval, pollers);
    this.rows.pollersLimit[interval] = bounded(pollersLimit);
  }

  close(): void {
    const { rows } = this;
    const { invocations, throttles, closed, batchSize } = this.#mapping;
    rows.invocations.push(this.#steps.take('invocations', invocations.total));
    rows.throttles.push(this.#steps.take('throttles', throttles.total));
    CLOSE_REASONS.forEach((reason, i) => rows.closed[reason].push(this.#steps.take(reason, closed[i]!.total)));
    const batches = this.#steps.take('batches', batchSize.count);
    const records = this.#steps.take('records', batchSize.sum);
    rows.batchSize.push(batches === 0 ? null : records / batches);
  }

  beforeRestart(): void {
    const { batchSize } = this.#mapping;
    this.#steps.restart('batches', batchSize.count);
    this.#steps.restart('records', batchSize.sum);
  }
}

class FunctionRows {
  readonly rows: Growing<FunctionSeries> = { invocations: [], errors: [], throttles: [], concurrency: [], limit: [] };
  readonly #fn: FunctionRecord;
  readonly #steps = new Steps();

  constructor(fn: FunctionRecord) {
    this.#fn = fn;
  }

  note({ concurrency, limit, provisionedReady }: FunctionReading, interval: number): void {
    raise(this.rows.concurrency, interval, concurrency);
    this.rows.limit[interval] = bounded(limit);
    const { provisioned = provisionedReady > 0 ? Array<number>(interval).fill(0) : undefined } = this.rows;
    if (provisioned === undefined) return;
    provisioned[interval] = provisionedReady;
    this.rows.provisioned = provisioned;
  }

  close(): void {
    for (const count of ['invocations', 'errors', 'throttles'] as const)
      this.rows[count].push(this.#steps.take(count, this.#fn[count].total));
  }
}

/** The recorders of what only some runs have. */
export interface SampledParts {
  readonly streams: StreamRecorder | undefined;
  readonly events: EventRecorder | undefined;
  readonly downstreams: DownstreamRecorder | undefined;
  readonly groups: GroupRecorder | undefined;
}

export class Sampler implements Reader {
  readonly period: Micros;
  readonly #sources: readonly SourceRows[];
  readonly #mappings: readonly MappingRows[];
  readonly #functions: readonly FunctionRows[];
  /** By their number; undefined of those that have nothing to do with streams. */
  readonly #streams: readonly (StreamRows | undefined)[];
  readonly #streamMappings: readonly (StreamMappingRows | undefined)[];
  readonly #events: readonly (EventRows | undefined)[];
  readonly #downstreams: readonly (DownstreamRows | undefined)[];
  readonly #groups: readonly (GroupRows | undefined)[];
  /** Number of the present interval. */
  #interval = 0;

  /** `latencies`: for each source, those of all that bring its records to functions. The others: of runs that have some. */
  constructor(
    duration: Micros,
    recorder: Recorder,
    latencies: readonly (readonly Histogram[])[],
    { streams, events, downstreams, groups }: SampledParts,
  ) {
    this.period = samplePeriod(duration);
    this.#sources = recorder.sources.map((source, i) => new SourceRows(source, latencies[i]!));
    this.#mappings = recorder.mappings.map((mapping) => new MappingRows(mapping));
    this.#functions = recorder.functions.map((fn) => new FunctionRows(fn));
    this.#streams = (streams?.streams ?? []).map((one, i) => one && new StreamRows(one, recorder.sources[i]!));
    this.#events = (events?.sources ?? []).map((one) => one && new EventRows(one));
    this.#downstreams = (downstreams?.downstreams ?? []).map((one) => one && new DownstreamRows(one));
    this.#groups = (groups?.queues ?? []).map((one) => one && new GroupRows(one));
    const reading = (streams?.mappings ?? []).filter((one) => one !== undefined).length;
    this.#streamMappings = (streams?.mappings ?? []).map((one) => one && new StreamMappingRows(one, reading));
  }

  note({ sources, mappings, functions, streams, downstreams, fair }: Reading): void {
    this.#groups.forEach((rows, i) => rows?.note(fair[i]));
    this.#streamMappings.forEach((rows, i) => rows?.note(streams[i]!));
    this.#sources.forEach((rows, i) => rows.note(sources[i]!, this.#interval));
    this.#mappings.forEach((rows, i) => rows.note(mappings[i]!, this.#interval));
    this.#functions.forEach((rows, i) => rows.note(functions[i]!, this.#interval));
    this.#downstreams.forEach((rows, i) => rows?.note(downstreams[i]!, this.#interval));
  }

  close(): void {
    for (const rows of [...this.#sources, ...this.#mappings, ...this.#functions]) rows.close();
    for (const rows of [...this.#streams, ...this.#streamMappings, ...this.#events]) rows?.close();
    for (const rows of [...this.#downstreams, ...this.#groups]) rows?.close();
    this.#interval++;
  }

  beforeRestart(): void {
    for (const rows of [...this.#sources, ...this.#mappings, ...this.#groups]) rows?.beforeRestart();
  }

  restart(): void {
    for (const rows of [...this.#sources, ...this.#groups]) rows?.restart();
  }

  #sourceSeries(rows: readonly SourceSeries[]): SourceSeries[] {
    return withGroups(withEvents(withStreams(rows, this.#streams), this.#events), this.#groups);
  }

  /** The readings by name. */
  toResult(names: {
    sources: readonly string[];
    mappings: readonly string[];
    functions: readonly string[];
    downstreams: readonly string[];
  }): SeriesResult {
    const rows = <R>(all: readonly { readonly rows: R }[]): R[] => all.map((one) => one.rows);
    return {
      period: this.period,
      sources: named(names.sources, this.#sourceSeries(rows(this.#sources))),
      mappings: named(names.mappings, withStreams(rows(this.#mappings), this.#streamMappings)),
      functions: named(names.functions, rows(this.#functions)),
      downstreams: measured(
        names.downstreams,
        this.#downstreams.map((one) => one?.rows),
      ),
    };
  }
}

/** The series of sources, each with what it has of message groups. */
function withGroups(rows: readonly SourceSeries[], groups: readonly (GroupRows | undefined)[]): SourceSeries[] {
  return rows.map((row, i) => {
    const of = groups[i]?.toResult();
    return of === undefined ? row : { ...row, groups: of };
  });
}

/** The series of parts, each with what it has of streams. */
function withStreams<R, S>(
  rows: readonly R[],
  streams: readonly ({ toResult(): S } | undefined)[],
): (R & { stream?: S })[] {
  return rows.map((row, i) => {
    const stream = streams[i]?.toResult();
    return stream === undefined ? (row as R & { stream?: S }) : { ...row, stream };
  });
}

/** The series of sources, each with what it has of asynchronous invocation. */
function withEvents(rows: readonly SourceSeries[], events: readonly (EventRows | undefined)[]): SourceSeries[] {
  return rows.map((row, i) => {
    const async = events[i]?.toResult();
    return async === undefined ? row : { ...row, async };
  });
}

/** The value of the present interval is the greatest that was noted in it. */
function raise(list: number[], interval: number, value: number): void {
  list[interval] = Math.max(list[interval] ?? 0, value);
}

function bounded(limit: number): number | null {
  return limit === Infinity ? null : limit;
}

/** An object of the values under their names, in order. */
export function named<V>(names: readonly string[], values: readonly V[]): Record<string, V> {
  return Object.fromEntries(names.map((name, i) => [name, values[i]!]));
}

/** The same of those that there are. */
export function measured<V>(names: readonly string[], values: readonly (V | undefined)[]): Record<string, V> {
  const known = names.flatMap((name, i) => (values[i] === undefined ? [] : [[name, values[i]] as const]));
  return Object.fromEntries(known);
}
