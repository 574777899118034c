/** Sweeps in code: what is refused, that cells do not depend on each other or on who runs them, and that equal specs are equal points. */
import { beforeAll, describe, expect, it } from 'vitest';
import { conduct, type Cell } from '../../../src/plan/experiment.ts';
import { pointsOf } from '../../../src/plan/sweep/points.ts';
import { sweep, sweepRows, sweepSpec, sweeping } from '../../../src/plan/sweep/sweep.ts';
import { Template } from '../../../src/scenario/template.ts';

const tree = {
  lagcast: 1,
  name: 'swept',
  duration: '10 s',
  functions: { worker: { handler: { perRecord: { exponential: { mean: '50 ms' } } } } },
  sources: { orders: { type: 'sqs', arrivals: [{ rate: { poisson: '10/s' } }] } },
  mappings: { m: { source: 'orders', function: 'worker' } },
  objectives: ['worker.invocations < 20'],
};
const template = new Template(tree);
const grid = { 'mappings.m.batchSize': [1, 10, 11], 'functions.worker.reservedConcurrency': [2, 20] };

describe('a sweep', () => {
  const runs: Cell[] = [];
  const known = (run: Cell) => {
    runs.push(run);
    const { batchSize } = run.scenario.mappings[0]!.options as { batchSize: number };
    const total = 100 / batchSize + run.replication;
    const parts = { sources: {}, mappings: {}, functions: {}, tier: null };
    const assumptions = run.replication === 1 ? [{ path: 'sqs.throttleRetry.first' }, { path: 'sqs.duplicates' }] : [];
    return {
      ...parts,
      assumptions,
      cost: { total },
      objectives: [{ text: 'worker.invocations < 20', met: batchSize > 1 }],
    } as never;
  };
  const of = (options = {}) =>
    conduct(sweeping(template, grid, { figures: ['cost.total'], replications: 3, ...options }), known);

  let whole: ReturnType<typeof of>;
  beforeAll(() => {
    whole = of();
  });

  it('has the figures of each run of each cell with the same luck, and says what is refused', () => {
    const { cells, spec, warnings } = whole;
    expect(cells.map(({ cell }) => cell)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(cells[2]).toEqual({
      ...{ cell: 2, status: 'done', why: null },
      settings: { 'mappings.m.batchSize': 10, 'functions.worker.reservedConcurrency': 2 },
      values: [[10, 11, 12]],
      met: [[true, true, true]],
      // The other stands in the spec: it is known before the first record.
      also: ['sqs.throttleRetry.first'],
    });
    expect(cells[0]!.met).toEqual([[false, false, false]]);
    const why = expect.stringMatching(/batch window/) as string;
    expect(cells[5]).toMatchObject({ status: 'refused', why, values: [], met: [] });
    expect(runs.map(({ replication }) => replication)).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2]);
    expect(spec).toMatchObject({ lagcastSweep: 3, cells: 6, design: 'grid', replications: 3, seed: 1 });
    expect(warnings).toEqual([
      expect.stringMatching(/^batchSize=11 is refused in all cells: .*batch window/),
      '2 of the 6 cells are no sound scenario and are not run',
    ]);
  });

  it('may be run in parts', () => {
    expect(of({ cells: [5, 1] }).cells).toEqual([whole.cells[1], whole.cells[5]]);
  });

  it('has tidy rows', () => {
    expect(sweepRows(whole)[2]).toEqual({
      ...{ cell: 2, status: 'done', why: null, missing: 0, standard_deviation: 1, min: 10, max: 12, runs_met: 3 },
      'mappings.m.batchSize': 10,
      'functions.worker.reservedConcurrency': 2,
      ...{ figure: 'cost.total', unit: 'money', runs: 3, mean: 11 },
      ...{ low: expect.closeTo(11 - 2.484, 2) as number, high: expect.closeTo(11 + 2.484, 2) as number },
    });
  });

  it('has rows of refused cells, and of axes that are called like a column', () => {
    expect(sweepRows(whole)).toHaveLength(6);
    expect(sweepRows(whole)[5]).toMatchObject({ cell: 5, status: 'refused', mean: null, runs: null, runs_met: null });
    const axes = ['mean', 'cell'].map((name) => ({ name, values: [{ value: 'a', settings: {} }] }));
    const cells = [{ ...whole.cells[2]!, settings: { mean: 'a', cell: 'b' } }];
    const [row] = sweepRows({ spec: { ...whole.spec, axes }, cells });
    expect(row).toMatchObject({ cell: 2, mean: 11, 'vary.mean': 'a', 'vary.cell': 'b' });
  });

  it.each([
    [{ replications: 0 }, /sweep\.replications/],
    [{ confidence: 0 }, /confidence/],
    [{ figures: ['cost.totl'] }, /did you mean total/],
    [{ figures: [] }, /sweep\.figures: at least one/],
    [{ cells: [9] }, /from 0 to 5/],
    [{ samples: 3 }, /samples are of a latin-hypercube/],
    [{ design: 'gird' }, /did you mean grid/],
  ])('%j is refused', (options, said) => {
    const refused = (): unknown => of(options);
    expect(refused).toThrow(
      expect.toSatisfy((error: Error) => error instanceof RangeError && said.test(error.message)),
    );
  });

  it.each([
    [{}, /nothing varies/],
    [{ 'mappings.n.batchSize': [1] }, /mappings has no "n" \(what there is: m\)/],
    [{ 'mappings.m.batchSizes': [1] }, /^cell 0 with .* is no sound scenario:\n.*did you mean batchSize/],
    [{ 'mappings.m.batchSize': ['a', -1] }, /found "a"\n.*found -1/],
  ])('%j can have no cell', (vary, said) => {
    expect(() => sweepSpec(template, vary)).toThrow(said);
  });

  it('has the outcome of its cells when it simulates for real, here or elsewhere', () => {
    const options = { replications: 1, figures: ['worker.invocations'], cells: [0, 2, 4] };
    const here = sweep(template, grid, options);
    const [one, ten] = here.cells.map(({ values }) => values[0]?.[0]);
    expect(one!).toBeGreaterThan(50);
    expect(ten!).toBeLessThanOrEqual(one!);
    expect(conduct(sweeping(template, grid, options))).toEqual(here);
  });

  it('gives up a cell whose runs have too many events, and goes on', () => {
    const { cells } = sweep(
      template,
      { 'sources.orders.arrivals[0].rate': ['1/s', '100/s'] },
      { replications: 1, maxEvents: 300 },
    );
    expect(cells.map(({ status }) => status)).toEqual(['done', 'gave up']);
    expect(cells[1]!.why).toMatch(/event budget is used up/);
  });
});

describe('whole numbers', () => {
  const spread = (path: string, from: number | string, to: number | string, values: number) => {
    const { spec, warnings } = sweepSpec(template, { [path]: { from, to, values } } as never);
    return [spec.axes[0]!.values!.map(({ value }) => value), warnings] as const;
  };

  it.each([
    // Whole in the unit of the service, whatever the file writes.
    ['sources.orders.visibilityTimeout', '1 min', '2 min', 5, ['60 s', '75 s', '90 s', '105 s', '120 s']],
    ['functions.worker.memory', '1 GB', '3 GB', 5, ['1024 MB', '1536 MB', '2048 MB', '2560 MB', '3072 MB']],
    ['functions.worker.timeout', '1000 ms', '3000 ms', 4, ['1 s', '2 s', '3 s']],
    ['functions.worker.memory', '1 GB', '3 GB', 3, ['1 GB', '2 GB', '3 GB']],
    ['mappings.m.batchSize', 1, 3, 5, [1, 2, 3]],
    ['functions.worker.handler.perInvocation', '1 s', '2 s', 3, ['1 s', '1.5 s', '2 s']],
  ])('of %s from %s to %s', (path, from, to, count, values) => {
    const [found, warnings] = spread(path, from, to, count);
    expect(found).toEqual(values);
    const said = `${path}: it takes whole numbers only, and ${count} values are ${values.length} different ones`;
    expect(warnings).toEqual(values.length < count ? [said] : []);
  });

  it('are drawn from all that there are', () => {
    const vary = { 'functions.worker.memory': { from: '1 GB', to: '4 GB' } };
    const { spec, warnings } = sweepSpec(template, vary, { design: 'latin-hypercube', samples: 50 });
    expect(spec.axes[0]!.range).toMatchObject({ from: '1024 MB', to: '4096 MB', isWhole: true });
    expect(warnings).toEqual([]);
  });
});

describe('what the scenario says itself', () => {
  const own = new Template({
    ...tree,
    sweep: { vary: { 'mappings.m.batchSize': [1, 2] }, replications: 2, figures: ['cost.total'] },
  });

  it('holds where code does not say', () => {
    const { spec } = sweepSpec(own);
    expect(spec).toMatchObject({ cells: 2, replications: 2, figures: [{ text: 'cost.total' }] });
    expect(sweepSpec(own, grid, { figures: ['worker.throttles'] }).spec).toMatchObject({
      ...{ cells: 6, replications: 2 },
      figures: [{ text: 'worker.throttles' }],
    });
  });

  it('looks at objectives, what people usually ask, and invocations, where nobody says', () => {
    const { spec } = sweepSpec(template, grid);
    const texts = spec.figures.map(({ text }) => text);
    expect(texts[0]).toBe('worker.invocations');
    expect(texts).toEqual(expect.arrayContaining(['p50(orders.latency)', 'p99(orders.latency)', 'cost.perMonth']));
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('has samples no more when it becomes a grid', () => {
    const sampled = new Template({
      ...tree,
      sweep: { vary: grid, design: 'latin-hypercube', samples: 7 },
    });
    expect(sweepSpec(sampled).spec.cells).toBe(7);
    expect(sweepSpec(sampled, undefined, { design: 'grid' }).spec.cells).toBe(6);
    expect(sweepSpec(sampled, undefined, { design: 'low-discrepancy' }).spec.cells).toBe(7);
  });
});

describe('a spec', () => {
  it('says all of its points, also after it was written and read', () => {
    const vary = {
      'functions.worker.timeout': { from: '3 s', to: '60 s' },
      'functions.worker.reservedConcurrency': [null, 5, 10],
      load: { cases: { calm: {}, storm: { 'sources.orders.arrivals[0].rate': '50/s', 'mappings.m.batchSize': null } } },
    };
    for (const design of ['latin-hypercube', 'low-discrepancy'] as const) {
      const { spec } = sweepSpec(template, vary, { design, samples: 8 });
      const again = JSON.parse(JSON.stringify(spec)) as typeof spec;
      const all = Array.from({ length: 8 }, (_, i) => pointsOf(spec)(i));
      // In another order, each by itself.
      expect(all.toReversed().map(({ cell }) => pointsOf(again)(cell))).toEqual(all.toReversed());
      expect(all.some(({ settings }) => 'mappings.m.batchSize' in settings)).toBe(true);
      expect(pointsOf({ ...spec, seed: 2 })(0).labels).not.toEqual(all[0]!.labels);
    }
  });
});
