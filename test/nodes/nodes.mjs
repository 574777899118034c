// Whether every scenario of the gallery gives the same bytes on each Node that is supported, on one thread and on four, forwards and backwards, and when it
// is run twice. The other Nodes come from the registry into a temporary folder; one that cannot be had is skipped with what npm says. The last line says how
// many Nodes were compared. With one, threads and order were tried, but nothing was compared between Nodes: it says so, and in CI (CI=true) that is a failure,
// unless the registry could not be reached.
//   npm run test:nodes        after npm run build
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The last of each line when this was written. */
const VERSIONS = ['20.20.2', '22.23.3', '24.21.0'];
/** What npm says when there is no way to the registry. */
const OFFLINE = /code (ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED)\b/;
const own = { version: process.versions.node, path: process.execPath };
const pass = fileURLToPath(new URL('pass.mjs', import.meta.url));

const children = new Set();
const folder = mkdtempSync(join(tmpdir(), 'lagcast-nodes-'));
const clean = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
for (const [signal, number] of Object.entries({ SIGINT: 2, SIGTERM: 15 })) {
  process.once(signal, () => stop(128 + number));
}
try {
  const wanted = VERSIONS.filter((one) => lineOf(one) !== lineOf(own.version));
  const others = [];
  let isReached = false;
  for (const version of wanted) {
    const { path, trouble, isOffline = false } = await installed(version);
    isReached ||= !isOffline;
    if (path === undefined) console.log(`Node ${version} is skipped: ${trouble}`);
    else others.push({ version, path });
  }
  process.exitCode = await compared(others);
  const skipped = wanted.length - others.length;
  if (others.length > 0) console.log(`${others.length + 1} Nodes compared, ${skipped} skipped`);
  else {
    console.log(`NOTHING WAS COMPARED between Nodes: only Node ${own.version} could be had, ${skipped} skipped`);
    if (process.env.CI === 'true' && isReached) process.exitCode = 1;
  }
} finally {
  clean();
}

/** At once, before anything that waits for a child goes on. Whoever still writes into the folder has to end first. */
function stop(code) {
  for (const child of children) child.kill('SIGKILL');
  clean();
  process.exit(code);
}

/** As of node:child_process; it ends with this program. */
function started(...command) {
  const child = spawn(...command);
  children.add(child);
  child.once('close', () => children.delete(child)).once('error', () => children.delete(child));
  return child;
}

/** This Node on one thread; the others, or this one again where there are none, on four. Two passes at a time. */
async function compared(others) {
  const plan = [
    { ...own, threads: 1, direction: 'forwards' },
    ...(others.length > 0 ? others : [own]).map((node) => ({ ...node, threads: 4, direction: 'backwards' })),
  ];
  const passes = [];
  const queue = [...plan.entries()];
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) passes[next[0]] = await run(next[1]);
  };
  await Promise.all([work(), work()]);
  const files = [...new Set(passes.flatMap(({ lines }) => [...lines.keys()]))];
  const failures = files.filter((file) => !isSame(passes.map(({ lines }) => lines.get(file))));
  for (const { name, lines } of passes) {
    const twice = [...lines.values()].filter(({ again }) => again !== null).length;
    console.log(`${name}: ${lines.size} scenarios, ${twice} of them twice`);
  }
  for (const file of failures) await explain(file, passes, [own, ...others]);
  console.log(`${files.length - failures.length} passed, ${failures.length} failed`);
  return failures.length > 0 || files.length === 0 ? 1 : 0;
}

function isSame(lines) {
  const [first] = lines;
  return lines.every((line) => line !== undefined && line.sha256 === first?.sha256 && line.again !== false);
}

/** Says what each pass gave, and what each Node gives when the scenario is run alone: is it Node, or the company? */
async function explain(file, passes, nodes) {
  console.log(`\n${file} differs:`);
  const alone = [];
  for (const node of nodes) alone.push(await run({ ...node, threads: 1, direction: 'forwards', files: [file] }));
  for (const { name, lines } of [...passes, ...alone.map((one) => ({ ...one, name: `${one.name}, alone` }))]) {
    const { digest = 'nothing', sha256 = '', again = null } = lines.get(file) ?? {};
    const twice = again === false ? ', and something else when it is run again' : '';
    console.log(`  ${name}: digest ${digest}, result ${sha256.slice(0, 16)}${twice}`);
  }
}

/** A pass over the gallery; `files` only, where there are some. */
async function run({ version, path, threads, direction, files = [] }) {
  const lines = new Map();
  const child = started(path, [pass, String(threads), direction, ...files], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.on('close', resolve));
  for await (const text of createInterface({ input: child.stdout })) {
    const line = JSON.parse(text);
    lines.set(line.file, line);
  }
  if ((await ended) !== 0) throw new Error(`the pass on Node ${version} did not come to its end`);
  return { name: `Node ${version}, ${threads === 1 ? '1 thread' : `${threads} threads`}, ${direction}`, lines };
}

/** The program of a version, from the package that `node` of the registry would choose for this machine, so that no script of a package has to run. */
async function installed(version) {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${system}-${process.arch}`;
  const prefix = join(folder, version);
  const command = ['install', '--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', prefix];
  const isWindows = system === 'win';
  const stdio = ['ignore', 'ignore', 'pipe'];
  const npm = started('npm', [...command, `${name}@${version}`], { cwd: folder, stdio, shell: isWindows });
  let said = '';
  npm.stderr.on('data', (data) => (said += data));
  const code = await new Promise((resolve) => npm.on('close', resolve).on('error', resolve));
  if (code !== 0) {
    const trouble = code instanceof Error ? code.message : `npm ended with ${code}\n${said.trim()}`;
    return { trouble, isOffline: OFFLINE.test(said) };
  }
  const path = join(prefix, 'node_modules', name, 'bin', isWindows ? 'node.exe' : 'node');
  return (await saysVersion(path, version)) ? { path } : { trouble: `${name} does not run here as that version` };
}

async function saysVersion(path, version) {
  const child = started(path, ['--version'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  child.stdout.on('data', (data) => (said += data));
  await new Promise((resolve) => child.on('close', resolve).on('error', resolve));
  return said.trim() === `v${version}`;
}

function lineOf(version) {
  return version.split('.')[0];
}
