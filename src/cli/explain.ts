/**
 * `lagcast explain FILE…`: of a result what bound it (explain-result.ts); of a scenario the completed scenario with where each value comes from, the facts it overrides, and what the
 * run relies on. The run is put together and not started, which is when the model looks its facts up.
 */
import { explanationText } from '../report/explain.ts';
import { explain } from '../scenario/explain.ts';
import { formatProblems } from '../scenario/problem.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Run } from '../simulate.ts';
import { print, printError } from './console.ts';
import { ExitCode, worst } from './exit-codes.ts';
import { explainResult, type ExplainResultOptions } from './explain-result.ts';
import { InputError } from './files.ts';
import { isResult } from './result-file.ts';
import type { Interruption } from './run.ts';
import { readScenarioFile } from './scenario-file.ts';

/** Version of what `--json` prints. */
const EXPLANATION_FORMAT = 1;

/** Scenarios and results; a problem with one does not keep the others from being explained. */
export async function explainCommand(
  files: readonly string[],
  options: ExplainResultOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  const codes: ExitCode[] = [];
  for (const [i, file] of files.entries()) {
    const isOne = isResult(file);
    codes.push(isOne ? await explainResult(file, options, interruption) : explainFile(file, options.json === true, i));
  }
  return worst(codes);
}

function explainFile(file: string, json: boolean, index: number): ExitCode {
  try {
    const read = readScenarioFile(file);
    const said = read.problems.filter(({ severity }) => severity !== 'note');
    if (said.length > 0) printError(formatProblems(file, said));
    if (!read.ok) return ExitCode.wrongInput;
    print(json ? asJson(file, read.scenario) : `${index > 0 ? '\n' : ''}# ${file}\n${asText(read.scenario)}`);
    return ExitCode.done;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    printError(`error: ${error.message}`);
    return ExitCode.wrongInput;
  }
}

function asText(scenario: Scenario): string {
  const { lines, overrides } = explain(scenario);
  const annotated = lines.map(({ text, value }) => ({ text, origin: value?.origin }));
  return explanationText(annotated, overrides, new Run(scenario).assumptions());
}

/** One object a line and a scenario; headings are left out, for the paths say as much. */
function asJson(file: string, scenario: Scenario): string {
  const { lines, overrides } = explain(scenario);
  const values = lines.flatMap(({ path, value }) => (value === undefined ? [] : [{ path, ...value }]));
  const { name, rules } = scenario;
  const assumptions = new Run(scenario).assumptions().filter(({ overridden }) => !overridden);
  return `${JSON.stringify({ lagcastExplanation: EXPLANATION_FORMAT, file, name, rules, values, overrides, assumptions })}\n`;
}
