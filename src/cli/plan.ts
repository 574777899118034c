/** `lagcast plan FILE`: asks a question of a scenario, prints the answer and keeps it. */
import { PlanError } from '../plan/answer.ts';
import type { QuestionName } from '../plan/question-names.ts';
import { planning } from '../plan/questions.ts';
import { planCharts, planCsv, planMarkdown, planText } from '../report/experiments/plan.ts';
import { print, printError, styleOfStdout } from './console.ts';
import { ExitCode } from './exit-codes.ts';
import { refuseForeignCharts, writeExperimentCharts } from './experiment-charts.ts';
import { settingsOf } from './experiment-input.ts';
import type { ExperimentOptions } from './experiment-options.ts';
import { experimentFolder, refuseReplaced, writeOutcome } from './experiment-output.ts';
import { RunsProgress } from './experiment-progress.ts';
import { conductHere, explained } from './experiment.ts';
import { makeFolder, removeFolders } from './files.ts';
import { askedOfCapacity, type CapacityOptions } from './plan-capacity-options.ts';
import { askedFor, type AskedOnCommandLine } from './plan-options.ts';
import type { Interruption } from './run.ts';
import { readTemplate } from './template-file.ts';

const COMMAND = 'plan';

export interface PlanCommandOptions extends ExperimentOptions, AskedOnCommandLine, CapacityOptions {
  readonly confidence?: number | undefined;
  readonly maxRuns?: number | undefined;
  readonly ask?: QuestionName | undefined;
}

export async function planCommand(
  file: string,
  options: PlanCommandOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  const { ask: question = 'settings', seed, rules, maxEvents } = options;
  let made: string[] = [];
  try {
    const read = readTemplate(file, { seed, rules, set: settingsOf(options.set) });
    if (read === undefined) return ExitCode.wrongInput;
    const template = read.template.with(askedFor(options)).with(askedOfCapacity(read.template, options));
    const folder = experimentFolder(COMMAND, file, options.out);
    refuseReplaced(COMMAND, folder, [file]);
    made = makeFolder(folder);
    refuseForeignCharts(folder);
    const progress = new RunsProgress(read.base.scenario.name);
    const answer = await conductHere(planning(template, { ask: question }), interruption, { maxEvents, progress });
    const json = writeOutcome(COMMAND, folder, answer, planCsv(question, answer));
    if (options.json === true) print(json);
    else if (options.markdown === true) print(planMarkdown(question, answer));
    else print(planText(question, answer, styleOfStdout()));
    await writeExperimentCharts(folder, () => planCharts(question, answer), options.charts !== false);
    return answer.met ? ExitCode.done : ExitCode.objectiveMissed;
  } catch (error) {
    if (error instanceof PlanError) {
      printError(`error: ${file}: ${error.message}`);
      return ExitCode.wrongInput;
    }
    return explained(error, `lagcast plan ${file}`);
  } finally {
    removeFolders(made);
  }
}
