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
  readonly trace?: string | undefined;
}

/** The files beside those of the folder, by the option that names them. */
const ASIDE = ['journal', 'trace'] as const;

/** The folder of one of so many scenarios. */
export function folderOf(file: string, files: number, { out }: Places): string {
  if (out === undefined) return resolve('reports', stemOf(file));
  return files > 1 ? resolve(out, stemOf(file)) : resolve(out);
}

/** Why these files cannot be run by one command; undefined when they can. */
export function conflictOf(files: readonly string[], options: Places): string | undefined {
  for (const aside of ASIDE) {
    const conflict = options[aside] === undefined ? undefined : conflictOfOne(aside, options[aside], files, options);
    if (conflict !== undefined) return conflict;
  }
  const { journal, trace } = options;
  if (journal !== undefined && trace !== undefined && resolve(journal) === resolve(trace))
    return `error: the journal and the trace would both be ${resolve(trace)}`;
  const folders = files.map((file) => folderOf(file, files.length, options));
  const replaced = files.find((file, i) =>
    [RESULT, METRICS, AGAIN].some((name) => join(folders[i]!, name) === resolve(file)),
  );
  if (replaced !== undefined) return `error: the run would replace the scenario ${replaced}; use another --out`;
  const twice = folders.findIndex((folder, i) => folders.indexOf(folder) !== i);
  if (twice < 0) return undefined;
  return `error: two results would go to ${folders[twice]}: ${files[folders.indexOf(folders[twice]!)]} and ${files[twice]}; run them apart, with --out`;
}

function conflictOfOne(
  aside: (typeof ASIDE)[number],
  path: string,
  files: readonly string[],
  options: Places,
): string | undefined {
  if (files.length > 1) return `error: --${aside} takes one scenario at a time`;
  const place = resolve(path);
  const folder = folderOf(files[0]!, 1, options);
  if (place === join(folder, RESULT)) return `error: the ${aside} and the result would both be ${place}`;
  if (place === join(folder, METRICS)) return `error: the ${aside} and the metrics would both be ${place}`;
  if (place === join(folder, AGAIN)) return `error: the ${aside} would replace ${place}, which a run writes`;
  if (place === join(folder, REPORT)) return `error: the ${aside} and the report would both be ${place}`;
  if (dirname(place) === join(folder, CHARTS)) return `error: the ${aside} would be among the charts: ${place}`;
  if (place === resolve(files[0]!)) return `error: the ${aside} would replace the scenario ${files[0]}`;
  return undefined;
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
