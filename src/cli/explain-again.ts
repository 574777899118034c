/** Explains a result by running the scenario that stands beside it again, for reports: what cannot be run again stays suspected, and says why. */
import { explaining, suspectedOnly, WHAT_IF_RUNS, type ResultExplanation } from '../explain/explaining.ts';
import type { Result } from '../metrics/result.ts';
import type { Template } from '../scenario/template.ts';
import { RunAborted } from '../simulate.ts';
import { readAgain } from './again.ts';
import { conductHere } from './experiment.ts';
import { RunsProgress } from './experiment-progress.ts';
import { InputError } from './files.ts';
import type { Interruption } from './run.ts';

/** `folder`: in which the result stands; undefined where it came from standard input. Throws Interrupted. */
export async function explainAgain(
  result: Result,
  folder: string | undefined,
  interruption: Interruption,
): Promise<ResultExplanation> {
  const template = templateIn(folder);
  if (typeof template === 'string')
    return suspectedOnly(result, `${template}, so nothing was run again, and this is suspected and not verified.`);
  const progress = new RunsProgress(result.name);
  try {
    return await conductHere(explaining(result, template, { whatIfRuns: WHAT_IF_RUNS }), interruption, { progress });
  } catch (error) {
    if (!(error instanceof RunAborted)) throw error;
    const why = `A run of the scenario without one of these limits was given up (${error.message}), so this is suspected and not verified.`;
    return suspectedOnly(result, why);
  }
}

/** Or why there is none. */
function templateIn(folder: string | undefined): Template | string {
  try {
    const template = folder === undefined ? undefined : readAgain(folder);
    return template ?? 'No scenario.json stands beside the result';
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return `What stands beside the result cannot be read (${error.message})`;
  }
}
