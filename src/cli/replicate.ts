/** `lagcast replicate FILE`: many runs of a scenario, and how sure its figures are. */
import { REPLICATIONS, replicating, type Replications } from '../plan/replicate.ts';
import { LEAST_RUNS, readPrecision, type Precision } from '../plan/stopping.ts';
import { replicationsCharts } from '../report/charts/replications-charts.ts';
import { replicationsReport } from '../report/experiments/replicate.ts';
import { replicationsCsv } from '../report/experiments/replicate-csv.ts';
import { replicationsMarkdown } from '../report/experiments/replicate-markdown.ts';
import { formatProblems } from '../scenario/problem.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { print, styleOfStdout } from './console.ts';
import { ExitCode } from './exit-codes.ts';
import { conductHere, explained } from './experiment.ts';
import { refuseForeignCharts, writeExperimentCharts } from './experiment-charts.ts';
import { figuresOf, templateOf } from './experiment-input.ts';
import type { ExperimentOptions } from './experiment-options.ts';
import { experimentFolder, refuseReplaced, writeOutcome } from './experiment-output.ts';
import { RunsProgress } from './experiment-progress.ts';
import { InputError, makeFolder, removeFolders } from './files.ts';
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
    const { replications, maxRuns: mostRuns, confidence, maxEvents } = options;
    const figures = figuresOf(options.figure, scenario);
    const until = precisionsOf(options.until, scenario);
    if (mostRuns !== undefined && until === undefined)
      throw new InputError('--max-runs belongs to --until; --replications says how many runs there are');
    const folder = experimentFolder(COMMAND, file, options.out);
    refuseReplaced(COMMAND, folder, [file]);
    made = makeFolder(folder);
    refuseForeignCharts(folder);
    const progress = new RunsProgress(scenario.name, until === undefined ? (replications ?? REPLICATIONS) : LEAST_RUNS);
    const onExpected = (runs: number): void => progress.expect(runs);
    const experiment = replicating(scenario, { replications, confidence, figures, until, mostRuns, onExpected });
    const outcome = await conductHere(experiment, interruption, { maxEvents, progress });
    const json = writeOutcome(COMMAND, folder, outcome, replicationsCsv(outcome));
    print(textOf(outcome, json, options));
    await writeExperimentCharts(folder, () => replicationsCharts(outcome), options.charts !== false);
    const isMet = outcome.objectives.every(({ met, runs }) => met === runs);
    return isMet && outcome.stopping?.reached !== false ? ExitCode.done : ExitCode.objectiveMissed;
  } catch (error) {
    return explained(error, `lagcast ${COMMAND} ${file}`);
  } finally {
    // What holds an outcome stays: only empty folders can be taken away.
    removeFolders(made);
  }
}

/** Of `--until`; undefined where none was written. Throws InputError. */
function precisionsOf(texts: readonly string[] | undefined, scenario: Scenario): Precision[] | undefined {
  return texts?.map((text) => {
    const read = readPrecision(text, scenario);
    if (read.ok) return read.precision;
    throw new InputError(formatProblems('--until', read.problems));
  });
}

function textOf(outcome: Replications, json: string, options: ExperimentOptions): string {
  if (options.json === true) return json;
  return options.markdown === true ? replicationsMarkdown(outcome) : replicationsReport(outcome, styleOfStdout());
}
