/**
 * Whether the runs reached a steady state: whether the warm-up was long enough, and whether the backlog still grows at the end.
 * Asked only of a scenario in which nothing changes by the clock once it is warm; of any other it says what changes.
 *
 * Warm-up: the series of all runs are averaged, MSER-5 says how much of the beginning is unlike the rest (Welch's way of
 * looking, without the eye), and only what matters is told: a paired difference, over runs that had no part in the search,
 * between the mean with the beginning and without it that is beyond chance and a hundredth or more. Backlog: a straight line through
 * the last half of each run, Student's interval of its slope over the runs.
 *
 * Series hold the greatest of each interval, which is as good as the mean for finding out when it stops to change.
 */
import type { Result } from '../metrics/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Moments } from '../stats/moments.ts';
import { mser5 } from '../stats/mser.ts';
import { slopeOf } from '../stats/slope.ts';
import { meanInterval, type Interval } from '../stats/student.ts';
import { changesAfterWarmUp, type Change } from './steadiness.ts';

/** Of all these questions together: seldom a false alarm. */
const CONFIDENCE = 0.99;
/** A bias of the mean below this, and a rise of the backlog below that share of it, is nobody's business. */
const LEAST_BIAS = 0.01;
const LEAST_RISE = 0.1;
/** More runs tell no more, and their series take room. */
const MOST_RUNS = 200;
/** Five on either side, where they are halved. */
const FEWEST_RUNS = 10;

/** What was watched of a source. */
export type Watched = 'backlog' | 'latency';

/** The warm-up leaves something of the beginning in. */
export interface ShortWarmUp {
  readonly source: string;
  readonly of: Watched;
  /** How long it should be, in microseconds. */
  readonly due: number;
  /** Whether even that is only the half of the run at which the search ends. */
  readonly isBound: boolean;
  /** The share by which the beginning moves the mean: −0.03 makes it 3 % too low. */
  readonly bias: number;
}

/** The messages in a source become ever more. */
export interface GrowingBacklog {
  readonly source: string;
  /** Messages a second, with a 99 % interval. */
  readonly perSecond: number;
  readonly interval: Interval;
}

/** One thing that was watched, and what could not have been seen in it. */
export interface WatchedSeries {
  readonly source: string;
  readonly of: Watched;
  /**
   * Of a backlog: the growth that these runs do not rule out, in messages a second and as a share of what comes; null of a latency.
   */
  readonly mostGrowth: { readonly perSecond: number; readonly ofArrivals: number } | null;
}

/** `no sign`: nothing was found against it, which is no proof. */
export interface SteadyState {
  readonly verdict: 'no sign' | 'not steady' | 'notAsked';
  /** Why nobody asked: conditions change, there are fewer than ten runs, or there was nothing to watch; otherwise null. */
  readonly reason: 'changes' | 'fewRuns' | 'nothing' | null;
  readonly watched: readonly WatchedSeries[];
  readonly changes: readonly Change[];
  readonly shortWarmUps: readonly ShortWarmUp[];
  readonly growing: readonly GrowingBacklog[];
}

/** Looks at the series of runs as they come. */
export class SteadyStateWatch {
  readonly #scenario: Scenario;
  readonly #changes: readonly Change[];
  readonly #sources: readonly string[];
  /** By source and what is watched, a series for each run. */
  readonly #series = new Map<string, Watch>();
  /** By source: all that arrived after the warm-up. */
  readonly #arrived = new Map<string, number>();
  #period = 0;
  #runs = 0;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#changes = changesAfterWarmUp(scenario);
    this.#sources = this.#changes.length > 0 ? [] : sourcesThatAreRead(scenario);
  }

  add({ series, sources }: Result): void {
    this.#period = series.period;
    this.#runs += 1;
    for (const source of this.#sources) {
      this.#arrived.set(source, (this.#arrived.get(source) ?? 0) + sources[source]!.arrived);
      const { depth, inFlight, latency } = series.sources[source]!;
      this.#watch(
        source,
        'backlog',
        depth.map((waiting, i) => waiting + inFlight[i]!),
      );
      this.#watch(source, 'latency', latency.p95);
    }
  }

  #watch(source: string, of: Watched, values: readonly (number | null)[]): void {
    const key = JSON.stringify([source, of]);
    const watch = this.#series.get(key) ?? { source, of, runs: [] };
    this.#series.set(key, watch);
    if (watch.runs.length < MOST_RUNS) watch.runs.push(Float64Array.from(values, (value) => value ?? NaN));
  }

  outcome(): SteadyState {
    const { duration, warmUp } = this.#scenario;
    const span = { from: Math.ceil(warmUp / this.#period), to: Math.floor(duration / this.#period) };
    // What has gaps, because nothing was done in some interval of some run, has nothing to say; nor has what nothing came to.
    const watches = [...this.#series.values()].filter(
      ({ source, runs }) =>
        runs.length >= FEWEST_RUNS &&
        this.#arrived.get(source)! > 0 &&
        runs.every((run) => run.slice(0, span.to).every(Number.isFinite)),
    );
    const confidence = 1 - (1 - CONFIDENCE) / Math.max(1, watches.length);
    const growths = watches.map((watch) => growthOf(watch, span, this.#period, confidence));
    const growing = growths.filter((growth) => growth?.isBeyondChance === true).map(toldOf);
    const short = watches.flatMap((watch) => shortWarmUpOf(watch, span, this.#period, confidence));
    // Where the backlog grows for ever, no warm-up is long enough.
    const shortWarmUps = short.filter(({ source }) => growing.every((one) => one.source !== source));
    const isFound = growing.length > 0 || shortWarmUps.length > 0;
    const reason = watches.length === 0 ? this.#reason() : null;
    const verdict = reason !== null ? 'notAsked' : isFound ? 'not steady' : 'no sign';
    const watched = watches.map(({ source, of }, i) => ({ source, of, mostGrowth: this.#mostOf(growths[i]!) }));
    return { verdict, reason, watched, changes: this.#changes, shortWarmUps, growing };
  }

  #reason(): SteadyState['reason'] {
    if (this.#changes.length > 0) return 'changes';
    return this.#runs < FEWEST_RUNS ? 'fewRuns' : 'nothing';
  }

  #mostOf(growth: Growth | null): WatchedSeries['mostGrowth'] {
    if (growth === null) return null;
    const { duration, warmUp } = this.#scenario;
    const perSecond = Math.max(0, growth.interval.high);
    const arrivals = (this.#arrived.get(growth.source)! / this.#runs / (duration - warmUp)) * 1e6;
    return { perSecond, ofArrivals: perSecond / arrivals };
  }
}

interface Watch {
  readonly source: string;
  readonly of: Watched;
  readonly runs: Float64Array[];
}

/** Readings that are looked at: from the end of the warm-up. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** A queue that nobody reads only ever fills. */
function sourcesThatAreRead({ sources, mappings }: Scenario): string[] {
  const read = new Set(mappings.map(({ source }) => source));
  return sources
    .filter(({ name, type }) => read.has(name) || type === 'sync' || type === 'async')
    .map(({ name }) => name);
}

function shortWarmUpOf(
  { source, of, runs }: Watch,
  { from, to }: Span,
  period: number,
  confidence: number,
): ShortWarmUp[] {
  // Every other run says where to cut, the others whether that matters: a cut that was looked for in the same runs would always
  // seem to.
  const [looked, judged] = [0, 1].map((odd) => runs.filter((_, i) => i % 2 === odd)) as [
    Float64Array[],
    Float64Array[],
  ];
  const cut = mser5(Array.from({ length: to }, (_, i) => meanOf(looked.map((run) => run[i]!))));
  if (cut === undefined || cut.observations <= from) return [];
  const { observations, isBound } = cut;
  const all = judged.map((run) => meanOf(run.subarray(from, to)));
  const rest = judged.map((run) => meanOf(run.subarray(observations, to)));
  const difference = meanInterval(Moments.of(all.map((mean, i) => mean - rest[i]!)), confidence);
  if (difference === undefined || (difference.low <= 0 && difference.high >= 0)) return [];
  // Of a backlog that goes to nothing, all there was is bias.
  const bias = meanOf(rest) === 0 ? 1 : meanOf(all) / meanOf(rest) - 1;
  if (!(Math.abs(bias) >= LEAST_BIAS)) return [];
  return [{ source, of, due: observations * period, isBound, bias }];
}

/** How a backlog grows in the last half of the runs. */
interface Growth extends GrowingBacklog {
  readonly isBeyondChance: boolean;
}

/** Null of what is no backlog. */
function growthOf({ source, of, runs }: Watch, { from, to }: Span, period: number, confidence: number): Growth | null {
  if (of !== 'backlog') return null;
  const begin = Math.max(from, Math.floor(to / 2));
  const slopes = Moments.of(runs.map((run) => slopeOf(Array.from(run.subarray(begin, to)))));
  const interval = meanInterval(slopes, confidence);
  if (interval === undefined) return null;
  const rise = slopes.mean * (to - begin);
  const level = meanOf(runs.map((run) => meanOf(run.subarray(begin, to))));
  const perSecond = 1e6 / period;
  return {
    source,
    perSecond: slopes.mean * perSecond,
    interval: { low: interval.low * perSecond, high: interval.high * perSecond },
    isBeyondChance: interval.low > 0 && rise >= 1 && rise >= LEAST_RISE * level,
  };
}

function toldOf(growth: Growth | null): GrowingBacklog {
  const { source, perSecond, interval } = growth!;
  return { source, perSecond, interval };
}

function meanOf(values: Iterable<number>): number {
  return Moments.of(values).mean;
}
