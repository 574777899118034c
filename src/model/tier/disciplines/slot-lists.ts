/**
 * First-in, first-out lists of slots, many of them, that share two arrays: an item is in one list at the most, so the link to the one
 * behind it is an entry by the item. Nothing is allocated for an item. It is the discipline fifo as it stands, and what others are made of.
 *
 * Invariants: heads[l] is END when list l is empty, and tails[l] then means nothing; links[i] is the item behind i, END behind the last.
 */
import { grown } from '../../../engine/grown.ts';

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
