/**
 * The question `settings`: which settings meet the objectives, and are the smallest or cost least. A scenario without objectives is to
 * lose nothing, which the answer says.
 */
import { readFigure, type FigureRef } from '../../scenario/figure.ts';
import { SETTINGS } from '../../scenario/complete/plan.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { closedForms, type ClosedForm } from '../closed-forms.ts';
import { answerHead, PlanError, type Answer, type Planning, type Question } from '../answer.ts';
import type { Experiment } from '../experiment.ts';
import { nothingLost, objectivesOf } from './demands.ts';
import { hintsOf } from './hints.ts';
import type { SearchOutcome } from './outcome.ts';
import { search } from './search.ts';

export interface SettingsAnswer extends Answer {
  /** `settings`, or a figure. */
  readonly minimise: string;
  readonly risk: number;
  readonly confidence: number;
  readonly maxRuns: number;
  /** What is demanded when the scenario has no objectives: that nothing is lost. */
  readonly demands: 'objectives' | 'nothing lost';
  readonly search: SearchOutcome;
  /** What formulas say of the winner; of the scenario as it is when there is none. */
  readonly closedForms: readonly ClosedForm[];
}

export const settings: Question<SettingsAnswer> = {
  says: 'the smallest or cheapest settings that meet the objectives',
  ask,
};

function* ask({ template, base, plan }: Planning): Experiment<SettingsAnswer> {
  const { vary, minimise, risk, confidence, maxRuns } = plan;
  if (vary.length === 0) {
    const example = '--vary functions.worker.reservedConcurrency=5..50';
    throw new PlanError(`nothing may vary: plan: { vary: … } of the scenario is due, or an option such as ${example}`);
  }
  const hasObjectives = base.objectives.length > 0;
  const demands = hasObjectives ? objectivesOf(base) : nothingLost(base);
  if (demands.length === 0)
    throw new PlanError('there are no objectives, and no source that could lose anything: objectives are due');
  const price = minimise === SETTINGS ? undefined : figureOf(minimise, base);
  const found = yield* search({
    ...{ template, demands, vary, price, risk, confidence, maxRuns },
    hints: hintsOf(base, vary),
  });
  return {
    ...answerHead('settings', base),
    runs: found.runs,
    met: found.status === 'found',
    ...{ minimise, risk, confidence, maxRuns },
    demands: hasObjectives ? 'objectives' : 'nothing lost',
    search: found,
    closedForms: closedForms(found.winner === null ? base : winnerOf(found, template)),
  };
}

function winnerOf({ winner }: SearchOutcome, template: Planning['template']): Scenario {
  const values = Object.entries(winner!.values);
  return template.variant(Object.fromEntries(values.map(([path, value]) => [path, value ?? undefined]))).scenario;
}

/** It was checked when the scenario was read. */
function figureOf(text: string, scenario: Scenario): FigureRef {
  const read = readFigure(text, scenario);
  if (!read.ok) throw new PlanError(`${text} is no figure of the scenario`);
  return read.figure;
}
