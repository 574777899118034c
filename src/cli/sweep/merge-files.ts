/** `lagcast sweep merge PATH…`: the parts that many machines wrote become the files that one machine would have written. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readLine, type SweepHeader } from '../../plan/sweep/line.ts';
import { mergeSweeps, spoiltText, type Merge } from '../../plan/sweep/merge.ts';
import { SWEEP_FORMAT } from '../../plan/sweep/spec.ts';
import { VERSION } from '../../version.ts';
import { printError } from '../console.ts';
import type { ExitCode } from '../exit-codes.ts';
import { InputError, readText } from '../files.ts';
import { CELLS_FILE } from './finish.ts';
import { filesToMerge, mergeFolder } from './merge-input.ts';
import { writeMerge } from './merge-output.ts';

/** A file of more is no string any more. */
const MOST_LINES = 500 * 1024 * 1024;

export interface MergeFilesOptions {
  readonly out?: string | undefined;
  readonly charts?: boolean | undefined;
}

/** Throws InputError. */
export async function mergeFiles(paths: readonly string[], { out, charts }: MergeFilesOptions): Promise<ExitCode> {
  const files = filesToMerge(paths);
  const folder = out === undefined ? mergeFolder(files) : resolve(out);
  const merge = mergedOf(files);
  refuseOther(folder, merge);
  return writeMerge(merge, folder, charts !== false);
}

function mergedOf(files: readonly string[]): Merge {
  const outcome = mergeSweeps(files.map((name) => ({ name, text: readText(name, MOST_LINES) })));
  if (!outcome.ok) throw new InputError(outcome.problems.join('\nerror: '));
  refuseOtherVersion(files[0]!, outcome.header);
  if (outcome.spoilt.length > 0) printError(`warning: ${spoiltText(outcome.spoilt)}; all cells are there without`);
  return outcome;
}

/**
 * What one version ran another one does not write: its files may differ, and the manifest would say that they are of the former. Throws
 * InputError. `what`: whose header it is.
 */
export function refuseOtherVersion(what: string, { version, lagcastSweep }: SweepHeader): void {
  if (version !== VERSION)
    throw new InputError(
      `${what}: was run by lagcast ${version}, and this is lagcast ${VERSION}, whose files may differ: npx lagcast@${version} sweep merge`,
    );
  if (lagcastSweep !== SWEEP_FORMAT)
    throw new InputError(`${what}: is of format ${lagcastSweep}, and this lagcast knows format ${SWEEP_FORMAT}`);
}

/** What somebody has of another sweep is not replaced. Throws InputError. */
export function refuseOther(folder: string, { header }: Pick<Merge, 'header'>): void {
  const path = join(folder, CELLS_FILE);
  if (!existsSync(path)) return;
  const there = readLine(readText(path, MOST_LINES).split('\n', 1)[0]!);
  if (there !== undefined && 'id' in there && there.id === header.id) return;
  throw new InputError(`${path}: holds another sweep, which would be replaced; use another --out`);
}
