/**
 * `lagcast sweep run` without reading a scenario, so that it starts quickly and can be killed often: the lock, the journal, the threads and the
 * files at the end are those of the command. `FOLDER HEADER LOG`: LOG gets the number of each cell that was run, by workers/counting.mjs.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { FileLock } from '../../src/cli/sweep/lock.ts';
import { partOf } from '../../src/cli/sweep/part.ts';
import { runPart } from '../../src/cli/sweep/run-part.ts';
import type { SweepHeader } from '../../src/plan/sweep/line.ts';

const [folder, headerFile, log, worker] = process.argv.slice(2) as [string, string, string, string];
const header = JSON.parse(readFileSync(headerFile, 'utf8')) as SweepHeader;
const source = { text: log, stem: 'swept', set: {}, files: {} };
const part = partOf({}, header.cells, {});
const lock = await FileLock.take(join(folder, part.lock));
process.exitCode = await runPart(
  { header, source, base: undefined as never },
  part,
  { folder, lock, args: ['sweep', 'run'], worker: pathToFileURL(worker) },
  { workers: 2, charts: false },
  { isWanted: false, during: (work) => work() },
);
lock.release();
