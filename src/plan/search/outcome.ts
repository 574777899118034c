/** What a search found, as plain data: the winner and its margins, what the next one misses, and what was spent on whom. */
import type { ObjectiveResult } from '../../metrics/result.ts';
import type { FigureRef } from '../../scenario/figure.ts';
import { estimate, type Estimate } from '../estimate.ts';
import type { Candidates } from './candidates.ts';
import type { Confirmation } from './confirm.ts';
import type { Demand } from './demands.ts';
import type { Ledger } from './ledger.ts';
import type { Race, Standing } from './race.ts';

/** Values by path, as the file writes them; null: without it. */
export type Values = Readonly<Record<string, unknown>>;

/** What runs of one candidate say of one demand. */
export interface DemandOutcome {
  readonly text: string;
  readonly unit: ObjectiveResult['unit'];
  readonly limit: number;
  /** Runs that missed it. */
  readonly missed: number;
  /** Runs in which there was nothing to measure: an objective was missed in them. */
  readonly withoutValue: number;
  /** Over the runs that had a value; null when none had. */
  readonly mean: number | null;
  /** The value of the worst run; null of `!=`, which has none. */
  readonly worst: number | null;
  /** How far the worst is from the limit, as a share of the limit: 0.2 is a fifth to spare, below 0 is missed. Null of a limit of 0. */
  readonly margin: number | null;
}

export interface CandidateOutcome {
  readonly values: Values;
  readonly standing: Standing;
  readonly runs: number;
  /** Runs that missed a demand. */
  readonly misses: number;
  /** Mean of what is to be small; null where that is the settings, or nothing was to be measured. */
  readonly price: number | null;
  readonly demands: readonly DemandOutcome[];
}

export interface ConfirmationOutcome {
  readonly values: Values;
  readonly accepted: boolean;
  readonly runs: number;
  readonly misses: number;
  /** A setting that misses more often than it may is accepted with this probability at most. */
  readonly level: number;
  /** The true share of runs that miss is below this with the confidence 1 − level (Clopper and Pearson). */
  readonly missesAtMost: number;
  /** Over these runs. */
  readonly demands: readonly DemandOutcome[];
  readonly price: Estimate | null;
}

export interface AxisOutcome {
  readonly path: string;
  readonly values: number;
  readonly first: unknown;
  readonly last: unknown;
  /** What makes it easier, and why; null where nobody can say. */
  readonly easier: 'more' | 'less' | null;
  readonly why: string | null;
}

export interface SearchOutcome {
  /** `runs`: they were used up before anything was confirmed; `silent`: nothing was missed, because there was nothing in any run. */
  readonly status: 'found' | 'nothing' | 'runs' | 'silent';
  readonly runs: number;
  readonly combinations: number;
  readonly vary: readonly AxisOutcome[];
  /** Null unless found. */
  readonly winner: ConfirmationOutcome | null;
  /** Others that are no dearer than the winner, as far as runs can tell, and larger. */
  readonly equal: readonly Values[];
  /** The nearest that is liked more than the winner, and is not good enough; null where there is none. */
  readonly next: CandidateOutcome | null;
  /** Of those that were looked at, the one that misses least; null when one was found. */
  readonly closest: CandidateOutcome | null;
  /** In order. The last is the winner's when one was found. */
  readonly confirmations: readonly ConfirmationOutcome[];
  /** `unused`: of no setting one can say what is easier; `held`: what was expected was found; `broken`: it was not, and each was looked at. */
  readonly directions: 'unused' | 'held' | 'broken';
  readonly surprises: readonly { readonly values: Values; readonly found: 'good' | 'bad'; readonly because: Values }[];
  /** All that ran, in order of size. */
  readonly candidates: readonly CandidateOutcome[];
  /** How many never ran, because they are harder than one that failed, or liked less than the winner. */
  readonly notLookedAt: number;
  /** How many are no sound scenarios, and the first of them. */
  readonly refused: {
    readonly count: number;
    readonly first: { readonly values: Values; readonly why: string } | null;
  };
}

export function candidateOutcome(race: Race, demands: readonly Demand[], candidate: number): CandidateOutcome {
  const ledger = race.ledgerOf(candidate)!;
  return {
    values: race.candidates.valuesOf(candidate),
    standing: race.standingOf(candidate),
    runs: ledger.runs,
    misses: ledger.misses,
    price: ledger.meanPrice,
    demands: demandOutcomes(ledger, demands),
  };
}

export function confirmationOutcome(
  values: Values,
  { accepted, ledger, level, missesAtMost }: Confirmation,
  demands: readonly Demand[],
  price: FigureRef | undefined,
  confidence: number,
): ConfirmationOutcome {
  return {
    values,
    accepted,
    runs: ledger.runs,
    misses: ledger.misses,
    level,
    missesAtMost,
    demands: demandOutcomes(ledger, demands),
    price: price === undefined ? null : estimate(price, ledger.prices, confidence),
  };
}

export function axisOutcomes({ axes }: Candidates): AxisOutcome[] {
  return axes.map(({ path, values, direction }) => ({
    path,
    values: values.length,
    first: values[0],
    last: values.at(-1),
    easier: direction?.easier ?? null,
    why: direction?.why ?? null,
  }));
}

function demandOutcomes(ledger: Ledger, demands: readonly Demand[]): DemandOutcome[] {
  return demands.map(({ text, unit, limit, operator }, i) => {
    const values = ledger.valuesOf[i]!;
    const worst = values.count === 0 ? null : worstOf(operator, limit, values);
    return {
      text,
      unit,
      limit,
      missed: ledger.missesOf[i]!,
      withoutValue: ledger.runs - values.count,
      mean: values.count === 0 ? null : values.mean,
      worst,
      margin: worst === null || limit === 0 ? null : marginOf(operator, limit, worst),
    };
  });
}

type Extremes = Pick<Ledger['valuesOf'][number], 'min' | 'max'>;

function worstOf(operator: Demand['operator'], limit: number, { min, max }: Extremes): number | null {
  if (operator === '<' || operator === '<=') return max;
  if (operator === '>' || operator === '>=') return min;
  return operator === '==' ? (max - limit >= limit - min ? max : min) : null;
}

function marginOf(operator: Demand['operator'], limit: number, worst: number): number {
  if (operator === '==') return -Math.abs(worst - limit) / Math.abs(limit) + 0;
  const spare = operator === '<' || operator === '<=' ? limit - worst : worst - limit;
  return spare / Math.abs(limit);
}
