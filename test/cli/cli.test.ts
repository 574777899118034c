/** The command line as a user has it: what it answers. What it refuses, and what befalls it, is among the slow tests. */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/metrics/result.ts';
import { bin, CommandLine, SCENARIO } from '../support/command-line.ts';

const line = new CommandLine();
const lagcast = (...args: string[]) => line.run(...args);

const resultIn = (path: string): Result => JSON.parse(readFileSync(join(line.folder, path), 'utf8')) as Result;

describe('lagcast run', () => {
  it('prints scenario, seed, rules and version first, then the answer, and keeps the result', () => {
    const { status, stdout, stderr } = lagcast('run', 'tiny.yaml');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n')[0]).toBe('Tiny · seed 1 · rules current · lagcast 0.1.0');
    expect(stdout).toContain('All 600 messages of q were handled');
    expect(resultIn('reports/tiny/result.json').sources['q']!.succeeded).toBe(599 + 1);
  });

  it('--json prints the bytes of result.json and nothing else', () => {
    const { stdout } = lagcast('run', 'tiny.yaml', '--json', '--out', 'elsewhere');
    expect(stdout).toBe(readFileSync(join(line.folder, 'elsewhere/result.json'), 'utf8'));
  });

  it('reads a scenario from standard input', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [bin, 'run', '-', '--out', 'piped', '--no-charts', '--no-report'],
      {
        cwd: line.folder,
        encoding: 'utf8',
        input: SCENARIO,
      },
    );
    expect(status).toBe(0);
    expect(stdout).toContain('All 600 messages');
  });

  it('--seed without a seed is refused, as it is in a scenario', () => {
    const { status, stderr } = lagcast('run', 'tiny.yaml', '--seed', '');
    expect([status, stderr]).toEqual([2, expect.stringContaining('A whole number or a text is needed.')]);
  });

  it('--journal writes a header and a line for each event', () => {
    expect(lagcast('run', 'tiny.yaml', '--journal', 'j.jsonl').status).toBe(0);
    const lines = readFileSync(join(line.folder, 'j.jsonl'), 'utf8').trimEnd().split('\n');
    expect(JSON.parse(lines[0]!)).toEqual({
      journal: 1,
      scenario: 'Tiny',
      seed: 1,
      rules: 'current',
      version: '0.1.0',
    });
    expect(lines.filter((line) => line.includes('"event":"sent"'))).toHaveLength(600);
  });

  it('ends with 3 when an objective is missed, and says which', () => {
    const { status, stdout } = lagcast('run', 'missed.yaml');
    expect(status).toBe(3);
    expect(stdout).toContain('✗ max(q.latency) < 50 ms  100 ms');
  });

  it('ends with 2 when the scenario is wrong, names place and nearest name, and writes nothing', () => {
    const { status, stdout, stderr } = lagcast('run', 'wrong.yaml');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^wrong\.yaml:5:\d+ error: functions\.f\.handler\.perRecrod: .*perRecord/);
    expect(readdirSync(join(line.folder, 'reports'))).not.toContain('wrong');
  });

  it('runs all files, and the worst code wins', () => {
    const { status, stdout } = lagcast('run', 'missed.yaml', 'wrong.yaml', 'tiny.yaml');
    expect(status).toBe(2);
    expect(stdout.match(/^Tiny · seed 1/gm)).toHaveLength(2);
  });

  it.each([
    ['a file that is not there', ['run', 'nowhere.yaml'], /nowhere\.yaml: cannot be read: there is no such file/],
    ['an event budget that is used up', ['run', 'tiny.yaml', '--max-events', '50'], /event budget is used up/],
  ])('ends with 2 for %s (others: slow/command-line.test.ts)', (_what, args, message) => {
    const { status, stderr } = lagcast(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe('lagcast explain', () => {
  it('prints the completed scenario with the origin of each value, and what the run relies on', () => {
    const { status, stdout, stderr } = lagcast('explain', 'tiny.yaml');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^# tiny\.yaml\nname: Tiny +# given\n/);
    expect(stdout).toMatch(/\n {4}visibilityTimeout: 30 s +# service default, SQS-45\n/);
    expect(stdout).toMatch(
      /\n# What the run relies on and AWS does not document:\n(#.*\n)*# {3}sqs\.pollers\.rampStep +1 /,
    );
  });

  it('--json prints one object for each scenario, and the worst code wins', () => {
    const { status, stdout, stderr } = lagcast('explain', '--json', 'tiny.yaml', 'wrong.yaml', 'missed.yaml');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^wrong\.yaml:5:\d+ error: /);
    const lines = stdout.trimEnd().split('\n');
    const said = lines.map((line) => JSON.parse(line) as { file: string; values: { path: string }[] });
    expect(said.map((one) => one.file)).toEqual(['tiny.yaml', 'missed.yaml']);
    expect(said[0]!.values.find(({ path }) => path === 'duration')).toEqual({
      path: 'duration',
      value: 60e6,
      written: '1 min',
      from: 'given',
      facts: [],
      origin: 'given',
    });
  });

  it('ends with 2 when there is no such file', () => {
    const { status, stderr } = lagcast('explain', 'nowhere.yaml');
    expect([status, stderr]).toEqual([2, 'error: nowhere.yaml: cannot be read: there is no such file or folder\n']);
  });
});

describe('the other commands', () => {
  it('check reports problems and passes on warnings', () => {
    expect(lagcast('check', 'tiny.yaml')).toMatchObject({ status: 0, stderr: '' });
    const { status, stdout } = lagcast('check', 'wrong.yaml');
    expect(status).toBe(2);
    expect(stdout).toContain('perRecord');
  });

  it('facts lists each with its value under the rules asked for', () => {
    expect(lagcast('facts').stdout).toMatch(/sqs\.pollers\.max +1,250 +documented +SQS-07 +2026-10 .*https:/);
    expect(lagcast('facts', '--rules', '2023-10').stdout).toMatch(/sqs\.pollers\.max +1,000 /);
  });

  it('facts are chosen by pattern and kind, and one that is not there is told from its likes', () => {
    const { status, stdout } = lagcast('facts', 'sqs.pollers.max', '--json');
    const { facts } = JSON.parse(stdout) as { facts: object[] };
    expect([status, facts]).toMatchObject([0, [{ path: 'sqs.pollers.max', kind: 'documented', date: '2026-10' }]]);
    const refused = lagcast('facts', 'sqs.poller.max');
    expect([refused.status, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toContain('did you mean sqs.pollers.max?');
    expect(lagcast('facts', 'sqs.pollers.max', '--kind', 'assumed').stderr).toContain('no such fact is assumed');
  });

  it.each([
    ['sqs.visiblity', 'did you mean sqs.visibilityTimeout?'],
    ['sqz', 'did you mean sqs?'],
    ['lambda.zzzzzz', 'lagcast facts lists them all'],
    ['', 'error: "" says nothing of the facts'],
    ['*', 'error: "*" says nothing of the facts'],
  ])('facts %j is refused with what may have been meant', (pattern, hint) => {
    const { status, stdout, stderr } = lagcast('facts', pattern);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(hint);
  });

  // How quick --help is, start.test.ts sees by what it reads.
  it('--help and --version go to standard output', () => {
    expect(lagcast('--help')).toMatchObject({ status: 0, stderr: '' });
    expect(lagcast('--version').stdout).toBe('0.1.0\n');
  });
});
