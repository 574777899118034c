/**
 * The groups that have messages in a queue, as small numbers: a group has one while it has messages, and the next group takes it over.
 *
 * A group is what its messages carry, and the queue they were first sent to: in a dead-letter queue of several queues, groups of
 * different queues stay apart though their values may be the same.
 */
import { grown } from '../../../engine/slot-lists.ts';
import { END } from '../../../engine/linked-ints.ts';

export class GroupTable {
  /** By group: its first and its last message, in order of entry; END without any. */
  firsts = new Int32Array(64);
  lasts = new Int32Array(64);
  /** By group: messages in flight. */
  inFlight = new Int32Array(64);
  #origins = new Int32Array(64);
  #values = new Int32Array(64);
  /** By origin: the number of a group by its value. */
  readonly #numbers: (Map<number, number> | undefined)[] = [];
  readonly #free: number[] = [];
  #used = 0;

  /** Groups there are. */
  get size(): number {
    return this.#used - this.#free.length;
  }

  /** The number of a group; −1 when it has no messages. */
  find(origin: number, value: number): number {
    return this.#numbers[origin]?.get(value) ?? END;
  }

  /** The number of a group, which is made when it has no messages yet. */
  numberOf(origin: number, value: number): number {
    const numbers = (this.#numbers[origin] ??= new Map<number, number>());
    let group = numbers.get(value);
    if (group === undefined) numbers.set(value, (group = this.#make(origin, value)));
    return group;
  }

  /** A group has no messages any more. */
  release(group: number): void {
    this.#numbers[this.#origins[group]!]!.delete(this.#values[group]!);
    this.#free.push(group);
  }

  #make(origin: number, value: number): number {
    const group = this.#free.pop() ?? this.#used++;
    if (group === this.firsts.length) this.#grow();
    this.firsts[group] = END;
    this.lasts[group] = END;
    this.inFlight[group] = 0;
    this.#origins[group] = origin;
    this.#values[group] = value;
    return group;
  }

  #grow(): void {
    const capacity = 2 * this.firsts.length;
    this.firsts = grown(this.firsts, capacity);
    this.lasts = grown(this.lasts, capacity);
    this.inFlight = grown(this.inFlight, capacity);
    this.#origins = grown(this.#origins, capacity);
    this.#values = grown(this.#values, capacity);
  }
}
