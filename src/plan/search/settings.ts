/**
 * The question `settings`: which settings meet the objectives, and are the smallest or cost least. A scenario without objectives is to
 * keep up, which the answer says: that nothing is lost is not enough, for with next to nothing running a queue loses nothing either, as
 * long as a run is short. Where nobody says what may vary, it is chosen.
 */
import { readFigure, type FigureRef } from '../../scenario/figure.ts';
import { SETTINGS } from '../../scenario/complete/plan.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { closedForms, type ClosedForm } from '../closed-forms.ts';
import { answerHead, PlanError, type Answer, type Planning, type Question } from '../answer.ts';
import type { Experiment } from '../experiment.ts';
import { allKeepsUp } from '../keeps-up.ts';
import { chooseVary, type Chosen } from './choose.ts';
import { objectivesOf } from './demands.ts';
import { hintsOf } from './hints.ts';
import type { SearchOutcome } from './outcome.ts';
import { search } from './search.ts';

export interface SettingsAnswer extends Answer {
  /** `settings`, or a figure. */
  readonly minimise: string;
  readonly risk: number;
  readonly confidence: number;
  readonly maxRuns: number;
  /** What is demanded when the scenario has no objectives: that all keeps up. */
  readonly demands: 'objectives' | 'keeps up';
  /** What was chosen to vary; null where the scenario or an option says it. */
  readonly chosen: Chosen | null;
  readonly search: SearchOutcome;
  /** What formulas say of the winner; of the scenario as it is when there is none. */
  readonly closedForms: readonly ClosedForm[];
}

export const settings: Question<SettingsAnswer> = {
  says: 'the smallest or cheapest settings that meet the objectives',
  ask,
};

function* ask({ template, base, plan }: Planning): Experiment<SettingsAnswer> {
  const { minimise, risk, confidence, maxRuns } = plan;
  const { vary, chosen } = plan.vary.length > 0 ? { vary: plan.vary, chosen: null } : chosenOr(template, base);
  const hasObjectives = base.objectives.length > 0;
  const demands = hasObjectives ? objectivesOf(base) : allKeepsUp(base);
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
    demands: hasObjectives ? 'objectives' : 'keeps up',
    chosen,
    search: found,
    closedForms: closedForms(found.winner === null ? base : winnerOf(found, template)),
  };
}

function chosenOr(template: Planning['template'], base: Scenario): NonNullable<ReturnType<typeof chooseVary>> {
  const chosen = chooseVary(template, base);
  if (chosen !== undefined) return chosen;
  const example = '--vary functions.worker.timeout=5s..50s';
  throw new PlanError(
    `nothing may vary, and the scenario has no limit that could: plan: { vary: … } is due, or an option such as ${example}`,
  );
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
