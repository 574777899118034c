/** The command line as a user has it: the built program in a process of its own. Needs `npm run build` (npm test does it). */
import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../src/metrics/result.ts';

const bin = fileURLToPath(new URL('../../bin/lagcast.js', import.meta.url));
let folder: string;

const SCENARIO = `
name: Tiny
duration: 60 s
facts: { sqs.startLatency: off }
functions: { f: { coldStart: none, handler: { perRecord: 100 ms } } }
sources: { q: { type: sqs, arrivals: [ { rate: 10/s } ] } }
mappings: { m: { source: q, function: f } }
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lagcast-'));
  file('tiny.yaml', SCENARIO);
  file('missed.yaml', `${SCENARIO}objectives: [ max(q.latency) < 50 ms ]\n`);
  writeFileSync(join(folder, 'utf16.yaml'), `\ufeff${SCENARIO}`, 'utf16le');
  writeFileSync(join(folder, 'latin1.yaml'), SCENARIO.replace('Tiny', 'Tény'), 'latin1');
  file('wrong.yaml', SCENARIO.replace('perRecord', 'perRecrod'));
  file('metrics.csv', 'time\n1\n');
  file('replay.yaml', SCENARIO.replace('rate: 10/s', 'replay: { file: metrics.csv, time: time }'));
  file('result.json', SCENARIO);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

/** Without charts and page, which have tests of their own and take a second each. */
function lagcast(...args: string[]): SpawnSyncReturns<string> {
  const { FORCE_COLOR: _colour, ...env } = process.env;
  const quick = args[0] === 'run' ? ['--no-charts', '--no-report'] : [];
  return spawnSync(process.execPath, [bin, ...args, ...quick], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...env, NO_COLOR: '1' },
  });
}

const resultIn = (path: string): Result => JSON.parse(readFileSync(join(folder, path), 'utf8')) as Result;

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
    expect(stdout).toBe(readFileSync(join(folder, 'elsewhere/result.json'), 'utf8'));
  });

  it('writes metrics by the minute beside the result, or by another period', () => {
    const rowsOf = (path: string): string[][] => parse(readFileSync(join(folder, path)));
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
    const [first, second] = ['minutes', 'tens'].map((out) => readFileSync(join(folder, out, 'result.json'), 'utf8'));
    expect(second).toBe(first);
  });

  it('reads a scenario from standard input', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [bin, 'run', '-', '--out', 'piped', '--no-charts', '--no-report'],
      {
        cwd: folder,
        encoding: 'utf8',
        input: SCENARIO,
      },
    );
    expect(status).toBe(0);
    expect(stdout).toContain('All 600 messages');
  });

  it('writes result, metrics, charts and a page for the browser', () => {
    const { status, stderr } = spawnSync(process.execPath, [bin, 'run', 'tiny.yaml', '--out', 'whole'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(readdirSync(join(folder, 'whole')).sort()).toEqual(['charts', 'metrics.csv', 'report.html', 'result.json']);
    const charts = readdirSync(join(folder, 'whole/charts'));
    for (const ending of ['vl.json', 'svg']) expect(charts).toContain(`latency-q.${ending}`);
    expect(readFileSync(join(folder, 'whole/report.html'), 'utf8')).toContain('Content-Security-Policy');
  });

  it('leaves foreign files in the folder alone, and no part of its own', () => {
    mkdirSync(join(folder, 'foreign'));
    file('foreign/notes.txt', 'mine');
    file('foreign/result.json', 'old');
    expect(lagcast('run', 'tiny.yaml', '--out', 'foreign').status).toBe(0);
    expect(readdirSync(join(folder, 'foreign')).sort()).toEqual(['metrics.csv', 'notes.txt', 'result.json']);
    expect(readFileSync(join(folder, 'foreign/notes.txt'), 'utf8')).toBe('mine');
    expect(resultIn('foreign/result.json').name).toBe('Tiny');
  });

  it('--seed and --rules replace the scenario’s', () => {
    const { stdout } = lagcast('run', 'tiny.yaml', '--seed', '7', '--rules', '2023-10', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ seed: 7, rules: '2023-10' });
  });

  it('--seed without a seed is refused, as it is in a scenario', () => {
    const { status, stderr } = lagcast('run', 'tiny.yaml', '--seed', '');
    expect([status, stderr]).toEqual([2, expect.stringContaining('A whole number or a text is needed.')]);
  });

  it('--journal writes a header and a line for each event', () => {
    expect(lagcast('run', 'tiny.yaml', '--journal', 'j.jsonl').status).toBe(0);
    const lines = readFileSync(join(folder, 'j.jsonl'), 'utf8').trimEnd().split('\n');
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
    expect(readdirSync(join(folder, 'reports'))).not.toContain('wrong');
  });

  it('runs all files, and the worst code wins', () => {
    const { status, stdout } = lagcast('run', 'missed.yaml', 'wrong.yaml', 'tiny.yaml');
    expect(status).toBe(2);
    expect(stdout.match(/^Tiny · seed 1/gm)).toHaveLength(2);
  });

  it('--out with several files gives each a folder of its own', () => {
    expect(lagcast('run', 'tiny.yaml', 'missed.yaml', '--out', 'both').status).toBe(3);
    expect(readdirSync(join(folder, 'both')).sort()).toEqual(['missed', 'tiny']);
  });

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

  it('leaves no empty folder behind when a run is given up, and keeps one that was there', () => {
    mkdirSync(join(folder, 'there'));
    for (const out of ['given/up', 'there']) {
      expect(lagcast('run', 'tiny.yaml', '--max-events', '50', '--out', out).status).toBe(2);
    }
    expect(readdirSync(folder)).not.toContain('given');
    expect(readdirSync(folder)).toContain('there');
  });

  it('is not troubled by a reader that goes away', () => {
    const { status, stderr } = spawnSync(
      'sh',
      ['-c', `"${process.execPath}" "${bin}" run tiny.yaml | true; echo done`],
      { cwd: folder, encoding: 'utf8' },
    );
    expect([status, stderr]).toEqual([0, '']);
  });

  it('stops when interrupted, with 130 and nothing half written', async () => {
    mkdirSync(join(folder, 'slow'));
    file(
      'slow/slow.yaml',
      SCENARIO.replace('10/s', '300/s').replace('60 s', '30 d').replace('perRecord: 100 ms', 'perInvocation: 1 ms'),
    );
    const child = spawn(process.execPath, [bin, 'run', 'slow/slow.yaml', '--journal', 'slow/j.jsonl'], { cwd: folder });
    // Not before it runs: the part of the journal is there then.
    for (let waits = 0; waits < 300 && readdirSync(join(folder, 'slow')).length < 2; waits++)
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
    expect(readdirSync(join(folder, 'slow'))).toEqual(['slow.yaml']);
    expect(existsSync(join(folder, 'reports/slow'))).toBe(false);
  }, 120_000);
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

  it('does not mind a reader that goes away', () => {
    const line = `"${process.execPath}" "${bin}" explain ${'missed.yaml '.repeat(40)} | head -1; exit "\${PIPESTATUS[0]}"`;
    const { status, stdout, stderr } = spawnSync('bash', ['-c', line], { cwd: folder, encoding: 'utf8' });
    expect([status, stdout, stderr]).toEqual([0, '# missed.yaml\n', '']);
  });
});

describe('the other commands', () => {
  it('check reports problems and passes on warnings', () => {
    expect(lagcast('check', 'tiny.yaml')).toMatchObject({ status: 0, stderr: '' });
    const { status, stdout } = lagcast('check', 'wrong.yaml');
    expect(status).toBe(2);
    expect(stdout).toContain('perRecord');
  });

  it('schema prints a JSON Schema', () => {
    const schema = JSON.parse(lagcast('schema').stdout) as object;
    expect(new Ajv({ strict: false }).compile(schema)({ duration: 5 })).toBe(false);
  });

  it('facts lists each with its value under the rules asked for', () => {
    expect(lagcast('facts').stdout).toMatch(/sqs\.pollers\.max +1,250 +documented +SQS-07/);
    expect(lagcast('facts', '--rules', '2023-10').stdout).toMatch(/sqs\.pollers\.max +1,000 /);
  });

  // How quick --help is, start.test.ts sees by what it reads.
  it('--help and --version go to standard output', () => {
    expect(lagcast('--help')).toMatchObject({ status: 0, stderr: '' });
    expect(lagcast('--version').stdout).toBe('0.1.0\n');
  });
});

describe('what can go wrong outside', () => {
  it.skipIf(!existsSync('/dev/full'))('a full disk behind standard output is told, and ends with 2', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [bin, 'facts'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^error: standard output: ENOSPC/)]);
  });

  it('a trace that cannot be read says why', () => {
    writeFileSync(join(folder, 'binary.csv'), new Uint8Array([0xff, 0x00, 0x80]));
    for (const [trace, why] of [
      ['nowhere.csv', 'cannot be read: there is no such file or folder'],
      ['.', 'cannot be read: it is a folder'],
      ['binary.csv', 'is not text in UTF-8'],
    ]) {
      file('traced.yaml', SCENARIO.replace('rate: 10/s', `replay: { file: "${trace}", time: time }`));
      expect(lagcast('check', 'traced.yaml').stdout).toContain(`"${trace}" ${why}`);
    }
  });
});
