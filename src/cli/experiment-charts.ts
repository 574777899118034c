/**
 * The files of an experiment, which all commands write in the same way: `reports/STEM/COMMAND/COMMAND.json` and `.csv`, and its
 * charts in `charts/` beside them. They touch nothing that `lagcast run` has written.
 */
import { join, resolve } from 'node:path';
import type { AnyChart } from '../report/charts/chart.ts';
import { ChartWriter, refuseForeignCharts, removeCharts } from './charts.ts';
import { InputError, makeFolder, removeFolders, writeWhole } from './files.ts';
import { stemOf } from './scenario-file.ts';

/** What a command has to write. */
export interface ExperimentFiles {
  /** The outcome; one line of JSON is made of it. */
  readonly outcome: object;
  /** Tidy rows with a head; undefined: there are none. */
  readonly csv?: string | undefined;
  /** Called only where charts are wanted. */
  readonly charts: () => readonly AnyChart[];
}

export interface ExperimentPlace {
  /** `compare`, `replicate`: of the folder and of the files in it. */
  readonly command: string;
  /** The scenario files that the command was given, at least one. */
  readonly files: readonly string[];
  /** `--out`: instead of `reports/STEM/COMMAND`. */
  readonly out?: string | undefined;
}

/** The folder that the command writes to. */
export function experimentFolder({ command, files, out }: ExperimentPlace): string {
  return out === undefined ? resolve('reports', stemOf(files[0]!), command) : resolve(out);
}

/**
 * Before the runs, which may take long: throws InputError when the files could not be written, because something that is not
 * ours stands where the charts go, or because a scenario would be replaced.
 */
export function refuseExperimentPlace(place: ExperimentPlace): void {
  const folder = experimentFolder(place);
  const mine = [`${place.command}.json`, `${place.command}.csv`].map((name) => join(folder, name));
  const replaced = place.files.find((file) => mine.includes(resolve(file)));
  if (replaced !== undefined) throw new InputError(`the scenario ${replaced} would be replaced; use another --out`);
  const made = makeFolder(folder);
  try {
    refuseForeignCharts(folder);
  } finally {
    removeFolders(made);
  }
}

/**
 * Writes them all; charts of an earlier experiment go, whether others are wanted or not. Throws InputError where that cannot
 * be. Returns the folder.
 */
export async function writeExperiment(
  place: ExperimentPlace,
  { outcome, csv, charts }: ExperimentFiles,
  withCharts: boolean,
): Promise<string> {
  const folder = experimentFolder(place);
  makeFolder(folder);
  removeCharts(folder);
  writeWhole(join(folder, `${place.command}.json`), `${JSON.stringify(outcome)}\n`);
  if (csv !== undefined) writeWhole(join(folder, `${place.command}.csv`), csv);
  if (withCharts) await new ChartWriter().writeAll(charts(), folder);
  return folder;
}
