/** What the observer that knows where time went has to know of a scenario and its model. A part of assemble.ts. */
import type { Clock } from './engine/time.ts';
import type { Model } from './assemble.ts';
import type { SourceRole } from './metrics/ledgers.ts';
import type { TimeHearer } from './metrics/where-time-went/heard.ts';
import { TimeRecorder } from './metrics/where-time-went/time-recorder.ts';
import type { Records } from './model/records.ts';
import { GROUP_VALUES } from './model/sources/fifo/group-line.ts';
import { ConsumerGroup } from './model/sources/kafka/consumer-group.ts';
import { isStreamType } from './model/sources/kinds.ts';
import { RESIDUE } from './model/sources/stream/stream.ts';
import type { Scenario } from './scenario/scenario.ts';

/** `roles`: of the sources, in the order of the scenario. `hearer`: who asks for the times of some records; undefined: nobody. */
export function timeRecorder(
  { sources, mappings }: Scenario,
  roles: readonly SourceRole[],
  { records, clock }: { readonly records: Records; readonly clock: Clock },
  hearer: TimeHearer | undefined,
): TimeRecorder {
  const parts = {
    sources: sources.map(({ type }, i) => ({
      role: roles[i]!,
      groups: type === 'sqsFifo' ? records.column(GROUP_VALUES) : undefined,
    })),
    mappings: mappings.map(({ type, source }) => ({
      source: sources.findIndex(({ name }) => name === source),
      isStream: isStreamType(type),
      partitions: type === 'kafka' ? records.column(RESIDUE) : undefined,
    })),
  };
  return new TimeRecorder(parts, records, clock, hearer);
}

/** Tells the observer what the model knows better than the scenario. */
export function watchTimes(times: TimeRecorder, { mappings, consumers, world }: Model): void {
  times.watch(
    (mapping) => mappings[mapping]!.settings.maximumConcurrency ?? Infinity,
    (mapping) => {
      const consumer = consumers[mapping];
      if (!(consumer instanceof ConsumerGroup)) return { atOnce: 1, longestPoll: Infinity };
      return { atOnce: consumer.settings.perPartition, longestPoll: world.rules.number('kafka.fetch.latency') };
    },
  );
}
