/**
 * Numbers of very many groups in one array: counts, sums of dwell, and what is in the queue now. A group has a place from its first
 * message on, in the order of these; nothing is allocated for a message.
 */
import type { Micros } from '../../engine/time.ts';
import { TenantAges } from '../tier/ages.ts';
import { MOST_MEASURED, type GroupDwell } from './result.ts';

/** What is kept of a group, by its place in a row; those below {@link FIGURES} begin anew when the warm-up ends. */
export const OF = {
  sent: 0,
  received: 1,
  handled: 2,
  deadLettered: 3,
  expired: 4,
  dwells: 5,
  dwellSum: 6,
  dwellMax: 7,
  noisyTimes: 8,
  noisyTime: 9,
  visible: 10,
  inFlight: 11,
  delayed: 12,
  /** Whether it is noisy now, and since when. */
  isNoisy: 13,
  noisySince: 14,
} as const;
export type Of = (typeof OF)[keyof typeof OF];
const FIGURES = 10;
const WIDTH = 15;

export class GroupTallies {
  /** Place by the number of the group. */
  readonly #places = new Map<number, number>();
  /** The number of each group, by its place. */
  readonly numbers: number[] = [];
  #values = new Float64Array(WIDTH * 64);
  readonly #longest: Micros;
  #ages: TenantAges;

  /** `longest`: greatest dwell there can be; what is longer counts as that in percentiles. */
  constructor(longest: Micros) {
    this.#longest = longest;
    this.#ages = new TenantAges(MOST_MEASURED, longest);
  }

  /** Groups that have a place. */
  get count(): number {
    return this.numbers.length;
  }

  placeOf(group: number): number {
    let place = this.#places.get(group);
    if (place !== undefined) return place;
    place = this.numbers.push(group) - 1;
    this.#places.set(group, place);
    if (WIDTH * (place + 1) > this.#values.length) {
      const more = new Float64Array(2 * this.#values.length);
      more.set(this.#values);
      this.#values = more;
    }
    return place;
  }

  get(place: number, what: Of): number {
    return this.#values[WIDTH * place + what]!;
  }

  add(place: number, what: Of, step: number): void {
    this.#values[WIDTH * place + what]! += step;
  }

  set(place: number, what: Of, value: number): void {
    this.#values[WIDTH * place + what] = value;
  }

  dwelt(place: number, dwell: Micros): void {
    const at = WIDTH * place;
    const values = this.#values;
    values[at + OF.dwells]!++;
    values[at + OF.dwellSum]! += dwell;
    if (dwell > values[at + OF.dwellMax]!) values[at + OF.dwellMax] = dwell;
    if (place < MOST_MEASURED) this.#ages.add(place, Math.min(dwell, this.#longest));
  }

  dwellOf(place: number): GroupDwell {
    const count = this.get(place, OF.dwells);
    const max = this.get(place, OF.dwellMax);
    const quantile = (share: number): number | null => {
      if (count === 0 || place >= MOST_MEASURED) return null;
      return Math.min(max, this.#ages.fromTop(place, count - Math.ceil(share * count) + 1));
    };
    return {
      count,
      mean: count === 0 ? null : this.get(place, OF.dwellSum) / count,
      ...{ p50: quantile(0.5), p95: quantile(0.95), p99: quantile(0.99) },
      max: count === 0 ? null : max,
    };
  }

  /** The warm-up ends: what is in the queue stays. */
  restart(now: Micros): void {
    this.#ages = new TenantAges(MOST_MEASURED, this.#longest);
    for (let place = 0; place < this.count; place++) {
      this.#values.fill(0, WIDTH * place, WIDTH * place + FIGURES);
      if (this.get(place, OF.isNoisy) === 0) continue;
      this.set(place, OF.noisySince, now);
      this.set(place, OF.noisyTimes, 1);
    }
  }
}
