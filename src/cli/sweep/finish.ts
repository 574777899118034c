/**
 * What a sweep leaves beside its cells once all are there: `sweep.csv`, `sweep.parquet`, charts, and last `manifest.json`, so that a folder with
 * a manifest is complete. Needs the header and the lines and no scenario: whoever merges may have none. Leaves out `cells.jsonl`, which is
 * written before.
 */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { SweepHeader, SweepLine } from '../../plan/sweep/line.ts';
import { sweepCsv } from '../../report/sweep/csv.ts';
import { manifestOf, type Manifest, type ManifestFile } from '../../report/sweep/manifest.ts';
import { outcomeOf } from '../../report/sweep/outcome.ts';
import { sweepParquet } from '../../report/sweep/parquet.ts';
import { sweepColumns } from '../../report/sweep/rows.ts';
import { sweepCharts } from '../../report/sweep/charts.ts';
import { CHARTS } from '../charts.ts';
import { writeExperimentCharts } from '../experiment-charts.ts';
import { printError } from '../console.ts';
import { inputError, WholeFile, writeWhole } from '../files.ts';

export const CELLS_FILE = 'cells.jsonl';
export const MANIFEST = 'manifest.json';
export const CSV = 'sweep.csv';
export const PARQUET = 'sweep.parquet';

export interface FinishOptions {
  /** Whether charts are wanted; those of an earlier time go in either case. */
  readonly charts: boolean;
}

/**
 * `lines`: one of each cell, in their order. Replaces what an earlier time left; equal lines give equal bytes. Throws InputError where files
 * cannot be written: then there is no manifest.
 */
export async function finishSweep(
  header: SweepHeader,
  lines: readonly SweepLine[],
  folder: string,
  { charts }: FinishOptions,
): Promise<Manifest> {
  const manifestFile = join(folder, MANIFEST);
  removeManifest(folder);
  const outcome = outcomeOf(header, lines);
  const columns = sweepColumns(outcome);
  writePieces(join(folder, CSV), sweepCsv(columns));
  const { version, id, scenario, name } = header;
  const facts = { 'lagcast.sweep': id, 'lagcast.scenario': scenario, 'lagcast.name': name };
  writePieces(join(folder, PARQUET), [await sweepParquet(columns, { version, facts })]);
  const drawn = charts ? sweepCharts(outcome) : [];
  await writeExperimentCharts(folder, () => drawn, charts);
  if (charts && drawn.length === 0) printError('note: no charts: no figure differs between the cells');
  const rows = columns[0]!.values.length;
  const tables: Readonly<Record<string, number>> = { [CELLS_FILE]: lines.length, [CSV]: rows, [PARQUET]: rows };
  const files: ManifestFile[] = [];
  for (const file of madeIn(folder)) files.push(await measured(folder, file, tables[file]));
  const manifest = manifestOf(header, lines, files);
  writeWhole(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);
  return manifest;
}

/** A folder whose cells change is no longer what its manifest says. */
export function removeManifest(folder: string): void {
  const path = join(folder, MANIFEST);
  try {
    rmSync(path, { force: true });
  } catch (error) {
    throw inputError(path, 'cannot be replaced', error);
  }
}

function writePieces(path: string, pieces: Iterable<string | Uint8Array>): void {
  const file = new WholeFile(path);
  try {
    for (const piece of pieces) {
      if (typeof piece === 'string') file.append(piece);
      else file.appendBytes(piece);
    }
  } catch (error) {
    file.discard();
    throw error;
  }
  file.finish();
}

/** Files of the sweep that there are, by their names below its folder. */
function madeIn(folder: string): string[] {
  const charts = join(folder, CHARTS);
  const drawn = existsSync(charts) ? readdirSync(charts).map((file) => `${CHARTS}/${file}`) : [];
  return [CELLS_FILE, CSV, PARQUET].filter((file) => existsSync(join(folder, file))).concat(drawn);
}

/** Read back from where it lies: what the manifest says is what is there. */
async function measured(folder: string, name: string, rows: number | undefined): Promise<ManifestFile> {
  const path = join(folder, ...name.split('/'));
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return { name, bytes: statSync(path).size, ...(rows === undefined ? {} : { rows }), sha256: hash.digest('hex') };
}
