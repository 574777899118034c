/**
 * What `lagcast plan` can be asked, by name. A question is a file of its own; its words for people stand under the same name in
 * report/experiments/plan.ts, which the compiler holds together with this list.
 */
import { isMapping } from '../scenario/plain.ts';
import type { Template } from '../scenario/template.ts';
import { planningOf, type Answer, type Question } from './answer.ts';
import { conduct, type Experiment } from './experiment.ts';
import { grounded, type Grounds } from './grounds.ts';
import type { QuestionName } from './question-names.ts';
import { drain } from './drain.ts';
import { matrix } from './matrix.ts';
import { pollers } from './pollers.ts';
import { pool } from './pool.ts';
import { noLoss } from './search/no-loss.ts';
import { settings } from './search/settings.ts';

export const QUESTIONS = {
  settings,
  'no-loss': noLoss,
  matrix,
  drain,
  pollers,
  pool,
} as const satisfies Record<QuestionName, Question<Answer>>;

/** The answer to a question, and what it stands and falls with. */
export type AnswerTo<N extends QuestionName> = (typeof QUESTIONS)[N] extends Question<infer A> ? A & Grounds : never;

/** The written form of `plan:` in a scenario, and the question. What is not said here, the scenario's `plan:` says, or a default. */
export interface PlanOptions<N extends QuestionName = QuestionName> {
  /** Default: `settings`. */
  readonly ask?: N;
  /** Settings that may vary, by path: values, or `{ from, to, step }` with numbers or quantities in one unit. */
  readonly vary?: Readonly<
    Record<string, readonly unknown[] | { readonly from: unknown; readonly to: unknown; readonly step?: unknown }>
  >;
  /** `settings` or a figure, such as `cost.perMonth`. */
  readonly minimise?: string;
  /** The share of runs that may miss an objective: `5 %`. */
  readonly risk?: string;
  /** How sure it must be that no more miss: `95 %`. */
  readonly confidence?: string;
  /** Runs in all. */
  readonly maxRuns?: number;
}

/** The experiment that answers a question. Throws PlanError or VariantError, at once or when it is conducted. */
export function planning<N extends QuestionName = 'settings'>(
  of: Template,
  { ask = 'settings' as N, ...said }: PlanOptions<N> = {},
): Experiment<AnswerTo<N>> {
  const written = of.written('plan');
  const own = isMapping(written) ? written : {};
  const template = Object.keys(said).length === 0 ? of : of.with({ plan: { ...own, ...said } });
  const planned = planningOf(template);
  const asked: Experiment<Answer> = QUESTIONS[ask].ask(planned);
  return grounded(asked, [planned.base]) as Experiment<unknown> as Experiment<AnswerTo<N>>;
}

/** Conducts it here and now. Throws PlanError, VariantError, and what `simulate` throws. */
export function plan<N extends QuestionName = 'settings'>(of: Template, options: PlanOptions<N> = {}): AnswerTo<N> {
  return conduct(planning(of, options));
}
