/** Explains a result by running the scenario that stands beside it again, for reports: what cannot be run again stays suspected, and says why. */
import { explaining, suspectedOnly, WHAT_IF_RUNS, type ResultExplanation } from '../explain/explaining.ts';
import type { Result } from '../metrics/result.ts';
import { RunAborted } from '../simulate.ts';
import { readAgain } from './again.ts';
import { conductHere } from './experiment.ts';
import { RunsProgress } from './experiment-progress.ts';
import type { Interruption } from './run.ts';

/** Of a result in a folder. Throws InputError of a scenario.json that is none, and Interrupted. */
export async function explainAgain(
  result: Result,
  folder: string,
  interruption: Interruption,
): Promise<ResultExplanation> {
  const template = readAgain(folder);
  if (template === undefined)
    return suspectedOnly(
      result,
      'No scenario.json stands beside the result, so nothing was run again, and this is suspected and not verified.',
    );
  const progress = new RunsProgress(result.name);
  try {
    return await conductHere(explaining(result, template, { whatIfRuns: WHAT_IF_RUNS }), interruption, { progress });
  } catch (error) {
    if (!(error instanceof RunAborted)) throw error;
    const why = `A run of the scenario without one of these limits was given up (${error.message}), so this is suspected and not verified.`;
    return suspectedOnly(result, why);
  }
}
