/**
 * `lagcast report RESULT…`: renders results again: the text, the charts and `report.html` of one, or one report of several
 * side by side.
 */
import { dirname, resolve } from 'node:path';
import type { ResultExplanation } from '../explain/explaining.ts';
import { resultExplanationText } from '../report/explain-result/text.ts';
import { terminalReport } from '../report/terminal.ts';
import { ChartWriter, refuseForeignCharts } from './charts.ts';
import { print, printError, styleOfStdout } from './console.ts';
import { ExitCode } from './exit-codes.ts';
import { explainAgain } from './explain-again.ts';
import { explained } from './experiment.ts';
import { InputError, makeFolder, removeFolders, STDIN } from './files.ts';
import { writeReport } from './report-files.ts';
import { readResult, type ReadResult } from './result-file.ts';
import type { Interruption } from './run.ts';

export interface ReportCommandOptions {
  readonly out?: string | undefined;
  /** Whether the scenarios are run again to say what bound them. */
  readonly explain?: boolean | undefined;
}

/** All results are read, and run again, before anything is written. */
export async function reportCommand(
  paths: readonly string[],
  options: ReportCommandOptions,
  interruption: Interruption,
): Promise<ExitCode> {
  const read = paths.map(readOrSay).filter((one) => one !== undefined);
  if (read.length < paths.length) return ExitCode.wrongInput;
  for (const { path, result, unknown } of read) {
    if (unknown.length > 0)
      printError(`note: ${path}: lagcast ${result.version} did not record ${unknown.join(', ')}; it is left out`);
  }
  const folder = folderFor(paths, read, options);
  let made: string[] = [];
  try {
    const explanations: ResultExplanation[] = [];
    if (options.explain === true)
      for (const [i, { result, path }] of read.entries())
        explanations.push(await explainAgain(result, paths[i] === STDIN ? undefined : dirname(path), interruption));
    made = makeFolder(folder);
    const written = await write(folder, read, explanations);
    const texts = read.map(({ result }) => terminalReport(result, styleOfStdout()));
    const said = explanations.map((one) => resultExplanationText(one, styleOfStdout()));
    print(`${[...texts, ...said].join('\n')}\n${written}\n`);
    return ExitCode.done;
  } catch (error) {
    return explained(error, `lagcast report ${paths.join(' ')}`);
  } finally {
    removeFolders(made);
  }
}

function readOrSay(path: string): ReadResult | undefined {
  try {
    return readResult(path);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    printError(`error: ${error.message}`);
    return undefined;
  }
}

/** Beside the result when it is one; several have a folder of their own, which is not one of theirs. */
function folderFor(paths: readonly string[], read: readonly ReadResult[], { out }: ReportCommandOptions): string {
  if (out !== undefined) return resolve(out);
  if (paths.length > 1) return resolve('reports', 'side-by-side');
  return paths[0] === STDIN ? resolve('reports', 'stdin') : resolve(dirname(read[0]!.path));
}

/** The path of the report. */
async function write(
  folder: string,
  read: readonly ReadResult[],
  explanations: readonly ResultExplanation[],
): Promise<string> {
  const results = read.map(({ result }) => result);
  if (results.length === 1) {
    refuseForeignCharts(folder);
    await new ChartWriter().write(results[0]!, folder);
  }
  return writeReport(folder, results, { withCharts: true, explanations });
}
