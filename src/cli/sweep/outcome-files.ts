/** What a sweep leaves beside its cells, and what a process that was killed may have left of it half made. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { CHARTS, removeCharts } from '../charts.ts';
import { inputError } from '../files.ts';
import { CSV, MANIFEST, PARQUET, removeManifest } from './finish.ts';

/** Files made of the cells. */
export const OUTCOME: readonly string[] = [CSV, PARQUET, MANIFEST];

/** Takes them away, and the charts. Throws InputError. */
export function removeOutcome(folder: string): void {
  // First of all, because it says that the others are complete.
  removeManifest(folder);
  removeCharts(folder);
  for (const name of OUTCOME) remove(join(folder, name));
}

/**
 * Takes away what was to become one of these files, or the folder of charts, when its process was killed. Only for whoever holds the lock.
 * Throws InputError.
 */
export function removeHalfMade(folder: string, names: readonly string[]): void {
  const isHalfMade = (file: string): boolean => {
    const [, name] = /^\.(.+)-\d+-[0-9a-z]+\.(?:part|old)$/.exec(file) ?? [];
    return name !== undefined && [...names, CHARTS].includes(name);
  };
  for (const file of readdirSync(folder).filter(isHalfMade)) remove(join(folder, file));
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true, recursive: true });
  } catch (error) {
    throw inputError(path, 'cannot be taken away', error);
  }
}
