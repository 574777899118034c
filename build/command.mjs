/**
 * Puts the command line into a few files, dist/command, after the compiler has written dist: a start then reads a dozen
 * files instead of four hundred. Why, and what it buys: docs/decisions/0014-one-file-to-start.md.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Packages that nearly every command loads. All others stay outside, and are loaded from node_modules when they are needed. */
const TAKEN_IN = ['commander', 'csv-parse', 'csv-stringify', 'seedrandom', 'string-width', 'yaml', 'zod'];

const root = fileURLToPath(new URL('../', import.meta.url));
const out = `${root}dist/command`;
const { dependencies = {}, optionalDependencies = {} } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const outside = Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !TAKEN_IN.includes(name));

rmSync(out, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['src/cli/main.ts'],
  outdir: out,
  bundle: true,
  splitting: true,
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
});
writeFileSync(`${out}/LICENSES.txt`, licensesOf(Object.keys(metafile.inputs)));

/** The licences of the packages that are in the files; none may be without one. */
function licensesOf(inputs) {
  const folders = inputs.map((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0]);
  const packages = [...new Set(folders.filter((folder) => folder !== undefined))].sort();
  return packages
    .map((folder) => `${folder.split('node_modules/').at(-1)}\n\n${licenseIn(`${root}${folder}`)}`)
    .join('\n---\n\n');
}

/** A file of its own; seedrandom has its licence at the end of its description. */
function licenseIn(folder) {
  const files = readdirSync(folder);
  const file = files.find((name) => /^licen[cs]e/i.test(name)) ?? files.find((name) => /^readme/i.test(name));
  const text = file === undefined ? '' : readFileSync(`${folder}/${file}`, 'utf8');
  const at = text.search(/^licen[cs]e|copyright/im);
  if (at < 0) throw new Error(`no licence in ${folder}`);
  return /^readme/i.test(file) ? text.slice(at) : text;
}
