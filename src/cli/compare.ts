/** `lagcast compare FILE…`: two or more variants with the same luck, and what is better and worse in each. */
import { COMPARED_RUNS, comparing, WrongComparison, type Compared } from '../plan/compare.ts';
import type { Comparison } from '../plan/comparison.ts';
import { comparisonReport } from '../report/experiments/compare.ts';
import { comparisonCsv } from '../report/experiments/compare-csv.ts';
import { comparisonMarkdown } from '../report/experiments/compare-markdown.ts';
import { comparisonCharts } from '../report/charts/comparison-charts.ts';
import { labelOf } from '../scenario/template.ts';
import { againstOf } from './against.ts';
import { print, styleOfStdout } from './console.ts';
import { ExitCode } from './exit-codes.ts';
import { conductHere, explained } from './experiment.ts';
import { refuseForeignCharts, writeExperimentCharts } from './experiment-charts.ts';
import { templateOf } from './experiment-input.ts';
import type { ExperimentOptions } from './experiment-options.ts';
import { experimentFolder, refuseReplaced, writeOutcome } from './experiment-output.ts';
import { RunsProgress } from './experiment-progress.ts';
import { InputError, makeFolder, removeFolders, STDIN } from './files.ts';
import type { Interruption } from './run.ts';
import { stemOf } from './scenario-file.ts';

const COMMAND = 'compare';

export interface CompareCommandOptions extends ExperimentOptions {
  /** Settings of further variants of the first file, each as written. */
  readonly against?: readonly string[] | undefined;
  /** What the variants go by, in their order, with commas between them. */
  readonly names?: string | undefined;
  /** A share: relative differences up to it do not matter. */
  readonly margin?: number | undefined;
  readonly failIfWorse?: boolean | undefined;
}

export async function compareCommand(
  files: readonly string[],
  options: CompareCommandOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  let made: string[] = [];
  try {
    const variants = variantsOf(files, options);
    if (variants === undefined) return ExitCode.wrongInput;
    const folder = experimentFolder(COMMAND, files[0]!, options.out);
    refuseReplaced(COMMAND, folder, files);
    made = makeFolder(folder);
    refuseForeignCharts(folder);
    const { replications = COMPARED_RUNS, maxEvents } = options;
    const progress = new RunsProgress(COMMAND, replications * variants.length);
    const experiment = comparing(
      variants,
      settled(options, (runs) => progress.expect(runs)),
    );
    const comparison = await conductHere(experiment, interruption, { maxEvents, progress });
    const json = writeOutcome(COMMAND, folder, comparison, comparisonCsv(comparison));
    print(textOf(comparison, json, options));
    await writeExperimentCharts(folder, () => comparisonCharts(comparison), options.charts !== false);
    const isMissed = (options.failIfWorse === true && isWorse(comparison)) || comparison.stopping?.reached === false;
    return isMissed ? ExitCode.objectiveMissed : ExitCode.done;
  } catch (error) {
    const asInput = error instanceof WrongComparison ? new InputError(error.message) : error;
    return explained(asInput, `lagcast compare ${files.join(' ')}`);
  } finally {
    // What holds an outcome stays: only empty folders can be taken away.
    removeFolders(made);
  }
}

/** The files, then the first one with other settings; undefined after problems were printed. Throws InputError. */
function variantsOf(files: readonly string[], options: CompareCommandOptions): Compared[] | undefined {
  const { against = [], names } = options;
  if (files.filter((file) => file === STDIN).length > 1) throw new InputError('standard input can be read once');
  const labels = names?.split(',').map((name) => name.trim());
  const count = files.length + against.length;
  if (count < 2) throw new InputError('two variants are needed: another file, or --against PATH=VALUE');
  if (labels !== undefined && (labels.length !== count || labels.includes('')))
    throw new InputError(`--names: ${count} names with commas between them are needed; found "${names}"`);
  const templates = files.map((file) => templateOf(file, options));
  const read = templates.filter((template) => template !== undefined);
  if (read.length < files.length) return undefined;
  const [first] = read;
  const others = against.map(againstOf).map((settings) => ({ ...first!.template.variant(settings), settings }));
  const isOne = files.length === 1;
  const all: Compared[] = [
    ...read.map(({ file, base }) => ({ scenario: base.scenario, label: isOne ? labelOf({}) : stemOf(file) })),
    ...others,
  ];
  return all.map((variant, i) => (labels === undefined ? variant : { ...variant, label: labels[i]! }));
}

/** The options of the experiment: those that were written. */
function settled(
  { replications, until, maxRuns, confidence, margin, figure }: CompareCommandOptions,
  onExpected: (runs: number) => void,
): NonNullable<Parameters<typeof comparing>[1]> {
  return { replications, until, mostRuns: maxRuns, confidence, margin, figures: figure, onExpected };
}

function textOf(comparison: Comparison, json: string, { json: isJson, markdown }: CompareCommandOptions): string {
  if (isJson === true) return json;
  return markdown === true ? comparisonMarkdown(comparison) : comparisonReport(comparison, styleOfStdout());
}

/** Or an objective went from every run to none: with too few runs to be sure of anything, that is still no change to let through. */
function isWorse({ figures, objectives }: Comparison): boolean {
  const changes = objectives.flatMap((one) => one.changes);
  return (
    figures.some(({ differences }) => differences.some((one) => one?.verdict === 'worse')) ||
    changes.some((one) => one?.verdict === 'worse' || (one?.verdict === 'tooFew' && one.lost > 0))
  );
}
