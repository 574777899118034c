/**
 * Puts the command line into a few files, dist/command, after the compiler has written dist: a start then reads a dozen
 * files instead of four hundred. Why, and what it buys: docs/decisions/0014-one-file-to-start.md.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { licencesOf } from './licences.mjs';

/** Packages that nearly every command loads. All others stay outside, and are loaded from node_modules when they are needed. */
const TAKEN_IN = ['commander', 'csv-parse', 'csv-stringify', 'seedrandom', 'string-width', 'yaml', 'zod'];

const root = fileURLToPath(new URL('../', import.meta.url));
const out = `${root}dist/command`;
const {
  dependencies = {},
  optionalDependencies = {},
  peerDependencies = {},
} = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const outside = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }).filter(
  (name) => !TAKEN_IN.includes(name),
);

rmSync(out, { recursive: true, force: true });
const how = {
  absWorkingDir: root,
  outdir: out,
  bundle: true,
  external: outside.flatMap((name) => [name, `${name}/*`]),
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  // The older kind of packages asks for Node's own modules by require().
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
};
const command = await build({ ...how, entryPoints: ['src/cli/main.ts'], splitting: true });
// A thread is started by the name of its file, and reads no other: cut up with the command line, a run would have to read more files.
const workers = await build({
  ...how,
  entryPoints: { 'sweep-worker': 'src/cli/sweep/worker.ts', 'validate-worker': 'src/cli/validate/worker.ts' },
});
const taken = [command, workers].flatMap(({ metafile }) => Object.keys(metafile.inputs));
writeFileSync(`${out}/LICENSES.txt`, licencesOf(root, [...new Set(taken)]));
