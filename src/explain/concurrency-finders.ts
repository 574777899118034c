/** Finders of what functions may do at once, how fast they may grow, and what arrives. */
import type { PartName } from '../metrics/where-time-went/parts.ts';
import { functionAt, functionsOf, SOME_WEIGHT, sourceAt, type Finder, type Found, type Seen } from './finders.ts';
import type { LimitName, Place } from './limits.ts';
import { harmBy } from './targets.ts';

/** Arrivals in the fullest of the readings over those of a mean one, from which on they count as a burst. */
const BURST = 3;

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
  const { target, result, share, lostShare, waits } = seen;
  const isDirect = result.sources[target.source]!.type === 'sync';
  return functionsOf(seen).flatMap(({ name, fn }) => {
    const limits = new Set(Object.keys(fn.throttlesBy).flatMap((reason) => REASONS[reason] ?? []));
    return [...limits].map((limit) => {
      const time = share(PARTS_OF[limit]!);
      // Where refusals cost messages or keep a backlog, the time of those that succeeded does not say it.
      const some = Math.max(time, lostShare > 0 || waits ? SOME_WEIGHT : 0);
      // The function may have refused others.
      const weight = isDirect ? harmBy(limit, target, result).lostShare : some;
      const where: Place = limit === 'unreservedPool' ? { kind: 'account', name: 'account' } : functionAt(name);
      return { limit, where, weight };
    });
  });
}

/** Events of a function that reserves nothing are given up without being tried: nobody refuses them. */
function stopped(seen: Seen): Found[] {
  const { async } = seen.result.sources[seen.target.source]!;
  if (async === null || async.droppedBy.ZeroReservedConcurrency === 0) return [];
  return [{ limit: 'reserved', where: functionAt(async.function), weight: seen.lostShare }];
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
  return [{ limit: 'arrivalShape', where: sourceAt(target.source), weight }];
}

export const CONCURRENCY_FINDERS: readonly Finder[] = [concurrency, stopped, coldStart, arrivalShape];
