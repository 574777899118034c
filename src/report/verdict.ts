/**
 * The answer in words: what became of the messages, why some were lost, where work piled up, and which limit was in the way.
 * A pure function of the result. Each finding is one small function that says nothing when there is nothing to say.
 */
import type { Result, SourceResult } from '../metrics/result.ts';
import { accountSentences } from './account.ts';
import { alarmSentences } from './alarms.ts';
import { deadLetters } from './dead-letters.ts';
import { calls, isCaller } from './callers.ts';
import { sends } from './chains.ts';
import {
  dropped,
  eventFates,
  handOver,
  lostAcknowledgements,
  lostSuccesses,
  throttledEvents,
} from './event-verdict.ts';
import { downstreamSentences } from './downstreams.ts';
import { effectSentences } from './effects.ts';
import { provisioned, repeatedInits } from './environments.ts';
import { brokenOrder, heldSends, overQuota, repeatedSends } from './fifo-verdict.ts';
import { duration } from './format.ts';
import { coldStarts, failures, refusals } from './function-verdict.ts';
import { hotPartition, offsetLag, partitionsAsCeiling } from './kafka.ts';
import { groupSentences } from './groups.ts';
import { hotGroup } from './hot-group.ts';
import { backOff, ceiling } from './limits.ts';
import { pollersHeld } from './pollers.ts';
import { backlog, enteredOf, fates, losses } from './queue-verdict.ts';
import { outages, systemErrors } from './outages.ts';
import { blocked, givenUp, iteratorAge, parallelism, shardLimits, streamFates } from './stream-verdict.ts';
import { isStream } from './streams.ts';
import { tierVerdict } from './tier-verdict.ts';

/** Sentences, most important first. */
export function verdict(result: Result): string[] {
  const [sources, mappings] = [Object.entries(result.sources), Object.entries(result.mappings)];
  return [
    ...tierVerdict(result),
    ...sources.flatMap(([name, source]) => became(name, source, result)),
    ...scope(result),
    ...sources.flatMap(([name, source]) => heldSends(name, source)),
    ...sources.flatMap(([name, source]) => deadLetters(name, source, result)),
    ...sources.flatMap(([name, source]) => losses(name, source, result.outages)),
    ...sources.flatMap(([name, source]) => dropped(name, source)),
    ...sources.flatMap(([name, source]) => handOver(name, source)),
    ...sources.flatMap(([name, source]) => lostSuccesses(name, source)),
    ...sources.flatMap(([name, source]) => lostAcknowledgements(name, source)),
    ...outages(result),
    ...alarmSentences(result),
    ...Object.entries(result.functions).flatMap(([name, fn]) => systemErrors(name, fn)),
    ...downstreamSentences(result),
    ...effectSentences(result),
    ...mappings.flatMap(([name, mapping]) => givenUp(name, mapping)),
    ...mappings.flatMap(([name, mapping]) => blocked(name, mapping)),
    ...sources.flatMap(([name, source]) => brokenOrder(name, source)),
    ...groupSentences(result),
    ...sources.flatMap(([name, source]) => backlog(name, source, result)),
    ...sources.flatMap(([name, source]) => hotGroup(name, source)),
    ...sources.flatMap(([name, source]) => throttledEvents(name, source)),
    ...mappings.flatMap(([name, mapping]) => iteratorAge(name, mapping, result)),
    ...mappings.flatMap(([name, mapping]) => offsetLag(name, mapping, result)),
    ...mappings.flatMap(([name, mapping]) => hotPartition(name, mapping, result)),
    ...mappings.flatMap(([name, mapping]) => partitionsAsCeiling(name, mapping, result)),
    ...sources.flatMap(([name, source]) => shardLimits(name, source, result)),
    ...sources.flatMap(([name, source]) => overQuota(name, source)),
    ...sources.flatMap(([name, source]) => repeatedSends(name, source)),
    ...mappings.flatMap(([name, mapping]) => parallelism(name, mapping)),
    ...Object.entries(result.functions).flatMap(([name, fn]) => sends(name, fn)),
    ...Object.entries(result.functions).flatMap(([name, fn]) => refusals(name, fn)),
    ...accountSentences(result),
    ...Object.entries(result.functions).flatMap(([name, fn]) => failures(name, fn)),
    ...mappings.flatMap(([name, mapping]) => ceiling(name, mapping, result)),
    ...mappings.flatMap(([name, mapping]) => pollersHeld(name, mapping, result)),
    ...mappings.flatMap(([name, mapping]) => backOff(name, mapping, result)),
    ...Object.entries(result.functions).flatMap(([name, fn]) => coldStarts(name, fn)),
    ...Object.entries(result.functions).flatMap(([name, fn]) => repeatedInits(name, fn)),
    ...Object.entries(result.functions).flatMap(([name, fn]) => provisioned(name, fn)),
  ];
}

function became(name: string, source: SourceResult, result: Result): string[] {
  if (isCaller(source)) return calls(name, source);
  if (source.async !== null) return eventFates(name, source);
  return isStream(source) ? streamFates(name, source, result) : fates(name, source, result);
}

/** What the figures cover; said only where they leave something out. */
function scope({ warmUp, sources }: Result): string[] {
  if (warmUp === 0 || Object.values(sources).every(({ books }) => enteredOf(books) === 0)) return [];
  return [
    `What became of the ${Object.values(sources).every(({ async }) => async !== null) ? 'events' : 'messages'} counts the whole run; times and all that follows leave out the warm-up of ${duration(warmUp)}.`,
  ];
}
