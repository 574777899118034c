/** `lagcast replicate FILE`: many runs of a scenario, and how sure its figures are. */
import { conductHere, explained } from './experiment.ts';
import { templateOf } from './experiment-input.ts';
import type { ExperimentOptions } from './experiment-options.ts';
import { experimentFolder, refuseReplaced, writeOutcome } from './experiment-output.ts';
import { RunsProgress } from './experiment-progress.ts';
import { print } from './console.ts';
import { ExitCode } from './exit-codes.ts';
import { makeFolder, removeFolders } from './files.ts';
import { REPLICATIONS, replicating } from '../plan/replicate.ts';
import type { Interruption } from './run.ts';

const COMMAND = 'replicate';

export async function replicateCommand(
  file: string,
  options: ExperimentOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  let made: string[] = [];
  try {
    const template = templateOf(file, options);
    if (template === undefined) return ExitCode.wrongInput;
    const { scenario } = template.base;
    const folder = experimentFolder(COMMAND, file, options.out);
    refuseReplaced(COMMAND, folder, [file]);
    made = makeFolder(folder);
    const progress = new RunsProgress(scenario.name, options.replications ?? REPLICATIONS);
    const experiment = replicating(scenario, { onExpected: (runs) => progress.expect(runs) });
    const outcome = await conductHere(experiment, interruption, { maxEvents: options.maxEvents, progress });
    print(writeOutcome(COMMAND, folder, outcome, ''));
    return ExitCode.done;
  } catch (error) {
    return explained(error, `lagcast replicate ${file}`);
  } finally {
    removeFolders(made);
  }
}
