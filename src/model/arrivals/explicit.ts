/** Records written out one by one in the scenario: exact stimuli for recorded cases and tests. */
import type { Micros } from '../../engine/time.ts';
import type { Records } from '../records.ts';
import type { ArrivalProcess } from './process.ts';

export interface ExplicitRecord {
  readonly at: Micros;
  readonly id?: string | undefined;
  readonly size?: number | undefined;
  /** The message's own delay. */
  readonly delay?: Micros | undefined;
  /** Time the handler works on it. */
  readonly duration?: Micros | undefined;
  /** Text of its body, for filters. */
  readonly body?: string | undefined;
  readonly attributes?: Readonly<Record<string, string | number | boolean>> | undefined;
}

export class ExplicitArrivals implements ArrivalProcess {
  readonly #list: readonly ExplicitRecord[];
  readonly #end: Micros;
  #i = 0;

  /** In order of their instants, ties in order of writing; those after `end` never come. */
  constructor(list: readonly ExplicitRecord[], end: Micros) {
    this.#list = [...list].sort((a, b) => a.at - b.at);
    this.#end = end;
  }

  /** A record from before the run is sent as soon as it starts; its age counts from its own instant. */
  get nextAt(): Micros {
    const at = this.#list[this.#i]?.at ?? Infinity;
    return at <= this.#end ? at : Infinity;
  }

  get delay(): Micros | undefined {
    return this.#list[this.#i]!.delay;
  }

  advance(): void {
    this.#i++;
  }

  describe(records: Records, slot: number): void {
    const { id, size, duration, body, attributes } = this.#list[this.#i]!;
    if (id !== undefined) records.label[slot] = records.labels.indexOf(id);
    if (size !== undefined) records.size[slot] = size;
    if (duration !== undefined) records.work[slot] = duration;
    if (body !== undefined) records.giveBody(slot, body);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      const { table, column } = records.attributes[records.attribute(name)]!;
      column[slot] = table.indexOf(value);
    }
  }
}
