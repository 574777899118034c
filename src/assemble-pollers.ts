/** Puts together what measures provisioned pollers: beside simulate.ts, which drives it. */
import { Rules } from './aws/rules.ts';
import type { Clock, Micros } from './engine/time.ts';
import { PollerRecord, PollerRecorder } from './metrics/pollers/poller-recorder.ts';
import { provisionedPollersResult, type ProvisionedPollersResult } from './metrics/pollers/result.ts';
import type { PollerCapacity } from './model/mapping/provisioned.ts';
import { queuePollerCapacity } from './model/mapping/queue-pollers.ts';
import { isQueueType } from './model/sources/kinds.ts';
import { provisionedPollersOf, type MappingScenario, type Scenario } from './scenario/scenario.ts';

/** The observer; undefined where no mapping has provisioned pollers. */
export function pollerRecorder({ mappings, rules: set, facts }: Scenario, clock: Clock): PollerRecorder | undefined {
  if (mappings.every((mapping) => provisionedPollersOf(mapping) === undefined)) return undefined;
  // Rules of its own: what is paid for counts among the facts of the bill.
  const rules = new Rules(set, facts);
  const least = rules.number('price.lambda.pollers.least');
  const records = mappings.map((mapping) => {
    if (provisionedPollersOf(mapping) === undefined) return undefined;
    return new PollerRecord(isQueueType(mapping.type) ? 1 : rules.number('kafka.provisioned.pollersPerUnit'), least);
  });
  return new PollerRecorder(records, clock);
}

/** What the pollers of a mapping come to; null where they are not provisioned. */
export function pollersResult(
  recorder: PollerRecorder | undefined,
  mapping: number,
  { mappings, rules, facts }: Scenario,
  now: Micros,
): ProvisionedPollersResult | null {
  const record = recorder?.mappings[mapping];
  if (recorder === undefined || record === undefined) return null;
  const capacity = capacityOf(mappings[mapping]!, new Rules(rules, facts));
  return provisionedPollersResult(record, recorder.totalsOf(mapping), capacity, now);
}

function capacityOf({ type }: MappingScenario, rules: Rules): PollerCapacity {
  // Of Kafka: to come, with its pollers.
  return isQueueType(type) ? queuePollerCapacity(rules) : { invokes: Infinity, polls: Infinity, bytes: Infinity };
}
