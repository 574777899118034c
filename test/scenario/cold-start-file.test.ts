/**
 * INIT times from a file of maxday/lambda-perf: a made-up one of a few rows, and one that nobody on this project wrote, read from a
 * folder beside the repository when it is there.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ARCHITECTURES, initTimes, PACKAGES, RUNTIMES } from '../../src/aws/cold-starts.ts';
import { meanOf } from '../../src/engine/distributions.ts';
import { percentile, readColdStarts, type Wanted } from '../../src/scenario/cold-start-file.ts';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenarioValue } from '../../src/scenario/read.ts';
import { simulate } from '../../src/simulate.ts';

const REAL = fileURLToPath(
  new URL('../../../shared/real-inputs/cold-starts/maxday__lambda-perf__2026-08-22.json', import.meta.url),
);

const row = (d: string, m: number, i: readonly number[], p = 'zip', a = 'x86_64') => {
  const r = `lambda-perf-${d.replaceAll(/[^a-z0-9]/g, '')}-${p}-${m}-${a}`;
  return { r, p, d, i, m, a, mu: 30, ad: 1, acd: 80 };
};
const FILE = JSON.stringify({
  metadata: { generatedAt: '2026-08-22T14:00:43.227Z' },
  runtimeData: [
    row('python3.12', 128, [80, 90, 100]),
    row('python3.12', 512, [110, 120]),
    row('python3.12', 512, [60], 'zip', 'arm64'),
    row('nodejs22.x', 128, [140.25]),
    row('go (prov.al2)', 128, [50]),
    { ...row('go (prov.al2023)', 128, [45]), r: 'lambda-perf-go_on_provided_al2023-zip-128-x86_64' },
    { d: 'broken' },
  ],
});

const of = (wanted: Partial<Wanted>, text = FILE) =>
  readColdStarts(text, { runtime: 'python3.12', pack: 'zip', architecture: 'x86_64', memory: undefined, ...wanted });
const timesOf = (wanted: Partial<Wanted>): readonly number[] | string => {
  const read = of(wanted);
  return read.ok ? read.times : `${read.message}${read.hint === undefined ? '' : ` (${read.hint})`}`;
};

describe('a file of cold starts', () => {
  it('gives the times of a runtime, of all sizes of memory or of one', () => {
    expect(timesOf({})).toEqual([80_000, 90_000, 100_000, 110_000, 120_000]);
    expect(timesOf({ memory: 512 })).toEqual([110_000, 120_000]);
    expect(timesOf({ architecture: 'arm64' })).toEqual([60_000]);
  });

  it('knows a runtime by the name of the file, of the function that was measured, and short', () => {
    expect(timesOf({ runtime: 'nodejs22.x' })).toEqual([140_250]);
    expect(timesOf({ runtime: 'nodejs22' })).toEqual([140_250]);
    expect(timesOf({ runtime: 'go_on_provided_al2023' })).toEqual([45_000]);
    expect(timesOf({ runtime: 'go (prov.al2)' })).toEqual([50_000]);
    expect(timesOf({ runtime: 'go' })).toBe(
      '"go" may be several runtimes of the file (there is: go (prov.al2), go (prov.al2023))',
    );
    expect(timesOf({ runtime: 'pyton3.12' })).toBe('the file has no runtime "pyton3.12" (did you mean python3.12?)');
  });

  it('puts nothing in the place of what was not measured', () => {
    expect(timesOf({ pack: 'image' })).toBe(
      'has no times of python3.12 as image on x86_64 (there is: zip on x86_64, zip on arm64)',
    );
    expect(timesOf({ memory: 256 })).toBe(
      'has no times of python3.12 with 256 MB (there is: 128 MB, 512 MB; without memory all are put together)',
    );
    expect(of({}, 'x')).toMatchObject({ ok: false, about: 'file', message: 'is no JSON' });
    expect(of({}, '{}')).toMatchObject({ ok: false, message: 'has no list runtimeData' });
    expect(of({}, '{"runtimeData":[{}]}')).toMatchObject({ ok: false, message: 'has no INIT times that can be read' });
  });

  it('draws along straight lines through percentiles, none outside what was measured', () => {
    const read = of({});
    expect(read.ok && read.init).toEqual({
      kind: 'quantiles',
      points: [
        ...[
          [0, 80_000],
          [0.1, 84_000],
          [0.25, 90_000],
          [0.5, 100_000],
        ],
        ...[
          [0.75, 110_000],
          [0.9, 116_000],
          [0.95, 118_000],
          [1, 120_000],
        ],
      ],
    });
    const single = of({ runtime: 'nodejs22' });
    expect(single.ok && single.init).toEqual({ kind: 'constant', value: 140_250 });
  });
});

describe('in a scenario', () => {
  const read = (coldStart: object, fn: object = {}) =>
    readScenarioValue(
      {
        lagcast: 1,
        duration: '1 h',
        functions: { f: { coldStart, handler: { duration: '1 ms' }, ...fn } },
        sources: { api: { type: 'sync', function: 'f', arrivals: [{ records: [{}] }] } },
      },
      { ports: { readText: (path) => (path === 'perf.json' ? FILE : undefined) } },
    );
  const told = (...args: Parameters<typeof read>) =>
    formatProblems('', read(...args).problems).replaceAll(/^: */gm, '');

  it('is drawn from, and said in a note', () => {
    const cold = { file: 'perf.json', runtime: 'python3.12', memory: '512 MB', platform: '0 ms' };
    expect(told(cold)).toContain(
      'note: functions.f.coldStart.file: 2 INIT times of python3.12 as zip on x86_64, 512 MB: median 115 ms',
    );
    const result = read(cold);
    if (!result.ok) throw new Error('unreachable');
    const { initDuration } = simulate(result.scenario).functions['f']!;
    expect(initDuration.min).toBeGreaterThanOrEqual(110_000);
    expect(initDuration.max).toBeLessThanOrEqual(120_000);
  });

  it('goes by the architecture of the function', () => {
    expect(told({ file: 'perf.json', runtime: 'python3.12' }, { architecture: 'arm64' })).toContain(
      'on arm64, all sizes',
    );
  });

  it.each([
    [{ file: 'perf.json' }, 'a file has the times of many runtimes: give runtime beside it'],
    [{ file: 'perf.json', init: '1 s' }, 'only one of file and init can be given'],
    [{ runtime: 'nodejs22', memory: '128 MB' }, 'chooses among the times of a file, and none is given'],
    [{ file: 'none.json', runtime: 'go' }, 'functions.f.coldStart.file: "none.json" cannot be read'],
    [{ file: 'perf.json', runtime: 'go' }, 'functions.f.coldStart.runtime: "go" may be several'],
    [
      { file: 'perf.json', runtime: 'python3.12', package: 'image' },
      'functions.f.coldStart.package: "perf.json" has no',
    ],
    [{ file: 'perf.json', runtime: 'java21', snapStart: true }, 'a restored environment runs no INIT [ENV-12]'],
    [{ runtime: 'python3.12' }, 'llrt is due; found "python3.12"'],
  ])('refuses %j', (cold, expected) => expect(told(cold)).toContain(expected));
});

if (!existsSync(REAL)) {
  it('the real file is absent and was not read', () => expect(existsSync(REAL)).toBe(false));
} else {
  describe('the real file', () => {
    const text = readFileSync(REAL, 'utf8');
    const real = (wanted: Partial<Wanted>) => of(wanted, text);

    it('has forty times of Python 3.12 as a zip on x86_64', () => {
      const read = real({});
      expect(read.ok && read.times).toHaveLength(40);
      const one = real({ memory: 128 });
      // The row itself: 84.7, 88.02, 81.83, 81.07, 79.69, 95.81, 82.72, 93.28, 85.41, 79.73.
      expect(one.ok && one.times.map((time) => time / 1000)).toEqual([
        ...[79.69, 79.73, 81.07, 81.83, 82.72, 84.7, 85.41, 88.02, 93.28, 95.81],
      ]);
    });

    it.each([
      ['nodejs22', 'nodejs22.x'],
      ['java21', 'java21'],
      ['dotnet8', 'dotnet8'],
      ['ruby3.4', 'ruby3.4'],
      ['llrt', 'llrt (prov.al2023)'],
    ])('calls %s %s', (runtime, name) => {
      const read = real({ runtime });
      expect(read.ok && read.runtime).toBe(name);
    });

    it('agrees with the table of 86 days: one day’s medians are within a quarter of it', () => {
      const known = { 'dotnet8-aot': 'dotnet8 aot (prov.al2023)', go: 'go (prov.al2023)', rust: 'rust (prov.al2023)' };
      let compared = 0;
      for (const runtime of RUNTIMES) {
        for (const pack of PACKAGES) {
          for (const architecture of ARCHITECTURES) {
            const times = initTimes(runtime, pack, architecture);
            if (times === undefined) continue;
            const name = (known as Record<string, string>)[runtime] ?? runtime;
            const read = real({ runtime: name, pack, architecture });
            if (!read.ok) throw new Error(`${runtime} ${pack} ${architecture}: ${read.message}`);
            const ratio = percentile(read.times, 0.5) / times.p50;
            expect(Math.abs(Math.log(ratio)), `${runtime} ${pack} ${architecture}: ${ratio}`).toBeLessThan(
              Math.log(1.25),
            );
            expect(meanOf(read.init)).toBeGreaterThan(times.p10 * 0.8);
            compared++;
          }
        }
      }
      expect(compared).toBeGreaterThan(30);
    });
  });
}
