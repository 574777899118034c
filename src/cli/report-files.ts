/** Makes `report.html` of results and puts it into a folder, whole; takes that of an earlier run away. */
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ResultExplanation } from '../explain/explaining.ts';
import type { Result } from '../metrics/result.ts';
import { charts } from '../report/charts/charts.ts';
import { compiled } from '../report/page/compiled.ts';
import { MARK, reportPage, type Runtime } from '../report/page/page.ts';
import { beginningOf, InputError, writeWhole } from './files.ts';

/** The name of the file. */
export const REPORT = 'report.html';

export interface ReportOptions {
  /** Without them, the libraries that draw are not even loaded. */
  readonly withCharts: boolean;
  /** Of the results that were run again, at their places. */
  readonly explanations?: readonly (ResultExplanation | undefined)[];
}

/** Writes the report of results side by side, and returns its path. Throws InputError where it cannot be written. */
export async function writeReport(
  folder: string,
  results: readonly Result[],
  { withCharts, explanations }: ReportOptions,
): Promise<string> {
  const path = join(folder, REPORT);
  const drawn: Awaited<ReturnType<typeof compiled>>[] = [];
  for (const result of results) drawn.push(withCharts ? await compiled(charts(result)) : []);
  writeWhole(path, reportPage(results, drawn, runtime(), explanations));
  return path;
}

/** So that none stands beside a result that it is not of. What is not ours stays. */
export function removeReport(folder: string): void {
  const path = join(folder, REPORT);
  if (isOurs(path)) rmSync(path, { force: true });
}

function isOurs(path: string): boolean {
  return beginningOf(path, MARK.length) === MARK;
}

/** The script that `npm run build` has bundled. */
function runtime(): Runtime {
  const path = fileURLToPath(new URL('../../dist/page/runtime.js', import.meta.url));
  try {
    return { script: readFileSync(path, 'utf8'), sha256 };
  } catch {
    throw new InputError('the script of report.html is not built: npm run build makes it (--no-report does without)');
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('base64');
}
