/** What the command line writes and refuses, and what befalls it from outside: the built program in processes of its own, many of them. */
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/metrics/result.ts';
import { scenarioJsonSchema } from '../../src/index.ts';
import { bin, CommandLine, SCENARIO } from '../support/command-line.ts';

const line = new CommandLine();
const lagcast = (...args: string[]) => line.run(...args);

const resultIn = (path: string): Result => JSON.parse(readFileSync(join(line.folder, path), 'utf8')) as Result;

describe('what it writes', () => {
  it('writes metrics by the minute beside the result, or by another period', () => {
    const rowsOf = (path: string): string[][] => parse(readFileSync(join(line.folder, path)));
    const sentIn = (path: string): string[][] => rowsOf(path).filter((row) => row[3] === 'NumberOfMessagesSent');
    expect(lagcast('run', 'tiny.yaml', '--out', 'minutes').status).toBe(0);
    expect(rowsOf('minutes/metrics.csv')[0]).toEqual(
      'time_s,namespace,resource,metric,statistic,unit,value'.split(','),
    );
    expect(sentIn('minutes/metrics.csv')).toEqual([
      ['0', 'AWS/SQS', 'q', 'NumberOfMessagesSent', 'Sum', 'Count', '600'],
    ]);
    expect(lagcast('run', 'tiny.yaml', '--out', 'tens', '--period', '10 s', '--json').status).toBe(0);
    expect(sentIn('tens/metrics.csv').map((row) => row[0])).toEqual(['0', '10', '20', '30', '40', '50']);
    // The period is no part of the answer.
    const [first, second] = ['minutes', 'tens'].map((out) =>
      readFileSync(join(line.folder, out, 'result.json'), 'utf8'),
    );
    expect(second).toBe(first);
  });

  it('writes result, metrics, charts and a page for the browser', () => {
    const { status, stderr } = spawnSync(process.execPath, [bin, 'run', 'tiny.yaml', '--out', 'whole'], {
      cwd: line.folder,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(readdirSync(join(line.folder, 'whole')).sort()).toEqual([
      'charts',
      'metrics.csv',
      'report.html',
      'result.json',
      'scenario.json',
    ]);
    const charts = readdirSync(join(line.folder, 'whole/charts'));
    for (const ending of ['vl.json', 'svg']) expect(charts).toContain(`latency-q.${ending}`);
    expect(readFileSync(join(line.folder, 'whole/report.html'), 'utf8')).toContain('Content-Security-Policy');
  });

  it('leaves foreign files in the folder alone, and no part of its own', () => {
    mkdirSync(join(line.folder, 'foreign'));
    line.file('foreign/notes.txt', 'mine');
    line.file('foreign/result.json', 'old');
    expect(lagcast('run', 'tiny.yaml', '--out', 'foreign').status).toBe(0);
    expect(readdirSync(join(line.folder, 'foreign')).sort()).toEqual([
      'metrics.csv',
      'notes.txt',
      'result.json',
      'scenario.json',
    ]);
    expect(readFileSync(join(line.folder, 'foreign/notes.txt'), 'utf8')).toBe('mine');
    expect(resultIn('foreign/result.json').name).toBe('Tiny');
  });

  it('--out with several files gives each a folder of its own', () => {
    expect(lagcast('run', 'tiny.yaml', 'missed.yaml', '--out', 'both').status).toBe(3);
    expect(readdirSync(join(line.folder, 'both')).sort()).toEqual(['missed', 'tiny']);
  });

  it('leaves no empty folder behind when a run is given up, and keeps one that was there', () => {
    mkdirSync(join(line.folder, 'there'));
    for (const out of ['given/up', 'there']) {
      expect(lagcast('run', 'tiny.yaml', '--max-events', '50', '--out', out).status).toBe(2);
    }
    expect(readdirSync(line.folder)).not.toContain('given');
    expect(readdirSync(line.folder)).toContain('there');
  });

  it('does not mind a reader that goes away', () => {
    const command = `"${process.execPath}" "${bin}" explain ${'missed.yaml '.repeat(40)} | head -1; exit "\${PIPESTATUS[0]}"`;
    const { status, stdout, stderr } = spawnSync('bash', ['-c', command], { cwd: line.folder, encoding: 'utf8' });
    expect([status, stdout, stderr]).toEqual([0, '# missed.yaml\n', '']);
  });

  it('schema prints a JSON Schema', () => {
    // What it accepts and refuses is asked of it where scenarios are read.
    expect(lagcast('schema').stdout).toBe(`${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
  });

  it('--seed and --rules replace the scenario’s', () => {
    const { stdout } = lagcast('run', 'tiny.yaml', '--seed', '7', '--rules', '2023-10', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ seed: 7, rules: '2023-10' });
  });
});

describe('lagcast run', () => {
  it.each([
    ['a file that is not there', ['run', 'nowhere.yaml'], /nowhere\.yaml: cannot be read: there is no such file/],
    ['a folder', ['run', '.'], /it is a folder/],
    ['an unknown option', ['run', 'tiny.yaml', '--jsno'], /--jsno.*\n?.*--json/],
    ['unknown rules', ['run', 'tiny.yaml', '--rules', '2022'], /2023-10/],
    ['two results for one place', ['run', 'tiny.yaml', 'other/tiny.yaml'], /two results would go to/],
    ['a journal for two', ['run', 'tiny.yaml', 'missed.yaml', '--journal', 'j'], /--journal takes one scenario/],
    [
      'a place that cannot be written',
      ['run', 'tiny.yaml', '--out', 'tiny.yaml/x'],
      /cannot be created: a part of the path is not a folder/,
    ],
    [
      'a journal that cannot be written',
      ['run', 'tiny.yaml', '--journal', 'no/such/place.jsonl'],
      /place\.jsonl: cannot be written/,
    ],
    ['a folder that refuses folders', ['run', 'tiny.yaml', '--out', '/proc/lagcast'], /lagcast: cannot be created: /],
    ['a journal over the scenario', ['run', 'tiny.yaml', '--journal', './tiny.yaml'], /would replace the scenario/],
    [
      'a journal over the result',
      ['run', 'tiny.yaml', '--out', 'o', '--journal', 'o/result.json'],
      /journal and the result would both be/,
    ],
    [
      'a journal over the metrics',
      ['run', 'tiny.yaml', '--out', 'o', '--journal', 'o/metrics.csv'],
      /journal and the metrics would both be/,
    ],
    ['metrics over a trace', ['run', 'replay.yaml', '--out', '.'], /would replace the trace .*metrics\.csv/],
    ['a result over the scenario', ['run', 'result.json', '--out', '.'], /would replace the scenario result\.json/],
    [
      'a period CloudWatch has not',
      ['run', 'tiny.yaml', '--period', '90 s'],
      /^error: --period: .* multiple of 60 s, .*found "90 s"/,
    ],
    ['a period without a unit', ['run', 'tiny.yaml', '--period', '60'], /did you mean 60 s\?/],
    ['a period of no time', ['run', 'tiny.yaml', '--period', '0 s'], /1, 5, 10, 20 or 30 s/],
    ['a journal that is a device', ['run', 'tiny.yaml', '--journal', '/dev/full'], /it is not a file/],
    ['a scenario without an end', ['check', '/dev/zero'], /has more than 8 MiB/],
    ['UTF-16', ['check', 'utf16.yaml'], /begins like UTF-16; save it as UTF-8/],
    ['Latin-1', ['check', 'latin1.yaml'], /first byte that cannot be read stands at 2:8/],
    ['an event budget that is used up', ['run', 'tiny.yaml', '--max-events', '50'], /event budget is used up/],
  ])('ends with 2 for %s', (_what, args, message) => {
    const { status, stderr } = lagcast(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('is not troubled by a reader that goes away', () => {
    const { status, stderr } = spawnSync(
      'sh',
      ['-c', `"${process.execPath}" "${bin}" run tiny.yaml | true; echo done`],
      { cwd: line.folder, encoding: 'utf8' },
    );
    expect([status, stderr]).toEqual([0, '']);
  });

  it('stops when interrupted, with 130 and nothing half written', async () => {
    mkdirSync(join(line.folder, 'slow'));
    line.file(
      'slow/slow.yaml',
      SCENARIO.replace('10/s', '300/s').replace('60 s', '30 d').replace('perRecord: 100 ms', 'perInvocation: 1 ms'),
    );
    const child = spawn(process.execPath, [bin, 'run', 'slow/slow.yaml', '--journal', 'slow/j.jsonl'], {
      cwd: line.folder,
    });
    // Not before it runs: the part of the journal is there then.
    for (let waits = 0; waits < 300 && readdirSync(join(line.folder, 'slow')).length < 2; waits++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    await new Promise((resolve) => setTimeout(resolve, 100));
    let said = '';
    child.stderr.on('data', (text: Buffer) => (said += text.toString()));
    child.kill('SIGINT');
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(130);
    expect(said).toMatch(
      /^interrupted: slow\/slow\.yaml at .+ of 30 d of simulated time; neither result nor journal is kept\n$/,
    );
    // Neither metrics nor a part of them: the folder itself is gone.
    expect(readdirSync(join(line.folder, 'slow'))).toEqual(['slow.yaml']);
    expect(existsSync(join(line.folder, 'reports/slow'))).toBe(false);
  }, 120_000);
});

describe('what can go wrong outside', () => {
  it.skipIf(!existsSync('/dev/full'))('a full disk behind standard output is told, and ends with 2', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [bin, 'facts'], {
      cwd: line.folder,
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^error: standard output: ENOSPC/)]);
  });

  it('a trace that cannot be read says why', () => {
    writeFileSync(join(line.folder, 'binary.csv'), new Uint8Array([0xff, 0x00, 0x80]));
    for (const [trace, why] of [
      ['nowhere.csv', 'cannot be read: there is no such file or folder'],
      ['.', 'cannot be read: it is a folder'],
      ['binary.csv', 'is not text in UTF-8'],
    ]) {
      line.file('traced.yaml', SCENARIO.replace('rate: 10/s', `replay: { file: "${trace}", time: time }`));
      expect(lagcast('check', 'traced.yaml').stdout).toContain(`"${trace}" ${why}`);
    }
  });
});
