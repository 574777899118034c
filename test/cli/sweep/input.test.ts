/** What sweep a file and the options ask for: one identity for one sweep, all files on board, and clear words when something is wrong. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { InputError } from '../../../src/cli/files.ts';
import { sweepOf, type SweepInputOptions, type SweepOfFile } from '../../../src/cli/sweep/input.ts';
import { variedBy } from '../../../src/cli/varied.ts';
import { pointsOf } from '../../../src/plan/sweep/points.ts';
import { runSweepCell } from '../../../src/plan/sweep/cell.ts';
import { templateOfSource } from '../../../src/plan/sweep/source.ts';

const SCENARIO = `lagcast: 1
duration: 10 s
functions: { worker: { handler: { perRecord: 50 ms } } }
sources: { orders: { type: sqs, arrivals: [ { replay: { file: a.csv, time: timestamp, count: value } } ] } }
mappings: { m: { source: orders, function: worker } }
sweep:
  vary:
    mappings.m.batchSize: [ 1, 10 ]
  replications: 1
`;
const TRACE = 'timestamp,value\n2026-01-01T00:00:00Z,3\n2026-01-01T00:00:05Z,4\n';
const PATH = 'sources.orders.arrivals[0].replay.file';

let folder = '';
const write = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const said: string[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lagcast-sweep-'));
  write('a.csv', TRACE);
  write('b.csv', TRACE.replace(',3', ',30'));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
});
afterEach(() => void said.splice(0));
afterAll(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const of = (text: string, options: SweepInputOptions = {}): SweepOfFile => {
  const found = sweepOf(write('s.yaml', text), options);
  if (found === undefined) throw new Error(said.join(''));
  return found;
};

describe('the identity of a sweep', () => {
  it('is that of what is asked, and not of how it is written', () => {
    const { header } = of(SCENARIO);
    expect(header).toMatchObject({ name: 's', cells: 2, replications: 1, maxEvents: null });
    expect(header.id).toMatch(/^[0-9a-f]{32}$/);
    expect(header.scenario).toMatch(/^[0-9a-f]{32}$/);
    expect(of(`# Another comment\n${SCENARIO}`).header).toEqual(header);
    // Said by options instead of the file.
    const bare = SCENARIO.slice(0, SCENARIO.indexOf('sweep:'));
    expect(of(bare, { vary: ['mappings.m.batchSize=1,10'], replications: 1 }).header).toEqual(header);
  });

  it.each([
    ['scenario', { set: ['functions.worker.timeout=5 s'] }],
    ['scenario', { seed: '7' }],
    ['scenario', { rules: 'ideal' }],
    ['spec', { replications: 2 }],
    ['spec', { vary: ['mappings.m.batchSize=1,9'] }],
    ['spec', { figure: ['cost.perMonth'] }],
    ['spec', { maxEvents: 1000 }],
  ] as const)('of %s is another with %j', (what, options) => {
    const [one, other] = [of(SCENARIO).header, of(SCENARIO, options).header];
    expect(other.id).not.toBe(one.id);
    expect(other.scenario === one.scenario).toBe(what === 'spec');
  });

  it('is another when a file that it reads is', () => {
    const before = of(SCENARIO).header;
    write('a.csv', `${TRACE}2026-01-01T00:00:06Z,1\n`);
    const after = of(SCENARIO).header;
    write('a.csv', TRACE);
    expect(after.id).not.toBe(before.id);
  });
});

it('has all files of all cells on board, and tells which it cannot have', () => {
  const { header, source } = of(SCENARIO, { vary: [`${PATH}=a.csv,b.csv,../c.csv`], figure: ['worker.invocations'] });
  expect(Object.keys(source.files).toSorted()).toEqual(['a.csv', 'b.csv']);
  expect(said.join('')).toMatch(/warning: file=\.\.\/c\.csv is refused in all cells: .*c\.csv/);
  // As another thread or machine has it.
  const template = templateOfSource(JSON.parse(JSON.stringify(source)) as typeof source);
  const at = pointsOf(header);
  const [three, thirty, none] = [0, 1, 2].map((cell) => runSweepCell(template, header, at(cell)));
  expect(three!.values[0]![0]!).toBeLessThan(thirty!.values[0]![0]!);
  expect(none).toMatchObject({ status: 'refused' });
});

describe('what cannot be asked', () => {
  it.each([
    [{ vary: ['mappings.n.batchSize=1'] }, /mappings has no "n" \(what there is: m\)/],
    [{ vary: ['mappings.m.batchSizes=1'] }, /did you mean batchSize/],
    [{ vary: ['mappings.m.batchSize=1', 'mappings.m.batchSize=2'] }, /given twice/],
    [{ vary: ['batchSize'] }, /PATH=FROM\.\.TO or PATH=VALUE,VALUE is due/],
    [{ vary: ['a=1..2..3..4'] }, /FROM\.\.TO\.\.STEP, N values, N log or log is due/],
    [{ vary: ['a=[1'] }, /--vary: a: /],
    [{ vary: ['seed=1,2'] }, /^--vary error: sweep\.vary\.seed: this says what is run/],
    [{ figure: ['p99(order.latency)'] }, /^--figure error: sweep\.figures\[0\]: .*did you mean orders/],
    [{ set: ['sweep.vary=~'] }, /sweep\.vary|nothing varies/],
  ])('%j', (options, message) => {
    const found = () => of(SCENARIO, options);
    expect(found).toThrow(message);
  });

  it('of a scenario that lets nothing vary', () => {
    const bare = SCENARIO.slice(0, SCENARIO.indexOf('sweep:'));
    const found = () => of(bare);
    expect(found).toThrow(InputError);
    expect(found).toThrow(/nothing varies: sweep: \{ vary: … \} of the scenario is due, or an option such as --vary/);
  });

  it('says the problems of the scenario with their places, and gives none', () => {
    expect(sweepOf(write('wrong.yaml', SCENARIO.replace('[ 1, 10 ]', '[ 1, 1 ]')), {})).toBeUndefined();
    expect(said.join('')).toMatch(
      /wrong\.yaml:8:32 error: sweep\.vary\["mappings\.m\.batchSize"\]\[1\]: 1 is in the list twice/,
    );
  });
});

describe('--vary', () => {
  const long = ['from', 'cases'];
  it.each([
    ['a=1,10,100', [1, 10, 100]],
    ['a=128 MB, 256 MB', ['128 MB', '256 MB']],
    ['a=on', ['on']],
    ['a=~,5', [null, 5]],
    ['a={ poisson: 1/s },{ poisson: 2/s }', [{ poisson: '1/s' }, { poisson: '2/s' }]],
    ['a={ poisson: 1/s }', [{ poisson: '1/s' }]],
    ['a=../x.csv,../y.csv', ['../x.csv', '../y.csv']],
    ['a=5..200', { from: 5, to: 200 }],
    ['a=30 s..300 s..30 s', { from: '30 s', to: '300 s', step: '30 s' }],
    ['a=1..1000..4values', { from: 1, to: 1000, values: 4 }],
    ['a=10/s..1000/s..5 log', { from: '10/s', to: '1000/s', values: 5, scale: 'log' }],
    ['a=1..1000..log', { from: 1, to: 1000, scale: 'log' }],
    ['a={ from: 1, to: 5, values: 3 }', { from: 1, to: 5, values: 3 }],
    ['load={ cases: { x: { b: 1 } } }', { cases: { x: { b: 1 } } }],
  ])('%s', (text, values) => expect(Object.values(variedBy([text], long))[0]).toEqual(values));

  it('of a plan has the short forms only', () => {
    expect(variedBy(['a={ from: 1, to: 5 }'])).toEqual({ a: [{ from: 1, to: 5 }] });
    expect(variedBy(['a=1..5..2'])).toEqual({ a: { from: 1, to: 5, step: 2 } });
  });
});
