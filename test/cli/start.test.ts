/**
 * What is read before the first word is said: `--help` must not wait for what only a run needs. Looks at the built files
 * and what they import, so that it does not depend on how fast a machine is. Needs `npm run build`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { expect, it } from 'vitest';

const folder = new URL('../../dist/command/', import.meta.url);

interface Read {
  readonly files: string[];
  readonly packages: string[];
  readonly bytes: number;
}

/** All that is loaded with a file: what it imports at its head, and so on; not what it imports when it is called. */
function readWith(entry: string): Read {
  const files = [entry];
  const packages: string[] = [];
  let bytes = 0;
  for (const file of files) {
    const text = readFileSync(new URL(file, folder), 'utf8');
    bytes += text.length;
    for (const [, path] of text.matchAll(/^(?:import|export) ?(?:[^'"()]*? from )?"([^"]+)";$/gm)) {
      if (path!.startsWith('./')) {
        if (!files.includes(path!.slice(2))) files.push(path!.slice(2));
      } else packages.push(path!);
    }
  }
  return { files, packages, bytes };
}

it('--help reads few files, and neither schemas nor YAML nor charts', () => {
  const { files, packages, bytes } = readWith('main.js');
  expect(files.length).toBeLessThan(8);
  expect(bytes).toBeLessThan(200_000);
  expect(packages.filter((name) => !isBuiltin(name))).toEqual([]);
  const text = files.map((file) => readFileSync(new URL(file, folder), 'utf8')).join('');
  for (const name of ['zod', 'yaml', 'csv-parse', 'vega']) expect(text).not.toContain(`node_modules/${name}/`);
  expect(text).toContain('node_modules/commander/');
});

// It was a dozen before sweeps came: what they share with a run is cut into more pieces.
it('a run reads what it needs from thirty files', () => {
  const run = fileThatExports('runCommand', /^run-.*\.js$/);
  const { files, packages } = readWith(run);
  expect(files.length).toBeLessThanOrEqual(30);
  expect(packages.filter((name) => !isBuiltin(name))).toEqual([]);
  const text = files.map((file) => readFileSync(new URL(file, folder), 'utf8')).join('');
  for (const name of ['zod', 'yaml']) expect(text).toContain(`node_modules/${name}/`);
});

it('a sweep loads its pool of threads, and no other command does; the thread itself loads neither commander nor pool', () => {
  const sweep = fileThatExports('sweepRunCommand', /^run-.*\.js$/);
  expect(readWith(sweep).packages).toContain('piscina');
  const { packages, files } = readWith('sweep-worker.js');
  expect(packages.filter((name) => !isBuiltin(name))).toEqual([]);
  const text = files.map((file) => readFileSync(new URL(file, folder), 'utf8')).join('');
  expect(text).not.toContain('node_modules/commander/');
});

/** Several commands are files of one name. */
function fileThatExports(name: string, pattern: RegExp): string {
  const head = new RegExp(`^export \\{[^}]*\\b${name}\\b`, 'm');
  const isIt = (file: string): boolean => pattern.test(file) && head.test(readFileSync(new URL(file, folder), 'utf8'));
  return readdirSync(folder).find(isIt)!;
}

it('the licences of what the files hold lie beside them', () => {
  const licences = readFileSync(new URL('LICENSES.txt', folder), 'utf8');
  for (const name of ['commander', 'csv-parse', 'seedrandom', 'string-width', 'yaml', 'zod'])
    expect(licences).toMatch(headOf(name));
});

it('the licences of what draws in a report stand in its script, and so in every report', () => {
  const script = readFileSync(new URL('../page/runtime.js', folder), 'utf8');
  expect(script).toMatch(/^\/\*!\n/);
  const licences = script.slice(0, script.indexOf('*/'));
  for (const name of ['vega', 'vega-interpreter', 'd3-array', 'd3-geo', 'topojson-client'])
    expect(licences).toMatch(headOf(name));
  expect(licences).toContain('Redistribution and use in source and binary forms');
  expect(licences).toContain('University of Washington Interactive Data Lab');
});

/** The line that names the packages of a licence, with this one among them. */
function headOf(name: string): RegExp {
  return new RegExp(`^(.+, )?${name}(, .+)?\n\n`, 'm');
}
