/**
 * How evenly the shared queues are filled, looked at on a fixed grid and not when events come: the busiest tenants' events would
 * decide then. Express lanes are not looked at, for they are not shared.
 */
import type { Micros } from '../../engine/time.ts';
import type { TierProbe } from '../../model/tier/tier-observer.ts';
import type { Reader } from '../readings.ts';

/** Depths that are read in a run at the most, and readings: beyond, the grid is thinned. */
const MOST_READS = 2e8;
const MOST_READINGS = 100_000;

/** The wanted distance of readings, or a multiple of it where there would be too many. */
export function gridPeriod(every: Micros, queues: number, duration: Micros): Micros {
  const most = Math.min(MOST_READINGS, MOST_READS / queues);
  return every * Math.max(1, Math.ceil(duration / every / most));
}

export class QueueGrid implements Reader {
  readonly period: Micros;
  readonly #probe: TierProbe;
  readonly #hotAfter: Micros;
  /** Deepest over mean depth, of each reading at which something was stored. */
  #imbalances: number[] = [];
  #readings = 0;
  #hot = 0;
  mostHot = 0;
  /** Of the readings since the last were taken. */
  #recent = { readings: 0, mean: 0, max: 0, hot: 0, hottest: 0, isKnown: false };

  constructor(probe: TierProbe, hotAfter: Micros, every: Micros, duration: Micros) {
    this.#probe = probe;
    this.#hotAfter = hotAfter;
    this.period = gridPeriod(every, probe.queues, duration);
  }

  note(): void {}

  close(): void {
    const { queues, depths } = this.#probe;
    let [sum, max, hot, hottest, isKnown] = [0, 0, 0, 0, false];
    for (let queue = 0; queue < queues; queue++) {
      const depth = depths[queue]!;
      if (depth === 0) continue;
      sum += depth;
      if (depth > max) max = depth;
      const rate = this.#probe.drainRateOf(queue);
      if (rate === 0) continue;
      isKnown = true;
      const wait = (depth / rate) * 1e6;
      if (wait > hottest) hottest = wait;
      if (wait > this.#hotAfter) hot++;
    }
    this.#readings++;
    this.#hot += hot;
    if (hot > this.mostHot) this.mostHot = hot;
    if (sum > 0) this.#imbalances.push((max * queues) / sum);
    this.#remember(sum / queues, max, hot, hottest, isKnown || sum === 0);
  }

  #remember(mean: number, max: number, hot: number, hottest: number, isKnown: boolean): void {
    const recent = this.#recent;
    recent.readings++;
    recent.mean += mean;
    recent.max = Math.max(recent.max, max);
    recent.hot = Math.max(recent.hot, hot);
    recent.hottest = Math.max(recent.hottest, hottest);
    recent.isKnown ||= isKnown;
  }

  /** What the readings since the last call gave; nulls where there was none. */
  takeRecent(): { mean: number | null; max: number | null; hot: number | null; hottest: number | null } {
    const { readings, mean, max, hot, hottest, isKnown } = this.#recent;
    this.#recent = { readings: 0, mean: 0, max: 0, hot: 0, hottest: 0, isKnown: false };
    if (readings === 0) return { mean: null, max: null, hot: null, hottest: null };
    return { mean: mean / readings, max, hot, hottest: isKnown ? Math.round(hottest) : null };
  }

  /** The warm-up ends. */
  restart(): void {
    this.#imbalances = [];
    this.#readings = 0;
    this.#hot = 0;
    this.mostHot = 0;
  }

  /** Time average, and p99 by nearest rank; null when nothing was ever stored. */
  imbalance(): { mean: number; p99: number } | null {
    const all = this.#imbalances.toSorted((a, b) => a - b);
    if (all.length === 0) return null;
    const mean = all.reduce((sum, n) => sum + n, 0) / all.length;
    return { mean, p99: all[Math.ceil((99 * all.length) / 100) - 1]! };
  }

  /** Share of queue-readings that were hot; null without a reading. */
  hotTime(): number | null {
    return this.#readings === 0 ? null : this.#hot / (this.#readings * this.#probe.queues);
  }
}
