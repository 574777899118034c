/** `lagcast plan` as a user has it: what it prints and writes, how it ends, what it refuses. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { MatrixAnswer } from '../../src/plan/matrix.ts';
import type { SettingsAnswer } from '../../src/plan/search/settings.ts';
import { CommandLine } from '../support/command-line.ts';

const line = new CommandLine();
const plan = (...args: string[]) => line.run('plan', ...args, '--no-charts');
const EASY = ['--risk', '50 %', '--confidence', '60%'];
const C = 'mappings.m.maximumConcurrency';

beforeAll(() => {
  line.file(
    'stream.yaml',
    `
duration: 10 s
functions: { f: { coldStart: none, handler: { duration: 100 ms } } }
sources: { s: { type: kinesis, shards: 1, partitionKey: k, arrivals: [ { rate: 2/s, attributes: { k: { uniform: { min: 1, max: 1000 } } } } ] } }
mappings: { m: { source: s, function: f, startingPosition: TRIM_HORIZON, batchSize: 1 } }
`,
  );
});

it('finds settings among those of --vary, prints JSON and nothing else, and writes the same beside a CSV', () => {
  const { status, stdout, stderr } = plan('tiny.yaml', '--vary', `${C}=2..4`, ...EASY, '--json');
  expect([status, stderr]).toEqual([0, '']);
  const folder = join(line.folder, 'reports/tiny/plan');
  expect(stdout).toBe(readFileSync(join(folder, 'plan.json'), 'utf8'));
  const answer = JSON.parse(stdout) as SettingsAnswer;
  expect(answer).toMatchObject({ lagcastPlan: 1, question: 'settings', met: true, risk: 0.5, chosen: null });
  expect(answer.search.winner!.values).toEqual({ [C]: 2 });
  expect(readFileSync(join(folder, 'plan.csv'), 'utf8')).toMatch(/\nconfirmation,2,\d+,0,,accepted\n/);
  expect(existsSync(join(folder, 'charts'))).toBe(false);
});

it('ends with 3 when nothing meets the objectives, and says so as Markdown', () => {
  const { status, stdout } = plan('missed.yaml', '--vary', `${C}=2,3`, ...EASY, '--markdown', '--out', 'none');
  expect(status).toBe(3);
  expect(stdout).toMatch(/^<!-- lagcast plan -->\n/);
  expect(stdout).toContain('\n**Nothing meets what is asked for, among 2 combinations.**\n');
  expect(stdout).toContain('\n|---|');
});

it('makes a capacity matrix of what the options say', () => {
  const numbers = ['--shards', '1,2', '--event-types', '1', '--factors', '1', '--reserved', '5'];
  const { status, stdout } = plan('stream.yaml', '--ask', 'matrix', ...numbers, '--json');
  expect(status).toBe(0);
  const { cells } = JSON.parse(stdout) as MatrixAnswer;
  expect(cells.map(({ shards, eventTypes, state }) => [shards, eventTypes, state])).toEqual([
    [1, 1, 'ok'],
    [2, 1, 'ok'],
  ]);
});

it.each([
  [['tiny.yaml', '--vary', C], '--vary: PATH=FROM..TO or PATH=VALUE,VALUE is due'],
  [['tiny.yaml', '--shards', '1,2'], '--shards goes with --ask matrix, and not with --ask settings'],
  [['stream.yaml', '--ask', 'matrix', '--factors', 'few'], '--factors: whole numbers with commas between them are due'],
  [['tiny.yaml', '--ask', 'matrix'], 'a capacity matrix is of a stream with shards'],
])('refuses %j with 2, and leaves nothing behind', (args, message) => {
  const { status, stdout, stderr } = plan(...args, '--out', 'refused');
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
  expect(existsSync(join(line.folder, 'refused'))).toBe(false);
});
