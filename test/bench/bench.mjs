// Speed and memory of whole scenarios, through the public API of the built package.
//   npm run bench                       a table of all workloads
//   npm run bench -- --quick            the same of a tenth of the messages and without the sweep, in seconds: that all of it still runs, and the
//                                       digests, which a change without intent to change results leaves as they are; its speeds mean little
//   npm run -s bench -- W1 --json 1e6   one line {"w","units","sec","events","peakMB","digest"}; units is the last argument
//   npm run -s bench -- sweep           cells a minute of a sweep, with one worker and with two
//   npm run -s bench -- sweep --json 64 the same as one line; the last argument is how many cells
// `sec` is simulation only: reading the scenario and starting up are left out. Compiler settings are those of the command line.
import '../../bin/tune.js';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { readScenarioValue, Run } from '../../dist/index.js';
import { measureSweep, sweepTable } from './sweep.mjs';
import { TARGETS, WORKLOADS } from './workloads.mjs';

function measure(name, units) {
  const read = readScenarioValue(WORKLOADS[name](units));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const run = new Run(read.scenario);
  const start = performance.now();
  while (!run.advance(1_000_000));
  const sec = (performance.now() - start) / 1000;
  const { sources, tier, digest, events } = run.result();
  const done = tier === null ? sources.q.succeeded : tier.groups.all.succeeded;
  return { w: name, units: done, sec, events, peakMB: process.resourceUsage().maxRSS / 1024, digest };
}

/** Each workload in a process of its own, so that none is measured in the warmth of another. */
function table(units) {
  console.log('workload      messages   M messages/s   target   M events/s   peak MB   digest');
  for (const name of Object.keys(WORKLOADS)) {
    const { stdout } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), name, '--json', String(units)], {
      encoding: 'utf8',
    });
    const { units: done, sec, events, peakMB, digest } = JSON.parse(stdout);
    const cells = [
      name.padEnd(8),
      String(done).padStart(13),
      (done / sec / 1e6).toFixed(3).padStart(14),
      String(TARGETS[name] ?? '–').padStart(8),
      (events / sec / 1e6).toFixed(3).padStart(12),
    ];
    console.log(`${cells.join(' ')} ${peakMB.toFixed(0).padStart(9)}   ${digest}`);
  }
}

const UNITS = 5e6;
const QUICK_UNITS = 5e5;
const CELLS = 64;
const [name, flag, units] = process.argv.slice(2);
const isQuick = name === '--quick' && flag === undefined;
const isKnown = name === undefined || name === 'sweep' || isQuick || name in WORKLOADS;
if (!isKnown || (flag !== undefined && flag !== '--json')) {
  console.error(`usage: bench [--quick] | bench [${[...Object.keys(WORKLOADS), 'sweep'].join('|')}] [--json UNITS]`);
  process.exitCode = 2;
} else if (isQuick) table(QUICK_UNITS);
else if (name === undefined) {
  table(UNITS);
  console.log(`\n${await sweepTable(CELLS)}`);
} else if (name !== 'sweep') console.log(JSON.stringify(measure(name, Number(units ?? UNITS))));
else if (flag === undefined) console.log(await sweepTable(CELLS));
else console.log(JSON.stringify(await measureSweep(Number(units ?? CELLS))));
