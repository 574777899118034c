/**
 * What all questions of `lagcast plan` have in common: what they are asked with, and how their answers begin. An answer is versioned
 * plain data, and depends on nothing but scenario, seed, rules, version and what is asked.
 */
import { defaultPlan } from '../scenario/complete/plan.ts';
import type { PlanScenario, Scenario } from '../scenario/scenario.ts';
import type { Template } from '../scenario/template.ts';
import { VERSION } from '../version.ts';
import type { Experiment } from './experiment.ts';

/** Version of the answers; it changes when the meaning or the place of a field does. */
export const PLAN_FORMAT = 1;

/** What a question is asked with. */
export interface Planning {
  readonly template: Template;
  /** The template as it is: `template.variant()`. */
  readonly base: Scenario;
  /** That of the base, or the defaults. */
  readonly plan: PlanScenario;
}

export interface Answer {
  /** {@link PLAN_FORMAT}. */
  readonly lagcastPlan: number;
  /** Its name among the questions. */
  readonly question: string;
  readonly version: string;
  readonly name: string;
  readonly seed: number | string;
  readonly rules: string;
  /** Runs that it took. */
  readonly runs: number;
  /** Whether something was found that meets what was asked for; the command ends with code 3 when not. */
  readonly met: boolean;
}

/** Something that can be asked. `ask` throws {@link PlanError}, or VariantError, when the scenario gives it nothing to find out. */
export interface Question<A extends Answer> {
  /** What it finds out, for `--help` and the documentation. */
  readonly says: string;
  readonly ask: (planning: Planning) => Experiment<A>;
}

/** A question that makes no sense for a scenario, or lacks something; the message says what. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
}

/** Throws VariantError when the template is no sound scenario. */
export function planningOf(template: Template): Planning {
  const base = template.variant().scenario;
  return { template, base, plan: base.plan ?? defaultPlan() };
}

/** The beginning of an answer. */
export function answerHead(
  question: string,
  { name, seed, rules }: Scenario,
): Pick<Answer, 'lagcastPlan' | 'question' | 'version' | 'name' | 'seed' | 'rules'> {
  return { lagcastPlan: PLAN_FORMAT, question, version: VERSION, name, seed, rules };
}
