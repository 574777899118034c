/** Finders of what reads: shards and lanes of streams, groups, calls and pollers of queues, batches and their windows. */
import { FACTS, type FactPath } from '../aws/facts.ts';
import { factUnder } from '../aws/rules.ts';
import type { RuleSet } from '../aws/fact.ts';
import type { Result } from '../metrics/result.ts';
import { mappingAt, SOME_WEIGHT, sourceAt, type Finder, type Found, type Seen } from './finders.ts';

/** Behind earlier records of its lane a record waits now and then, however few there are: up to such a share of its time is no limit. */
const USUAL_BEHIND = 0.25;

/** Of a stream: what its shards take and hand out. */
function shards({ target, result, share }: Seen): Found[] {
  const source = result.sources[target.source]!;
  if (source.stream === null) return [];
  const where = sourceAt(target.source);
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
  if (!waits && behind < USUAL_BEHIND) return [];
  const weight = waits ? Math.max(behind, SOME_WEIGHT) : behind;
  const isTopic = result.mappings[target.name]!.stream?.kafka !== undefined;
  const where = mappingAt(target.name);
  return [
    { limit: 'activeKeys', where: sourceAt(target.source), weight },
    ...(isTopic ? [{ limit: 'pollerRamp' as const, where, weight }] : []),
    { limit: 'pollerThroughput', where, weight },
  ];
}

/** Of a FIFO queue. */
function groups({ target, result, share, waits }: Seen): Found[] {
  if (result.sources[target.source]!.fifo === null) return [];
  const weight = share('blocked') + (waits ? share('poller') : 0);
  return [{ limit: 'activeKeys', where: sourceAt(target.source), weight }];
}

/** Of a FIFO queue: the calls a second that it takes, by what its producers had to wait and by receives that were refused. */
function calls({ target, result, share, waits }: Seen): Found[] {
  const { fifo, latency } = result.sources[target.source]!;
  if (fifo === null) return [];
  const { sendDelay, sendsHeld, receivesThrottled } = fifo;
  const kept = ((sendDelay.mean ?? 0) * sendDelay.count) / Math.max(1, (latency.mean ?? 0) * latency.count);
  const held = sendsHeld.last > 0 ? SOME_WEIGHT : 0;
  const received = receivesThrottled > 0 ? Math.max(share('poller'), waits ? SOME_WEIGHT : 0) : 0;
  return [
    { limit: 'requestsPerSecond', where: sourceAt(target.source), weight: Math.min(1, Math.max(kept, held, received)) },
  ];
}

function inFlightQuota({ target, result, share }: Seen): Found[] {
  const { type, inFlight } = result.sources[target.source]!;
  const path: FactPath | undefined =
    type === 'sqs' ? 'sqs.inFlight.max' : type === 'sqsFifo' ? 'fifo.inFlight.max' : undefined;
  if (path === undefined || inFlight.max < factOf(result, path)) return [];
  const weight = share('poller') + share('maximumConcurrency') + share('blocked');
  return [{ limit: 'inFlightQuota', where: sourceAt(target.source), weight: Math.max(0.5, weight) }];
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

export const READING_FINDERS: readonly Finder[] = [shards, lanes, groups, calls, inFlightQuota, batchWindow, pollers];
