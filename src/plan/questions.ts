/**
 * What `lagcast plan` can be asked, by name. A question is a file of its own; its words for people stand under the same name in
 * report/experiments/plan.ts, which the compiler holds together with this list.
 */
import type { Answer, Planning, Question } from './answer.ts';
import { conduct, type Experiment } from './experiment.ts';
import type { QuestionName } from './question-names.ts';
import { drain } from './drain.ts';
import { matrix } from './matrix.ts';
import { noLoss } from './search/no-loss.ts';
import { settings } from './search/settings.ts';

export const QUESTIONS = {
  settings,
  'no-loss': noLoss,
  matrix,
  drain,
} as const satisfies Record<QuestionName, Question<Answer>>;

/** The answer to a question. */
export type AnswerTo<N extends QuestionName> = (typeof QUESTIONS)[N] extends Question<infer A> ? A : never;

/** The experiment that answers a question. Throws PlanError or VariantError, at once or when it is conducted. */
export function planning<N extends QuestionName>(question: N, asked: Planning): Experiment<AnswerTo<N>> {
  return QUESTIONS[question].ask(asked) as Experiment<unknown> as Experiment<AnswerTo<N>>;
}

/** Conducts it here and now. Throws PlanError, VariantError, and what `simulate` throws. */
export function plan<N extends QuestionName>(question: N, asked: Planning): AnswerTo<N> {
  return conduct(planning(question, asked));
}
