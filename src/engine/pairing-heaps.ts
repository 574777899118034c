/**
 * Many heaps of small integers that share three arrays: an item is in one heap at the most. Pairing heaps (Fredman, Sedgewick, Sleator and
 * Tarjan 1986): adding takes constant time, taking the first or any other takes logarithmic time on average over the life of a heap.
 *
 * The order must be total, so that results do not depend on the shape of a heap, and must not change for an item while it is in one.
 *
 * Invariants: an item's children are a chain through nexts from children[i]; befores[i] is the item before it in that chain, or its
 * parent when it is the first.
 */
import { END, grown } from './slot-lists.ts';

export class PairingHeaps {
  #roots: Int32Array;
  readonly #isBefore: (a: number, b: number) => boolean;
  #children = new Int32Array(256);
  #nexts = new Int32Array(256);
  #befores = new Int32Array(256);

  /** `isBefore`: whether `a` comes before `b`, of two that are in the same heap. */
  constructor(heaps: number, isBefore: (a: number, b: number) => boolean) {
    this.#roots = new Int32Array(heaps).fill(END);
    this.#isBefore = isBefore;
  }

  /** Makes room for more heaps, which are empty. */
  growTo(heaps: number): void {
    const before = this.#roots.length;
    if (heaps > before) this.#roots = grown(this.#roots, heaps).fill(END, before);
  }

  /** Calls `visit` for all items of a heap, in no particular order. The heap must not change meanwhile. */
  forEach(heap: number, visit: (item: number) => void): void {
    const rest = [this.#roots[heap]!];
    for (let item = rest.pop()!; item !== undefined; item = rest.pop()!) {
      if (item === END) continue;
      visit(item);
      for (let child = this.#children[item]!; child !== END; child = this.#nexts[child]!) rest.push(child);
    }
  }

  /** The item that comes first; END when there is none. */
  first(heap: number): number {
    return this.#roots[heap]!;
  }

  /** Adds an item, which must be in no heap. */
  add(heap: number, item: number): void {
    if (item >= this.#children.length) this.#grow(item + 1);
    this.#children[item] = END;
    this.#nexts[item] = END;
    const root = this.#roots[heap]!;
    this.#roots[heap] = root === END ? item : this.#joined(root, item);
  }

  /** Takes the item that comes first; the heap must not be empty. */
  shift(heap: number): number {
    const root = this.#roots[heap]!;
    this.#roots[heap] = this.#childrenOf(root);
    return root;
  }

  /** Takes out an item, which must be in that heap. */
  remove(heap: number, item: number): void {
    const root = this.#roots[heap]!;
    if (item === root) {
      this.shift(heap);
      return;
    }
    const before = this.#befores[item]!;
    const next = this.#nexts[item]!;
    if (this.#children[before] === item) this.#children[before] = next;
    else this.#nexts[before] = next;
    if (next !== END) this.#befores[next] = before;
    const orphans = this.#childrenOf(item);
    if (orphans !== END) this.#roots[heap] = this.#joined(root, orphans);
  }

  /** Makes one heap of the children of an item: pairs from left to right, then all of these from right to left. END for none. */
  #childrenOf(item: number): number {
    let pairs = END;
    let rest = this.#children[item]!;
    while (rest !== END) {
      const one = rest;
      const other = this.#nexts[one]!;
      rest = other === END ? END : this.#nexts[other]!;
      const pair = other === END ? one : this.#joined(one, other);
      this.#nexts[pair] = pairs;
      pairs = pair;
    }
    if (pairs === END) return END;
    let heap = pairs;
    pairs = this.#nexts[heap]!;
    while (pairs !== END) {
      const next = this.#nexts[pairs]!;
      heap = this.#joined(heap, pairs);
      pairs = next;
    }
    this.#nexts[heap] = END;
    return heap;
  }

  /** Of two roots, puts the later one below the other, which is returned. */
  #joined(a: number, b: number): number {
    if (this.#isBefore(b, a)) return this.#put(a, b);
    return this.#put(b, a);
  }

  #put(below: number, above: number): number {
    const child = this.#children[above]!;
    this.#nexts[below] = child;
    this.#befores[below] = above;
    if (child !== END) this.#befores[child] = below;
    this.#children[above] = below;
    return above;
  }

  #grow(length: number): void {
    this.#children = grown(this.#children, length);
    this.#nexts = grown(this.#nexts, length);
    this.#befores = grown(this.#befores, length);
  }
}
