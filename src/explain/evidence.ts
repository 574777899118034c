/**
 * Suspects of a result: limits that may bind, by what the run left behind of them, each with how much they might be to blame. Nothing is
 * decided here: a suspect is worth a re-run, which decides. Pure; knows no scenario.
 */
import { FACTS, type FactPath } from '../aws/facts.ts';
import { factUnder } from '../aws/rules.ts';
import type { RuleSet } from '../aws/fact.ts';
import type { PartName } from '../metrics/where-time-went/parts.ts';
import type { Result } from '../metrics/result.ts';
import { LEAST_LOST, LEAST_TIME } from './effect.ts';
import { rankOf, type LimitName, type Place } from './limits.ts';
import { harmTo, whereTimeWentOf, type Target } from './targets.ts';

export interface Suspect {
  readonly limit: LimitName;
  readonly where: Place;
  readonly target: Target;
  /** Share of the time or of the losses of the target that it may have to do with, from 0 to 1: an order to try them in, and no finding. */
  readonly weight: number;
}

/** A lag that has not shown in the time of what succeeded. */
const SOME_WEIGHT = 0.3;
/** Arrivals in the fullest of the readings over those of a mean one, from which on they count as a burst. */
const BURST = 3;

/** The greatest weight first; of equals the earlier cause. Each limit of each place at most once a target. */
export function suspectsOf(result: Result, targets: readonly Target[]): Suspect[] {
  const all = targets.flatMap((target) => {
    const seen = seenOf(target, result);
    return FINDERS.flatMap((find) => find(seen)).map((found) => ({ ...found, target }));
  });
  const worth = all.filter(({ weight, target }) => weight >= leastFor(target, result));
  const named = new Map(
    worth.toReversed().map((one) => [JSON.stringify([one.limit, one.where, one.target.name]), one]),
  );
  return [...named.values()].toSorted((a, b) => b.weight - a.weight || rankOf(a.limit) - rankOf(b.limit));
}

/** What records wait for less than a limit has to cost cannot be one: without it they would at most be faster by something else. */
function leastFor(target: Target, result: Result): number {
  return harmTo(target, result).lostShare >= LEAST_LOST ? LEAST_LOST : LEAST_TIME;
}

/** A target with what its suspects are found by. */
interface Seen {
  readonly target: Target;
  readonly result: Result;
  /** Of the time of all that succeeded, the share of each part; where nothing did, 0. */
  readonly share: (part: PartName) => number;
  readonly lostShare: number;
  readonly waits: boolean;
}

type Found = Omit<Suspect, 'target'>;
type Finder = (seen: Seen) => Found[];

function seenOf(target: Target, result: Result): Seen {
  const all = whereTimeWentOf(target, result)?.all;
  const share = (part: PartName): number => (all === undefined ? 0 : (all.parts[part] ?? 0) / Math.max(1, all.whole));
  const { lostShare, waiting, succeeded } = harmTo(target, result);
  return { target, result, share, lostShare, waits: waiting > succeeded / 20 };
}

const FINDERS: readonly Finder[] = [
  blockedByRecord,
  functionTimeout,
  downstreams,
  retryBackOff,
  shards,
  lanes,
  groups,
  inFlightQuota,
  batchWindow,
  pollers,
  concurrency,
  coldStart,
  arrivalShape,
];

function functionsOf({ target, result }: Seen) {
  return target.functions.map((name) => ({ name, fn: result.functions[name]! }));
}

const functionAt = (name: string): Place => ({ kind: 'function', name });
const mappingAt = (name: string): Place => ({ kind: 'mapping', name });

/** What would wait for the retries that failures bring. */
function failureWeight({ share, lostShare }: Seen): number {
  return Math.min(1, share('retry') + share('blocked') + share('errorBackOff') + lostShare);
}

function blockedByRecord(seen: Seen): Found[] {
  const { target, result, share, waits } = seen;
  return target.mappings.flatMap((name) => {
    const { stream } = result.mappings[name]!;
    if (stream === null || stream.blockings === 0) return [];
    const ofRun = Math.min(1, stream.blocked / (result.duration - result.warmUp));
    const weight = share('retry') + share('blocked') + (waits ? ofRun : 0);
    return [{ limit: 'blockedByRecord', where: mappingAt(name), weight: Math.min(1, weight) }];
  });
}

function functionTimeout(seen: Seen): Found[] {
  return functionsOf(seen).flatMap(({ name, fn }) => {
    if (fn.timeouts === 0) return [];
    const share = fn.timeouts / Math.max(1, fn.duration.count);
    return [{ limit: 'functionTimeout', where: functionAt(name), weight: Math.max(share, failureWeight(seen)) }];
  });
}

function downstreams(seen: Seen): Found[] {
  const { share, result } = seen;
  const waited = share('downstream');
  const ofHandler = waited / Math.max(1e-9, waited + share('running'));
  return Object.entries(result.downstreams).flatMap(([name, { callsWaited, callsFailed, calls, timeAtLimit }]) => {
    const wasOut = result.outages.some((outage) => outage.kind === 'downstream' && outage.name === name);
    const isPressed = callsWaited > 0 || callsFailed > 0 || timeAtLimit > 0 || wasOut;
    const failed = callsFailed / Math.max(1, calls);
    const weight = Math.max(isPressed ? ofHandler : ofHandler / 2, failed, failed > 0 ? failureWeight(seen) : 0);
    return [{ limit: 'downstream', where: { kind: 'downstream', name }, weight: Math.min(1, weight) }];
  });
}

function retryBackOff(seen: Seen): Found[] {
  const weight = failureWeight(seen);
  return functionsOf(seen).flatMap(({ name, fn }) => {
    const others = fn.errors - fn.timeouts + fn.unusableAnswers;
    const isReported = seen.share('retry') > 0 && fn.timeouts === 0;
    if (others === 0 && !isReported) return [];
    return [{ limit: 'retryBackOff', where: functionAt(name), weight }];
  });
}

/** Of a stream: what its shards take and hand out. */
function shards({ target, result, share }: Seen): Found[] {
  const source = result.sources[target.source]!;
  if (source.stream === null) return [];
  const where: Place = { kind: 'source', name: target.source };
  const { putDelay } = source.stream;
  const refused = source.putsRefused / Math.max(1, source.arrived + source.putsRefused);
  const kept = ((putDelay.mean ?? 0) * putDelay.count) / Math.max(1, (source.latency.mean ?? 0) * source.latency.count);
  const write = source.putsRefused === 0 ? 0 : Math.min(1, refused + kept);
  const readers = Object.values(result.mappings).filter((mapping) => mapping.source === target.source).length;
  const read = share('shardRead');
  return [
    { limit: 'activeKeys', where, weight: write },
    { limit: 'shardWrite', where, weight: write },
    ...(readers < 2 ? [] : [{ limit: 'readersPerStream' as const, where: mappingAt(target.name), weight: read }]),
    { limit: 'shardRead', where, weight: read },
  ];
}

/** Of a stream or a topic: a record waits behind those that are being handled. */
function lanes({ target, result, share, waits }: Seen): Found[] {
  if (target.kind !== 'mapping') return [];
  const behind = share('blocked') + share('poller');
  const weight = waits ? Math.max(behind, SOME_WEIGHT) : behind;
  const mapping = result.mappings[target.name]!;
  const isTopic = mapping.stream?.kafka !== undefined;
  const where = mappingAt(target.name);
  return [
    { limit: 'activeKeys', where: { kind: 'source', name: target.source }, weight },
    ...(isTopic ? [{ limit: 'pollerRamp' as const, where, weight }] : []),
    { limit: 'pollerThroughput', where, weight },
  ];
}

/** Of a FIFO queue. */
function groups({ target, result, share, waits }: Seen): Found[] {
  if (result.sources[target.source]!.fifo === null) return [];
  const weight = share('blocked') + (waits ? share('poller') : 0);
  return [{ limit: 'activeKeys', where: { kind: 'source', name: target.source }, weight }];
}

function inFlightQuota({ target, result, share }: Seen): Found[] {
  const { type, inFlight } = result.sources[target.source]!;
  const path: FactPath | undefined =
    type === 'sqs' ? 'sqs.inFlight.max' : type === 'sqsFifo' ? 'fifo.inFlight.max' : undefined;
  if (path === undefined || inFlight.max < factOf(result, path)) return [];
  const weight = share('poller') + share('maximumConcurrency') + share('blocked');
  return [{ limit: 'inFlightQuota', where: { kind: 'source', name: target.source }, weight: Math.max(0.5, weight) }];
}

/** Of the scenario where it overrides it. */
function factOf({ assumptions, rules }: Result, path: FactPath): number {
  const own = assumptions.find((one) => one.path === path && one.overridden);
  const value = own === undefined ? factUnder(rules as RuleSet, path) : own.value;
  return typeof value === 'number' && FACTS[path].unit === 'count' ? value : Infinity;
}

function batchWindow({ target, result, share }: Seen): Found[] {
  const windowed = target.mappings.filter((name) => (result.mappings[name]!.closed['noWindow'] ?? 0) === 0);
  return windowed.map((name) => ({ limit: 'batchWindow', where: mappingAt(name), weight: share('batch') }));
}

/** Of a queue: pollers are being added where they are fewer than there may be while messages wait, and too few where they are not. */
function pollers({ target, result, share, waits }: Seen): Found[] {
  if (target.kind === 'mapping') return [];
  return target.mappings.flatMap((name): Found[] => {
    const where = mappingAt(name);
    const { pollers: had, pollersLimit: limits } = result.series.mappings[name]!;
    const { depth } = result.series.sources[target.source]!;
    const most = result.mappings[name]!.batchSize.max ?? 0;
    const waited = depth.map((_, i) => i).filter((i) => depth[i]! > most);
    const short = waited.filter((i) => had[i]! < (limits[i] ?? Infinity)).length / Math.max(1, waited.length);
    const behind = Math.max(share('poller'), waits ? 0.5 : 0);
    return [
      {
        limit: 'maximumConcurrency',
        where,
        weight: Math.max(share('maximumConcurrency'), waits ? (1 - short) / 2 : 0),
      },
      { limit: 'pollerRamp', where, weight: behind * short },
      { limit: 'pollerThroughput', where, weight: behind * (1 - short) },
    ];
  });
}

/** The reasons of answers to refused invocations, and what may be behind them. */
const REASONS: Readonly<Record<string, readonly LimitName[]>> = {
  ReservedFunctionConcurrentInvocationLimitExceeded: ['reserved'],
  ReservedFunctionInvocationRateLimitExceeded: ['requestsPerSecond'],
  ConcurrentInvocationLimitExceeded: ['unreservedPool'],
  FunctionInvocationRateLimitExceeded: ['requestsPerSecond', 'scalingRate'],
  CallerRateLimitExceeded: ['requestsPerSecond'],
};
const PARTS_OF: Readonly<Partial<Record<LimitName, PartName>>> = {
  reserved: 'reserved',
  unreservedPool: 'unreserved',
  scalingRate: 'scalingRate',
  requestsPerSecond: 'requestRate',
};

function concurrency(seen: Seen): Found[] {
  const { share, lostShare, waits } = seen;
  return functionsOf(seen).flatMap(({ name, fn }) => {
    const limits = new Set(Object.keys(fn.throttlesBy).flatMap((reason) => REASONS[reason] ?? []));
    return [...limits].map((limit) => {
      const time = share(PARTS_OF[limit]!);
      // Where refusals cost messages or keep a backlog, the time of those that succeeded does not say it.
      const weight = Math.max(time, lostShare > 0 || waits ? SOME_WEIGHT : 0);
      const where: Place = limit === 'unreservedPool' ? { kind: 'account', name: 'account' } : functionAt(name);
      return { limit, where, weight };
    });
  });
}

function coldStart(seen: Seen): Found[] {
  return functionsOf(seen).map(({ name }) => ({
    limit: 'coldStart',
    where: functionAt(name),
    weight: seen.share('coldStart'),
  }));
}

/** Of arrivals that come in bursts, while something waits. Tried when nothing else explains it. */
function arrivalShape({ target, result, share, lostShare }: Seen): Found[] {
  const { arrived } = result.series.sources[target.source]!;
  const mean = arrived.reduce((sum, n) => sum + n, 0) / Math.max(1, arrived.length);
  if (Math.max(0, ...arrived) < BURST * mean) return [];
  const ours = share('running') + share('downstream') + share('delivery') + share('delay');
  const weight = Math.max(1 - ours, lostShare);
  return [{ limit: 'arrivalShape', where: { kind: 'source', name: target.source }, weight }];
}
