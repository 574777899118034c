/**
 * A set of small integers from which any can be taken in constant time, also one by its place: for choosing at random.
 * Invariant: positions[item] is the place of an item in items; the order of places means nothing.
 */
export class IntBag {
  readonly #items: number[] = [];
  readonly #positions: number[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** The item at a place from 0 to size − 1. */
  at(place: number): number {
    return this.#items[place]!;
  }

  /** Adds an item, which must not be in it, at the last place. */
  add(item: number): void {
    this.#positions[item] = this.#size;
    this.#items[this.#size++] = item;
  }

  /** Takes out an item, which must be in it; the last one takes its place. */
  remove(item: number): void {
    const place = this.#positions[item]!;
    const last = this.#items[--this.#size]!;
    this.#items[place] = last;
    this.#positions[last] = place;
  }
}
