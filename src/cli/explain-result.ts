/** `lagcast explain RESULT`: which limit bound, when, what it cost, and what to change, each verified by re-runs. */
import { dirname } from 'node:path';
import type { RuleSet } from '../aws/fact.ts';
import { explaining, suspectedOnly, WHAT_IF_RUNS, type ResultExplanation } from '../explain/explaining.ts';
import { resultExplanationText } from '../report/explain-result/text.ts';
import type { Template } from '../scenario/template.ts';
import { readAgain } from './again.ts';
import { print, styleOfStdout } from './console.ts';
import { ExitCode } from './exit-codes.ts';
import { RunsProgress } from './experiment-progress.ts';
import { conductHere, explained } from './experiment.ts';
import { readResult, type ReadResult } from './result-file.ts';
import type { Interruption } from './run.ts';
import { readTemplate } from './template-file.ts';

export interface ExplainResultOptions {
  readonly json?: boolean | undefined;
  /** Whether anything is run again. */
  readonly whatIf?: boolean | undefined;
  readonly whatIfRuns?: number | undefined;
  /** Of the result, where nothing stands beside it. */
  readonly scenario?: string | undefined;
}

export async function explainResult(
  path: string,
  options: ExplainResultOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  try {
    const explanation = await explanationOf(readResult(path), options, interruption);
    if (explanation === undefined) return ExitCode.wrongInput;
    const isJson = options.json === true;
    print(isJson ? `${JSON.stringify(explanation)}\n` : resultExplanationText(explanation, styleOfStdout()));
    return ExitCode.done;
  } catch (error) {
    return explained(error, `lagcast explain ${path}`);
  }
}

/** Undefined after problems of the scenario were printed. */
async function explanationOf(
  { result, path: file }: ReadResult,
  { whatIf = true, whatIfRuns = WHAT_IF_RUNS, scenario }: ExplainResultOptions,
  interruption: Interruption,
): Promise<ResultExplanation | undefined> {
  if (!whatIf) return suspectedOnly(result, 'Nothing was run again, so this is suspected and not verified.');
  let template: Template | undefined;
  if (scenario !== undefined) {
    // As the result has them, whatever the command line of the run said.
    const read = readTemplate(scenario, { seed: String(result.seed), rules: result.rules as RuleSet });
    if (read === undefined) return undefined;
    template = read.template;
  } else template = readAgain(dirname(file));
  if (template === undefined)
    return suspectedOnly(
      result,
      'No scenario.json stands beside the result, so nothing was run again, and this is suspected and not verified; --scenario FILE names the scenario.',
    );
  const progress = new RunsProgress(result.name);
  return conductHere(explaining(result, template, { whatIfRuns }), interruption, { progress });
}
