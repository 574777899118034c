/**
 * A textbook model as data: a scenario, what theory says of it, and where a result shows it. Running it gives a row for each figure.
 *
 * Every model runs as a user's scenario does, through the reader of scenarios.
 */
import type { Result } from '../../metrics/result.ts';
import { readScenarioValue, type ReadOptions } from '../../scenario/read.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import type { Case } from '../case.ts';
import type { Evidence } from '../row.ts';
import { estimatedRow, replications, REPLICATIONS, type Labels, type Reference } from '../statistics.ts';

/** One figure of a model, and what it should be. */
export interface Figure extends Reference {
  /** With its unit: `mean wait, s`. */
  readonly figure: string;
  /** Reads it off the result of one run. */
  readonly of: (result: Result) => number;
  readonly why?: string | undefined;
}

/** What the rows of a model say alike. */
export interface Described {
  /** Of the reference. */
  readonly id: string;
  /** Where one reference is run in several ways: which of them. */
  readonly variant?: string | undefined;
  readonly setting: string;
  readonly source: string;
  /** Unless said `exact`: there is a closed form, or the equations were solved. */
  readonly evidence?: Evidence | undefined;
  /** Which models are judged together; the first figure stands for the model. */
  readonly family: string;
  /** CPU seconds, about. */
  readonly seconds: number;
  /** Unless said `scenario`: the figures are in a result. */
  readonly ran?: 'observed' | undefined;
  /** Of a model that misses for a reason that is known. */
  readonly knownMiss?: string | undefined;
}

export interface Model extends Described {
  /** Plain data, as a file would have them; read when the case runs. */
  readonly scenario: object;
  /** Unless said {@link REPLICATIONS}. */
  readonly replications?: number | undefined;
  /** By how much figures of a run are above their known expected values: what chance did to its inputs. */
  readonly controls?: ((result: Result) => readonly number[]) | undefined;
  /** The first is the one that the reference quotes. */
  readonly figures: readonly Figure[];
}

/** What a case of the suite is called, and the seed of its runs: no seed was chosen, and no two models share their luck. */
export function nameOf({ id, variant }: Pick<Described, 'id' | 'variant'>): string {
  return variant === undefined ? id : `${id}, ${variant}`;
}

/** A case that runs the replications of a model. */
export function modelCase(model: Model): Case {
  const { figures, replications: n = REPLICATIONS } = model;
  const run = () => {
    const pick = (result: Result): Record<string, number> =>
      Object.fromEntries(figures.map(({ figure, of }) => [figure, of(result)]));
    const found = replications(scenarioOf(model.scenario), n, pick, model.controls);
    return figures.map((one, i) => estimatedRow(labelsOf(model, one, i === 0), found[one.figure]!, one));
  };
  return { id: nameOf(model), seconds: model.seconds, knownMiss: model.knownMiss, run };
}

/** The labels of a row; only the first of a case is judged with its family, for figures of the same runs are not independent. */
export function labelsOf(model: Described, one: Pick<Figure, 'figure' | 'why'>, isFirst: boolean): Labels {
  const { id, variant, setting, source, evidence = 'exact', family, ran = 'scenario' } = model;
  const figure = variant === undefined ? one.figure : `${one.figure} (${variant})`;
  return { id, figure, setting, evidence, source, ran, family: isFirst ? family : undefined, why: one.why };
}

/** The scenario, which must be without errors: throws a list of them otherwise. */
export function scenarioOf(value: object, options: ReadOptions = {}): Scenario {
  const read = readScenarioValue(value, options);
  if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 1));
  return read.scenario;
}
