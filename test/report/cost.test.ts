/** The bill in words, in a table, on the page and as a chart: complete, fitted, and quantity × price is what stands behind it. */
import { describe, expect, it } from 'vitest';
import { RESULT_SHAPE } from '../../src/cli/result-shape.ts';
import type { CostLine } from '../../src/metrics/cost/result.ts';
import type { Result } from '../../src/metrics/result.ts';
import { charts } from '../../src/report/charts/charts.ts';
import { cost, dearest, inWords } from '../../src/report/cost.ts';
import { money, price } from '../../src/report/format.ts';
import { compiled } from '../../src/report/page/compiled.ts';
import { reportPage } from '../../src/report/page/page.ts';
import { PLAIN } from '../../src/report/style.ts';
import { terminalReport } from '../../src/report/terminal.ts';
import { columnsOf } from '../../src/report/width.ts';
import { RUNTIME } from '../support/reports.ts';
import { run } from '../support/run.ts';

const result = run({
  lagcast: 1,
  name: 'The bill',
  duration: '10 min',
  cost: { freeTier: true },
  functions: { worker: { memory: '1024 MB', coldStart: 'none', handler: { perRecord: '100 ms' } } },
  sources: { orders: { type: 'sqs', arrivals: [{ rate: '10/s' }] } },
  mappings: { m: { source: 'orders', function: 'worker', batchSize: 1 } },
  objectives: ['cost.total < $1', 'cost.perMonth < 10 USD'],
});
const nothing: Result = { ...result, cost: { ...result.cost, lines: [] } };

it.each([
  [0, '$0'],
  [0.0000012345, '$0.00000123'],
  [0.00999, '$0.00999'],
  [0.40833375, '$0.4083'],
  [0.99999, '$1.00'],
  [13.505, '$13.51'],
  [1234567.891, '$1,234,567.89'],
  [null, '–'],
])('an amount of %j is %s', (amount, text) => expect(money(amount)).toBe(text));

it.each([
  [0.2, '$0.20'],
  [0.0000166667, '$0.0000166667'],
  [0.0000000309, '$0.0000000309'],
  [0.00925, '$0.00925'],
  [0, '$0'],
  [1500, '$1,500'],
])('a price of %j is %s, all of it', (of, text) => expect(price(of)).toBe(text));

describe('on the terminal', () => {
  it('says the totals and what a month is, then the lines', () => {
    const { total, perMillion, perMonth } = result.cost;
    expect(inWords(result.cost)).toEqual([
      `cost: ${money(total)} for the 10 min measured, ${money(perMillion)} for a million records handled`,
      `a month of nothing but this: ${money(perMonth)} (730 h; free allowances taken off)`,
    ]);
    const text = cost(result, PLAIN).join('\n');
    // Six thousand, all of which begin: 600 s of a GB, and what runs at the end.
    expect(text).toMatch(/worker requests by mappings +6,000 requests +\$0\.20 per million +\$0\.0012 +/);
    expect(text).toMatch(/worker duration +600 GB-s +\$0\.0000166667 +\$0\.0100/);
    expect(text).toMatch(/orders empty receives/);
    expect(terminalReport(result)).toContain(text);
    expect(terminalReport(result)).toMatch(/✓ cost\.total < \$1 +\$0\.\d+\n✗ cost\.perMonth < 10 USD +\$\d+\.\d\d/);
  });

  it('fits, says nothing where nothing is charged, and sums what is left out', () => {
    for (const width of [40, 60, 80]) {
      for (const line of cost(result, { ...PLAIN, width })) expect(columnsOf(line)).toBeLessThanOrEqual(width);
    }
    expect(cost(nothing, PLAIN)).toEqual([]);
    const line = result.cost.lines[0]!;
    const lines = Array.from({ length: 15 }, (_, i): CostLine => {
      return { ...line, resource: `f${i}`, amount: i + 1, inMonth: { ...line.inMonth, amount: 2 * (i + 1) } };
    });
    expect(dearest(lines, 12).shown.map(({ resource }) => resource)).toEqual(
      Array.from({ length: 12 }, (_, i) => `f${i + 3}`),
    );
    const many = { ...result, cost: { ...result.cost, lines } };
    expect(cost(many, PLAIN).at(-1)).toMatch(/^3 other lines +\$6\.00 +\$12\.00$/);
  });
});

it('reads back from a file, and what is not a bill is refused', () => {
  expect(RESULT_SHAPE.parse(JSON.parse(JSON.stringify(result))).cost).toEqual(result.cost);
  const [line] = result.cost.lines;
  for (const wrong of [
    { ...result.cost, total: 'much' },
    { ...result.cost, lines: [{ ...line, per: 0 }] },
    { ...result.cost, span: 0 },
    undefined,
  ])
    expect(RESULT_SHAPE.safeParse({ ...result, cost: wrong }).success).toBe(false);
});

describe('the chart', () => {
  const chart = charts(result).find(({ id }) => id === 'cost-lines')!;

  it('has a bar for each line that costs something, the dearest first, and adds up', () => {
    const text = JSON.stringify(chart.spec);
    const bars = [...text.matchAll(/"k":"(\d+)","v":([\d.]+)/g)].map(([, k, v]) => [Number(k), Number(v)] as const);
    const values = bars.slice(0, bars.length / 2).map(([, v]) => v);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(values.reduce((sum, v) => sum + v, 0)).toBeCloseTo(result.cost.perMonth, 9);
    expect(chart.title).toMatch(/^\$[\d.]+ a month; [\d.]+ % of it for \w+ [\w ]+$/);
    expect(charts(nothing).some(({ id }) => id === 'cost-lines')).toBe(false);
  });

  it('puts what is beyond ten bars together', () => {
    const [line] = result.cost.lines;
    const lines = Array.from({ length: 14 }, (_, i): CostLine => ({ ...line!, resource: `f${i}` }));
    const many = charts({ ...result, cost: { ...result.cost, lines } }).find(({ id }) => id === 'cost-lines')!;
    expect(JSON.stringify(many.spec)).toContain('5 other lines: ');
  });

  it('is not over time, on the page either: no warm-up is shaded, and it keeps its axis', async () => {
    const page = reportPage([result], [await compiled(charts(result))], RUNTIME);
    const data = JSON.parse(/id="charts">(.*?)<\/script>/s.exec(page)![1]!) as {
      charts: { spec: { scales: { name: string; domain: unknown }[] }; isOverTime: boolean }[];
    };
    const timed = data.charts.map(({ isOverTime }) => isOverTime);
    expect(timed.filter((is) => !is)).toHaveLength(1);
    const { spec } = data.charts[timed.indexOf(false)]!;
    expect(spec.scales.find(({ name }) => name === 'x')!.domain).not.toEqual({ signal: 'timeDomain' });
    for (const { spec: other, isOverTime } of data.charts)
      if (isOverTime) expect(JSON.stringify(other.scales)).toContain('timeDomain');
    const warm = { ...result, warmUp: 60_000_000 };
    expect(JSON.stringify(charts(warm).find(({ id }) => id === 'cost-lines'))).not.toContain('warm-up');
  });
});

it('the page has the totals, each line with its tiers, and both results side by side', () => {
  const page = reportPage([result], [[]], RUNTIME);
  expect(page).toContain('a million records handled');
  expect(page).toContain(`<td>${money(result.cost.perMonth)}</td>`);
  expect(page).toContain('<th scope="row">a month is</th><td>730 h</td>');
  const { tiers, amount } = result.cost.lines.find(({ says }) => says === 'duration')!.inMonth;
  expect(tiers).toHaveLength(2);
  expect(page).toMatch(/worker duration.*400,000 free; 2,\d+,\d+ at \$0\.0000166667: \$/s);
  expect(page).toContain(` at $0.0000166667: ${money(amount)}</td>`);
  const both = reportPage([result, nothing], [[], []], RUNTIME);
  expect(both).toContain('Cost: of the run at the price of the first tier');
});
