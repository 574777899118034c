/**
 * Groups in the order of a number each: the least first. Any of them is taken out in logarithmic time, and nothing is allocated
 * for one.
 *
 * Invariants: heap[0 … size) is a binary heap by keys[group]; places[group] is where a group stands in it, −1 for one that does not.
 */
import { grown, grownDoubles } from '../../../engine/slot-lists.ts';

export class GroupHeap {
  #heap = new Int32Array(64);
  #places = new Int32Array(64).fill(-1);
  #keys = new Float64Array(64);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The group with the least number; the heap must not be empty. */
  get first(): number {
    return this.#heap[0]!;
  }

  has(group: number): boolean {
    return group < this.#places.length && this.#places[group]! >= 0;
  }

  /** Adds a group, which must not be in it. Numbers of different groups differ. */
  add(group: number, key: number): void {
    this.#makeRoom(group);
    this.#keys[group] = key;
    this.#rise(group, this.#size++);
  }

  /** Takes out a group, which must be in it. */
  remove(group: number): void {
    const place = this.#places[group]!;
    const last = this.#heap[--this.#size]!;
    this.#places[group] = -1;
    if (last === group) return;
    if (place > 0 && this.#keys[last]! < this.#keys[this.#heap[(place - 1) >> 1]!]!) this.#rise(last, place);
    else this.#sink(last, place);
  }

  #rise(group: number, from: number): void {
    const heap = this.#heap;
    const key = this.#keys[group]!;
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (this.#keys[heap[parent]!]! <= key) break;
      this.#put(heap[parent]!, place);
      place = parent;
    }
    this.#put(group, place);
  }

  #sink(group: number, from: number): void {
    const heap = this.#heap;
    const keys = this.#keys;
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.#size) break;
      if (child + 1 < this.#size && keys[heap[child + 1]!]! < keys[heap[child]!]!) child++;
      if (keys[heap[child]!]! >= keys[group]!) break;
      this.#put(heap[child]!, place);
      place = child;
    }
    this.#put(group, place);
  }

  #put(group: number, place: number): void {
    this.#heap[place] = group;
    this.#places[group] = place;
  }

  #makeRoom(group: number): void {
    if (this.#size === this.#heap.length) this.#heap = grown(this.#heap, this.#size + 1);
    const before = this.#places.length;
    if (group < before) return;
    this.#places = grown(this.#places, group + 1).fill(-1, before);
    this.#keys = grownDoubles(this.#keys, group + 1);
  }
}
