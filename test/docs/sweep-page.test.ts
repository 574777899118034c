/** docs/sweep.md says of what varies, of designs and of the command line what the code does. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { variedBy } from '../../src/cli/varied.ts';
import type { Vary } from '../../src/plan/sweep/asked.ts';
import { pointsOf } from '../../src/plan/sweep/points.ts';
import { sweepSpec } from '../../src/plan/sweep/sweep.ts';
import { readScenarioValue } from '../../src/scenario/read.ts';
import { Template } from '../../src/scenario/template.ts';

const page = readFileSync(new URL('../../docs/sweep.md', import.meta.url), 'utf8');
const tree = {
  lagcast: 1,
  duration: '1 min',
  functions: {
    worker: { timeout: '10 s', reservedConcurrency: 20, handler: { perRecord: { exponential: { mean: '80 ms' } } } },
  },
  sources: { orders: { type: 'sqs', visibilityTimeout: '60 s', arrivals: [{ rate: { poisson: '10/s' } }] } },
  mappings: { m: { source: 'orders', function: 'worker', batchSize: 10 } },
};
const blocks = [...page.matchAll(/^```yaml\n(sweep:\n[\s\S]*?)^```/gm)].map(([, text]) => parse(text!) as object);
const specOf = (block: object) => sweepSpec(new Template({ ...tree, ...block }));
const rows = page.split('\n').filter((line) => line.startsWith('| '));
const cellsOf = (row: string) =>
  row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

describe('docs/sweep.md', () => {
  it('counts the cells of its grid', () => {
    const { spec, warnings } = specOf(blocks[0]!);
    expect(warnings).toEqual([]);
    expect(spec.cells).toBe(24);
    expect(page).toContain('3 × 4 × 2 = 24 cells');
    expect(spec.axes[1]!.values!.map(({ value }) => value)).toEqual(['128 MB', '256 MB', '512 MB', '1024 MB']);
  });

  it('has the samples of its Latin hypercube', () => {
    const { spec } = specOf(blocks[1]!);
    const at = pointsOf(spec);
    const own = Array.from({ length: spec.cells }, (_, cell) => [cell, ...Object.values(at(cell).labels)].map(String));
    const table = rows.map(cellsOf).filter(([cell, ...others]) => /^\d+$/.test(cell!) && others.length === 3);
    expect(table).toEqual(own);
  });

  it('has ranges with the values that it says', () => {
    for (const [vary, first] of [
      ['{ from: 30 s, to: 5 s, step: 5 s }', ['30 s', '25 s']],
      ['{ from: 10/s, to: 1000/s, values: 5 }', ['10/s', '257.5/s']],
      ['{ from: 10/s, to: 1000/s, values: 5, scale: log }', ['10/s', '31.6228/s', '100/s']],
    ] as const) {
      const row = rows.find((line) => line.includes(`\`${vary}\``));
      expect(row).toContain(first.join(', '));
      const path = vary.includes('/s') ? 'sources.orders.arrivals[0].rate' : 'functions.worker.timeout';
      const { spec } = specOf({ sweep: { vary: { [path]: parse(vary) as unknown } } });
      expect(spec.axes[0]!.values!.slice(0, first.length).map(({ value }) => value)).toEqual(first);
    }
  });

  it('has options that are read', () => {
    const options = rows.flatMap((line) => /^\| `--vary '?(.*?)'?` \|/.exec(line)?.[1] ?? []);
    expect(options.length).toBeGreaterThan(5);
    for (const option of options) {
      const vary = variedBy([option], ['from', 'cases']) as Vary;
      const design = option.endsWith('..log') ? 'low-discrepancy' : 'grid';
      expect(readScenarioValue({ ...tree, sweep: { vary, design } })).toMatchObject({ ok: true });
    }
  });

  it('has the warning of a value that no cell can have', () => {
    const text = /^warning: (batchSize=20 .*)$/m.exec(page)![1]!;
    expect(specOf({ sweep: { vary: { 'mappings.m.batchSize': [10, 20] } } }).warnings).toContain(text);
  });
});
