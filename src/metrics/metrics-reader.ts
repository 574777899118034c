/**
 * Metrics by the period, as CloudWatch would have them: from the readings of a run and the counts beside them, rows for each part,
 * handed on in the order of time. Nothing is kept of what has been handed on. The warm-up is in them: CloudWatch knows none.
 */
import { METRICS } from '../aws/cloudwatch-metrics.ts';
import type { Micros } from '../engine/time.ts';
import { BrokerMetrics, type BrokerEngine } from './broker-metrics.ts';
import type { PeriodCounts } from './period-counts.ts';
import { FairMetrics } from './groups/fair-metrics.ts';
import type { GroupRecorder } from './groups/group-recorder.ts';
import type { FifoRecorder } from './groups/fifo-recorder.ts';
import { AccountMetrics, FunctionMetrics, MappingMetrics, QueueMetrics, type MappingTraits } from './part-metrics.ts';
import type { ProvisionedRecorder } from './provisioned.ts';
import type { Reader, Reading } from './readings.ts';
import type { Recorder } from './recorder.ts';
import { Sheet } from './sheet.ts';
import { streamRows } from './streams/stream-metrics.ts';

/** Names of the parts, in the order of the scenario. */
export interface PartNames {
  readonly sources: readonly string[];
  readonly functions: readonly string[];
  readonly mappings: readonly string[];
  /** For each mapping what it has. */
  readonly traits: readonly MappingTraits[];
  /** For each mapping the number of its function. */
  readonly functionOf: readonly number[];
  /** For each source the engine of its broker; undefined: it is no queue of a broker. */
  readonly brokers: readonly (BrokerEngine | undefined)[];
}

/** What is measured. `provisioned`, `fifo`, `groups`: of runs that measure them. */
export interface Measured {
  readonly recorder: Recorder;
  readonly provisioned: ProvisionedRecorder | undefined;
  readonly fifo: FifoRecorder | undefined;
  readonly groups: GroupRecorder | undefined;
  readonly counts: PeriodCounts;
}

export class MetricsReader implements Reader {
  readonly period: Micros;
  readonly #end: Micros;
  readonly #counts: PeriodCounts;
  readonly #names: PartNames;
  /** By their number; only queues have some. */
  readonly #queues: readonly (QueueMetrics | BrokerMetrics | undefined)[];
  readonly #functions: readonly FunctionMetrics[];
  readonly #account: AccountMetrics;
  readonly #mappings: readonly MappingMetrics[];
  /** Start of the present period. */
  #from: Micros = 0;

  /** `end`: of the run. `activeFor`: how long CloudWatch takes a queue to be active after it was. */
  constructor(
    settings: { period: Micros; end: Micros; activeFor: Micros },
    names: PartNames,
    { recorder, provisioned, fifo, groups, counts }: Measured,
  ) {
    this.period = settings.period;
    this.#end = settings.end;
    this.#counts = counts;
    this.#names = names;
    this.#queues = recorder.sources.map((source, i) => {
      if (source.role !== 'queue') return undefined;
      const [name, engine, counted] = [names.sources[i]!, names.brokers[i], counts.queues[i]!];
      if (engine !== undefined) return new BrokerMetrics(name, engine, source, counted);
      const fair = groups?.queues[i]?.fair;
      const kinds = { fifo: fifo?.queues[i], fair: fair && new FairMetrics(fair) };
      return new QueueMetrics(name, source, counted, settings.activeFor, kinds);
    });
    this.#functions = recorder.functions.map((fn, i) => {
      const [streams, events] = [counts.streams?.functions[i], counts.events?.functions[i]];
      const counted = { durations: counts.durations[i]!, streams, events };
      return new FunctionMetrics(names.functions[i]!, fn, counted, provisioned?.functions[i]);
    });
    this.#account = new AccountMetrics(counts.account);
    this.#mappings = counts.mappings.map(
      (mapping, i) => new MappingMetrics(names.mappings[i]!, mapping, counts.streams?.mappings[i], names.traits[i]!),
    );
  }

  note({ now, sources, functions, mappings, claimed, streams, groupsInFlight, fair }: Reading): void {
    this.#queues.forEach((queue, i) => queue?.note(sources[i]!, now, { inFlight: groupsInFlight[i], fair: fair[i] }));
    this.#functions.forEach((fn, i) => fn.note(functions[i]!, now));
    this.#account.note(claimed, now);
    this.#mappings.forEach((mapping, i) => mapping.note(mappings[i]!, streams[i]));
  }

  close(now: Micros): void {
    const sheet = new Sheet(this.#from);
    for (const queue of this.#queues) queue?.close(sheet, this.#from, now);
    this.#counts.streams?.streams.forEach((stream, i) => {
      if (stream !== undefined) streamRows(sheet, this.#names.sources[i]!, stream);
    });
    const errorRows = this.#functions.map((fn) => fn.close(sheet, this.#from, now));
    this.#offsetLags(sheet);
    this.#account.close(sheet, this.#from, now);
    for (const mapping of this.#mappings) mapping.close(sheet);
    this.#counts.open.close({ rows: sheet.rows, errorRows }, now);
    this.#counts.reset();
    this.#from = now;
    if (now === this.#end) this.#counts.open.finish();
  }

  /** Of each function, the greatest of its mappings of Kafka. */
  #offsetLags(sheet: Sheet): void {
    this.#names.functions.forEach((name, fn) => {
      const lags = this.#mappings.flatMap(({ offsetLag }, i) =>
        this.#names.functionOf[i] === fn && offsetLag !== undefined ? [offsetLag] : [],
      );
      if (lags.length > 0) sheet.add(METRICS.offsetLag, name, Math.max(...lags));
    });
  }

  beforeRestart(): void {
    for (const queue of this.#queues) queue?.beforeRestart();
    for (const fn of this.#functions) fn.beforeRestart();
  }

  restart(): void {
    for (const queue of this.#queues) queue?.restart();
    for (const fn of this.#functions) fn.restart();
  }
}
