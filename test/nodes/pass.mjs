// Runs the gallery once on the Node that runs this file, in worker threads, with the built package. Prints a line of JSON for each scenario: its file,
// its digest, the SHA-256 of its whole result, and whether a second run in the same thread gave the same.
//   node test/nodes/pass.mjs THREADS forwards|backwards [FILE...]
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';

const folder = new URL('../../scenarios/', import.meta.url);
/** Longer runs, by their events, are not made twice. */
const AGAIN_UP_TO = 100_000;

if (isMainThread) {
  const [threads, direction, ...chosen] = process.argv.slice(2);
  const files = chosen.length > 0 ? chosen : readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  files.sort((a, b) => parseInt(a) - parseInt(b));
  if (direction === 'backwards') files.reverse();
  for (let i = 0; i < Number(threads); i++) startThread(files);
} else {
  const { readScenario, simulate } = await import('../../dist/index.js');
  parentPort.on('message', (file) => {
    if (file === undefined) return parentPort.close();
    const ports = { readText: (path) => readFileSync(new URL(path, folder), 'utf8') };
    const read = readScenario(readFileSync(new URL(file, folder), 'utf8'), { ports, stem: file.replace('.yaml', '') });
    if (!read.ok) throw new Error(`${file} is not a scenario`);
    const result = simulate(read.scenario);
    const bytes = JSON.stringify(result);
    const again = result.events <= AGAIN_UP_TO ? JSON.stringify(simulate(read.scenario)) === bytes : null;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return parentPort.postMessage({ file, digest: result.digest, sha256, again });
  });
}

/** Threads take the next file when they are done with one: who runs what is left to chance, and must not matter. */
function startThread(files) {
  const thread = new Worker(fileURLToPath(import.meta.url));
  const next = () => thread.postMessage(files.shift());
  thread.on('message', (line) => {
    console.log(JSON.stringify(line));
    next();
  });
  next();
}
