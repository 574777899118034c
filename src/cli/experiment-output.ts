/**
 * Where an experiment leaves its files: `reports/NAME/COMMAND/COMMAND.json` and `.csv`, beside the files of `lagcast run` and
 * never in their place. Charts are in a folder of their own below it.
 */
import { join, resolve } from 'node:path';
import { InputError, writeWhole } from './files.ts';
import { stemOf } from './scenario-file.ts';

/** The folder of a command whose first file is `file`. */
export function experimentFolder(command: string, file: string, out: string | undefined): string {
  return out === undefined ? resolve('reports', stemOf(file), command) : resolve(out);
}

/** Throws InputError when the files of a command would replace a file that it reads. */
export function refuseReplaced(command: string, folder: string, files: readonly string[]): void {
  const made = outcomeFiles(command, folder);
  const replaced = files.find((file) => made.includes(resolve(file)));
  if (replaced === undefined) return;
  throw new InputError(`${command} would replace ${replaced}; use another --out`);
}

/** Writes `COMMAND.json`, one line, and `COMMAND.csv`; the folder exists. Throws InputError. */
export function writeOutcome(command: string, folder: string, outcome: object, csv: string): string {
  const json = `${JSON.stringify(outcome)}\n`;
  const [jsonFile, csvFile] = outcomeFiles(command, folder);
  writeWhole(jsonFile, json);
  writeWhole(csvFile, csv);
  return json;
}

function outcomeFiles(command: string, folder: string): [json: string, csv: string] {
  return [join(folder, `${command}.json`), join(folder, `${command}.csv`)];
}
