/** `lagcast sensitivity` as a user has it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ExitCode } from '../../src/cli/exit-codes.ts';
import { guessesOf } from '../../src/cli/sensitivity.ts';
import { CommandLine } from '../support/command-line.ts';

const cli = new CommandLine();
const GUESS = ['--guess', 'functions.f.handler.perRecord=50 ms..400 ms', '--replications', '2', '--no-charts'];

describe('--guess', () => {
  it('is read in all its forms', () => {
    const texts = ['a.b', 'c.d=5/s..50/s', 'e.f=on,off', 'g.h={ times: 3 }', 'i.j=[1, 2]', 'k.l=1..8'];
    expect(guessesOf(texts)).toEqual({
      'a.b': { times: 2 },
      'c.d': { from: '5/s', to: '50/s' },
      'e.f': ['on', 'off'],
      'g.h': { times: 3 },
      'i.j': [1, 2],
      'k.l': { from: 1, to: 8 },
    });
    expect(guessesOf(undefined)).toBeUndefined();
  });

  it('without a path, or with what is no YAML, is refused', () => {
    expect(() => guessesOf(['=3'])).toThrow(/a path is due before =/);
    expect(() => guessesOf(['a.b={ times: '])).toThrow(/--guess a.b={ times:/);
  });
});

describe('lagcast sensitivity', () => {
  it('prints the outcome and keeps it', () => {
    const { status, stdout, stderr } = cli.run(
      'sensitivity',
      'tiny.yaml',
      ...GUESS,
      '--json',
      '--figure',
      'p50(q.latency)',
    );
    expect(stderr).toBe('');
    expect(status).toBe(ExitCode.done);
    const outcome = JSON.parse(stdout) as { guesses: { ends: { label: string; effects: { mean: number }[] }[] }[] };
    expect(outcome.guesses[0]!.ends.map(({ label }) => label)).toEqual(['50 ms', '400 ms']);
    expect(outcome.guesses[0]!.ends[0]!.effects[0]!.mean).toBeLessThan(outcome.guesses[0]!.ends[1]!.effects[0]!.mean);
    const folder = join(cli.folder, 'reports/tiny/sensitivity');
    expect(readFileSync(join(folder, 'sensitivity.json'), 'utf8')).toBe(stdout);
    expect(readFileSync(join(folder, 'sensitivity.csv'), 'utf8')).toMatch(/^guess,of,tried/);
    expect(existsSync(join(folder, 'charts'))).toBe(false);
  });

  it.each([
    [['--guess', 'functions.g.handler.perRecord'], /functions has no "g"/],
    [['--figure', 'p99(q.latencey)'], /did you mean latency/],
  ])('%j is refused, and leaves nothing behind', (args, said) => {
    const { status, stdout, stderr } = cli.run('sensitivity', 'missed.yaml', ...args);
    expect(stderr).toMatch(said);
    expect(stdout).toBe('');
    expect(status).toBe(ExitCode.wrongInput);
    expect(existsSync(join(cli.folder, 'reports/missed'))).toBe(false);
  });
});
