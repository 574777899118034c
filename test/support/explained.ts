/** A scenario run, and its result explained by re-runs, here and now. */
import { explaining, type ExplainedTarget, type ResultExplanation } from '../../src/explain/explaining.ts';
import { conduct } from '../../src/plan/experiment.ts';
import { Template } from '../../src/scenario/template.ts';
import { simulate } from '../../src/simulate.ts';
import type { Result } from '../../src/metrics/result.ts';
import type { Planted } from './planted.ts';

export interface Explained {
  readonly result: Result;
  readonly explanation: ResultExplanation;
}

export function explained(scenario: unknown, whatIfRuns?: number): Explained {
  const template = new Template(scenario);
  const result = simulate(template.variant().scenario);
  return { result, explanation: conduct(explaining(result, template, { whatIfRuns })) };
}

/** What is said of the part of a planted scenario that the limit was planted in. */
export function explainedTarget({ scenario, target }: Planted): ExplainedTarget {
  return explained(scenario).explanation.targets.find((one) => one.target.name === target)!;
}

/** The limit named first. */
export function boundBy({ findings }: ExplainedTarget): string {
  return findings[0]?.limit ?? 'none';
}
