/** What the documentation takes from the code is what the code says now; `npm run docs` brings it up to date. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { pages } from '../../docs/make.ts';
import { VERSION } from '../../src/version.ts';

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const made = pages();

it.each(Object.entries(made))('%s is up to date', (path, page) => {
  expect(read(path)).toBe(page);
});

it('every file of src begins by saying what it does', () => {
  const rows = made['docs/architecture.md']!.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(50);
  expect(rows.filter((row) => row.endsWith('|  |'))).toEqual([]);
});

it('the version is that of package.json', () => {
  expect((JSON.parse(read('package.json')) as { version: string }).version).toBe(VERSION);
});
