/** `lagcast compare` as a user has it: what it prints and writes, how it ends, what it refuses. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Comparison } from '../../src/plan/comparison.ts';
import { CommandLine } from '../support/command-line.ts';

const line = new CommandLine();
const compare = (...args: string[]) => line.run('compare', 'tiny.yaml', ...args, '--no-charts', '--replications', '2');
const SLOWER = ['--against', 'functions.f.handler.perRecord=300 ms,mappings.m.batchSize=5'];

it('prints JSON and nothing else, writes the same beside a CSV, and fails when it is told to', () => {
  const { status, stdout, stderr } = compare(...SLOWER, '--json', '--fail-if-worse');
  expect([status, stderr]).toEqual([3, '']);
  const folder = join(line.folder, 'reports/tiny/compare');
  expect(stdout).toBe(readFileSync(join(folder, 'compare.json'), 'utf8'));
  const { variants, figures } = JSON.parse(stdout) as Comparison;
  expect(variants.map(({ label }) => label)).toEqual(['base', 'perRecord=300 ms batchSize=5']);
  expect(figures.find(({ figure }) => figure.text === 'p99(q.latency)')!.differences[0]!.verdict).toBe('worse');
  expect(readFileSync(join(folder, 'compare.csv'), 'utf8')).toContain('\np99(q.latency),duration,base,2,');
  expect(existsSync(join(folder, 'charts'))).toBe(false);
});

it('prints Markdown with the names that it is given; nothing is worse in the same twice', () => {
  const args = ['tiny.yaml', '--names', 'before,after', '--markdown', '--fail-if-worse', '--out', 'twice'];
  const { status, stdout, stderr } = compare(...args);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('**after against before: equal in all 6 figures, in every run.**');
});

it.each([
  [[], 'error: two variants are needed: another file, or --against PATH=VALUE\n'],
  [['--against', 'mappings.m.batchSiz=5'], 'error: mappings.m.batchSiz: nothing is called "batchSiz" here'],
])('refuses %j', (args, message) => {
  const { status, stdout, stderr } = compare(...args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});
