/** `lagcast validate` as a user has it: the same bytes whoever runs the cases, its exit codes and what it lists. Needs `npm run build`. */
import { describe, expect, it } from 'vitest';
import { CommandLine } from '../support/command-line.ts';

const line = new CommandLine();
/** Recorded, of queueing theory and of folklore: a case of each. */
const CASES = ['R-SQS-02', 'Q-MM1-01', 'F-ASY-01'];

describe('lagcast validate', () => {
  it('gives the same bytes with one worker and with four', () => {
    const [one, four] = ['1', '4'].map((workers) => line.run('validate', '--json', ...CASES, '--workers', workers));
    expect([one!.status, four!.status]).toEqual([0, 0]);
    for (const id of CASES) expect(one!.stdout).toContain(`"${id}`);
    expect(four!.stdout).toBe(one!.stdout);
  });

  it('lists the cases that are meant, and runs none', () => {
    const { status, stdout } = line.run('validate', '--list', 'Q-MM1-01');
    expect([status, stdout.trim().split('\n').length]).toEqual([0, 1]);
    expect(stdout).toMatch(/^\S.* {2}Q-MM1-01\n$/);
    expect(line.run('validate', '--list').stdout.split('\n').length).toBeGreaterThan(CASES.length);
  });

  it('refuses a word that it does not know, with the likeliest', () => {
    const { status, stdout, stderr } = line.run('validate', 'Q-MM1-0l');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain('"Q-MM1-0l"; did you mean Q-MM1-01?');
  });
});
