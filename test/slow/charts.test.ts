/** The folder of charts as `run` leaves it: whole, of this run, and never in place of somebody's files. Needs the build. */
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const bin = fileURLToPath(new URL('../../bin/lagcast.js', import.meta.url));
let folder: string;

const scenario = (queue: string): string => `
duration: 60 s
facts: { sqs.startLatency: off }
functions: { f: { coldStart: none, handler: { perRecord: 100 ms } } }
sources: { ${queue}: { type: sqs, arrivals: [ { rate: 10/s } ] } }
mappings: { m: { source: ${queue}, function: f } }
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lagcast-'));
  writeFileSync(join(folder, 'a.yaml'), scenario('q'));
  writeFileSync(join(folder, 'b.yaml'), scenario('another'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(args: string[], nodeArgs: string[] = []): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [...nodeArgs, bin, 'run', ...args], { cwd: folder, encoding: 'utf8' });
}

const chartsIn = (out: string): string[] => readdirSync(join(folder, out, 'charts'));
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

/** A module that cannot be resolved, or that says so when it is. */
function hook(code: string): string[] {
  const resolve = `export async function resolve(s, c, next) { ${code}; return next(s, c); }`;
  const address = JSON.stringify(`data:text/javascript,${encodeURIComponent(resolve)}`);
  const register = `import { register } from 'node:module'; register(${address});`;
  return ['--import', `data:text/javascript,${encodeURIComponent(register)}`];
}

describe('run', () => {
  it('writes each chart as specification and as drawings, and says nothing', () => {
    const { status, stderr } = run(['a.yaml', '--out', 'out']);
    expect([status, stderr]).toEqual([0, '']);
    const stems = ['latency-q', 'age-q', 'backlog-q', 'arrivals-q', 'batches-m', 'concurrency-f', 'cost-lines'];
    const svgs = chartsIn('out').filter((name) => name.endsWith('.svg'));
    expect(svgs).toEqual(stems.map((stem) => `${stem}.svg`).toSorted());
    expect(chartsIn('out').filter((name) => name.endsWith('.vl.json'))).toHaveLength(stems.length);
    expect(JSON.parse(read('out/charts/latency-q.vl.json'))).toMatchObject({ width: 720 });
    expect(readdirSync(join(folder, 'out'))).toEqual([
      'charts',
      'metrics.csv',
      'report.html',
      'result.json',
      'scenario.json',
    ]);
  });

  it('draws the same bytes again, and takes away what an earlier run left', () => {
    const first = read('out/charts/latency-q.svg');
    run(['b.yaml', '--out', 'out', '--no-report']);
    expect(chartsIn('out').filter((name) => name.includes('-q.'))).toEqual([]);
    run(['a.yaml', '--out', 'out', '--no-report']);
    expect(read('out/charts/latency-q.svg')).toBe(first);
  });

  it('draws none with --no-charts, leaves none of an earlier run, and does not load Vega', () => {
    const seen = hook(`if (/^vega|resvg/.test(s)) throw new Error('loaded ' + s)`);
    const { status, stderr } = run(['a.yaml', '--out', 'out', '--no-charts'], seen);
    expect([status, stderr]).toEqual([0, '']);
    expect(readdirSync(join(folder, 'out'))).toEqual(['metrics.csv', 'report.html', 'result.json', 'scenario.json']);
    // The hook would have noticed.
    expect(run(['a.yaml', '--out', 'seen'], seen).stderr).toContain('loaded vega');
  });

  it('says once that there are no PNGs where resvg is missing, and is done all the same', () => {
    const { status, stderr } = run(
      ['a.yaml', 'b.yaml', '--out', 'bare'],
      hook(`if (/resvg/.test(s)) throw new Error('missing')`),
    );
    expect(status).toBe(0);
    expect(stderr).toBe(
      'note: charts are written as SVG and not as PNG: the package @resvg/resvg-js is not installed\n',
    );
    expect(chartsIn('bare/a').some((name) => name.endsWith('.png'))).toBe(false);
    expect(chartsIn('bare/b').some((name) => name.endsWith('.svg'))).toBe(true);
  });

  it.each([
    ['notes.txt', 'somebody’s'],
    ['holiday.png', 'a picture that belongs to no specification'],
  ])('touches no folder called charts that holds %s, and says so before it runs', (name) => {
    const out = `foreign-${name}`;
    mkdirSync(join(folder, out, 'charts'), { recursive: true });
    writeFileSync(join(folder, out, 'charts', name), 'mine');
    for (const more of [[], ['--no-charts']]) {
      const { status, stdout, stderr } = run(['a.yaml', '--out', out, ...more]);
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(/charts: would be replaced, and holds files that lagcast did not write; move them away/);
    }
    expect(read(`${out}/charts/${name}`)).toBe('mine');
    expect(existsSync(join(folder, out, 'result.json'))).toBe(false);
  });

  it('touches no file called charts', () => {
    mkdirSync(join(folder, 'file'));
    writeFileSync(join(folder, 'file', 'charts'), 'mine');
    const { status, stderr } = run(['a.yaml', '--out', 'file']);
    expect(status).toBe(2);
    expect(stderr).toMatch(/charts: cannot be replaced: it is not a folder/);
    expect(read('file/charts')).toBe('mine');
  });
});
