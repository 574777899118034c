/** Sweeps: the grid, its numbers, what is refused, and that cells do not depend on each other. */
import { describe, expect, it } from 'vitest';
import { conduct, type Cell } from '../../../src/plan/experiment.ts';
import { settingsOfCell, sizeOf, sweep, sweepRows, sweeping } from '../../../src/plan/sweep/sweep.ts';
import { Template } from '../../../src/scenario/template.ts';

const template = new Template({
  lagcast: 1,
  name: 'swept',
  duration: '10 s',
  functions: { worker: { handler: { perRecord: { exponential: { mean: '50 ms' } } } } },
  sources: { orders: { type: 'sqs', arrivals: [{ rate: { poisson: '10/s' } }] } },
  mappings: { m: { source: 'orders', function: 'worker' } },
  objectives: ['worker.invocations < 20'],
});
const grid = { 'mappings.m.batchSize': [1, 10, 11], 'functions.worker.reservedConcurrency': [2, 20] };

describe('a grid', () => {
  it('numbers its cells, the last path first', () => {
    expect(sizeOf(grid)).toBe(6);
    expect([0, 1, 2, 5].map((n) => Object.values(settingsOfCell(grid, n)))).toEqual([
      [1, 2],
      [1, 20],
      [10, 2],
      [11, 20],
    ]);
    expect(Object.keys(settingsOfCell(grid, 3))).toEqual(Object.keys(grid));
  });

  it.each([
    [{}, /at least one path/],
    [{ a: [] }, /a: a list of at least one value/],
    [{ a: 3 as never }, /a: a list of at least one value/],
    [{ a: Array(1000).fill(0), b: Array(1000).fill(0) }, /at most 100000 cells; this one has 1000000/],
  ])('%# that is none', (wrong, said) => {
    expect(() => sizeOf(wrong)).toThrow(said);
  });

  it('has no others', () => {
    for (const n of [-1, 6, 1.5, NaN]) expect(() => settingsOfCell(grid, n)).toThrow(/from 0 to 5/);
  });
});

describe('a sweep', () => {
  const cells: Cell[] = [];
  const known = (cell: Cell) => {
    cells.push(cell);
    const { batchSize } = cell.scenario.mappings[0]!.options as { batchSize: number };
    const total = 100 / batchSize + cell.replication;
    const parts = { sources: {}, mappings: {}, functions: {}, tier: null };
    return {
      ...parts,
      cost: { total },
      objectives: [{ text: 'worker.invocations < 20', met: batchSize > 1 }],
    } as never;
  };
  const of = (options = {}) =>
    conduct(sweeping(template, grid, { figures: ['cost.total'], replications: 3, ...options }), known);

  it('estimates the figures of each cell with the same luck, and says what is refused', () => {
    const { cells: found } = of();
    expect(found.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(found[2]!.estimates[0]).toMatchObject({ mean: 11, runs: 3, min: 10, max: 12 });
    expect(found[0]!.missed).toEqual([{ text: 'worker.invocations < 20', runs: 3 }]);
    expect(found[5]).toMatchObject({ refused: expect.stringMatching(/batch window/) as string, estimates: [] });
    expect(cells.map(({ replication }) => replication)).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
  });

  it('may be run in parts', () => {
    const whole = of();
    const parts = [of({ cells: [5, 1] }), of({ cells: [0, 2, 3, 4] })].flatMap((part) => part.cells);
    expect(parts.toSorted((a, b) => a.number - b.number)).toEqual(whole.cells);
  });

  it('has tidy rows', () => {
    expect(sweepRows(of())[2]).toEqual({
      cell: 2,
      'mappings.m.batchSize': 10,
      'functions.worker.reservedConcurrency': 2,
      ...{ figure: 'cost.total', unit: 'money', runs: 3, mean: 11 },
      ...{ low: expect.closeTo(11 - 2.484, 2) as number, high: expect.closeTo(11 + 2.484, 2) as number },
    });
  });

  it.each([
    [{ replications: 0 }, /replications/],
    [{ confidence: 0 }, /confidence/],
    [{ figures: ['cost.totl'] }, /did you mean total/],
    [{ cells: [9] }, /from 0 to 5/],
  ])('%j is refused', (options, said) => {
    expect(() => of(options)).toThrow(said);
  });

  it('simulates for real', () => {
    const options = { replications: 1, figures: ['worker.invocations'], cells: [0, 2] };
    const [one, ten] = sweep(template, grid, options).cells.map(({ estimates }) => estimates[0]!.mean!);
    expect(one!).toBeGreaterThan(50);
    expect(ten!).toBeLessThanOrEqual(one!);
  });
});
