/**
 * How long a handler works on a record, by what the record carries: the first rule that matches says how a time is drawn
 * or which attribute holds it, and each KiB of its size adds a share.
 * Leaves out the record's own time, which wins over all of this (handler.ts), and what it waits for (calls.ts).
 */
import type { Distribution } from '../../engine/distributions.ts';
import type { RandomStream } from '../../engine/random.ts';
import type { Micros } from '../../engine/time.ts';
import type { World } from '../world.ts';
import { matches, type RecordMatch } from './match.ts';

/** Where the time of a record comes from. */
export type RecordTime =
  | { readonly kind: 'drawn'; readonly draw: Distribution }
  /** The value of an attribute; `timeOf` turns it into microseconds. */
  | {
      readonly kind: 'attribute';
      readonly column: number;
      readonly timeOf: (value: string | number | boolean) => Micros;
    };

export interface TimeRule {
  /** Undefined: any record. */
  readonly when: RecordMatch | undefined;
  readonly time: RecordTime;
}

const KIB = 1024;

export class WorkTime {
  readonly #rules: readonly TimeRule[];
  readonly #perKiB: Distribution | undefined;
  readonly #world: World;
  readonly #times: RandomStream;
  readonly #sizeTimes: RandomStream;
  /** For each rule the times of the values seen so far, by their places in the table: a text is read once. NaN: not yet. */
  readonly #read: Float64Array[];

  /** `times`: the stream of the function's times. `perKiB`: time for each KiB of a record, drawn for each record. */
  constructor(
    name: string,
    rules: readonly TimeRule[],
    perKiB: Distribution | undefined,
    times: RandomStream,
    world: World,
  ) {
    this.#rules = rules;
    this.#perKiB = perKiB;
    this.#world = world;
    this.#times = times;
    this.#sizeTimes = world.sim.random(`functions.${name}`, 'perKiB');
    this.#read = rules.map(() => new Float64Array(0));
  }

  /** Time of one record, in whole microseconds; 0 when no rule is for it. */
  of(slot: number): Micros {
    const time = this.#byRule(slot);
    if (this.#perKiB === undefined) return time;
    // A part of a KiB takes its part of the time.
    const perKiB = this.#perKiB(this.#sizeTimes);
    return time + whole((perKiB * this.#world.records.size[slot]!) / KIB);
  }

  #byRule(slot: number): Micros {
    const rules = this.#rules;
    for (let i = 0; i < rules.length; i++) {
      const { when, time } = rules[i]!;
      if (when !== undefined && !matches(when, this.#world.records, slot)) continue;
      if (time.kind === 'drawn') return whole(time.draw(this.#times));
      const value = this.#world.records.attributes[time.column]!.column[slot]!;
      // A record without the attribute is for a later rule.
      if (value < 0) return whole(time.timeOf(~value));
      if (value > 0) return this.#timeOf(i, time, value);
    }
    return 0;
  }

  #timeOf(rule: number, time: RecordTime & { kind: 'attribute' }, value: number): Micros {
    const { table } = this.#world.records.attributes[time.column]!;
    if (value >= this.#read[rule]!.length) {
      const longer = new Float64Array(Math.max(table.size + 1, value * 2)).fill(NaN);
      longer.set(this.#read[rule]!);
      this.#read[rule] = longer;
    }
    const read = this.#read[rule]!;
    if (Number.isNaN(read[value]!)) read[value] = whole(time.timeOf(table.valueAt(value)!));
    return read[value]!;
  }
}

function whole(exact: number): Micros {
  return Math.max(0, Math.round(exact));
}
