/**
 * Conducts an experiment for the command line: runs its cells one after the other in slices, so that the user can stop it and
 * sees how far it is, and says what went wrong in words.
 */
import { setImmediate } from 'node:timers/promises';
import { Defect } from '../engine/assert.ts';
import type { Result } from '../metrics/result.ts';
import { conductAsync, type Cell, type Experiment } from '../plan/experiment.ts';
import { VariantError } from '../scenario/template.ts';
import { Run, RunAborted } from '../simulate.ts';
import { printError } from './console.ts';
import { ExitCode } from './exit-codes.ts';
import { InputError } from './files.ts';
import { Interrupted } from './interrupted.ts';
import type { Interruption } from './run.ts';

export { Interrupted };

/** What a command is told of while cells run. */
export interface ExperimentProgress {
  /** Runs finished so far, and how much of the one that goes on, from 0 to 1. */
  update(finished: number, done: number): void;
  clear(): void;
}

const SILENT: ExperimentProgress = { update: () => undefined, clear: () => undefined };

/** What came out. Throws {@link Interrupted}, and whatever runs throw. */
export async function conductHere<T>(
  experiment: Experiment<T>,
  interruption: Interruption,
  options: { readonly maxEvents?: number | undefined; readonly progress?: ExperimentProgress } = {},
): Promise<T> {
  const { maxEvents, progress = SILENT } = options;
  let finished = 0;
  const runOne = async ({ scenario, replication }: Cell): Promise<Result> => {
    const run = new Run(scenario, {
      replication,
      whereTimeWent: false,
      ...(maxEvents === undefined ? {} : { eventBudget: maxEvents }),
    });
    // Interrupts are signals, which need the event loop: once a slice.
    do {
      progress.update(finished, run.done);
      await setImmediate();
      if (interruption.isWanted) throw new Interrupted('interrupted');
    } while (!run.advance());
    finished += 1;
    return run.result();
  };
  const runAll = async (cells: readonly Cell[]): Promise<Result[]> => {
    const results: Result[] = [];
    for (const cell of cells) results.push(await runOne(cell));
    return results;
  };
  try {
    return await interruption.during(() => conductAsync(experiment, runAll));
  } finally {
    progress.clear();
  }
}

/** Says what went wrong; what is not foreseen is a defect of ours and keeps its stack. `command`: how to repeat it. */
export function explained(error: unknown, command: string): ExitCode {
  if (error instanceof Interrupted) {
    printError(`interrupted: ${command}; nothing is kept`);
    return ExitCode.interrupted;
  }
  if (error instanceof InputError || error instanceof RunAborted || error instanceof VariantError) {
    printError(error instanceof VariantError ? error.message : `error: ${error.message}`);
    return ExitCode.wrongInput;
  }
  const what = error instanceof Defect ? error.message : ((error as Error).stack ?? String(error));
  printError(`defect in lagcast: ${what}\nTo repeat it: ${command}\nPlease report this with the scenario.`);
  return ExitCode.defect;
}
