/**
 * First-in, first-out lists of slots, many of them, that share two arrays: an item is in one list at the most, so the link to the one
 * behind it is an entry by the item. Nothing is allocated for an item. It is the discipline fifo as it stands, and what others are made of.
 *
 * Invariants: heads[l] is END when list l is empty, and tails[l] then means nothing; links[i] is the item behind i, END behind the last.
 */
export const END = -1;

export class SlotLists {
  #heads: Int32Array;
  #tails: Int32Array;
  #links = new Int32Array(1024);

  /** `lists`: how many to begin with, all empty. */
  constructor(lists: number) {
    this.#heads = new Int32Array(lists).fill(END);
    this.#tails = new Int32Array(lists);
  }

  isEmpty(list: number): boolean {
    return this.#heads[list] === END;
  }

  /** The first item; END when there is none. */
  first(list: number): number {
    return this.#heads[list]!;
  }

  /** Adds an item, which must be in no list, at the end. */
  push(list: number, item: number): void {
    if (item >= this.#links.length) this.#links = grown(this.#links, item + 1);
    this.#links[item] = END;
    if (this.#heads[list] === END) this.#heads[list] = item;
    else this.#links[this.#tails[list]!] = item;
    this.#tails[list] = item;
  }

  /** Adds an item, which must be in no list, at the beginning. */
  unshift(list: number, item: number): void {
    if (item >= this.#links.length) this.#links = grown(this.#links, item + 1);
    const head = this.#heads[list]!;
    if (head === END) this.#tails[list] = item;
    this.#links[item] = head;
    this.#heads[list] = item;
  }

  /** Takes the first item; the list must not be empty. */
  pop(list: number): number {
    const item = this.#heads[list]!;
    this.#heads[list] = this.#links[item]!;
    return item;
  }

  /** Makes room for more lists, which are empty. */
  growTo(lists: number): void {
    const before = this.#heads.length;
    if (lists <= before) return;
    this.#heads = grown(this.#heads, lists).fill(END, before);
    this.#tails = grown(this.#tails, lists);
  }
}

/** The same array with room for at least `length` entries, and for twice what it had. */
export function grown(array: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(Math.max(length, 2 * array.length));
  larger.set(array);
  return larger;
}

/** The same for doubles. */
export function grownDoubles(array: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(Math.max(length, 2 * array.length));
  larger.set(array);
  return larger;
}
