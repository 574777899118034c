/** `lagcast check FILE…`: problems and advice without running. Warnings do not fail. */
import { formatProblems } from '../scenario/problem.ts';
import { print, printError } from './console.ts';
import { ExitCode, worst } from './exit-codes.ts';
import { InputError } from './files.ts';
import { readScenarioFile } from './scenario-file.ts';

export function checkCommand(files: readonly string[]): ExitCode {
  return worst(files.map(checkFile));
}

function checkFile(file: string): ExitCode {
  try {
    const read = readScenarioFile(file);
    if (read.problems.length > 0) print(`${formatProblems(file, read.problems)}\n`);
    if (read.ok) print(`${file}: ${read.problems.length === 0 ? 'no problems' : 'can be run'}\n`);
    return read.ok ? ExitCode.done : ExitCode.wrongInput;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    printError(`error: ${error.message}`);
    return ExitCode.wrongInput;
  }
}
