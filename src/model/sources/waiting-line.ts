/**
 * The records of a queue that can be received, oldest first: by the instant they were sent, then by their number.
 *
 * New records come in that order and form a ring. Those that come back, or are moved in, are older than its tail and go
 * to a heap; whichever head is older is next. A record deleted while it waits stays in line as a dead entry, and holds
 * its slot until its turn comes.
 */
import { Ring } from '../../engine/ring.ts';
import { State, type Records } from '../records.ts';

export class WaitingLine {
  readonly #records: Records;
  readonly #ring = new Ring();
  readonly #heap: number[] = [];
  #size = 0;
  #tail = -1;

  constructor(records: Records) {
    this.#records = records;
  }

  /** Records that can be received; dead entries do not count. */
  get size(): number {
    return this.#size;
  }

  /** Puts a record in line at its age. */
  add(slot: number): void {
    this.#size++;
    if (this.#ring.size === 0 || this.#records.sentAt[slot]! >= this.#records.sentAt[this.#tail]!) {
      this.#ring.push(slot);
      this.#tail = slot;
    } else {
      this.#push(slot);
    }
  }

  /** The oldest record; there must be one. */
  peek(): number {
    for (;;) {
      const slot = this.#fromHeap() ? this.#heap[0]! : this.#ring.peek();
      if (this.#records.state[slot] === State.waiting) return slot;
      this.#records.letGo(this.#take());
    }
  }

  /** Takes the oldest record; there must be one. */
  shift(): number {
    this.#size--;
    for (;;) {
      const slot = this.#take();
      if (this.#records.state[slot] === State.waiting) return slot;
      this.#records.letGo(slot);
    }
  }

  /** A record in line is about to be removed: its entry holds the slot until its turn. */
  abandon(slot: number): void {
    this.#records.hold(slot);
    this.#size--;
  }

  #fromHeap(): boolean {
    if (this.#heap.length === 0) return false;
    return this.#ring.size === 0 || this.#isOlder(this.#heap[0]!, this.#ring.peek());
  }

  #take(): number {
    return this.#fromHeap() ? this.#pop() : this.#ring.shift();
  }

  #isOlder(a: number, b: number): boolean {
    const { sentAt, origin, number } = this.#records;
    if (sentAt[a] !== sentAt[b]) return sentAt[a]! < sentAt[b]!;
    if (origin[a] !== origin[b]) return origin[a]! < origin[b]!;
    return number[a]! < number[b]!;
  }

  #push(slot: number): void {
    const heap = this.#heap;
    let i = heap.push(slot) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.#isOlder(slot, heap[parent]!)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = slot;
  }

  #pop(): number {
    const heap = this.#heap;
    const first = heap[0]!;
    const slot = heap.pop()!;
    if (heap.length > 0) this.#sink(slot);
    return first;
  }

  #sink(slot: number): void {
    const heap = this.#heap;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && this.#isOlder(heap[child + 1]!, heap[child]!)) child++;
      if (!this.#isOlder(heap[child]!, slot)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = slot;
  }
}
