/** `lagcast replicate` as a user has it: what it prints, keeps and refuses; and that `run --replication` repeats one of its runs. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/metrics/result.ts';
import type { Replications } from '../../src/plan/replicate.ts';
import { CommandLine } from '../support/command-line.ts';

const line = new CommandLine();
const replicate = (...args: string[]) => line.run('replicate', ...args, '--no-charts');
const read = (path: string): string => readFileSync(join(line.folder, path), 'utf8');

describe('lagcast replicate', () => {
  it('keeps the outcome and a table, prints it as JSON, and ends with 0', () => {
    const { status, stdout, stderr } = replicate(
      'tiny.yaml',
      '--replications',
      '3',
      '--json',
      '--set',
      'sources.q.arrivals[0].rate={ poisson: 10/s }',
    );
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toBe(read('reports/tiny/replicate/replicate.json'));
    const outcome = JSON.parse(stdout) as Replications;
    expect(outcome).toMatchObject({ lagcastReplications: 1, name: 'Tiny', runs: 3, stopping: null });
    expect(read('reports/tiny/replicate/replicate.csv').split('\n')[0]).toBe('figure,unit,replication,value');
    expect(existsSync(join(line.folder, 'reports/tiny/result.json'))).toBe(false);
  });

  it('ends with 3 when a run missed an objective, and run --replication repeats one', () => {
    const { status, stdout } = replicate(
      'missed.yaml',
      '--replications',
      '2',
      '--json',
      '--seed',
      'x',
      '--out',
      'missed',
    );
    expect(status).toBe(3);
    const { objectives } = JSON.parse(stdout) as Replications;
    expect(objectives[0]!.missedIn).toEqual([0, 1]);
    const again = line.run('run', 'missed.yaml', '--replication', '1', '--seed', 'x', '--json');
    const result = JSON.parse(again.stdout) as Result;
    expect(result.replication).toBe(1);
    expect(result.objectives[0]!.value).toBe(
      (JSON.parse(stdout) as Replications).figures.find(({ figure }) => figure.text === 'max(q.latency)')!.values[1],
    );
  });

  it.each([
    [
      ['--until', 'p99(q.latncy) within 5 %'],
      '--until error: q is a source and has no figure "latncy" (did you mean latency?)',
    ],
    [
      ['--until', 'p99(q.latency) within 5 %', '--replications', '5'],
      "option '--until <precision>' cannot be used with option '--replications <n>'",
    ],
    [['--figure', 'p99(r.latency)'], '--figure error:'],
    [['--max-runs', '30'], '--max-runs belongs to --until'],
    [['--replications', '1'], 'A whole number from 2 to 100000 is needed.'],
    [['--confidence', 'NaN'], 'A share from 50 % to 99.99 % is needed'],
    [['--set', 'functions.g.timeout=1 s'], 'functions has no "g"'],
  ])('refuses %j, in words, and leaves nothing', (args, why) => {
    const { status, stderr } = replicate('tiny.yaml', ...args, '--out', 'refused');
    expect([status, stderr]).toEqual([2, expect.stringContaining(why)]);
    expect(existsSync(join(line.folder, 'refused'))).toBe(false);
  });
});
