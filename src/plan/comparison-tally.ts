/**
 * Keeps what runs of several variants gave, run by run: values of figures, objectives met, curves; and judges the differences
 * of the others to the first. Results are not kept.
 */
import type { Result } from '../metrics/result.ts';
import type { FigureRef } from '../scenario/figure.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { signTest } from '../stats/sign-test.ts';
import type {
  Comparison,
  FigureComparison,
  ObjectiveChange,
  ObjectiveComparison,
  VariantOfComparison,
} from './comparison.ts';
import { CurvesOfRuns } from './curves.ts';
import { estimate, valueOf } from './estimate.ts';
import { Pairs, type Difference, type Level } from './paired.ts';
import type { Known } from './stopping.ts';

/** A figure, and which variants have it. */
export interface TalliedFigure {
  readonly figure: FigureRef;
  readonly isOf: readonly boolean[];
}

export class Tally {
  /** Of each variant. */
  runs = 0;
  readonly #figures: readonly TalliedFigure[];
  readonly #level: Level;
  /** By figure, variant and run. */
  readonly #values: (number | null)[][][];
  /** By variant, text and run. */
  readonly #met: Map<string, boolean[]>[];
  readonly #curves: CurvesOfRuns[];

  constructor(scenarios: readonly Scenario[], figures: readonly TalliedFigure[], level: Level) {
    this.#figures = figures;
    this.#level = level;
    this.#values = figures.map(() => scenarios.map(() => []));
    this.#met = scenarios.map(({ objectives }) => new Map(objectives.map(({ text }) => [text, []])));
    this.#curves = scenarios.map(() => new CurvesOfRuns());
  }

  /** A run of a variant; each variant in turn, with the same luck. */
  add(result: Result, v: number): void {
    this.#figures.forEach(({ figure, isOf }, f) => {
      if (isOf[v]!) this.#values[f]![v]!.push(valueOf(result, figure));
    });
    for (const { text, met } of result.objectives) this.#met[v]!.get(text)?.push(met);
    this.#curves[v]!.add(result);
    if (v === this.#curves.length - 1) this.runs += 1;
  }

  judged(): Pick<Comparison, 'confidenceOfEach' | 'comparisons' | 'figures' | 'objectives'> {
    const pairs = this.#figures.map((_, f) => this.#pairsOf(f));
    const texts = [...new Set(this.#met.flatMap((met) => [...met.keys()]))];
    const changes = texts.map((text) => this.#changesOf(text));
    const open = pairs.flat().filter((one) => one?.isOpen === true).length;
    const flips = changes.flat().filter((one) => one !== null && one.gained + one.lost > 0).length;
    const comparisons = open + flips;
    const confidence = 1 - (1 - this.#level.confidence) / Math.max(1, comparisons);
    const level = { ...this.#level, confidence };
    return {
      confidenceOfEach: confidence,
      comparisons,
      figures: this.#figures.map((_, f) => this.#figureOf(f, pairs[f]!, level)),
      objectives: texts.map((text, i) => this.#objectiveOf(text, changes[i]!, confidence)),
    };
  }

  /** How well the differences of a figure are known, the worst of the variants: half of the interval, and the baseline's mean. */
  known(text: string): Known {
    const { figures } = this.judged();
    const { estimates, differences } = figures.find(({ figure }) => figure.text === text)!;
    const widths = differences.map((one) => (one?.interval ? (one.interval.high - one.interval.low) / 2 : null));
    const isKnown = widths.every((width) => width !== null);
    return { value: estimates[0]!.mean, halfWidth: isKnown ? Math.max(...widths) : null };
  }

  ofVariant(v: number): Pick<VariantOfComparison, 'met' | 'curves'> {
    const all = [...this.#met[v]!.values()];
    const met = Array.from({ length: this.runs }, (_, run) => all.every((runs) => runs[run]!));
    return { met: all.length === 0 ? null : met.filter((isMet) => isMet).length, curves: this.#curves[v]!.curves() };
  }

  /** Of the variants after the first; null where one has no such figure. */
  #pairsOf(f: number): (Pairs | null)[] {
    const [base, ...others] = this.#values[f]!;
    const [isOfBase, ...isOf] = this.#figures[f]!.isOf;
    return others.map((values, i) => (isOfBase! && isOf[i]! ? Pairs.of(base!, values) : null));
  }

  #figureOf(f: number, pairs: readonly (Pairs | null)[], level: Level): FigureComparison {
    const { figure, isOf } = this.#figures[f]!;
    const { confidence } = this.#level;
    return {
      figure,
      estimates: isOf.map((isThere, v) => (isThere ? estimate(figure, this.#values[f]![v]!, confidence) : null)),
      differences: pairs.map((one): Difference | null => one?.judged(figure.better, level) ?? null),
    };
  }

  #changesOf(text: string): ({ gained: number; lost: number } | null)[] {
    const [base, ...others] = this.#met.map((met) => met.get(text));
    return others.map((runs) => {
      if (base === undefined || runs === undefined) return null;
      const only = (isMet: boolean): number => runs.filter((met, run) => met === isMet && base[run] === !isMet).length;
      return { gained: only(true), lost: only(false) };
    });
  }

  #objectiveOf(
    text: string,
    changes: readonly ({ gained: number; lost: number } | null)[],
    confidence: number,
  ): ObjectiveComparison {
    return {
      text,
      met: this.#met.map((met) => met.get(text)?.filter((isMet) => isMet).length ?? null),
      changes: changes.map((change) => change && { ...change, verdict: verdictOf(change, confidence) }),
    };
  }
}

function verdictOf({ gained, lost }: { gained: number; lost: number }, confidence: number): ObjectiveChange['verdict'] {
  if (gained + lost === 0) return 'equal';
  if (signTest(gained, lost) > 1 - confidence) return 'undecided';
  return gained > lost ? 'better' : 'worse';
}
