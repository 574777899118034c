/** How often runs met an objective, with the exact interval of Clopper and Pearson for the share of all runs that would. */
import { figureOf } from '../metrics/figure.ts';
import type { Result } from '../metrics/result.ts';
import { figureOfObjective } from '../scenario/figure.ts';
import type { FigureKind } from '../scenario/objective-figures.ts';
import type { Objective, Scenario } from '../scenario/scenario.ts';
import { shareInterval } from '../stats/binomial.ts';
import type { Interval } from '../stats/student.ts';

/** Runs that are named at the most: any of them shows what went wrong. */
const MOST_NAMED = 20;

export interface ObjectiveShare {
  readonly text: string;
  readonly unit: FigureKind['unit'];
  readonly limit: number;
  readonly met: number;
  readonly runs: number;
  /** From 0 to 1; the interval has the confidence of the experiment. */
  readonly share: number;
  readonly interval: Interval;
  /** Replications in which it was missed, in order, at most twenty. */
  readonly missedIn: readonly number[];
  /** Misses of runs in which there was nothing to measure: a figure without a value meets nothing. */
  readonly withoutValue: number;
  /** The run that was farthest on the wrong side, or nearest to it; null when no run had a value. */
  readonly worst: { readonly replication: number; readonly value: number } | null;
}

export class ObjectiveTally {
  readonly #objective: Objective;
  readonly #unit: FigureKind['unit'];
  readonly #index: number;
  #runs = 0;
  #met = 0;
  #withoutValue = 0;
  readonly #missedIn: number[] = [];
  #worst: ObjectiveShare['worst'] = null;

  /** The objective at `index` of the scenario. */
  constructor(scenario: Scenario, index: number) {
    this.#objective = scenario.objectives[index]!;
    this.#unit = figureOfObjective(this.#objective, scenario).unit;
    this.#index = index;
  }

  add(result: Result, replication: number): void {
    const { name, figure, statistic } = this.#objective;
    const isMet = result.objectives[this.#index]!.met;
    const value = figureOf(result, name, figure, statistic) ?? null;
    this.#runs += 1;
    if (isMet) this.#met += 1;
    else if (this.#missedIn.length < MOST_NAMED) this.#missedIn.push(replication);
    if (value === null) this.#withoutValue += 1;
    else if (this.#worst === null || this.#badness(value) > this.#badness(this.#worst.value))
      this.#worst = { replication, value };
  }

  share(confidence: number): ObjectiveShare {
    const { text, limit } = this.#objective;
    return {
      text,
      unit: this.#unit,
      limit,
      met: this.#met,
      runs: this.#runs,
      share: this.#met / this.#runs,
      interval: shareInterval(this.#met, this.#runs, confidence),
      missedIn: [...this.#missedIn],
      withoutValue: this.#withoutValue,
      worst: this.#worst,
    };
  }

  /** The greater the farther on the wrong side. */
  #badness(value: number): number {
    const { operator, limit } = this.#objective;
    const above = value - limit;
    switch (operator) {
      case '<':
      case '<=':
        return above;
      case '>':
      case '>=':
        return -above;
      case '==':
        return Math.abs(above);
      case '!=':
        return -Math.abs(above);
    }
  }
}
