// Throughput of a sweep as a user has it: cells a minute of the command line, from its start to its last file, with one worker and with two.
// Beside them the same work in two processes at once, which share nothing: no two threads can be faster than what the machine gives to those, and
// virtual machines often give less than the two cores they show. Rounds alternate, and the best counts: whatever else goes on slows runs down.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WORKLOADS } from './workloads.mjs';

/** What two workers are to be of one, where the machine gives two processes two cores. */
export const LEAST_RATIO = 1.8;
const ROUNDS = 2;
const MESSAGES = 600_000;
const bin = fileURLToPath(new URL('../../bin/lagcast.js', import.meta.url));

/** Cells of about a second each, so that what one thread does before and after them counts for little, as in sweeps of minutes. */
function scenarioOf(cells) {
  const rates = Array.from({ length: cells }, (_, i) => ({ poisson: `${45 - i / 100}/s` }));
  return { ...WORKLOADS.W1(MESSAGES), sweep: { vary: { 'sources.q.arrivals[0].rate': rates }, replications: 1 } };
}

async function secondsOf(folder, workers, name = `with-${workers}`) {
  const out = join(folder, name);
  const start = performance.now();
  const how = ['--workers', String(workers), '--out', out, '--no-charts'];
  const child = spawn(process.execPath, [bin, 'sweep', 'run', join(folder, 'w1.yaml'), ...how], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (text) => (stderr += String(text)));
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(stderr);
  const seconds = (performance.now() - start) / 1000;
  const bytes = readFileSync(join(out, 'cells.jsonl'), 'utf8');
  rmSync(out, { recursive: true });
  return { seconds, bytes };
}

/** One worker, two workers, and two processes of one worker at once. */
async function measureRound(folder) {
  const one = await secondsOf(folder, 1);
  const two = await secondsOf(folder, 2);
  const apart = await Promise.all([secondsOf(folder, 1, 'left'), secondsOf(folder, 1, 'right')]);
  return {
    ...{ one: one.seconds, two: two.seconds, ratio: one.seconds / two.seconds },
    // Twice the work in the time of the slower one.
    machine: (2 * one.seconds) / Math.max(...apart.map(({ seconds }) => seconds)),
    same: [two, ...apart].every(({ bytes }) => bytes === one.bytes),
  };
}

/** `ratio`: two workers to one; `machine`: two processes to one; `same`: whether all runs wrote the same bytes. */
export async function measureSweep(cells) {
  const folder = mkdtempSync(join(tmpdir(), 'lagcast-bench-'));
  try {
    writeFileSync(join(folder, 'w1.yaml'), JSON.stringify(scenarioOf(cells)));
    const rounds = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await measureRound(folder));
    const perMinute = (key) => (60 * cells) / Math.min(...rounds.map((round) => round[key]));
    return {
      w: 'sweep',
      cells,
      perMinute: { one: perMinute('one'), two: perMinute('two') },
      // Of one round, whose runs followed each other: what a noisy machine does to them is alike.
      ratio: Math.max(...rounds.map(({ ratio }) => ratio)),
      machine: Math.max(...rounds.map(({ machine }) => machine)),
      rounds,
      cores: availableParallelism(),
      same: rounds.every(({ same }) => same),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function sweepTable(cells) {
  const { perMinute, ratio, machine, rounds, same } = await measureSweep(cells);
  // A defect whatever the machine does; too small a ratio may be its noise, and is marked.
  if (!same) process.exitCode = 1;
  const isAble = machine >= LEAST_RATIO;
  const verdict = ratio >= LEAST_RATIO ? '' : isAble ? '  BELOW TARGET' : '  (more than this machine gives)';
  const twoDigits = (each) => each.toFixed(2);
  return [
    'sweep         cells   cells/min 1 worker   cells/min 2 workers   ratio   2 processes   target',
    [
      'W1      ',
      String(cells).padStart(10),
      perMinute.one.toFixed(1).padStart(20),
      perMinute.two.toFixed(1).padStart(21),
      twoDigits(ratio).padStart(7),
      twoDigits(machine).padStart(13),
      String(LEAST_RATIO).padStart(8),
    ].join(' ') + `${verdict}${same ? '' : '  BYTES DIFFER'}`,
    `of each round: ${rounds.map((each) => `${twoDigits(each.ratio)} of ${twoDigits(each.machine)}`).join(', ')}`,
  ].join('\n');
}
