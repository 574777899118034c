/** `lagcast explain` of results as a user has it: what stands beside a result, and what is done without it. Needs `npm run build`. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ResultExplanation } from '../../src/index.ts';
import { CommandLine, SCENARIO } from '../support/command-line.ts';

const line = new CommandLine();
const lagcast = (...args: string[]) => line.run(...args);
/** One at once, of two that are needed. */
const TIGHT = SCENARIO.replace('f: {', 'f: { reservedConcurrency: 1,')
  .replace('10/s', '20/s')
  .replace('function: f', 'function: f, batchSize: 1');
const NOTES = 'mine';

const run = (out: string, ...args: string[]): void => {
  line.file('tight.yaml', TIGHT);
  const { status, stderr } = lagcast('run', 'tight.yaml', '--out', out, ...args);
  expect([status, stderr.includes('error')]).toEqual([0, false]);
};
const explained = (...args: string[]): ResultExplanation =>
  JSON.parse(lagcast('explain', '--json', ...args).stdout) as ResultExplanation;

describe('lagcast explain RESULT', () => {
  it('needs nothing but the folder, or the file in it: the scenario and its files may be gone', () => {
    writeFileSync(
      join(line.folder, 'times.csv'),
      `time\n${Array.from({ length: 1000 }, (_, i) => i / 20).join('\n')}\n`,
    );
    line.file('replayed.yaml', TIGHT.replace('rate: 20/s', 'replay: { file: times.csv, time: time }'));
    expect(lagcast('run', 'replayed.yaml', '--out', 'replayed').status).toBe(0);
    for (const file of ['replayed.yaml', 'times.csv']) rmSync(join(line.folder, file));
    const { unverified, runs, targets } = explained('replayed');
    expect([unverified, targets[0]!.findings[0]!.limit]).toEqual([null, 'reserved']);
    expect(runs).toBeGreaterThan(1);
    expect(lagcast('explain', 'replayed/result.json').stdout).toContain(
      'What bound q was the reserved concurrency of f',
    );
  });

  it('runs it again as it was run: with its seed, rules and replication', () => {
    run('other', '--seed', 'ours', '--rules', '2025-11', '--replication', '3');
    expect(explained('other').unverified).toBeNull();
  });

  it('--no-what-if runs nothing, and says that nothing is verified; --what-if-runs bounds the runs', () => {
    run('plain');
    const { stdout } = lagcast('explain', 'plain', '--no-what-if');
    expect(stdout).toContain('Suspected of having bound q, and not verified: ');
    expect(explained('plain', '--what-if-runs', '2').runs).toBe(2);
  });

  it('without scenario.json it takes --scenario, and nothing else than the scenario that it was', () => {
    run('bare');
    rmSync(join(line.folder, 'bare/scenario.json'));
    expect(lagcast('explain', 'bare').stdout.replaceAll('\n', ' ')).toContain(
      'No scenario.json stands beside the result',
    );
    expect(explained('bare', '--scenario', 'tight.yaml').unverified).toBeNull();
    expect(explained('bare', '--scenario', 'tiny.yaml').unverified).toContain('does not give the run');
  });

  it('of a scenario does what it did', () => {
    expect(lagcast('explain', 'tiny.yaml').stdout.split('\n')[0]).toBe('# tiny.yaml');
  });

  it('refuses a scenario.json that lagcast did not write, and run does not replace it', () => {
    run('foreign');
    line.file('foreign/scenario.json', NOTES);
    const { status, stderr } = lagcast('explain', 'foreign');
    expect([status, stderr]).toEqual([2, expect.stringContaining('foreign/scenario.json: is not JSON')]);
    const again = lagcast('run', 'tight.yaml', '--out', 'foreign');
    expect([again.status, again.stderr]).toEqual([2, expect.stringContaining('would be replaced; use another --out')]);
    expect(readFileSync(join(line.folder, 'foreign/scenario.json'), 'utf8')).toBe(NOTES);
  });

  it('run leaves no scenario.json of an earlier run beside its result', () => {
    mkdirSync(join(line.folder, 'twice'));
    run('twice');
    const first = readFileSync(join(line.folder, 'twice/scenario.json'), 'utf8');
    run('twice', '--seed', '2');
    expect(existsSync(join(line.folder, 'twice/scenario.json'))).toBe(true);
    expect(readFileSync(join(line.folder, 'twice/scenario.json'), 'utf8')).not.toBe(first);
    expect(explained('twice').unverified).toBeNull();
  });
});
