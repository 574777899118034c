// Throughput of a sweep as a user has it: cells a minute of the command line, from its start to its last file, with one worker and with two.
// Rounds alternate, and the best counts: whatever else the machine does slows runs down.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WORKLOADS } from './workloads.mjs';

/** What two workers are to be of one, on two cores that do nothing else. */
export const LEAST_RATIO = 1.8;
const ROUNDS = 2;
const MESSAGES = 200_000;
const bin = fileURLToPath(new URL('../../bin/lagcast.js', import.meta.url));

/** Cells of about a third of a second each. */
function scenarioOf(cells) {
  const rates = Array.from({ length: cells }, (_, i) => ({ poisson: `${45 - i / 100}/s` }));
  return { ...WORKLOADS.W1(MESSAGES), sweep: { vary: { 'sources.q.arrivals[0].rate': rates }, replications: 1 } };
}

function secondsOf(folder, workers) {
  const out = join(folder, `with-${workers}`);
  const start = performance.now();
  const args = [
    bin,
    'sweep',
    'run',
    join(folder, 'w1.yaml'),
    '--workers',
    String(workers),
    '--out',
    out,
    '--no-charts',
  ];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  const seconds = (performance.now() - start) / 1000;
  const bytes = readFileSync(join(out, 'cells.jsonl'), 'utf8');
  rmSync(out, { recursive: true });
  return { seconds, bytes };
}

/** `same`: whether all runs wrote the same bytes. */
export function measureSweep(cells) {
  const folder = mkdtempSync(join(tmpdir(), 'lagcast-bench-'));
  try {
    writeFileSync(join(folder, 'w1.yaml'), JSON.stringify(scenarioOf(cells)));
    const best = { 1: Infinity, 2: Infinity };
    const ratios = [];
    const written = new Set();
    for (let round = 0; round < ROUNDS; round++) {
      const taken = {};
      for (const workers of [1, 2]) {
        const { seconds, bytes } = secondsOf(folder, workers);
        taken[workers] = seconds;
        best[workers] = Math.min(best[workers], seconds);
        written.add(bytes);
      }
      // Of one round, whose runs followed each other: what a noisy machine does to them is alike.
      ratios.push(taken[1] / taken[2]);
    }
    const [one, two] = [best[1], best[2]].map((seconds) => (60 * cells) / seconds);
    return {
      w: 'sweep',
      cells,
      perMinute: { one, two },
      ratio: Math.max(...ratios),
      ratios,
      cores: availableParallelism(),
      same: written.size === 1,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function sweepTable(cells) {
  const { perMinute, ratio, ratios, cores, same } = measureSweep(cells);
  // A defect whatever the machine does; too small a ratio may be its noise, and is marked.
  if (!same) process.exitCode = 1;
  const verdict = ratio >= LEAST_RATIO ? '' : cores < 2 ? ' (one core)' : '  BELOW TARGET';
  return [
    'sweep         cells   cells/min 1 worker   cells/min 2 workers   ratio   target',
    [
      'W1      ',
      String(cells).padStart(10),
      perMinute.one.toFixed(1).padStart(20),
      perMinute.two.toFixed(1).padStart(21),
    ].join(' ') +
      `${ratio.toFixed(2).padStart(8)}${String(LEAST_RATIO).padStart(9)}${verdict}${same ? '' : '  BYTES DIFFER'}`,
    `ratio of each round: ${ratios.map((one) => one.toFixed(2)).join(', ')}`,
  ].join('\n');
}
