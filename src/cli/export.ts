/** `lagcast export FILE`: the scenario as a plain queueing model in JSON, for other programs; or what such a model cannot express. */
import type { RuleSet } from '../aws/fact.ts';
import { formatProblems } from '../scenario/problem.ts';
import { queueingModelOf } from '../scenario/queueing/read-off.ts';
import { print, printError } from './console.ts';
import { ExitCode } from './exit-codes.ts';
import { InputError } from './files.ts';
import { readScenarioFile } from './scenario-file.ts';

export interface ExportCommandOptions {
  readonly rules?: RuleSet | undefined;
}

export function exportCommand(file: string, options: ExportCommandOptions): ExitCode {
  try {
    const read = readScenarioFile(file, options.rules === undefined ? {} : { rules: options.rules });
    const said = read.problems.filter(({ severity }) => severity !== 'note');
    if (said.length > 0) printError(formatProblems(file, said));
    if (!read.ok) return ExitCode.wrongInput;
    const exported = queueingModelOf(read.scenario);
    if (!exported.ok) {
      printError(formatProblems(file, exported.problems));
      return ExitCode.wrongInput;
    }
    print(`${JSON.stringify(exported.model, undefined, 2)}\n`);
    return ExitCode.done;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    printError(`error: ${error.message}`);
    return ExitCode.wrongInput;
  }
}
