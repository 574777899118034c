/**
 * A doubly linked list of distinct small integers: any of them is taken out in constant time.
 * Invariants: links[2i] is the item after i and links[2i + 1] the one before it, and they mirror each other; END before
 * the first and after the last; absent ones hold stale links.
 */
export const END = -1;

export class LinkedInts {
  #links = new Int32Array(128);
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
    return this.#links[2 * item]!;
  }

  /** The item before `item`, END before the first. `item` must be in the list. */
  before(item: number): number {
    return this.#links[2 * item + 1]!;
  }

  /** Adds an item, which must not be in the list, at the end. */
  push(item: number): void {
    this.insertAfter(this.#last, item);
  }

  /** Adds an item behind `other`, or at the beginning when `other` is END. */
  insertAfter(other: number, item: number): void {
    if (2 * item >= this.#links.length) this.#grow(item);
    const links = this.#links;
    const next = other === END ? this.#first : links[2 * other]!;
    links[2 * item] = next;
    links[2 * item + 1] = other;
    if (other === END) this.#first = item;
    else links[2 * other] = item;
    if (next === END) this.#last = item;
    else links[2 * next + 1] = item;
    this.#size++;
  }

  /** Takes out an item, which must be in the list. */
  remove(item: number): void {
    const links = this.#links;
    const next = links[2 * item]!;
    const previous = links[2 * item + 1]!;
    if (previous === END) this.#first = next;
    else links[2 * previous] = next;
    if (next === END) this.#last = previous;
    else links[2 * next + 1] = previous;
    this.#size--;
  }

  /** Takes out the first item; the list must not be empty. */
  shift(): number {
    const item = this.#first;
    this.remove(item);
    return item;
  }

  #grow(item: number): void {
    let length = this.#links.length;
    while (length <= 2 * item) length *= 2;
    const links = new Int32Array(length);
    links.set(this.#links);
    this.#links = links;
  }
}
