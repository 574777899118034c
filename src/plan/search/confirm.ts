/** Confirms a candidate on fresh runs, that no search used and no other attempt: what the rule is, stages.ts says. */
import type { Scenario } from '../../scenario/scenario.ts';
import { shareAtMost } from '../../stats/binomial.ts';
import { replicationsOf, type Experiment } from '../experiment.ts';
import type { FigureRef } from '../../scenario/figure.ts';
import type { Budget } from './budget.ts';
import type { Demand } from './demands.ts';
import { Ledger } from './ledger.ts';
import { levelOf, nextStage, stagesOf } from './stages.ts';

export interface Confirmation {
  readonly accepted: boolean;
  readonly ledger: Ledger;
  /** The probability with which this attempt may accept what it must not. */
  readonly level: number;
  /** The true share of runs that miss is below this with the confidence 1 − level. */
  readonly missesAtMost: number;
}

export interface Confirming {
  readonly demands: readonly Demand[];
  readonly price: FigureRef | undefined;
  readonly risk: number;
  readonly confidence: number;
  readonly budget: Budget;
  /** Replication of its first run. */
  readonly first: number;
}

/** `attempt`: from 1; each is to have luck of its own. Throws BudgetUsed. */
export function* confirm(
  scenario: Scenario,
  attempt: number,
  { demands, price, risk, confidence, budget, first }: Confirming,
): Experiment<Confirmation> {
  const level = levelOf(attempt, confidence);
  const stages = stagesOf(risk, level);
  const ledger = new Ledger(demands, price);
  let next = nextStage(stages, 0, 0);
  while (typeof next !== 'string') {
    const more = next.runs - ledger.runs;
    budget.spend(more);
    for (const result of yield replicationsOf(scenario, first + ledger.runs, more)) ledger.add(result);
    next = nextStage(stages, ledger.runs, ledger.misses);
  }
  const missesAtMost = shareAtMost(ledger.misses, ledger.runs, 1 - level);
  // Runs in which there was nothing confirm nothing.
  return { accepted: next === 'accepted' && !ledger.isSilent, ledger, level, missesAtMost };
}
