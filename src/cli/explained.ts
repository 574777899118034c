/** What went wrong with a run, in words; what is not foreseen is a defect of ours and keeps its stack. */
import { Defect } from '../engine/assert.ts';
import { RunAborted } from '../simulate.ts';
import { printError } from './console.ts';
import { ExitCode } from './exit-codes.ts';
import { InputError } from './files.ts';

/** Prints it; `command` is what was asked for of the file. */
export function explained(error: unknown, file: string, command: string): ExitCode {
  if (error instanceof InputError) {
    printError(`error: ${error.message}`);
    return ExitCode.wrongInput;
  }
  if (error instanceof RunAborted) {
    printError(`error: ${file}: ${error.message}`);
    return ExitCode.wrongInput;
  }
  const what = error instanceof Defect ? error.message : ((error as Error).stack ?? String(error));
  printError(
    `defect in lagcast: ${what}\nTo repeat it: lagcast ${command} ${file}\nPlease report this with the scenario.`,
  );
  return ExitCode.defect;
}
