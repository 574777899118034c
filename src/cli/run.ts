/** `lagcast run FILE…`: simulate each scenario, print the answer, keep the result. */
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { RuleSet } from '../aws/fact.ts';
import type { Result } from '../metrics/result.ts';
import type { SweepSource } from '../plan/sweep/source.ts';
import { duration } from '../report/format.ts';
import { resultExplanationText } from '../report/explain-result/text.ts';
import { metricsCsv, metricsCsvHead } from '../report/metrics-csv.ts';
import { terminalReport } from '../report/terminal.ts';
import { formatProblems } from '../scenario/problem.ts';
import { readScenario } from '../scenario/read.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { Run } from '../simulate.ts';
import { AGAIN, KeptScenario, refuseForeignAgain, removeAgain } from './again.ts';
import { ChartWriter, refuseForeignCharts, removeCharts } from './charts.ts';
import { print, printError, styleOfStdout } from './console.ts';
import { ExitCode, worst } from './exit-codes.ts';
import { explainAgain } from './explain-again.ts';
import { explained } from './explained.ts';
import { makeFolder, removeFolders, WholeFile, writeWhole } from './files.ts';
import { Interrupted } from './interrupted.ts';
import { conflictOf, folderOf, METRICS, refuseReplacedTraces, RESULT } from './outputs.ts';
import { parsePeriod } from './period.ts';
import { Progress } from './progress.ts';
import { removeReport, writeReport } from './report-files.ts';
import { stemOf } from './scenario-file.ts';
import { asSeed } from './template-file.ts';
import { traceInto, wrongTraceOptions } from './trace-file.ts';

export interface RunCommandOptions {
  readonly out?: string | undefined;
  readonly json?: boolean | undefined;
  readonly journal?: string | undefined;
  readonly seed?: string | undefined;
  /** From 0, the first run of the seed. */
  readonly replication?: number | undefined;
  readonly rules?: RuleSet | undefined;
  readonly maxEvents?: number | undefined;
  /** Whether charts are drawn; those of an earlier run go in either case. */
  readonly charts?: boolean | undefined;
  /** Whether `report.html` is written; that of an earlier run goes in either case. */
  readonly report?: boolean | undefined;
  /** Whether it is run again to say what bound it. */
  readonly explain?: boolean | undefined;
  /** Of the metrics, as the user writes it. */
  readonly period?: string | undefined;
  /** Where the trace goes; absent: none is drawn. */
  readonly trace?: string | undefined;
  /** As the user writes them, of the trace. */
  readonly traceRecords?: string | undefined;
  readonly traceFrom?: string | undefined;
  readonly traceTo?: string | undefined;
}

/** Where the files of a run go, the period of its metrics in microseconds, and who draws its charts, if they are wanted. */
interface Output {
  readonly folder: string;
  readonly period: number;
  readonly charts: ChartWriter | undefined;
}

/** Set when the user asks to stop; looked at between two slices of a run. */
export interface Interruption {
  readonly isWanted: boolean;
  /** Listens for the user as long as the work lasts. */
  during<T>(work: () => Promise<T>): Promise<T>;
}

/** Runs all files one after the other; a problem with one does not keep the others from running. */
export async function runCommand(
  files: readonly string[],
  options: RunCommandOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  const conflict = conflictOf(files, options);
  const period = parsePeriod(options.period ?? '60 s');
  if (!period.ok) {
    printError(`error: --period: ${period.message}`);
    return ExitCode.wrongInput;
  }
  const wrong = conflict ?? wrongTraceOptions(options);
  if (wrong !== undefined) {
    printError(wrong);
    return ExitCode.wrongInput;
  }
  const codes: ExitCode[] = [];
  const charts = options.charts === false ? undefined : new ChartWriter();
  for (const file of files) {
    if (interruption.isWanted) {
      printError(`not run: ${file}`);
      codes.push(ExitCode.interrupted);
      continue;
    }
    const output = { folder: folderOf(file, files.length, options), period: period.value, charts };
    codes.push(await runFile(file, output, options, interruption, codes.length > 0));
  }
  return worst(codes);
}

async function runFile(
  file: string,
  { folder, period, charts }: Output,
  options: RunCommandOptions,
  interruption: Interruption,
  isLater: boolean,
): Promise<ExitCode> {
  let made: string[] = [];
  try {
    const kept = new KeptScenario(file);
    const scenario = scenarioOf(file, kept, options);
    if (scenario === undefined) return ExitCode.wrongInput;
    made = makeFolder(folder);
    refuseForeignAgain(folder);
    refuseForeignCharts(folder);
    refuseReplacedTraces(file, scenario, folder);
    const result = await interruption.during(() => runScenario(scenario, { folder, period }, options, interruption));
    if (typeof result === 'number') {
      const kept = wordsOfNothing(options);
      printError(
        `interrupted: ${file} at ${duration(result)} of ${duration(scenario.duration)} of simulated time; ${kept} kept`,
      );
      return ExitCode.interrupted;
    }
    const json = `${JSON.stringify(result)}\n`;
    // Whatever comes in between, nothing of an earlier run stands beside the new result.
    removeReport(folder);
    removeCharts(folder);
    removeAgain(folder);
    writeWhole(join(folder, RESULT), json);
    const again = kept.written({ stem: stemOf(file), ...givenBy(options) });
    if (again !== undefined) writeWhole(join(folder, AGAIN), again);
    print(options.json === true ? json : `${isLater ? '\n' : ''}${terminalReport(result, styleOfStdout())}`);
    if (charts !== undefined) await charts.write(result, folder);
    const withCharts = charts !== undefined;
    if (options.report !== false) await writeReport(folder, [result], { withCharts });
    if (options.explain === true) {
      // Whatever comes in between, what was made until now stays.
      const explanation = await explainAgain(result, folder, interruption);
      if (options.json !== true) print(`\n${resultExplanationText(explanation, styleOfStdout())}`);
      if (options.report !== false) await writeReport(folder, [result], { withCharts, explanations: [explanation] });
    }
    return result.objectives.every((objective) => objective.met) ? ExitCode.done : ExitCode.objectiveMissed;
  } catch (error) {
    if (error instanceof Interrupted) {
      printError(`interrupted: ${file}, while it was explained; result and report are kept, and nothing is verified`);
      return ExitCode.interrupted;
    }
    return explained(error, file, options.explain === true ? 'run --explain' : 'run');
  } finally {
    // What holds a result stays: only empty folders can be taken away.
    removeFolders(made);
  }
}

/** The scenario, or undefined after its problems were printed. */
function scenarioOf(file: string, { text, ports }: KeptScenario, options: RunCommandOptions): Scenario | undefined {
  const read = readScenario(text, { ports, stem: stemOf(file), ...givenBy(options) });
  const said = read.problems.filter((problem) => problem.severity !== 'note');
  if (said.length > 0) printError(formatProblems(file, said));
  return read.ok ? read.scenario : undefined;
}

/** What the options say instead of the scenario. */
function givenBy({ seed, rules }: RunCommandOptions): Pick<SweepSource, 'seed' | 'rules'> {
  return {
    ...(seed === undefined ? {} : { seed: asSeed(seed) }),
    ...(rules === undefined ? {} : { rules }),
  };
}

/** The result; of a run that was interrupted the simulated time, in microseconds, at which it was. */
async function runScenario(
  scenario: Scenario,
  { folder, period }: Pick<Output, 'folder' | 'period'>,
  options: RunCommandOptions,
  interruption: Interruption,
): Promise<Result | number> {
  const files: WholeFile[] = [];
  const fileAt = (path: string): WholeFile => {
    const file = new WholeFile(path);
    files.push(file);
    return file;
  };
  const progress = new Progress(scenario.name, scenario.duration);
  try {
    const trace = options.trace === undefined ? undefined : traceInto(options.trace, scenario, options, fileAt);
    const journal = options.journal === undefined ? undefined : fileAt(resolve(options.journal));
    const csv = fileAt(join(folder, METRICS));
    csv.append(metricsCsvHead());
    const run = new Run(scenario, {
      metrics: { period, append: (rows) => csv.append(metricsCsv(rows)) },
      ...(options.replication === undefined ? {} : { replication: options.replication }),
      ...(options.maxEvents === undefined ? {} : { eventBudget: options.maxEvents }),
      ...(journal === undefined ? {} : { journal: (line: string) => journal.append(`${line}\n`) }),
      ...trace?.run,
    });
    while (!run.advance()) {
      progress.update(run.done * scenario.duration);
      await setImmediate();
      if (interruption.isWanted) return run.now;
    }
    const result = run.result();
    const notes = trace?.finish() ?? [];
    for (const file of files) file.finish();
    progress.clear();
    for (const note of notes) printError(note);
    return result;
  } finally {
    progress.clear();
    for (const file of files) file.discard();
  }
}

/** What is not there after a run that was interrupted. */
function wordsOfNothing({ journal, trace }: RunCommandOptions): string {
  const files = ['result', ...(journal === undefined ? [] : ['journal']), ...(trace === undefined ? [] : ['trace'])];
  return files.length === 1 ? 'no result is' : `neither ${files.slice(0, -1).join(', ')} nor ${files.at(-1)!} is`;
}
