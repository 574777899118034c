/** Puts together what makes metrics by the period, for runs whose metrics are wanted: beside simulate.ts, which drives it. */
import type { Alarms } from './assemble-alarms.ts';
import { Rules } from './aws/rules.ts';
import type { Simulation } from './engine/simulation.ts';
import type { Clock, Micros } from './engine/time.ts';
import { AccountLevels, type Reservation } from './metrics/account-levels.ts';
import { EventRecorder } from './metrics/events/event-recorder.ts';
import type { SettingChange } from './metrics/events/ledger.ts';
import { EventPeriodCounts } from './metrics/events/period-counts.ts';
import { GroupRecorder } from './metrics/groups/group-recorder.ts';
import { MetricsReader, type Measured } from './metrics/metrics-reader.ts';
import { OpenPeriods, type AppendRows } from './metrics/open-periods.ts';
import { PeriodCounts } from './metrics/period-counts.ts';
import { StreamPeriodCounts } from './metrics/streams/period-counts.ts';
import { StreamRecorder, type StreamParts } from './metrics/streams/stream-recorder.ts';
import type { IteratorAgeAt } from './metrics/streams/summary.ts';
import type { Records } from './model/records.ts';
import { isStreamType } from './model/sources/kinds.ts';
import { asyncOf, provisionedPollersOf, type Scenario, type SourceScenario } from './scenario/scenario.ts';

export interface MetricsOptions {
  /** Length of a period: whole microseconds above zero. CloudWatch has 1, 5, 10, 20, 30 s and multiples of 60 s. */
  readonly period: Micros;
  /** Takes the rows of one period after the other, of some of them late: when the last invocation that began in it has ended. */
  readonly append: AppendRows;
}

/** Metrics of one period while a run goes on. */
export interface Meter {
  readonly period: Micros;
  readonly counts: PeriodCounts;
}

/**
 * For each period in which somebody wants metrics, those who count: metrics that are written, and alarms, which look at them. Of two
 * with one period there is one.
 */
export function metersOf(
  scenario: Scenario,
  model: { records: Records; clock: Simulation },
  metrics: MetricsOptions | undefined,
  alarms: Alarms | undefined,
): Meter[] {
  const periods = new Set([...(metrics === undefined ? [] : [metrics.period]), ...(alarms?.periods ?? [])]);
  return [...periods].map((period) => {
    const append = metrics?.period === period ? metrics.append : () => {};
    const open = new OpenPeriods(period, append, alarms?.watch(period, model.clock));
    return { period, counts: periodCounts(scenario, model, open) };
  });
}

/** The observer that counts. */
function periodCounts(scenario: Scenario, model: { records: Records; clock: Clock }, open: OpenPeriods): PeriodCounts {
  const { sources, mappings, functions } = scenario;
  const parts = { sources: sources.length, mappings: mappings.length, functions: functions.length };
  const reserved = functions.map(({ reservedConcurrency }) => reservedConcurrency);
  const account = new AccountLevels(reserved, reservations(scenario));
  const kinds = { streams: streamPeriodCounts(scenario, model), events: eventPeriodCounts(scenario, model) };
  return new PeriodCounts(parts, model, account, open, kinds);
}

/** The reader that makes rows of what was counted. */
export function metricsReader(scenario: Scenario, period: Micros, measured: Measured): MetricsReader {
  // Rules of its own: the run does not rely on what only its metrics ask for.
  const activeFor = new Rules(scenario.rules, scenario.facts).number('sqs.metrics.activeFor');
  const traits = scenario.mappings.map((mapping) => ({
    filters: mapping.filters.length > 0,
    // Mappings of brokers and change streams have no metrics of events (H.2).
    eventCounts: mapping.type !== 'mq' && mapping.type !== 'documentDb',
    provisionedPollers: provisionedPollersOf(mapping) !== undefined,
  }));
  const brokers = scenario.sources.map((source) => (source.type === 'mq' ? source.options.engine : undefined));
  const names = { ...namesOf(scenario), traits, brokers, functionOf: functionOf(scenario) };
  return new MetricsReader({ period, end: scenario.duration, activeFor }, names, measured);
}

/** The observer that measures streams; undefined where there are none. */
export function streamRecorder(
  scenario: Scenario,
  { records, clock, idOf }: { records: Records; clock: Clock; idOf: (slot: number) => string },
): StreamRecorder | undefined {
  if (!scenario.sources.some(isStream)) return undefined;
  return new StreamRecorder(streamParts(scenario), records, clock, idOf);
}

/** Of each mapping the number of its function. */
function functionOf({ mappings, functions }: Scenario): number[] {
  return mappings.map((mapping) => functions.findIndex(({ name }) => name === mapping.function));
}

/** The observer that counts streams by the period; undefined where there are none. */
function streamPeriodCounts(
  scenario: Scenario,
  { records, clock }: { records: Records; clock: Clock },
): StreamPeriodCounts | undefined {
  const { sources, functions } = scenario;
  if (!sources.some(isStream)) return undefined;
  const parts = {
    ...streamParts(scenario),
    isKinesis: sources.map(({ type }) => type === 'kinesis'),
    functions: functions.length,
    functionOf: functionOf(scenario),
  };
  const ageAt = new Rules(scenario.rules, scenario.facts).word('stream.iteratorAgeAt') as IteratorAgeAt;
  return new StreamPeriodCounts(parts, ageAt, records, clock);
}

/** The observer that measures asynchronous invocation; undefined where there is none. */
export function eventRecorder(
  scenario: Scenario,
  { records, clock }: { records: Records; clock: Clock },
): EventRecorder | undefined {
  const { sources } = scenario;
  if (asyncOf(sources).length === 0) return undefined;
  const parts = sources.map((source) => {
    if (source.type !== 'async') return undefined;
    const [onSuccess, onFailure, deadLetterQueue] = [source.onSuccess, source.onFailure, source.deadLetterQueue].map(
      (to) => to?.name,
    );
    const ends = { onSuccess, onFailure, deadLetterQueue };
    const settingChanges = settingChangesOf(scenario, source.name);
    return { function: source.function, origin: source.options.origin, ...ends, settingChanges };
  });
  return new EventRecorder(parts, records, clock);
}

/** The observer that measures message groups; undefined where no queue has any. */
export function groupRecorder(
  { sources, duration }: Scenario,
  { records, clock }: { records: Records; clock: Clock },
): GroupRecorder | undefined {
  const queues = sources.map((source) => {
    if (source.type !== 'sqs' && source.type !== 'sqsFifo') return undefined;
    const { messageGroupId: attribute } = source.options;
    if (attribute === undefined) return undefined;
    return { attribute, column: records.attribute(attribute), isFair: source.type === 'sqs' };
  });
  if (queues.every((one) => one === undefined)) return undefined;
  return new GroupRecorder(queues, records, clock, duration);
}

/** When settings of a source are set within the run, and to what. */
function settingChangesOf({ events, duration }: Scenario, name: string): SettingChange[] {
  return events.flatMap((event) => {
    if (event.kind !== 'set' || event.at > duration || event.value === undefined) return [];
    const { at, target, option: setting, value: to } = event;
    return target.kind === 'source' && target.name === name ? [{ at, setting, to }] : [];
  });
}

/** The observer that counts asynchronous invocation by the period; undefined where there is none. */
function eventPeriodCounts(
  { sources, functions }: Scenario,
  { records, clock }: { records: Records; clock: Clock },
): EventPeriodCounts | undefined {
  if (asyncOf(sources).length === 0) return undefined;
  const functionOf = sources.map((source) =>
    source.type === 'async' ? functions.findIndex(({ name }) => name === source.function) : undefined,
  );
  return new EventPeriodCounts(functionOf, functions.length, records, clock);
}

function streamParts({ sources, mappings }: Scenario): StreamParts {
  const shards = sources.map(shardsOf);
  const streamOf = mappings.map(({ type, source }) => {
    return isStreamType(type) ? sources.findIndex(({ name }) => name === source) : undefined;
  });
  // Topics have no GetRecords, and what waits at the end of a change stream makes no calls either.
  const isPushed = mappings.map(
    (mapping) =>
      mapping.type === 'kafka' ||
      mapping.type === 'documentDb' ||
      (mapping.type === 'kinesis' && mapping.options.enhancedFanOut === true),
  );
  return { shards, streamOf, isPushed, isKafka: mappings.map(({ type }) => type === 'kafka') };
}

/** Shards or partitions at the beginning; undefined of what is no stream. */
function shardsOf(source: SourceScenario): number | undefined {
  if (source.type === 'kafka') return source.options.partitions;
  if (source.type === 'documentDb') return 1;
  return source.type === 'kinesis' || source.type === 'dynamodbStreams' ? source.options.shards : undefined;
}

function isStream({ type }: SourceScenario): boolean {
  return isStreamType(type);
}

/** Names of the parts, in the order of the scenario. */
export function namesOf({
  sources,
  mappings,
  functions,
  downstreams,
}: Scenario): Record<'sources' | 'mappings' | 'functions' | 'downstreams', string[]> {
  const names = (parts: readonly { readonly name: string }[]): string[] => parts.map(({ name }) => name);
  return {
    sources: names(sources),
    mappings: names(mappings),
    functions: names(functions),
    downstreams: names(downstreams),
  };
}

/** What functions reserve from when on, where events change it within the run, in order of time. */
function reservations({ events, duration, functions }: Scenario): Reservation[] {
  const changes = events.flatMap((event) => {
    if (event.kind !== 'set' || event.at > duration || event.option !== 'reservedConcurrency') return [];
    const fn = functions.findIndex(({ name }) => event.target.kind === 'function' && event.target.name === name);
    return fn < 0 ? [] : [{ at: event.at, fn, to: event.value }];
  });
  return changes.sort((a, b) => a.at - b.at);
}
