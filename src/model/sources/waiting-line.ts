/**
 * The records of a queue that can be received, oldest first: by the instant they were sent, then by their number. Those that
 * were sent to the back (behind.ts) stand between the others by the instant they came back.
 *
 * New records come in that order and form a ring. Those that come back, or are moved in, are older than its tail and go
 * to a heap; whichever head is older is next. A record deleted while it waits stays in line as a dead entry, and holds
 * its slot until its turn comes.
 */
import { Ring } from '../../engine/ring.ts';
import type { Micros } from '../../engine/time.ts';
import { State, type Records } from '../records.ts';
import { Behind } from './behind.ts';
import type { Line } from './line.ts';

export class WaitingLine implements Line {
  readonly away = undefined;
  readonly quiet = undefined;
  readonly #records: Records;
  readonly #ring = new Ring();
  readonly #heap: number[] = [];
  /** Made when the first record is sent to the back. */
  #behind: Behind | undefined;
  #size = 0;
  #tail = -1;

  constructor(records: Records) {
    this.#records = records;
  }

  /** Records that can be received; dead entries do not count. */
  get size(): number {
    return this.#size;
  }

  get isReady(): boolean {
    return this.#size > 0;
  }

  /** Puts a record in line at its age. */
  add(slot: number): void {
    this.#size++;
    if (this.#ring.size === 0 || !this.#isOlder(slot, this.#tail)) {
      this.#ring.push(slot);
      this.#tail = slot;
    } else {
      this.#push(slot);
    }
  }

  /** Puts a record at the end of the line; its `due` is now. */
  addBehind(slot: number): void {
    this.#size++;
    this.#behind ??= new Behind(this.#records);
    this.#behind.add(slot);
  }

  /** When the oldest record was sent that was not sent to the back; Infinity when there is none. */
  frontSentAt(): Micros {
    return this.#size > this.#sizeBehind ? this.#records.sentAt[this.#front()]! : Infinity;
  }

  /** The record that was sent first, wherever it stands; there must be one. */
  oldest(): number {
    if (this.#sizeBehind === 0) return this.#front();
    const behind = this.#behind!.oldest;
    return this.#records.sentAt[behind]! <= this.frontSentAt() ? behind : this.#front();
  }

  /** Takes out what {@link oldest} gives. */
  takeOldest(): number {
    const slot = this.oldest();
    if (this.#sizeBehind > 0 && slot === this.#behind!.oldest) return this.#takeBehind(slot);
    this.#size--;
    return this.#take();
  }

  /** Takes the record whose turn it is; there must be one. */
  shift(): number {
    if (this.#sizeBehind > 0 && this.#records.due[this.#behind!.first]! < this.frontSentAt())
      return this.#takeBehind(this.#behind!.first);
    this.#size--;
    for (;;) {
      const slot = this.#take();
      if (this.#records.state[slot] === State.waiting) return slot;
      this.#records.letGo(slot);
    }
  }

  /** A record in line is about to be removed: an entry among the others holds the slot until its turn. */
  abandon(slot: number, isBehind: boolean): void {
    if (isBehind) {
      this.#takeBehind(slot);
      return;
    }
    this.#records.hold(slot);
    this.#size--;
  }

  /** Calls `visit` for all that were not sent to the back, in no particular order. */
  forEachInFront(visit: (slot: number) => void): void {
    const look = (slot: number): void => {
      if (this.#records.state[slot] === State.waiting) visit(slot);
    };
    for (let i = 0; i < this.#ring.size; i++) look(this.#ring.at(i));
    this.#heap.forEach(look);
  }

  get #sizeBehind(): number {
    return this.#behind === undefined ? 0 : this.#behind.size;
  }

  #takeBehind(slot: number): number {
    this.#size--;
    this.#behind!.remove(slot);
    return slot;
  }

  /** The oldest record of ring and heap; there must be one. */
  #front(): number {
    for (;;) {
      const slot = this.#fromHeap() ? this.#heap[0]! : this.#ring.peek();
      if (this.#records.state[slot] === State.waiting) return slot;
      this.#records.letGo(this.#take());
    }
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
