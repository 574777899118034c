/** Finders of failures: records that hold up others, timeouts, downstreams, and waits for the next attempt. */
import type { BlockedSpan } from '../metrics/streams/result.ts';
import { functionAt, functionsOf, mappingAt, SOME_WEIGHT, type Finder, type Found, type Seen } from './finders.ts';

/** So many failures in a row are no bad luck any more: the record cannot be handled. */
const MANY_FAILURES = 6;

/** What would wait for the retries that failures bring; where nothing succeeds any more, that something waits has to do. */
function failureWeight({ share, lostShare, waits }: Seen): number {
  const waited = share('retry') + share('blocked') + share('errorBackOff');
  return Math.min(1, Math.max(waited + lostShare, waits ? SOME_WEIGHT : 0));
}

/** Failures that are no timeouts. */
function hasFailed(seen: Seen): boolean {
  return functionsOf(seen).some(({ fn }) => fn.errors - fn.timeouts + fn.unusableAnswers > 0);
}

function blockedByRecord(seen: Seen): Found[] {
  const { type } = seen.result.sources[seen.target.source]!;
  if (seen.target.kind === 'mapping') return blockedLanes(seen);
  if (type !== 'mq' && type !== 'sqsFifo') return [];
  // A batch of a broker is tried until it is done with, a group waits for its first message: what failed shows in what waits behind it.
  const behind = Math.max(type === 'mq' ? 0 : seen.share('blocked'), seen.waits ? SOME_WEIGHT : 0);
  if (!hasFailed(seen) || behind <= seen.share('retry')) return [];
  const weight = Math.min(1, behind + seen.share('retry'));
  return seen.target.mappings.map((name) => ({ limit: 'blockedByRecord', where: mappingAt(name), weight }));
}

/** Of a stream: where most of the blocked time is that of records which failed again and again, or had to be given up. */
function blockedLanes({ target, result, share, waits }: Seen): Found[] {
  const { stream } = result.mappings[target.name]!;
  if (stream === null || stream.blockings === 0) return [];
  const lasted = ({ from, until }: BlockedSpan): number => (until ?? result.duration) - from;
  const sum = (spans: readonly BlockedSpan[]): number => spans.reduce((time, span) => time + lasted(span), 0);
  const stuck = stream.blockedSpans.filter(({ end, failures }) => end !== 'succeeded' || failures >= MANY_FAILURES);
  if (sum(stuck) < sum(stream.blockedSpans) / 2) return [];
  const ofRun = Math.min(1, stream.blocked / (result.duration - result.warmUp));
  const weight = share('retry') + share('blocked') + (waits ? ofRun : 0);
  return [{ limit: 'blockedByRecord', where: mappingAt(target.name), weight: Math.min(1, weight) }];
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
  const out = new Set(result.outages.filter(({ kind }) => kind === 'downstream').map(({ name }) => name));
  const names = new Set([...Object.keys(result.downstreams), ...out]);
  return [...names].map((name) => {
    // One without limits is not called step by step: what is known of it is when it was out.
    const { callsWaited = 0, callsFailed = 0, calls = 0, timeAtLimit = 0 } = result.downstreams[name] ?? {};
    const isPressed = callsWaited > 0 || callsFailed > 0 || timeAtLimit > 0 || out.has(name);
    const failed = callsFailed / Math.max(1, calls);
    const ofFailures = failed > 0 || out.has(name) ? failureWeight(seen) : 0;
    const weight = Math.max(isPressed ? ofHandler : ofHandler / 2, failed, ofFailures);
    return { limit: 'downstream', where: { kind: 'downstream', name }, weight: Math.min(1, weight) };
  });
}

/** Not of direct calls, which nobody tries again. */
function retryBackOff(seen: Seen): Found[] {
  if (seen.result.sources[seen.target.source]!.type === 'sync') return [];
  const weight = failureWeight(seen);
  return functionsOf(seen).flatMap(({ name, fn }) => {
    const others = fn.errors - fn.timeouts + fn.unusableAnswers;
    const isReported = seen.share('retry') > 0 && fn.timeouts === 0;
    if (others === 0 && !isReported) return [];
    return [{ limit: 'retryBackOff', where: functionAt(name), weight }];
  });
}

export const FAILURE_FINDERS: readonly Finder[] = [blockedByRecord, functionTimeout, downstreams, retryBackOff];
