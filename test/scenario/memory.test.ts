/** What memory does to durations: tables of aws-lambda-power-tuning, as they are written and as files of the tool. */
import { describe, expect, it } from 'vitest';
import { durationAt, tunedSlowdown } from '../../src/model/lambda/power-table.ts';
import { readPowerTuning } from '../../src/scenario/power-tuning.ts';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenarioValue, type ReadResult } from '../../src/scenario/read.ts';
import { simulate } from '../../src/simulate.ts';

/** The example of the tool's own page: 128, 256, 512, 1024, 1536 … MB, and what its chart shows for them. */
const CHART =
  'https://lambda-power-tuning.show/#gAAAAQACAAQABsAL;ZooQR4yvkUa/pQRGRC5zRaADHUVjOftE;QdWhOEMkoziDT5Q4xhiIOMYYiDi6RNc4';
const STATS = [
  { value: 128, averagePrice: 1e-6, averageDuration: 2900, totalCost: 1 },
  { value: '1024', averagePrice: 1e-6, averageDuration: 400 },
  { value: 256, averagePrice: 1e-6, averageDuration: 1500.5 },
];

const read = (fn: object, files: Readonly<Record<string, string>> = {}): ReadResult =>
  readScenarioValue(
    {
      lagcast: 1,
      duration: '10 s',
      functions: { f: { timeout: '10 s', coldStart: 'none', handler: { duration: '1 s' }, ...fn } },
      sources: { api: { type: 'sync', function: 'f', arrivals: [{ records: [{}] }] } },
    },
    { ports: { readText: (path) => files[path] } },
  );
const told = (...of: Parameters<typeof read>): string[] =>
  formatProblems('', read(...of).problems)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.replace(/^:/, '').trim());
const takes = (...of: Parameters<typeof read>): number | null => {
  const result = read(...of);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return simulate(result.scenario).functions['f']!.duration.mean;
};

describe('a table of durations by memory (ENV-02)', () => {
  const rows = [
    { memory: 128, duration: 2900 },
    { memory: 256, duration: 1500 },
    { memory: 1024, duration: 450 },
  ];

  it('is exact where it was measured, and goes over 1 / memory between', () => {
    expect([128, 256, 1024].map((memory) => durationAt(memory, rows))).toEqual([2900, 1500, 450]);
    // All of it computes: 100 ms + 358,400 ms·MB / memory passes through the first two rows.
    expect(durationAt(192, rows)).toBeCloseTo(100 + 358_400 / 192, 9);
    expect([127, 1025].map((memory) => durationAt(memory, rows))).toEqual([undefined, undefined]);
  });

  it('multiplies by what one size takes over what the other does', () => {
    expect(tunedSlowdown(128, 256, rows)).toBeCloseTo(2900 / 1500, 12);
    expect(tunedSlowdown(256, 256, rows)).toBe(1);
    expect(tunedSlowdown(128, 2048, rows)).toBeUndefined();
  });

  it('agrees with cpuShare where it was made by its formula', () => {
    const formula = [128, 512, 1769].map((memory) => ({ memory, duration: 0.4 + (0.6 * 1769) / memory }));
    const share = 0.6;
    expect(tunedSlowdown(300, 1769, formula)).toBeCloseTo(1 - share + (share * 1769) / 300, 9);
  });
});

describe('in a scenario', () => {
  const table = [
    { memory: '1 GB', duration: '400 ms' },
    { memory: '128 MB', duration: '2.9 s' },
    { memory: '256 MB', duration: '1.5 s' },
  ];

  it('stretches the times of the handler', () => {
    const powerTuning = { measuredAt: '1024 MB', table };
    expect(takes({ memory: '128 MB', powerTuning })).toBe(7_250_000);
    expect(takes({ memory: '1024 MB', powerTuning })).toBe(1_000_000);
    expect(told({ memory: '128 MB', powerTuning })).toEqual([
      'note: functions.f.powerTuning: 3 sizes of memory, 2.9 s with 128 MB to 400 ms with 1024 MB: with 128 MB the handler takes 7.25 times as long as with 1024 MB [ENV-02]',
    ]);
  });

  it('does not stretch the calls it makes', () => {
    const uses = {
      lagcast: 1,
      duration: '10 s',
      functions: {
        f: {
          ...{ timeout: '10 s', coldStart: 'none', memory: '128 MB', powerTuning: { measuredAt: '1024 MB', table } },
          handler: { perRecord: '100 ms', uses: ['db'] },
        },
      },
      downstreams: { db: { latency: '1 s' } },
      sources: { api: { type: 'sync', function: 'f', arrivals: [{ records: [{}] }] } },
    };
    const result = readScenarioValue(uses);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    expect(simulate(result.scenario).functions['f']!.duration.mean).toBe(1_725_000);
  });

  it.each([
    ['stats', JSON.stringify({ power: 1024, cost: 1, duration: 400, stateMachine: {}, stats: STATS })],
    ['results', JSON.stringify({ results: { power: '1024', stats: STATS } })],
    ['an execution', JSON.stringify({ status: 'SUCCEEDED', output: JSON.stringify({ stats: STATS }) })],
  ])('reads %s of the tool', (_what, text) => {
    const fn = { memory: '256 MB', powerTuning: { measuredAt: '1024 MB', file: 'tuning.json' } };
    expect(takes(fn, { 'tuning.json': text })).toBe(3_751_250);
  });

  it('reads the chart, where there are no stats', () => {
    const text = JSON.stringify({ power: 1024, stateMachine: { executionCost: 0, visualization: CHART } });
    const result = readPowerTuning(text);
    expect(result.ok && result.rows.map(({ memory }) => memory)).toEqual([128, 256, 512, 1024, 1536, 3008]);
    // Floats of 4 bytes; the first is 37,002.4 ms, by hand: 0x47108a66 = 1.12922... × 2^15.
    expect(result.ok && result.rows[0]!.duration).toBeCloseTo(37_002_398, -1);
    const stats = readPowerTuning(JSON.stringify({ stats: STATS, stateMachine: { visualization: CHART } }));
    expect(stats.ok && stats.rows).toHaveLength(3);
  });

  it('says what is wrong with a file', () => {
    const of = (text: string | undefined) =>
      told({ powerTuning: { measuredAt: '128 MB', file: 't.json' } }, text === undefined ? {} : { 't.json': text })[0];
    expect(of(undefined)).toContain('"t.json" cannot be read');
    expect(of('power: 128')).toContain('"t.json" is no JSON (the output of the state machine is due');
    expect(of('7')).toContain('"t.json" is no output of aws-lambda-power-tuning');
    expect(of('{"power":128}')).toContain('"t.json" has neither durations in stats nor a chart');
    expect(of('{"stats":[{"value":128,"averageDuration":0}]}')).toContain('has neither durations');
    expect(of('{"stateMachine":{"visualization":"https://x/#gAA=;%%%"}}')).toContain('has neither durations');
    expect(of('{"lmiStats":[{}]}')).toMatch(/measured on Managed Instances.*\[LMI-01]/);
    const twice = JSON.stringify({ stats: [STATS[0], STATS[0]] });
    expect(of(twice)).toContain('"t.json" has 128 MB twice');
  });

  it('guesses nothing outside the table', () => {
    expect(told({ memory: '2 GB', powerTuning: { measuredAt: '512 MB', table } })).toEqual([
      'error: functions.f.powerTuning: the table has 128 MB to 1024 MB, and the function 2048 MB of memory (measure more sizes, or give cpuShare instead)',
    ]);
    expect(told({ powerTuning: { measuredAt: '2 GB', table } })[0]).toContain(
      'functions.f.powerTuning.measuredAt: the table has 128 MB to 1024 MB, and not 2048 MB',
    );
  });

  it.each([
    [{ cpuShare: '50 %', powerTuning: { measuredAt: '1 GB', table } }, 'only one of them can be given [ENV-02]'],
    [{ powerTuning: { table } }, 'functions.f.powerTuning.measuredAt: is missing'],
    [{ powerTuning: { measuredAt: '1 GB' } }, 'one of table or file is due'],
    [{ powerTuning: { measuredAt: '1 GB', table, file: 'a' } }, 'only one of table and file can be given'],
    [{ powerTuning: { measuredAt: '1 GB', table: [] } }, 'at least one entry is due'],
    [{ powerTuning: { measuredAt: '1 GB', table: [table[1], table[1]] } }, '128 MB stands here twice'],
    [{ powerTuning: { measuredAt: '64 MB', table } }, 'from 128 MB to 10240 MB is allowed; found "64 MB" [ENV-02]'],
  ])('refuses %j', (fn, expected) => expect(told(fn).join('\n')).toContain(expected));
});

describe('the deployment package in a cold start (ENV-03, CLD-02)', () => {
  const cold = { init: '100 ms', platform: '60 ms', packageSize: '40 MB' };
  const coldStartOf = (coldStart: object, facts: object = {}) => {
    const result = readScenarioValue({
      ...{ lagcast: 1, duration: '10 s', facts },
      functions: { f: { coldStart, handler: { duration: '1 s' } } },
      sources: { api: { type: 'sync', function: 'f', arrivals: [{ records: [{}] }] } },
    });
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    const lines: string[] = [];
    const { functions, assumptions } = simulate(result.scenario, { journal: (line) => lines.push(line) });
    return { takes: functions['f']!.initDuration.mean, assumed: assumptions.map(({ path }) => path) };
  };

  it('is downloaded at 625 Mbit/s and unpacked, on top of what the platform takes', () => {
    // 40 MB / 78.125 MB/s = 512 ms, and 40 MB / 200 MB/s = 200 ms.
    const { takes, assumed } = coldStartOf(cold);
    expect(takes).toBe(60_000 + 512_000 + 200_000 + 100_000);
    expect(assumed).toEqual(expect.arrayContaining(['lambda.package.download', 'lambda.package.unpack']));
    expect(coldStartOf({ init: '100 ms', platform: '60 ms' }).takes).toBe(160_000);
  });

  it('is read in part when it is an image', () => {
    // 6.4 % of 40 MB: 32.768 ms.
    expect(coldStartOf({ ...cold, package: 'image' }).takes).toBe(192_768);
  });

  it('goes by facts that can be overridden', () => {
    const facts = { 'lambda.package.download': '40 MB', 'lambda.package.unpack': '80 MB' };
    expect(coldStartOf(cold, facts).takes).toBe(160_000 + 1_000_000 + 500_000);
  });
});
