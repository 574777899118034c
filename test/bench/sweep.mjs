// Throughput of a sweep as a user has it: cells a minute of the command line, with one worker and with two.
// "From the start" is all the time from the command to its last file. "Once warm" is from the 40th of 64 lines of cells.jsonl to the last, which is what
// a sweep of many minutes is like, and what the target is about. They differ because each thread compiles the same code for itself: its first cells are
// slow, and V8's compiler threads, seconds of work for each thread, have a core to themselves beside one worker and none beside two. So a second worker
// gains less in the first half minute than later.
// Beside them two processes of one worker at once, which share nothing: no two threads can be faster than what the machine gives to those, and virtual
// machines often give less than the two cores they show.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WORKLOADS } from './workloads.mjs';

/** What two workers once warm are to be of one, where the machine gives two processes two cores. */
export const LEAST_RATIO = 1.8;
/** The part of the cells after which all threads are warm. */
const WARM_FROM = 5 / 8;
const LOOK_MS = 20;
const MESSAGES = 600_000;
const bin = fileURLToPath(new URL('../../bin/lagcast.js', import.meta.url));

/** Cells of about a second each, so that what one thread does before and after them counts for little, as in sweeps of minutes. */
function scenarioOf(cells) {
  const rates = Array.from({ length: cells }, (_, i) => ({ poisson: `${45 - i / 100}/s` }));
  return { ...WORKLOADS.W1(MESSAGES), sweep: { vary: { 'sources.q.arrivals[0].rate': rates }, replications: 1 } };
}

/** How many cells have their line; the first line of the file is its header. */
function linesIn(file) {
  if (statSync(file, { throwIfNoEntry: false }) === undefined) return 0;
  return Math.max(0, readFileSync(file, 'utf8').split('\n').length - 2);
}

/** One run of the command line: cells a minute from its start to its end, and once warm; and the bytes it wrote. */
async function runSweep(folder, cells, workers, name = `with-${workers}`) {
  const out = join(folder, name);
  const file = join(out, 'cells.jsonl');
  const warmFrom = Math.max(1, Math.floor(cells * WARM_FROM));
  /** Of the first `warmFrom` cells, and of all: when their lines were there. */
  const when = new Map();
  const start = performance.now();
  const look = () => {
    const lines = linesIn(file);
    for (const due of [warmFrom, cells]) if (lines >= due && !when.has(due)) when.set(due, performance.now());
  };
  const timer = setInterval(look, LOOK_MS);
  const how = ['--workers', String(workers), '--out', out, '--no-charts'];
  const child = spawn(process.execPath, [bin, 'sweep', 'run', join(folder, 'w1.yaml'), ...how], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += String(text)));
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(stderr);
  const end = performance.now();
  look();
  const bytes = readFileSync(file, 'utf8');
  rmSync(out, { recursive: true });
  const perMinute = (count, from, to) => (60_000 * count) / (to - from);
  return {
    whole: perMinute(cells, start, end),
    warm: perMinute(cells - warmFrom, when.get(warmFrom), when.get(cells)),
    bytes,
  };
}

/**
 * `cells`: two or more. Cells a minute once warm (`perMinute`, and `ratio` of two workers to one; `machine`: of two processes to one) and from the
 * start (`whole`); `same`: whether all runs wrote the same bytes.
 */
export async function measureSweep(cells) {
  const folder = mkdtempSync(join(tmpdir(), 'lagcast-bench-'));
  try {
    writeFileSync(join(folder, 'w1.yaml'), JSON.stringify(scenarioOf(cells)));
    const one = await runSweep(folder, cells, 1);
    const two = await runSweep(folder, cells, 2);
    const apart = await Promise.all(['left', 'right'].map((name) => runSweep(folder, cells, 1, name)));
    return {
      w: 'sweep',
      cells,
      perMinute: { one: one.warm, two: two.warm },
      ratio: two.warm / one.warm,
      machine: (apart[0].warm + apart[1].warm) / one.warm,
      whole: { one: one.whole, two: two.whole, ratio: two.whole / one.whole },
      cores: availableParallelism(),
      same: [two, ...apart].every(({ bytes }) => bytes === one.bytes),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function sweepTable(cells) {
  const { perMinute, ratio, machine, whole, same } = await measureSweep(cells);
  // A defect whatever the machine does; too small a ratio may be its noise, and is marked.
  if (!same) process.exitCode = 1;
  const verdict =
    ratio >= LEAST_RATIO ? '' : machine >= LEAST_RATIO ? '  BELOW TARGET' : '  (more than this machine gives)';
  const row = (name, { one, two }, rest) =>
    [
      name.padEnd(18),
      String(cells).padStart(5),
      one.toFixed(1).padStart(20),
      two.toFixed(1).padStart(21),
      (two / one).toFixed(2).padStart(7),
      ...rest.map((text, i) => text.padStart([13, 8][i])),
    ].join(' ');
  return [
    'sweep of W1        cells   cells/min 1 worker   cells/min 2 workers   ratio   2 processes   target',
    row('once warm', perMinute, [machine.toFixed(2), String(LEAST_RATIO)]) + verdict,
    row('from the start', whole, []) + (same ? '' : '  BYTES DIFFER'),
  ].join('\n');
}
