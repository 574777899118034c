/**
 * End to end over the stages of a chain: how long it takes from the sending of the first ancestor until a record that follows it is done
 * with, for each pair of sources. Leaves out records that arrive by themselves: of those the latency of their source says all.
 *
 * Counts only records that were handled. Nothing is kept for a run in which no record follows another.
 */
import type { Micros } from '../engine/time.ts';
import type { Lineage } from '../model/lineage.ts';
import { Histogram } from '../stats/histogram.ts';

/** Of the records of one pair of sources. */
export interface ChainRecord {
  readonly from: number;
  readonly to: number;
  /** Stages they were at, counted from 1; of none, from Infinity to 0. */
  least: number;
  most: number;
  readonly latency: Histogram;
}

export class Chains {
  readonly #sources: number;
  /** By first source and source, as one number. */
  readonly #pairs = new Map<number, ChainRecord>();
  /** Sources in which some record followed another. */
  readonly #followed = new Set<number>();

  /** `sources`: how many there are in the run. */
  constructor(sources: number) {
    this.#sources = sources;
  }

  /** A record that follows another was made for a source. */
  noteFollower(source: number): void {
    this.#followed.add(source);
  }

  /** A record was handled in a source, and is done with there now; nothing to note where it follows none. */
  noteHandled(lineage: Lineage, slot: number, source: number, now: Micros): void {
    if (!lineage.follows(slot)) return;
    const pair = this.#pairOf(lineage.fromOf(slot), source);
    const stage = lineage.stageOf(slot);
    if (stage < pair.least) pair.least = stage;
    if (stage > pair.most) pair.most = stage;
    pair.latency.add(now - lineage.sinceOf(slot));
  }

  /** Those with records, in the order of the scenario. */
  get all(): ChainRecord[] {
    const some = [...this.#pairs.values()].filter(({ latency }) => latency.count > 0);
    return some.toSorted((a, b) => a.from - b.from || a.to - b.to);
  }

  /** Of all records that were handled in a source and followed another; undefined where none ever did. */
  endToEnd(source: number): Histogram | undefined {
    if (!this.#followed.has(source)) return undefined;
    const merged = new Histogram();
    for (const { to, latency } of this.all) if (to === source) merged.merge(latency.toData());
    return merged;
  }

  /** The warm-up ends. */
  restart(): void {
    for (const pair of this.#pairs.values()) {
      pair.latency.reset();
      pair.least = Infinity;
      pair.most = 0;
    }
  }

  #pairOf(from: number, to: number): ChainRecord {
    const key = from * this.#sources + to;
    let pair = this.#pairs.get(key);
    if (pair === undefined)
      this.#pairs.set(key, (pair = { from, to, least: Infinity, most: 0, latency: new Histogram() }));
    return pair;
  }
}
