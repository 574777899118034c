/** Turns what the recorder has kept into the parts of a result. Pure: reads, computes, changes nothing. */
import type { Histogram } from '../stats/histogram.ts';
import { Histogram as Merged } from '../stats/histogram.ts';
import type { Level } from '../stats/level.ts';
import { CLOSE_REASONS } from '../model/batch.ts';
import type { Chains } from './chains.ts';
import type { EffectsRecord } from './effects/recorder.ts';
import { effectsResult } from './effects/result.ts';
import { MISSES } from './last-receive.ts';
import type { ProvisionedRecord } from './provisioned.ts';
import type { FunctionRecord, MappingRecord, SourceRecord } from './ledgers.ts';
import type { StreamBooks } from './streams/result.ts';
import type {
  BackOffResult,
  Books,
  ChainResult,
  DeadLetteredBy,
  FunctionResult,
  LevelResult,
  MappingResult,
  ProvisionedResult,
  SourceResult,
  Spread,
} from './result.ts';

export function spread(histogram: Histogram): Spread {
  const quantile = (share: number): number | null => (histogram.count === 0 ? null : histogram.quantile(share));
  return {
    count: histogram.count,
    mean: histogram.count === 0 ? null : histogram.mean,
    min: quantile(0),
    max: quantile(1),
    p50: quantile(0.5),
    p90: quantile(0.9),
    p95: quantile(0.95),
    p99: quantile(0.99),
    'p99.9': quantile(0.999),
    histogram: histogram.toData().bins,
  };
}

export function levelResult(level: Level, now: number): LevelResult {
  return { mean: level.mean(now), min: level.min, max: level.max, last: level.value };
}

export function booksOf(source: SourceRecord): Books {
  if (source.role === 'stream') return streamBooks(source);
  const { arrived, movedIn, redrivenIn, succeeded, acknowledged, deadLettered, redrivenOut } = source;
  const { expired, filtered, failed, refused } = source;
  return {
    in: { arrived: arrived.total, deadLetteredIn: movedIn.total, redrivenIn: redrivenIn.total },
    out: {
      succeeded: succeeded.total,
      acknowledgedUnprocessed: acknowledged.total,
      deadLettered: deadLettered.total,
      redrivenOut: redrivenOut.total,
      expired: expired.total,
      filtered: filtered.total,
      failed: failed.total,
      refused: refused.total,
      passed: 0,
      waiting: source.held,
    },
    inFlight: source.inFlight.value,
  };
}

/** A record of a stream is there until all mappings are done with it; how each was is in the mappings' own books. */
function streamBooks({ arrived, passed, held }: SourceRecord): Books {
  const none = { succeeded: 0, acknowledgedUnprocessed: 0, deadLettered: 0, redrivenOut: 0 };
  return {
    in: { arrived: arrived.total, deadLetteredIn: 0, redrivenIn: 0 },
    out: { ...none, expired: 0, filtered: 0, failed: 0, refused: 0, passed: passed.total, waiting: held },
    inFlight: 0,
  };
}

/** What went in less what came out; anything but zero is a defect. */
export function imbalance(books: Pick<Books, 'in' | 'out'> | StreamBooks): number {
  const total = (side: Readonly<Record<string, number>>): number => Object.values(side).reduce((sum, n) => sum + n, 0);
  return total(books.in) - total(books.out);
}

/** `latencies`: of all that bring its records to functions; `endToEnd`: undefined where no record follows another; `oldestAge`: of what remains, null when nothing does. */
export function sourceResult(
  type: string,
  source: SourceRecord,
  latencies: readonly Histogram[],
  endToEnd: Histogram | undefined,
  oldestAge: number | null,
  now: number,
): Omit<SourceResult, 'whereTimeWent' | 'stream' | 'async' | 'fifo' | 'groups'> {
  const latency = new Merged();
  for (const one of latencies) latency.merge(one.toData());
  const oldest = Math.max(source.greatestAge, oldestAge ?? 0);
  return {
    type,
    books: booksOf(source),
    arrived: source.arrived.counted,
    succeeded: source.succeeded.counted,
    acknowledged: source.acknowledged.counted,
    deadLettered: source.deadLettered.counted,
    deadLetteredUnseen: source.deadLetteredUnseen.counted,
    deadLetteredBy: deadLetteredBy(source),
    expired: source.expired.counted,
    filtered: source.filtered.counted,
    toDestination: source.toDestination.counted,
    discarded: source.skipped.counted,
    putsRefused: source.putsRefused.counted,
    putsDropped: source.putsDropped.counted,
    failed: source.failed.counted,
    refused: source.refused.counted,
    duplicates: source.duplicates.counted,
    received: source.received.counted,
    receives: source.receives.counted,
    emptyReceives: source.emptyReceives.counted,
    returned: source.returned.counted,
    latency: spread(latency),
    ageAtFirstAttempt: spread(source.ageAtFirstAttempt),
    endToEnd: endToEnd === undefined ? null : spread(endToEnd),
    depth: levelResult(source.visible, now),
    inFlight: levelResult(source.inFlight, now),
    ageOfOldest: { max: oldest > 0 || oldestAge !== null ? oldest : null, last: oldestAge },
  };
}

/** `sources`: their names, in the order of the scenario. */
export function chainResults(chains: Chains, sources: readonly string[]): ChainResult[] {
  return chains.all.map(({ from, to, least, most, latency }) => ({
    from: sources[from]!,
    to: sources[to]!,
    stages: { min: least, max: most },
    latency: spread(latency),
  }));
}

function deadLetteredBy(source: SourceRecord): DeadLetteredBy {
  const counts = MISSES.map((miss, i) => [miss, source.deadLetteredBy[i]!.counted]);
  return Object.fromEntries(counts) as unknown as DeadLetteredBy;
}

/** `ends`: what the mapping connects. */
export function mappingResult(
  mapping: MappingRecord,
  ends: { readonly source: string; readonly function: string },
  pollersLimit: number,
  now: number,
): Omit<MappingResult, 'whereTimeWent' | 'stream' | 'provisioned'> {
  return {
    source: ends.source,
    function: ends.function,
    invocations: mapping.invocations.counted,
    failedInvocations: mapping.failedInvocations.counted,
    throttles: mapping.throttles.counted,
    systemErrors: mapping.systemErrors.counted,
    filtered: mapping.filtered.counted,
    batchSize: spread(mapping.batchSize),
    closed: Object.fromEntries(CLOSE_REASONS.map((reason, i) => [reason, mapping.closed[i]!.counted])),
    succeeded: mapping.succeeded.counted,
    latency: spread(mapping.latency),
    pollers: pollersLimit === Infinity ? null : levelResult(mapping.pollers, now),
    pollersLimit: pollersLimit === Infinity ? null : pollersLimit,
    errorBackOff: backOffResult(mapping, now),
    changes: mapping.changes,
  };
}

function backOffResult(mapping: MappingRecord, now: number): BackOffResult | null {
  const time = mapping.backOff.area(now);
  return time === 0 || mapping.backOffPollers === null ? null : { time, ...mapping.backOffPollers };
}

export function functionResult(
  fn: FunctionRecord,
  settings: {
    readonly timeout: number;
    readonly reservedConcurrency: number | undefined;
    readonly provisionedConcurrency: number;
  },
  reservedConcurrencyChanges: FunctionResult['reservedConcurrencyChanges'],
  observed: { readonly provisioned: ProvisionedRecord | undefined; readonly effects: EffectsRecord | undefined },
  now: number,
): FunctionResult {
  const { provisioned, effects } = observed;
  const throttlesBy = [...fn.throttlesBy].map(([reason, tally]) => [reason, tally.counted] as const);
  return {
    invocations: fn.invocations.counted,
    errors: fn.errors.counted,
    unusableAnswers: fn.unusableAnswers.counted,
    timeouts: fn.timeouts.counted,
    outOfMemory: fn.outOfMemory.counted,
    throttles: fn.throttles.counted,
    throttlesBy: Object.fromEntries(throttlesBy),
    systemErrors: fn.systemErrors.counted,
    recursiveInvocationsDropped: fn.recursionsDropped.counted,
    sent: fn.sent.counted,
    sendsFailed: fn.sendsFailed.counted,
    coldStarts: fn.coldStarts.counted,
    suppressedInits: fn.suppressedInits.counted,
    provisionedInvocations: provisioned?.invocations.counted ?? 0,
    spillOver: provisioned?.spillOver.counted ?? 0,
    duration: spread(fn.duration),
    initDuration: spread(fn.initDuration),
    memoryUsed: fn.memoryUsed === undefined ? null : spread(fn.memoryUsed),
    concurrency: levelResult(fn.concurrency, now),
    reservedConcurrency: settings.reservedConcurrency ?? null,
    reservedConcurrencyChanges,
    provisioned: provisionedResult(provisioned, settings.provisionedConcurrency, now),
    timeout: settings.timeout,
    effects: effects === undefined ? null : effectsResult(effects),
  };
}

/** Null when none was ever asked for or ready. `requested`: at the end of the run. */
function provisionedResult(
  record: ProvisionedRecord | undefined,
  requested: number,
  now: number,
): ProvisionedResult | null {
  if (record === undefined || (requested === 0 && record.ready.max === 0)) return null;
  const offered = record.ready.area(now);
  return {
    requested,
    ready: levelResult(record.ready, now),
    concurrency: levelResult(record.busy, now),
    utilization: {
      mean: offered === 0 ? null : Math.min(1, record.busy.area(now) / offered),
      max: record.greatestUtilization,
    },
    changes: record.changes,
    changesLeftOut: record.changesLeftOut,
  };
}
