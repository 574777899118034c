/**
 * A doubly linked list of distinct small integers, in parallel arrays: any of them is taken out in constant time.
 * Invariants: next and previous mirror each other; END before the first and after the last; absent ones hold stale links.
 */
export const END = -1;

export class LinkedInts {
  #next = new Int32Array(64);
  #previous = new Int32Array(64);
  #first = END;
  #last = END;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The first item, END when empty. */
  get first(): number {
    return this.#first;
  }

  /** The last item, END when empty. */
  get last(): number {
    return this.#last;
  }

  /** The item after `item`, END after the last. `item` must be in the list. */
  after(item: number): number {
    return this.#next[item]!;
  }

  /** The item before `item`, END before the first. `item` must be in the list. */
  before(item: number): number {
    return this.#previous[item]!;
  }

  /** Adds an item, which must not be in the list, at the end. */
  push(item: number): void {
    this.insertAfter(this.#last, item);
  }

  /** Adds an item behind `other`, or at the beginning when `other` is END. */
  insertAfter(other: number, item: number): void {
    if (item >= this.#next.length) this.#grow(item);
    const next = other === END ? this.#first : this.#next[other]!;
    this.#next[item] = next;
    this.#previous[item] = other;
    if (other === END) this.#first = item;
    else this.#next[other] = item;
    if (next === END) this.#last = item;
    else this.#previous[next] = item;
    this.#size++;
  }

  /** Takes out an item, which must be in the list. */
  remove(item: number): void {
    const next = this.#next[item]!;
    const previous = this.#previous[item]!;
    if (previous === END) this.#first = next;
    else this.#next[previous] = next;
    if (next === END) this.#last = previous;
    else this.#previous[next] = previous;
    this.#size--;
  }

  /** Takes out the first item; the list must not be empty. */
  shift(): number {
    const item = this.#first;
    this.remove(item);
    return item;
  }

  #grow(item: number): void {
    let capacity = this.#next.length;
    while (capacity <= item) capacity *= 2;
    const next = new Int32Array(capacity);
    const previous = new Int32Array(capacity);
    next.set(this.#next);
    previous.set(this.#previous);
    this.#next = next;
    this.#previous = previous;
  }
}
