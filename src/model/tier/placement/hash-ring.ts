/**
 * A ring of consistent hashing: each queue has points on it, by hashes of its number and the number of the point; a hash belongs to the
 * queue of the first point at it or behind it, around the end. Points at the same place: the queue with the lower number has it.
 *
 * 12 bytes a point for good, twice as many while it is built: a million queues with a hundred points each are too many.
 */
import { hashKey } from './hash.ts';
import type { Hash64 } from './hash.ts';

const DIGIT = 8;
const DIGITS = 1 << DIGIT;
const TWO_TO_MINUS_32 = 2.3283064365386963e-10;

export class HashRing {
  /** By point, around the ring: whose it is. */
  readonly owners: Int32Array;
  readonly #queues: number;
  readonly #high: Uint32Array;
  readonly #low: Uint32Array;

  /** Rings with other labels are independent of each other. */
  constructor(queues: number, pointsEach: number, label = 'ring') {
    this.#queues = queues;
    const points = queues * pointsEach;
    const high = new Uint32Array(points);
    const low = new Uint32Array(points);
    for (let point = 0; point < points; point++) {
      const hash = hashKey(label, `${Math.floor(point / pointsEach)}#${point % pointsEach}`);
      high[point] = hash.high;
      low[point] = hash.low;
    }
    const order = sorted(high, low);
    this.#high = Uint32Array.from(order, (point) => high[point]!);
    this.#low = Uint32Array.from(order, (point) => low[point]!);
    this.owners = Int32Array.from(order, (point) => Math.floor(point / pointsEach));
  }

  /** The point that a hash belongs to. */
  pointOf(hash: Hash64): number {
    let from = 0;
    let to = this.owners.length;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.#isBefore(middle, hash)) from = middle + 1;
      else to = middle;
    }
    return from === this.owners.length ? 0 : from;
  }

  /** The point behind another, around the end. */
  after(point: number): number {
    return point + 1 === this.owners.length ? 0 : point + 1;
  }

  /** By queue: the share of all hashes that belong to it. */
  shares(): Float64Array {
    const shares = new Float64Array(this.#queues);
    let before = this.#placeOf(this.owners.length - 1) - 1;
    for (let point = 0; point < this.owners.length; point++) {
      const place = this.#placeOf(point);
      shares[this.owners[point]!]! += place - before;
      before = place;
    }
    return shares;
  }

  /** From 0 to 1, once around. */
  #placeOf(point: number): number {
    return this.#high[point]! * TWO_TO_MINUS_32 + this.#low[point]! * TWO_TO_MINUS_32 * TWO_TO_MINUS_32;
  }

  #isBefore(point: number, hash: Hash64): boolean {
    const high = this.#high[point]!;
    return high < hash.high || (high === hash.high && this.#low[point]! < hash.low);
  }
}

/** Numbers of the points in order of place, the earlier first where places are the same: digit by digit, the last first. */
function sorted(high: Uint32Array, low: Uint32Array): Int32Array {
  let order = Int32Array.from(high, (_, point) => point);
  let other = new Int32Array(high.length);
  for (const half of [low, high]) {
    for (let shift = 0; shift < 32; shift += DIGIT) {
      sortByDigit(order, other, half, shift);
      [order, other] = [other, order];
    }
  }
  return order;
}

function sortByDigit(from: Int32Array, to: Int32Array, keys: Uint32Array, shift: number): void {
  const starts = new Int32Array(DIGITS + 1);
  for (let point = 0; point < keys.length; point++) starts[((keys[point]! >>> shift) & (DIGITS - 1)) + 1]!++;
  for (let digit = 0; digit < DIGITS; digit++) starts[digit + 1]! += starts[digit]!;
  for (let i = 0; i < from.length; i++) {
    const point = from[i]!;
    to[starts[(keys[point]! >>> shift) & (DIGITS - 1)]!++] = point;
  }
}
