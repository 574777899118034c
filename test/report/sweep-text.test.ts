/** A sweep in words and charts, of lines that nobody ran: which cells are good, which is the cheapest, and what is left out. */
import { describe, expect, it } from 'vitest';
import type { SweepHeader, SweepLine } from '../../src/plan/sweep/line.ts';
import { sweepCharts } from '../../src/report/sweep/charts.ts';
import { sweepJson } from '../../src/report/sweep/json.ts';
import { sweepMarkdown } from '../../src/report/sweep/markdown.ts';
import { outcomeOf } from '../../src/report/sweep/outcome.ts';
import { asGood, priceOf, ranked } from '../../src/report/sweep/ranking.ts';
import { sweepText } from '../../src/report/sweep/text.ts';
import { PLAIN } from '../../src/report/style.ts';
import { found, validate, warnings } from '../support/chart-contract.ts';
import { axis, batches, COST, doneOf, headerOf, linesOf, notDone, P50, P99 } from '../support/sweeps.ts';

const BATCH = 'mappings.m.batchSize';
const WINDOW = 'mappings.m.maximumBatchingWindow';
const runOf = (settings: SweepLine['settings'], r: number) => batches(settings[BATCH] as number, r);
const one = headerOf([axis(BATCH, 1000, 1, 10, 100)]);
const ofOne = linesOf(one, runOf);
const two = headerOf([axis(BATCH, 1, 10, 100), axis(WINDOW, '0 s', '5 s')]);
const ofTwo = linesOf(two, runOf);
const chartsOf = (header: SweepHeader, lines: readonly SweepLine[]) => sweepCharts(outcomeOf(header, lines));

describe('a sweep in words', () => {
  it('names the cheapest of the cells that met all objectives', () => {
    // Ten at once: 201 ms, 600 invocations, $10 + $6 + 1 cent on average. By hundreds it is cheaper, and too late.
    expect(sweepText(one, ofOne)).toContain(
      '2 of 4 cells met the objective in all 3 runs. The cheapest of these is cell 2 (batchSize 10):\ncost.perMonth $16.01.',
    );
  });

  it('says so when no cell met them, or there are none', () => {
    const lines = linesOf(one, (settings, r) => ({ ...runOf(settings, r), met: [r > 0 && settings[BATCH] === 1] }));
    expect(sweepText(one, lines)).toContain(
      'No cell met the objective in all 3 runs; most often cell 1 (batchSize 1), in 2.',
    );
    const without = { ...one, objectives: [] };
    expect(sweepText(without, linesOf(without, runOf))).toContain('The cheapest of all is cell 0 (batchSize 1000)');
  });

  it('tells refused, given-up and failed cells by reason, and what is not run yet', () => {
    const lines: SweepLine[] = [...ofOne.slice(0, 3)];
    lines[0] = notDone(lines[0]!, 'refused', 'too large');
    lines[1] = notDone(lines[1]!, 'failed', 'out of memory');
    lines[2] = notDone(lines[2]!, 'gave up', 'too many events');
    const text = sweepText(one, lines);
    expect(text.replace(/\s+/g, ' ')).toContain('These are 3 of them; 1 is not run yet.');
    expect(text).toContain('No cell came to an outcome.');
    for (const line of ['0      too large', '1      out of memory', '2      too many events'])
      expect(text).toContain(line);
    expect(text).toContain('1 cell of seed 1 failed, and will be run again when the sweep goes on:');
  });

  it('says of which cells it had nothing to measure', () => {
    const lines = linesOf(one, (settings, r) => {
      const { values, met } = runOf(settings, r);
      return { values: settings[BATCH] === 1 && r === 0 ? [null, ...values.slice(1)] : values, met };
    });
    expect(sweepText(one, lines)).toContain('p50(orders.latency) had nothing to be measured in some run of cell 1:');
  });

  it('keeps values apart that are written alike', () => {
    const alike = headerOf([axis('functions.worker.coldStart', 'none', null, 10, '10', 'not set')]);
    const outcome = outcomeOf(
      alike,
      linesOf(alike, () => batches(1, 0)),
    );
    expect(outcome.axes[0]!.levels.map(({ text }) => text)).toEqual(['none', 'not set', '10', '"10"', '"not set"']);
    expect(outcome.cells.map(({ at }) => at)).toEqual([[0], [1], [2], [3], [4]]);
  });

  it.each([60, 80, 120])('fits a terminal of %i columns', (width) => {
    const many = headerOf([axis(BATCH, ...Array.from({ length: 60 }, (_, i) => i + 1)), axis(WINDOW, '0 s', '5 s')]);
    const text = sweepText(many, linesOf(many, runOf), { ...PLAIN, width });
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
    expect(text.replace(/\s+/g, ' ')).toContain('108 more cells');
    expect(text.split('\n').length).toBeLessThan(60);
  });

  it('is one line of JSON with the estimates of each cell', () => {
    const text = [...sweepJson(one, [notDone(ofOne[0]!, 'refused', 'no'), ...ofOne.slice(1)])].join('');
    expect(text.indexOf('\n')).toBe(text.length - 1);
    const { spec, cells } = JSON.parse(text) as { spec: object; cells: Record<string, unknown>[] };
    expect(spec).toMatchObject({ id: one.id, cells: 4, axes: one.axes });
    expect(cells.map(({ cell, status, runsMet }) => [cell, status, runsMet])).toEqual([
      [0, 'refused', null],
      [1, 'done', 3],
      [2, 'done', 3],
      [3, 'done', 0],
    ]);
    expect(cells[0]).toMatchObject({ why: 'no', estimates: [] });
    expect(cells[2]!['settings']).toEqual({ [BATCH]: 10 });
    // 100 + 10 × 10 ms and one for the run: 200, 201 and 202 ms.
    expect((cells[2]!['estimates'] as object[])[1]).toMatchObject({
      ...{ figure: 'p99(orders.latency)', runs: 3, missing: 0, mean: 201_000, min: 200_000, max: 202_000 },
      standardDeviation: 1000,
    });
  });

  it('is Markdown with the same answer and table', () => {
    const text = sweepMarkdown(one, ofOne);
    expect(text.startsWith('<!-- lagcast sweep -->\n### lagcast sweep: Batches\n')).toBe(true);
    expect(text).toContain('**2 of 4 cells met the objective in all 3 runs.');
    expect(text).toContain('| 2 | 10 | 101 ms | 201 ms | 600 | &#36;16.01 | 3 of 3 |');
  });
});

describe('the best cells', () => {
  it('are those that met all objectives, the cheapest first', () => {
    // Good are batches of 1 and 10, of which 10 is cheaper; of the others 1000 is cheaper, and 100 closer to 1 s.
    expect(ranked(outcomeOf(one, ofOne)).map(({ line }) => line.settings[BATCH])).toEqual([10, 1, 100, 1000]);
  });

  it('are where none is good the closest to the objectives, and never one that handled nothing', () => {
    const nothing = { values: [null, null, 0, 1], met: [false] };
    const run = (settings: SweepLine['settings'], r: number) =>
      settings[BATCH] === 0 ? nothing : { ...runOf(settings, r), met: [false] };
    for (const objectives of [one.objectives, []]) {
      const header = headerOf([axis(BATCH, 0, 100, 1000), axis(WINDOW, '0 s', '5 s'), axis('a.b', 1, 2)], {
        objectives,
        ...(objectives.length === 0 ? { figures: one.figures } : {}),
      });
      const lines = linesOf(header, run).map((line) => ({ ...line, met: objectives.length === 0 ? [] : line.met }));
      const outcome = outcomeOf(header, lines);
      const order = ranked(outcome).map(({ line }) => line.settings[BATCH]);
      expect(order.slice(-4)).toEqual([0, 0, 0, 0]);
      expect(order[0]).toBe(objectives.length === 0 ? 1000 : 100);
      const text = sweepText(header, lines).replace(/\s+/g, ' ');
      expect(text).toContain(
        objectives.length === 0
          ? 'The cheapest of all is cell 8 ('
          : 'No cell met the objective in all 3 runs; closest is cell 4 (',
      );
      const told = JSON.stringify(sweepCharts(outcome).map(({ subtitle }) => subtitle));
      expect(told).not.toContain('best');
      expect(told).toContain(objectives.length === 0 ? 'as in the cheapest cell' : 'as in the cell closest to the');
    }
  });

  it('are as good where the difference, run by run, may be none', () => {
    const outcome = outcomeOf(two, ofTwo);
    const best = ranked(outcome)[0]!;
    // The window changes nothing here: each batch size has a twin.
    expect(asGood(outcome, best, priceOf(two)!).map(({ line }) => line.cell)).toEqual([3]);
  });
});

describe('the charts of a sweep', () => {
  const sampled = headerOf(
    [{ name: BATCH, range: { from: 1, to: 1000, scale: 'log', isWhole: true } }, axis('load', 'a', 'b')],
    {
      ...{ design: 'latin-hypercube', cells: 12 },
    },
  );
  const samples = Array.from({ length: 12 }, (_, c) =>
    doneOf(sampled, c, { [BATCH]: 1 + ((c * 5) % 12) * 20, load: c % 2 === 0 ? 'a' : 'b' }, runOf),
  );
  const holed: SweepLine[] = ofTwo.map((line, i) => (i === 1 ? notDone(line, 'refused', 'no') : line));
  const together = headerOf([axis(BATCH, 1, 10), axis(WINDOW, '0 s', '5 s')], { design: 'together', cells: 2 });
  const pair = [1, 10].map((size, c) => doneOf(together, c, { [BATCH]: size, [WINDOW]: ['0 s', '5 s'][c] }, runOf));
  const cases = headerOf([axis('load', 'calm', 'storm')], { replications: 1, objectives: [] });
  const ofCases = linesOf(cases, (settings) => batches(settings['load'] === 'calm' ? 1 : 10, 0));

  it.each([
    ['one setting', one, ofOne, ['trade-off-mappings-m-batchSize']],
    ['cells without values', two, holed, ['trade-off-mappings-m-batchSize', 'heat-objectives', 'heat-cost-perMonth']],
    ['settings that change together', together, pair, ['trade-off-mappings-m-batchSize']],
    ['words', cases, ofCases, ['trade-off-load']],
    ['samples', sampled, samples, ['samples']],
  ])('of %s are valid', (_name, header, lines, ids) => {
    const charts = chartsOf(header, lines);
    for (const id of ids) expect(charts.map((chart) => chart.id)).toContain(id);
    for (const { id, spec } of charts) {
      const isValid = validate(spec);
      expect([id, isValid ? [] : validate.errors?.slice(0, 3)]).toEqual([id, []]);
      expect([id, warnings(spec)]).toEqual([id, []]);
    }
  });

  it('say in the title what is seen', () => {
    expect(chartsOf(one, ofOne)[0]!.title).toBe(
      'batchSize from 1 to 1000: p99 latency rises from 111 ms to 10.1 s, invocations fall from 6,000 to 6, cost.perMonth falls from $70.01 to $10.07',
    );
    const [, heat] = ['heat-objectives', 'heat-p99-orders-latency'].map((id) =>
      chartsOf(two, ofTwo).find((chart) => chart.id === id),
    );
    expect(heat!.title).toBe(
      'p99(orders.latency): from 111 ms (batchSize 1, maximumBatchingWindow 0 s) to 1.1 s (batchSize 100, maximumBatchingWindow 0 s)',
    );
    expect(chartsOf(sampled, samples)[0]!.title).toBe(
      'p99 latency goes with batchSize (1.00), invocations with batchSize (−1.00) and cost.perMonth with batchSize (−1.00)',
    );
  });

  it('look at the percentile of the objective, whatever its place, else at the highest, and tell the rest', () => {
    for (const [figures, objectives, id] of [
      [[P99, P50, COST], two.objectives, 'heat-p99-orders-latency'],
      [[P99, P50, COST], ['p50(orders.latency) < 1 s'], 'heat-p50-orders-latency'],
      [[P99, P50, COST], [], 'heat-p99-orders-latency'],
    ] as const) {
      const of = (header: SweepHeader): SweepHeader => ({ ...header, figures, objectives });
      const run = (settings: SweepLine['settings'], r: number) => {
        const [p50, p99, , cost] = batches(settings[BATCH] as number, r).values;
        return { values: [p99!, p50!, cost!], met: objectives.map(() => true) };
      };
      const charts = chartsOf(of(two), linesOf(of(two), run));
      expect(charts.map((chart) => chart.id).filter((one) => one.includes('latency'))).toEqual([id]);
      const [shown, other] = id.includes('p99') ? ['p99', 'p50'] : ['p50', 'p99'];
      expect(charts.find((chart) => chart.id === id)!.subtitle).toContain(`No room: ${other}(orders.latency).`);
      expect(charts[0]!.title).toContain(`: ${shown} latency rises`);
      const lines = samples.map(({ cell, settings }) => doneOf(of(sampled), cell, settings, run));
      const [dots] = chartsOf(of(sampled), lines);
      expect(dots!.title).toContain(`${shown} latency goes`);
      expect(dots!.subtitle).toContain(`No room: ${other}(orders.latency).`);
    }
  });

  it('have few values from 0 over several tens evenly apart, and say at which a figure begins', () => {
    const header = headerOf([axis('functions.worker.reservedConcurrency', 0, 1, 10, 100)], { objectives: [] });
    const lines = linesOf(header, (settings, r) => {
      const n = settings['functions.worker.reservedConcurrency'] as number;
      const { values } = batches(n, r);
      return { values: n === 0 ? [null, null, 0, 1] : values, met: [] };
    });
    const [chart] = chartsOf(header, lines);
    expect(found(chart!.spec, 'domain')).toContainEqual(['0', '1', '10', '100']);
    expect(chart!.title).toContain('p99 latency rises from 111 ms (at 1) to 1.1 s,');
    const text = sweepText(header, lines).replace(/\s+/g, ' ');
    expect(text).toContain(
      'p50(orders.latency) and p99(orders.latency) had nothing to be measured in any run of cell 0: nothing got through',
    );
  });

  it('have no panel of what is the same wherever it has a value', () => {
    const header = { ...two, figures: [P50, COST], objectives: [] };
    const lines = linesOf(header, (settings, r) => ({
      values: [5000, batches(settings[BATCH] as number, r).values[3]!],
      met: [],
    }));
    const charts = chartsOf(header, [notDone(lines[0]!, 'refused', 'no'), ...lines.slice(1)]);
    expect(JSON.stringify(charts)).not.toContain('latency');
    expect(charts[0]!.subtitle).toContain('The same in all: 1 figure.');
  });

  it('say which settings have none of their own', () => {
    const header = headerOf([axis('load', 'a', 'b'), axis(BATCH, 1, 10), axis('x.y', 1, 2), axis('x.z', 1, 2)]);
    const lines = linesOf(header, (settings) => {
      const sum = (settings[BATCH] as number) + (settings['x.y'] as number) * 20 + (settings['x.z'] as number) * 40;
      return batches(sum, 0);
    });
    const charts = chartsOf(header, lines).filter(({ id }) => id.startsWith('trade-off'));
    expect(charts).toHaveLength(3);
    for (const { subtitle } of charts) expect(subtitle).toContain('Without a chart of its own: load.');
  });

  it('have the number in each square, and say what is left out', () => {
    const many = headerOf([axis(BATCH, ...range(50)), axis(WINDOW, ...range(40).map((s) => `${s} s`))], {
      replications: 1,
    });
    const heat = chartsOf(many, linesOf(many, runOf)).find(({ id }) => id === 'heat-cost-perMonth')!;
    const { values } = (heat.spec as unknown as { data: { values: { text: string; isBest: boolean }[] } }).data;
    expect(values).toHaveLength(16 * 20);
    expect(values[0]!.text).toBe('$70.00');
    // Even steps pass over 17.
    expect(values.filter(({ isBest }) => isBest)).toHaveLength(1);
    const fewer = headerOf([axis(BATCH, ...range(50)), axis(WINDOW, '0 s', '1 s')], { replications: 1 });
    const other = linesOf(fewer, (settings, r) => ({ ...runOf(settings, r), met: [settings[BATCH] === 17] }));
    const framed = chartsOf(fewer, other).find(({ id }) => id === 'heat-cost-perMonth')!;
    expect(JSON.stringify(framed.spec)).toMatch(/"x":"[^"]+","y":"17"[^}]*"isBest":true/);
    expect(heat.subtitle).toContain('Left out: 1,680 cells (84 %).');
  });

  it('are none of one cell', () => {
    const single = headerOf([axis(BATCH, 1)]);
    expect(chartsOf(single, linesOf(single, runOf))).toEqual([]);
  });

  it('hold nothing that is not a number or a text', () => {
    for (const { spec } of chartsOf(two, holed)) expect(JSON.stringify(spec)).not.toMatch(/null\]|NaN|Infinity/);
    expect(found(chartsOf(two, ofTwo)[0]!.spec, 'domain').length).toBeGreaterThan(0);
  });
});

function range(n: number): number[] {
  return Array.from({ length: n }, (_, i) => i + 1);
}
