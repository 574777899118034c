/**
 * The first settings, in the order in which they are to be small, that meet the objectives.
 */
import type { Scenario } from '../../scenario/scenario.ts';
import type { Settings } from '../../scenario/template.ts';
import { answerHead, PlanError, type Answer, type Planning, type Question } from '../answer.ts';
import { FRESH, replicationsOf, type Experiment } from '../experiment.ts';

export interface SettingsAnswer extends Answer {
  readonly winner: Settings | null;
}

export const settings: Question<SettingsAnswer> = {
  says: 'the smallest or cheapest settings that meet the objectives',
  ask,
};

function* ask({ template, base, plan }: Planning): Experiment<SettingsAnswer> {
  const candidates = product(plan.vary);
  if (plan.vary.length === 0) throw new PlanError('nothing may vary: plan: { vary: … } or --vary is due');
  if (base.objectives.length === 0) throw new PlanError('there are no objectives to meet');
  // So many runs without a miss that one of all candidates is wrongly accepted with the rest of the confidence at most.
  const runs = Math.ceil(Math.log((1 - plan.confidence) / candidates.length) / Math.log(1 - plan.risk));
  let spent = 0;
  for (const candidate of candidates) {
    const { scenario } = template.variant(candidate);
    spent += runs;
    if (yield* meets(scenario, runs))
      return { ...answerHead('settings', base), runs: spent, met: true, winner: candidate };
  }
  return { ...answerHead('settings', base), runs: spent, met: false, winner: null };
}

function* meets(scenario: Scenario, runs: number): Experiment<boolean> {
  const results = yield replicationsOf(scenario, FRESH, runs);
  return results.every(({ objectives }) => objectives.every(({ met }) => met));
}

function product(vary: Planning['plan']['vary']): Settings[] {
  return vary.reduce<Settings[]>(
    (all, { path, values }) => all.flatMap((one) => values.map((value) => ({ ...one, [path]: value ?? undefined }))),
    [{}],
  );
}
