/**
 * Keeps what runs of several variants gave, run by run: values of figures, objectives met, curves; and judges the differences
 * of the others to the first. A figure is estimated as `replicate` does it (figure-sample.ts). Results are not kept.
 */
import type { Result } from '../metrics/result.ts';
import type { FigureRef } from '../scenario/figure.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { fewestFlips, signTest } from '../stats/sign-test.ts';
import type {
  Comparison,
  FigureComparison,
  ObjectiveChange,
  ObjectiveComparison,
  VariantOfComparison,
} from './comparison.ts';
import { CurvesOfRuns } from './curves.ts';
import { FigureSamples, type FigureSummary } from './figure-sample.ts';
import { Pairs, type Difference, type Judge, type Level } from './paired.ts';
import { PairedQuantiles } from './paired-quantiles.ts';
import type { Known } from './stopping.ts';
import { SteadyStateWatch } from './warm-up.ts';

/** A figure, and which variants have it. */
export interface TalliedFigure {
  readonly figure: FigureRef;
  readonly isOf: readonly boolean[];
}

/** Runs of a variant that are kept apart for percentiles; of more, several are one. Many variants share the room. */
const MOST_SECTIONS = 128;

export class Tally {
  /** Of each variant. */
  runs = 0;
  readonly #figures: readonly TalliedFigure[];
  readonly #level: Level;
  /** By variant. */
  readonly #samples: FigureSamples[];
  readonly #met: Map<string, boolean[]>[];
  readonly #curves: CurvesOfRuns[];
  readonly #watches: SteadyStateWatch[];

  constructor(scenarios: readonly Scenario[], figures: readonly TalliedFigure[], level: Level) {
    this.#figures = figures;
    this.#level = level;
    this.#samples = scenarios.map((_, v) => {
      const own = figures.filter(({ isOf }) => isOf[v]!).map(({ figure }) => figure);
      return new FigureSamples(own, level.confidence, MOST_SECTIONS);
    });
    this.#met = scenarios.map(({ objectives }) => new Map(objectives.map(({ text }) => [text, []])));
    this.#curves = scenarios.map(() => new CurvesOfRuns());
    this.#watches = scenarios.map((scenario) => new SteadyStateWatch(scenario));
  }

  /** A run of a variant; each variant in turn, with the same luck. */
  add(result: Result, v: number): void {
    this.#samples[v]!.add(result);
    for (const { text, met } of result.objectives) this.#met[v]!.get(text)?.push(met);
    this.#curves[v]!.add(result);
    this.#watches[v]!.add(result);
    if (v === this.#curves.length - 1) this.runs += 1;
  }

  judged(): Pick<Comparison, 'confidenceOfEach' | 'comparisons' | 'figures' | 'objectives'> {
    const pairs = this.#figures.map((_, f) => this.#pairsOf(f));
    const comparisons = pairs.flat().filter((one) => one?.isOpen === true).length;
    const confidence = this.#eachOf(comparisons);
    const level = { ...this.#level, confidence };
    return {
      confidenceOfEach: confidence,
      comparisons,
      figures: this.#figures.map((_, f) => this.#figureOf(f, pairs[f]!, level)),
      objectives: this.#objectives(),
    };
  }

  /** How well the differences of a figure are known, the worst of the variants: half of the interval, and the baseline's value. */
  known(text: string): Known {
    const { figures } = this.judged();
    const { estimates, differences } = figures.find(({ figure }) => figure.text === text)!;
    const widths = differences.map((one) => (one === null ? null : halfWidthOf(one)));
    const isKnown = widths.every((width) => width !== null);
    // What never happened in any of them may not have been seen.
    const isSeen = estimates.some((one) => one?.perRun.max !== 0);
    return { value: estimates[0]!.value, halfWidth: isKnown && isSeen ? Math.max(...widths) : null };
  }

  ofVariant(v: number): Pick<VariantOfComparison, 'met' | 'curves' | 'steadyState'> {
    const all = [...this.#met[v]!.values()];
    const met = Array.from({ length: this.runs }, (_, run) => all.every((runs) => runs[run]!));
    return {
      met: all.length === 0 ? null : met.filter((isMet) => isMet).length,
      curves: this.#curves[v]!.curves(),
      steadyState: this.#watches[v]!.outcome(),
    };
  }

  /** How sure each of so many has to be, that all are together. */
  #eachOf(count: number): number {
    return 1 - (1 - this.#level.confidence) / Math.max(1, count);
  }

  /** Of the variants after the first; null where one has no such figure. */
  #pairsOf(f: number): (Judge | null)[] {
    const { figure, isOf } = this.#figures[f]!;
    const [base, ...others] = this.#samples;
    return others.map((other, i): Judge | null => {
      if (!isOf[0]! || !isOf[i + 1]!) return null;
      const single = Pairs.of(base!.values(figure), other.values(figure));
      const [of, to] = [base!.percentile(figure), other.percentile(figure)];
      return of && to ? new PairedQuantiles(of.share, of.clusters, to.clusters, single) : single;
    });
  }

  #figureOf(f: number, pairs: readonly (Judge | null)[], level: Level): FigureComparison {
    const { figure, isOf } = this.#figures[f]!;
    return {
      figure,
      estimates: isOf.map((isThere, v): FigureSummary | null => (isThere ? this.#samples[v]!.summary(figure) : null)),
      differences: pairs.map((one): Difference | null => one?.judged(figure.better, level) ?? null),
    };
  }

  /** As sure together as the intervals are; the two do not share their doubt, for they are different questions. */
  #objectives(): ObjectiveComparison[] {
    const texts = [...new Set(this.#met.flatMap((met) => [...met.keys()]))];
    const all = texts.map((text) => this.#changesOf(text));
    const flips = all.flat().filter((one) => one !== null && one.gained + one.lost > 0).length;
    const doubt = 1 - this.#eachOf(flips);
    return texts.map((text, i) => ({
      text,
      met: this.#met.map((met) => met.get(text)?.filter((isMet) => isMet).length ?? null),
      changes: all[i]!.map((change) => change && { ...change, ...this.#judged(change, doubt) }),
    }));
  }

  #changesOf(text: string): ({ gained: number; lost: number } | null)[] {
    const [base, ...others] = this.#met.map((met) => met.get(text));
    return others.map((runs) => {
      if (base === undefined || runs === undefined) return null;
      const only = (isMet: boolean): number => runs.filter((met, run) => met === isMet && base[run] === !isMet).length;
      return { gained: only(true), lost: only(false) };
    });
  }

  #judged(
    { gained, lost }: { gained: number; lost: number },
    doubt: number,
  ): Pick<ObjectiveChange, 'verdict' | 'runsNeeded'> {
    const runsNeeded = fewestFlips(doubt);
    if (gained + lost === 0) return { verdict: 'equal', runsNeeded };
    if (signTest(gained, lost) <= doubt) return { verdict: gained > lost ? 'better' : 'worse', runsNeeded };
    const isAll = Math.max(gained, lost) === this.runs;
    return { verdict: isAll ? 'tooFew' : 'undecided', runsNeeded };
  }
}

/** To the end that is farther from the mean, before it was cut at what is possible. */
function halfWidthOf({ interval, mean }: Difference): number | null {
  return interval === null || mean === null ? null : Math.max(interval.high - mean, mean - interval.low);
}
