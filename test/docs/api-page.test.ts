/** The examples of docs/api.md, which stand there as they stand here, and run. */
// #region read
import { formatProblems, readScenario, simulate } from '../../src/index.ts';

const text = `
lagcast: 1
name: orders
duration: 1 min
functions:
  worker: { handler: { perRecord: { exponential: { mean: 80 ms } } } }
sources:
  orders: { type: sqs, arrivals: [ { rate: { poisson: 10/s } } ] }
mappings:
  m: { source: orders, function: worker }
objectives: [ p99(orders.latency) < 2 s ]
`;
const read = readScenario(text);
if (!read.ok) throw new Error(formatProblems('orders.yaml', read.problems));
const result = simulate(read.scenario);
const p99 = result.sources['orders']!.latency.p99; // microseconds
const missed = result.objectives.filter(({ met }) => !met);
// #endregion read

// #region template
import { Template } from '../../src/index.ts';

const made = Template.fromText(text);
if (!made.ok) throw new Error(formatProblems('orders.yaml', made.problems));
const { template } = made;
const { scenario } = template.variant({ 'mappings.m.batchSize': 1, 'functions.worker.reservedConcurrency': 5 });
// #endregion template

// #region replicate
import { replicate } from '../../src/index.ts';

const many = replicate(template, { replications: 5, figures: ['p99(orders.latency)'] });
const known = replicate(template, { until: ['p50(orders.latency) within 20 %'], mostRuns: 20 });
// #endregion replicate

// #region compare
import { compare } from '../../src/index.ts';

const variants = [template.variant(), template.variant({ 'functions.worker.handler.perRecord': '40 ms' })];
const comparison = compare(variants, { replications: 4, figures: ['p99(orders.latency)', 'cost.perMonth'] });
const [latency] = comparison.figures;
const verdict = latency!.differences[0]!.verdict; // better
// #endregion compare

// #region sweep
import { sweep, sweepRows } from '../../src/index.ts';

const grid = { 'mappings.m.batchSize': [1, 10], 'functions.worker.reservedConcurrency': [2, 5] };
const swept = sweep(template, grid, { replications: 2, figures: ['p99(orders.latency)'] });
const rows = sweepRows(swept); // { cell: 0, 'mappings.m.batchSize': 1, …, mean, low, high }
// #endregion sweep

// #region sweepCells
import { pointsOf, runSweepCell, sweepSpec } from '../../src/index.ts';

const { spec, warnings } = sweepSpec(
  template,
  { 'functions.worker.memory': { from: '128 MB', to: '1024 MB' }, 'mappings.m.batchSize': [1, 10] },
  { design: 'latin-hypercube', samples: 8, replications: 1 },
);
const pointAt = pointsOf(JSON.parse(JSON.stringify(spec)) as typeof spec); // the same anywhere
const lastCell = runSweepCell(template, spec, pointAt(spec.cells - 1));
// #endregion sweepCells

// #region sensitivity
import { sensitivity } from '../../src/index.ts';

const guessed = sensitivity(template, {
  replications: 3,
  figures: ['p99(orders.latency)'],
  guesses: {
    'functions.worker.handler.perRecord': { times: 2 },
    'sources.orders.arrivals[0].rate': { from: '5/s', to: '40/s' },
  },
});
const most = guessed.guesses[0]!.path;
// #endregion sensitivity

// #region plan
import { plan } from '../../src/index.ts';

const answer = plan(template, {
  vary: { 'functions.worker.reservedConcurrency': [1, 2, 4] },
  minimise: 'settings',
  risk: '20 %',
  confidence: '80 %',
});
// #endregion plan

// #region matrix
import { capacityMatrix } from '../../src/index.ts';

const clicks = new Template({
  lagcast: 1,
  duration: '30 s',
  functions: { reader: { handler: { perRecord: '20 ms' } } },
  sources: {
    clicks: {
      type: 'kinesis',
      shards: 1,
      partitionKey: 'user',
      arrivals: [{ rate: '20/s', attributes: { user: { zipf: { values: 100, exponent: 0 } } } }],
    },
  },
  mappings: { m: { source: 'clicks', function: 'reader', startingPosition: 'TRIM_HORIZON' } },
});
const { cells } = capacityMatrix(clicks, {
  shards: [1, 2],
  eventTypes: [1],
  parallelizationFactor: [1],
  reservedConcurrency: [1, 10],
  replications: 1,
});
// #endregion matrix

// #region explain
import { explainResult } from '../../src/index.ts';

const tight = template.with({ 'functions.worker.reservedConcurrency': 1, 'mappings.m.batchSize': 1 });
const explained = explainResult(simulate(tight.variant().scenario), tight, { whatIfRuns: 8 });
const [bound] = explained.targets[0]!.findings;
const change = bound!.change!.settings; // { 'functions.worker.reservedConcurrency': 2 }
// #endregion explain

// #region forms
import { closedForms } from '../../src/index.ts';

const forms = closedForms(scenario).filter((form) => form.notBecause === undefined);
// #endregion forms

// #region conduct
import { conductAsync, replicating, runCell } from '../../src/index.ts';

const elsewhere = await conductAsync(replicating(template, { replications: 3 }), (cells) =>
  Promise.all(cells.map((cell) => Promise.resolve().then(() => runCell(cell)))),
);
// #endregion conduct

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const page = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8');
const own = readFileSync(new URL(import.meta.url), 'utf8');
const regions = [...own.matchAll(/^\/\/ #region (\w+)\n([\s\S]*?)^\/\/ #endregion/gm)];

describe('docs/api.md', () => {
  it.each(regions.map(([, name, code]) => [name!, code!]))('has the example %s as it runs', (_name, code) => {
    expect(page).toContain(`\`\`\`ts\n${code.replaceAll('../../src/index.ts', 'lagcast')}\`\`\``);
  });

  it('names every function of the API', async () => {
    const api = await import('../../src/index.ts');
    const names = Object.keys(api).filter((name) => /^[a-z]/.test(name));
    expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(page))).toEqual([]);
  });

  it('says what comes out', () => {
    expect([bound!.limit, change]).toEqual(['reserved', { 'functions.worker.reservedConcurrency': 2 }]);
    expect(p99).toBeGreaterThan(80_000);
    expect(forms.map(({ id }) => id)).toContain('PLN-01');
    expect(missed).toEqual([]);
    expect(scenario.functions[0]!.reservedConcurrency).toBe(5);
    expect(many.runs).toBe(5);
    expect(known.stopping!.reached).toBe(true);
    expect(verdict).toBe('better');
    expect(rows).toHaveLength(4);
    expect([spec.cells, warnings, lastCell.cell, lastCell.status]).toEqual([8, [], 7, 'done']);
    expect(['functions.worker.handler.perRecord', 'sources.orders.arrivals[0].rate']).toContain(most);
    expect(answer.lagcastPlan).toBe(1);
    expect(cells).toHaveLength(4);
    expect(elsewhere.runs).toBe(3);
  });
});
