/**
 * Where the files of a run go, and what they must not replace: each other, the scenario, a trace that it replays.
 */
import { dirname, join, resolve } from 'node:path';
import type { Scenario } from '../scenario/scenario.ts';
import { AGAIN } from './again.ts';
import { CHARTS } from './charts.ts';
import { InputError } from './files.ts';
import { REPORT } from './report-files.ts';
import { stemOf } from './scenario-file.ts';

export const RESULT = 'result.json';
export const METRICS = 'metrics.csv';

/** What of the command line decides where files go. */
interface Places {
  readonly out?: string | undefined;
  readonly journal?: string | undefined;
}

/** The folder of one of so many scenarios. */
export function folderOf(file: string, files: number, { out }: Places): string {
  if (out === undefined) return resolve('reports', stemOf(file));
  return files > 1 ? resolve(out, stemOf(file)) : resolve(out);
}

/** Why these files cannot be run by one command; undefined when they can. */
export function conflictOf(files: readonly string[], options: Places): string | undefined {
  if (files.length > 1 && options.journal !== undefined) return 'error: --journal takes one scenario at a time';
  if (options.journal !== undefined) {
    const journal = resolve(options.journal);
    const folder = folderOf(files[0]!, 1, options);
    if (journal === join(folder, RESULT)) return `error: the journal and the result would both be ${journal}`;
    if (journal === join(folder, METRICS)) return `error: the journal and the metrics would both be ${journal}`;
    if (journal === join(folder, AGAIN)) return `error: the journal would replace ${journal}, which a run writes`;
    if (journal === join(folder, REPORT)) return `error: the journal and the report would both be ${journal}`;
    if (dirname(journal) === join(folder, CHARTS)) return `error: the journal would be among the charts: ${journal}`;
    if (journal === resolve(files[0]!)) return `error: the journal would replace the scenario ${files[0]}`;
  }
  const folders = files.map((file) => folderOf(file, files.length, options));
  const replaced = files.find((file, i) =>
    [RESULT, METRICS, AGAIN].some((name) => join(folders[i]!, name) === resolve(file)),
  );
  if (replaced !== undefined) return `error: the run would replace the scenario ${replaced}; use another --out`;
  const twice = folders.findIndex((folder, i) => folders.indexOf(folder) !== i);
  if (twice < 0) return undefined;
  return `error: two results would go to ${folders[twice]}: ${files[folders.indexOf(folders[twice]!)]} and ${files[twice]}; run them apart, with --out`;
}

/** Throws {@link InputError} when the run would replace a trace while it reads it. */
export function refuseReplacedTraces(file: string, scenario: Scenario, folder: string): void {
  const metrics = join(folder, METRICS);
  const traces = tracesOf(scenario).map((trace) => resolve(dirname(file), trace));
  if (!traces.includes(metrics)) return;
  throw new InputError(`${file}: the metrics would replace the trace ${metrics}; use another --out`);
}

/** The files that its sources replay, as the scenario names them. */
function tracesOf({ sources }: Scenario): string[] {
  return sources.flatMap(({ arrivals }) => arrivals.flatMap(({ when }) => (when.kind === 'replay' ? [when.file] : [])));
}
