/** The chart of a search: where candidates stand, and how sure their shares are. */
import { describe, expect, it } from 'vitest';
import { searchChart } from '../../src/report/experiments/plan-search-chart.ts';
import { shareInterval } from '../../src/stats/binomial.ts';
import { searchIn } from '../support/search.ts';

const [C, BATCH] = ['mappings.m.maximumConcurrency', 'mappings.m.batchSize'];
const ASKED = { minimise: 'settings', risk: 0.05, confidence: 0.95, maxRuns: 2000 };

interface Row {
  readonly x: unknown;
  readonly v: number;
  readonly low: number;
  readonly high: number;
  readonly s: string;
}

function drawn(vary: Parameters<typeof searchIn>[1]) {
  const misses = (settings: Readonly<Record<string, unknown>>) => ((settings[C] as number) >= 6 ? 0 : 1);
  const { outcome } = searchIn({ misses }, vary);
  const chart = searchChart(outcome, ASKED)!;
  const { layer } = chart.spec as unknown as {
    layer: {
      data: { values: Row[] };
      mark: { type: string };
      encoding: Record<string, { field?: string; type?: string }>;
    }[];
  };
  const points = layer.filter(({ mark }) => mark.type === 'point');
  return { outcome, chart, layer, rows: points.flatMap(({ data }) => data.values), across: points[0]!.encoding };
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

describe('the chart of a search', () => {
  it('has the value of one setting across, and all runs with their interval', () => {
    const { outcome, chart, layer, rows, across } = drawn([{ path: C, values: range(2, 20) }]);
    expect(chart).toMatchObject({ id: 'search', title: 'Smallest: maximumConcurrency 6' });
    expect(across['x']).toMatchObject({ field: 'x', type: 'quantitative' });
    expect(rows).toHaveLength(outcome.candidates.length + outcome.confirmations.length);
    const bad = rows.filter(({ x }) => x === 5);
    expect(bad).toMatchObject([{ v: 1, s: 'search: misses too often', ...shareInterval(20, 20, 0.95) }]);
    const fresh = rows.filter(({ s }) => s === 'fresh runs: recommended');
    expect(fresh).toMatchObject([{ x: 6, v: 0, ...shareInterval(0, 68, 0.95) }]);
    expect(layer.at(-1)!.data.values).toEqual([{ v: 0.05 }]);
  });

  it('has a row for each candidate of several settings', () => {
    const { rows, layer, across } = drawn([
      { path: C, values: range(4, 7) },
      { path: BATCH, values: [1, 10] },
    ]);
    expect(across['y']).toMatchObject({ field: 'x', type: 'nominal' });
    const names = layer.at(-1)!.data.values as unknown as { x: string; name: string }[];
    expect(names.map(({ name }) => name)).toContain('maximumConcurrency 6 and batchSize 1');
    expect(new Set(rows.map(({ x }) => x))).toEqual(new Set(names.map(({ x }) => x)));
  });
});
