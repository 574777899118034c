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

/** `notAsked`: conditions change, or there are fewer than ten runs. */
export interface SteadyState {
  readonly verdict: 'steady' | 'not steady' | 'notAsked';
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
  #period = 0;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#changes = changesAfterWarmUp(scenario);
    this.#sources = this.#changes.length > 0 ? [] : sourcesThatAreRead(scenario);
  }

  add({ series }: Result): void {
    this.#period = series.period;
    for (const source of this.#sources) {
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
    // What has gaps, because nothing was done in some interval of some run, has nothing to say.
    const watches = [...this.#series.values()].filter(
      ({ runs }) => runs.length >= FEWEST_RUNS && runs.every((run) => run.slice(0, span.to).every(Number.isFinite)),
    );
    const confidence = 1 - (1 - CONFIDENCE) / Math.max(1, watches.length);
    const growing = watches.flatMap((watch) => growthOf(watch, span, this.#period, confidence));
    const short = watches.flatMap((watch) => shortWarmUpOf(watch, span, this.#period, confidence));
    // Where the backlog grows for ever, no warm-up is long enough.
    const shortWarmUps = short.filter(({ source }) => growing.every((one) => one.source !== source));
    const isSteady = growing.length === 0 && shortWarmUps.length === 0;
    const verdict = watches.length === 0 ? 'notAsked' : isSteady ? 'steady' : 'not steady';
    return { verdict, changes: this.#changes, shortWarmUps, growing };
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

function growthOf(
  { source, of, runs }: Watch,
  { from, to }: Span,
  period: number,
  confidence: number,
): GrowingBacklog[] {
  if (of !== 'backlog') return [];
  const begin = Math.max(from, Math.floor(to / 2));
  const slopes = Moments.of(runs.map((run) => slopeOf(Array.from(run.subarray(begin, to)))));
  const interval = meanInterval(slopes, confidence);
  if (interval === undefined || interval.low <= 0) return [];
  const rise = slopes.mean * (to - begin);
  const level = meanOf(runs.map((run) => meanOf(run.subarray(begin, to))));
  if (rise < 1 || rise < LEAST_RISE * level) return [];
  const perSecond = 1e6 / period;
  return [
    {
      source,
      perSecond: slopes.mean * perSecond,
      interval: { low: interval.low * perSecond, high: interval.high * perSecond },
    },
  ];
}

function meanOf(values: Iterable<number>): number {
  return Moments.of(values).mean;
}
