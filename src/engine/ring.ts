/**
 * A first-in, first-out list of small integers in a power-of-two array that grows and never shrinks. What was taken out last
 * can be put back.
 * Invariant: the items are at head, head + 1, … head + size − 1, modulo the capacity.
 */
export class Ring {
  #items = new Int32Array(16);
  #mask = 15;
  #head = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds at the tail. */
  push(item: number): void {
    if (this.#size > this.#mask) this.#grow();
    this.#items[(this.#head + this.#size++) & this.#mask] = item;
  }

  /** The item at the head; the ring must not be empty. */
  peek(): number {
    return this.#items[this.#head]!;
  }

  /** The item `i` places behind the head; 0 ≤ i < size. */
  at(i: number): number {
    return this.#items[(this.#head + i) & this.#mask]!;
  }

  /** Takes the item at the head; the ring must not be empty. */
  shift(): number {
    const item = this.#items[this.#head]!;
    this.#head = (this.#head + 1) & this.#mask;
    this.#size--;
    return item;
  }

  /** Takes all out. */
  clear(): void {
    this.#head = 0;
    this.#size = 0;
  }

  /** Puts an item back before the head. */
  unshift(item: number): void {
    if (this.#size > this.#mask) this.#grow();
    this.#head = (this.#head - 1) & this.#mask;
    this.#items[this.#head] = item;
    this.#size++;
  }

  #grow(): void {
    const items = new Int32Array(this.#items.length * 2);
    for (let i = 0; i < this.#size; i++) items[i] = this.at(i);
    this.#items = items;
    this.#mask = items.length - 1;
    this.#head = 0;
  }
}
