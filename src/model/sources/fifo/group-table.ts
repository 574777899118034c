/**
 * The groups that have messages in a queue, as small numbers: a group has one while it has messages, and the next group takes it over.
 *
 * A group is what its messages carry: a value, and the attribute it is a value of. In a dead-letter queue of several queues, messages with
 * the same value of the same attribute are one group (SQS-62). Left out: that equal values of different attributes are one as well.
 */
import { grown } from '../../../engine/slot-lists.ts';
import { END } from '../../../engine/linked-ints.ts';

export class GroupTable {
  /** By group: its first and its last message, in order of entry; END without any. */
  firsts = new Int32Array(64);
  lasts = new Int32Array(64);
  /** By group: messages in flight. */
  inFlight = new Int32Array(64);
  #attributes = new Int32Array(64);
  #values = new Int32Array(64);
  /** By attribute: the number of a group by its value. */
  readonly #numbers: (Map<number, number> | undefined)[] = [];
  readonly #free: number[] = [];
  #used = 0;

  /** Groups there are. */
  get size(): number {
    return this.#used - this.#free.length;
  }

  /** The number of a group; −1 when it has no messages. */
  find(attribute: number, value: number): number {
    return this.#numbers[attribute]?.get(value) ?? END;
  }

  /** The number of a group, which is made when it has no messages yet. */
  numberOf(attribute: number, value: number): number {
    const numbers = (this.#numbers[attribute] ??= new Map<number, number>());
    let group = numbers.get(value);
    if (group === undefined) numbers.set(value, (group = this.#make(attribute, value)));
    return group;
  }

  /** A group has no messages any more. */
  release(group: number): void {
    this.#numbers[this.#attributes[group]!]!.delete(this.#values[group]!);
    this.#free.push(group);
  }

  #make(attribute: number, value: number): number {
    const group = this.#free.pop() ?? this.#used++;
    if (group === this.firsts.length) this.#grow();
    this.firsts[group] = END;
    this.lasts[group] = END;
    this.inFlight[group] = 0;
    this.#attributes[group] = attribute;
    this.#values[group] = value;
    return group;
  }

  #grow(): void {
    const capacity = 2 * this.firsts.length;
    this.firsts = grown(this.firsts, capacity);
    this.lasts = grown(this.lasts, capacity);
    this.inFlight = grown(this.inFlight, capacity);
    this.#attributes = grown(this.#attributes, capacity);
    this.#values = grown(this.#values, capacity);
  }
}
