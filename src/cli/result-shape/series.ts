/** The shape of the course of a run in a `result.json`. */
import * as z from 'zod';
import { ATTEMPT_OUTCOMES } from '../../metrics/events/result.ts';
import { CLOSE_REASONS } from '../../model/batch.ts';
import { CONDITIONS, RETRY_CAUSES } from '../../model/observer.ts';
import { number, numbers, maybes, named, each } from './basic.ts';

const shards = z.array(z.object({ iteratorAge: maybes, blockedLanes: numbers }));

const streamSeries = each(['shards', 'putsRefused', 'readsThrottled'], numbers);

const dwellSeries = each(['p50', 'p99', 'max'], maybes);

const groupsSeries = z.object({
  dwell: dwellSeries,
  fair: each(['noisyGroups', 'quietDepth'], numbers)
    .extend({ quietDwell: dwellSeries, noisyDwell: dwellSeries })
    .exactOptional(),
});

const streamMappingSeries = each(['running', 'blockedLanes', 'readsThrottled'], numbers).extend({
  iteratorAge: maybes,
  shardsPerRow: number,
  shards,
  offsetLag: numbers.exactOptional(),
});

const eventSeries = z.object({
  eventAge: each(['mean', 'max'], maybes),
  maximumEventAge: numbers,
  received: numbers,
  ended: each(CONDITIONS, numbers),
  retries: each(RETRY_CAUSES, numbers),
  attempts: each(ATTEMPT_OUTCOMES, numbers),
});

export const series = z.object({
  period: z.number().positive(),
  sources: named(
    each(
      ['arrived', 'succeeded', 'deadLettered', 'failed', 'refused', 'depth', 'inFlight', 'ageOfOldest'],
      numbers,
    ).extend({
      latency: each(['p50', 'p95', 'p99', 'max'], maybes),
      stream: streamSeries.exactOptional(),
      async: eventSeries.exactOptional(),
      groups: groupsSeries.exactOptional(),
    }),
  ),
  mappings: named(
    each(['invocations', 'throttles', 'pollers'], numbers).extend({
      pollersLimit: maybes,
      batchSize: maybes,
      closed: each(CLOSE_REASONS, numbers),
      stream: streamMappingSeries.exactOptional(),
    }),
  ),
  functions: named(
    each(['invocations', 'errors', 'throttles', 'concurrency'], numbers).extend({
      limit: maybes,
      provisioned: numbers.exactOptional(),
    }),
  ),
  downstreams: named(each(['calls', 'callsFailed', 'connections', 'connectionsWanted', 'inProgress'], numbers)),
  account: z.object({ running: named(numbers) }).exactOptional(),
});
