/** What the result of a run says of each part: sources, mappings, functions and downstreams, by name. A part of simulate-result.ts. */
import type { Model } from './assemble.ts';
import { pollersResult } from './assemble-pollers.ts';
import { downstreamResult } from './metrics/downstreams/result.ts';
import { eventResult } from './metrics/events/summary.ts';
import { fifoResult } from './metrics/groups/fifo-result.ts';
import { groupsResult } from './metrics/groups/summary.ts';
import type { Result } from './metrics/result.ts';
import { measured, named } from './metrics/sampler.ts';
import type { StreamMappingResult } from './metrics/streams/result.ts';
import { streamMappingResult, streamResult, type IteratorAgeAt } from './metrics/streams/summary.ts';
import { functionResult, mappingResult, sourceResult } from './metrics/summary.ts';
import { whereTimeWent, type WhereTimeWent } from './metrics/where-time-went/result.ts';
import type { AttributeTable } from './model/records.ts';
import type { Scenario } from './scenario/scenario.ts';
import { latenciesOf, ownersOf } from './simulate-readings.ts';
import type { Recorders } from './simulate-recorders.ts';

export class PartResults {
  readonly #scenario: Scenario;
  readonly #model: Model;
  readonly #recorders: Recorders;
  readonly #now: number;

  /** Of a run that has ended. */
  constructor(scenario: Scenario, model: Model, recorders: Recorders) {
    this.#scenario = scenario;
    this.#model = model;
    this.#recorders = recorders;
    this.#now = model.world.sim.now;
  }

  /** `ages`: of the oldest record of each source, in microseconds, null for none. */
  sources(ages: readonly (number | null)[]): Result['sources'] {
    const { sources } = this.#scenario;
    const { recorder, streams, events, fifo, groups } = this.#recorders;
    const results = sources.map(({ type }, i) => {
      const [stream, ofEvents, ofFifo, ofGroups] = [
        streams?.streams[i],
        events?.sources[i],
        fifo?.queues[i],
        groups?.queues[i],
      ];
      const result = sourceResult(
        type,
        recorder.sources[i]!,
        latenciesOf(i, this.#model, this.#recorders),
        recorder.chains.endToEnd(i),
        ages[i]!,
        this.#now,
      );
      return {
        ...result,
        whereTimeWent: this.#whereTimeWent(ownersOf(i, this.#model)),
        duplicates: ofEvents?.duplicates.counted ?? result.duplicates,
        stream: stream === undefined ? null : streamResult(stream, this.#now),
        async: ofEvents === undefined ? null : eventResult(ofEvents),
        fifo: ofFifo === undefined ? null : fifoResult(ofFifo, this.#now),
        groups: ofGroups === undefined ? null : groupsResult(ofGroups, this.#tableOf(ofGroups.queue.column), this.#now),
      };
    });
    return named(sources.map(nameOf), results);
  }

  mappings(): Result['mappings'] {
    const { mappings } = this.#scenario;
    const { recorder, pollers } = this.#recorders;
    const results = mappings.map((mapping, i) => {
      const { pollersLimit } = this.#model.mappings[i]!;
      const result = mappingResult(recorder.mappings[i]!, mapping, pollersLimit, this.#now);
      const provisioned = pollersResult(pollers, i, this.#scenario, this.#now);
      return { ...result, whereTimeWent: this.#whereTimeWent([i]), stream: this.#streamMapping(i), provisioned };
    });
    return named(mappings.map(nameOf), results);
  }

  functions(): Result['functions'] {
    const { functions } = this.#scenario;
    const { recorder, provisioned, effects } = this.#recorders;
    const results = functions.map(({ name, handler }, i) => {
      const { settings } = this.#model.functions[i]!;
      return functionResult(
        recorder.functions[i]!,
        settings,
        reservedChanges(this.#scenario, name),
        { provisioned: provisioned?.functions[i], effects: handler.effects && effects?.functions[i] },
        this.#now,
      );
    });
    return named(functions.map(nameOf), results);
  }

  downstreams(): Result['downstreams'] {
    const records = this.#recorders.downstreams?.downstreams ?? [];
    const results = records.map((one) => one && downstreamResult(one, this.#now));
    return measured(this.#scenario.downstreams.map(nameOf), results);
  }

  #tableOf(column: number): AttributeTable {
    return this.#model.world.records.attributes[column]!.table;
  }

  #whereTimeWent(owners: readonly number[]): WhereTimeWent | null {
    const { sums } = this.#recorders.times ?? {};
    return sums === undefined ? null : whereTimeWent(owners.map((owner) => sums[owner]!));
  }

  #streamMapping(mapping: number): StreamMappingResult | null {
    const record = this.#recorders.streams?.mappings[mapping];
    if (record === undefined) return null;
    const ageAt = this.#model.world.rules.word('stream.iteratorAgeAt') as IteratorAgeAt;
    return streamMappingResult(record, this.#model.consumers[mapping]!.held, ageAt, this.#now);
  }
}

/** When the reserved concurrency of a function is set within the run, and to what. */
function reservedChanges({ events, duration }: Scenario, fn: string): { at: number; to: number | null }[] {
  return events.flatMap((event) => {
    if (event.kind !== 'set' || event.at > duration || event.option !== 'reservedConcurrency') return [];
    const isOurs = event.target.kind === 'function' && event.target.name === fn;
    return isOurs ? [{ at: event.at, to: event.value ?? null }] : [];
  });
}

export function nameOf(part: { readonly name: string }): string {
  return part.name;
}
