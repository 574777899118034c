/** Reports as a user has them: what `lagcast run` and `lagcast report` write, leave and refuse. Needs `npm run build`. */
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
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
objectives: [ max(q.latency) < 50 ms ]
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lagcast-'));
  file('tiny.yaml', SCENARIO);
  lagcast('run', 'tiny.yaml');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return name;
}

function lagcast(...args: string[]): SpawnSyncReturns<string> {
  const { FORCE_COLOR: _colour, ...env } = process.env;
  return spawnSync(process.execPath, [bin, ...args], { cwd: folder, encoding: 'utf8', env: { ...env, NO_COLOR: '1' } });
}

const read = (path: string): string => readFileSync(join(folder, path), 'utf8');
const list = (path: string): string[] => readdirSync(join(folder, path)).sort();
const result = (): Result => JSON.parse(read('reports/tiny/result.json')) as Result;
/** Writes a result that was changed, and returns its name. */
const spoilt = (name: string, change: (of: Record<string, never>) => void): string => {
  const of = result() as unknown as Record<string, never>;
  change(of);
  return file(name, JSON.stringify(of));
};

describe('lagcast run', () => {
  it('writes a report beside the result, with its charts', () => {
    expect(list('reports/tiny')).toEqual(['charts', 'metrics.csv', 'report.html', 'result.json', 'scenario.json']);
    expect(read('reports/tiny/report.html')).toContain('id="charts"');
  });

  it('is allowed to run the script that is in it, and no other', () => {
    const page = read('reports/tiny/report.html');
    const hash = (text: string) => createHash('sha256').update(text).digest('base64');
    const script = page.slice(page.lastIndexOf('<script>') + '<script>'.length, page.lastIndexOf('</script>'));
    expect(script.length).toBeGreaterThan(100_000);
    expect(page).toContain(`script-src &#39;sha256-${hash(script)}&#39;;`);
    expect(page).toContain(`style-src &#39;sha256-${hash(/<style>([^<]*)<\/style>/.exec(page)![1]!)}&#39;;`);
    expect(page.length).toBeLessThan(900 * 1024);
  });

  it('leaves charts out of the report with --no-charts, and all of it with --no-report', () => {
    cpSync(join(folder, 'reports/tiny'), join(folder, 'bare'), { recursive: true });
    lagcast('run', 'tiny.yaml', '--out', 'bare', '--no-charts');
    expect(list('bare')).toEqual(['metrics.csv', 'report.html', 'result.json', 'scenario.json']);
    expect(read('bare/report.html')).not.toContain('id="charts"');
    lagcast('run', 'tiny.yaml', '--out', 'bare', '--no-charts', '--no-report');
    expect(list('bare')).toEqual(['metrics.csv', 'result.json', 'scenario.json']);
  });

  it('leaves a report.html alone that is not its own', () => {
    mkdirSync(join(folder, 'foreign'));
    file('foreign/report.html', '<p>mine');
    lagcast('run', 'tiny.yaml', '--out', 'foreign', '--no-charts', '--no-report');
    expect(read('foreign/report.html')).toBe('<p>mine');
  });

  it('refuses a journal that would be the report', () => {
    const { status, stderr } = lagcast('run', 'tiny.yaml', '--journal', 'reports/tiny/report.html');
    expect([status, stderr]).toEqual([2, expect.stringContaining('the journal and the report would both be')]);
  });

  it('refuses a journal among the charts, which would never be replaced again', () => {
    const { status, stderr } = lagcast('run', 'tiny.yaml', '--journal', 'reports/tiny/charts/j.jsonl');
    expect([status, stderr]).toEqual([2, expect.stringContaining('the journal would be among the charts')]);
  });

  it('has the same report whenever it is run', () => {
    lagcast('run', 'tiny.yaml', '--out', 'again');
    expect(read('again/report.html')).toBe(read('reports/tiny/report.html'));
  });
});

describe('lagcast report', () => {
  it('makes report, charts and text of a result again, and is content with a missed objective', () => {
    const before = read('reports/tiny/report.html');
    const charts = list('reports/tiny/charts');
    for (const path of ['report.html', 'charts']) rmSync(join(folder, 'reports/tiny', path), { recursive: true });
    const text = lagcast('run', 'tiny.yaml', '--out', 'text', '--no-charts', '--no-report').stdout;
    const { status, stdout, stderr } = lagcast('report', 'reports/tiny/result.json');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toBe(`${text}\n${join(folder, 'reports/tiny/report.html')}\n`);
    expect(read('reports/tiny/report.html')).toBe(before);
    expect(list('reports/tiny/charts')).toEqual(charts);
  });

  it('takes a folder, and writes where it is told to', () => {
    expect(lagcast('report', 'reports/tiny', '--out', 'elsewhere/deep').status).toBe(0);
    expect(read('elsewhere/deep/report.html')).toBe(read('reports/tiny/report.html'));
  });

  it('puts several side by side in a folder of their own', () => {
    lagcast('run', 'tiny.yaml', '--seed', '2', '--out', 'second', '--no-charts');
    const { status, stdout } = lagcast('report', 'reports/tiny', 'second');
    expect(status).toBe(0);
    expect(stdout.match(/^Tiny · seed [12]/gm)).toEqual(['Tiny · seed 1', 'Tiny · seed 2']);
    expect(list('reports/side-by-side')).toEqual(['report.html']);
    const page = read('reports/side-by-side/report.html');
    expect(page).toContain('2 results side by side');
    expect(page).toContain('Tiny · seed 2');
  });

  it.each([
    ['no such file', () => 'nowhere', /^error: nowhere: cannot be read: there is no such file or folder$/],
    ['a folder without a result', () => '.', /^error: result\.json: cannot be read: there is no such file or folder$/],
    ['what is not JSON', () => 'tiny.yaml', /^error: tiny\.yaml: is not JSON: /],
    [
      'other JSON',
      () => file('other.json', '{"a":1}'),
      /^error: other\.json: is not a result of lagcast: it has no lagcastResult$/,
    ],
    ['a list', () => file('list.json', '[]'), /is not a result of lagcast/],
    [
      'another format',
      () => file('next.json', '{"lagcastResult":2,"version":"9.1.0"}'),
      /^error: next\.json: has format 2 of results, made by lagcast 9\.1\.0; this is lagcast 0\.1\.0, which reads format 1$/,
    ],
    [
      'a field of another type',
      () => spoilt('type.json', (of) => Object.assign(of, { sources: { q: 1 } })),
      /^error: type\.json: is not a result that lagcast 0\.1\.0 can read \(made by lagcast 0\.1\.0\): sources\.q: /,
    ],
    [
      'a name that leads nowhere',
      () => spoilt('lost.json', (of) => Object.assign((of as unknown as Result).mappings['m']!, { source: 'p' })),
      /mappings\.m is between parts that are not there$/,
    ],
    [
      'a key of evil',
      () => file('proto.json', '{"lagcastResult":1,"sources":{"__proto__":{}}}'),
      /it has a key __proto__$/,
    ],
  ])('refuses %s, and writes nothing', (_what, make, message) => {
    const path = make();
    const before = list('.');
    const { status, stdout, stderr } = lagcast('report', 'reports/tiny', path, '--out', 'refused');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd()).toMatch(message);
    expect(list('.')).toEqual(before);
  });

  it('leaves out what an older version did not record, and says so', () => {
    const old = spoilt('old.json', (of) => {
      const { series } = of as unknown as Result;
      for (const part of Object.values(series.sources)) delete (part as { latency?: unknown }).latency;
      for (const part of Object.values(series.functions)) delete (part as { limit?: unknown }).limit;
      Object.assign(of, { version: '0.0.9', inputs: undefined, facts: undefined });
    });
    const { status, stderr } = lagcast('report', old, '--out', 'old');
    expect(stderr.trimEnd()).toBe(
      'note: old.json: lagcast 0.0.9 did not record facts, inputs, series.sources.latency, series.functions.limit; it is left out',
    );
    expect(status).toBe(0);
    expect(read('old/report.html')).toContain('lagcast 0.0.9');
  });

  it('ends with 2 where it cannot write, and leaves nothing behind', () => {
    file('occupied', '');
    const { status, stderr } = lagcast('report', 'reports/tiny', '--out', 'occupied/below');
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^error: .*cannot be created/)]);
    mkdirSync(join(folder, 'blocked/report.html'), { recursive: true });
    expect(lagcast('report', 'reports/tiny', 'second', '--out', 'blocked').stderr).toMatch(/it is a folder/);
    expect(existsSync(join(folder, 'blocked/charts'))).toBe(false);
  });
});
