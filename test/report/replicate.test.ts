/** Replications for people: what is said first, what is warned of, that lines fit, and that Markdown and CSV hold hostile names. */
import { parse } from 'csv-parse/sync';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { replicate, type Replications } from '../../src/plan/replicate.ts';
import { replicationsCharts } from '../../src/report/charts/replications-charts.ts';
import { replicationsReport } from '../../src/report/experiments/replicate.ts';
import { replicationsCsv } from '../../src/report/experiments/replicate-csv.ts';
import { replicationsMarkdown } from '../../src/report/experiments/replicate-markdown.ts';
import { PLAIN } from '../../src/report/style.ts';
import { mmc } from '../support/mmc.ts';

const two = { servers: 2, load: 0.5, warmUp: 10, measured: 100 };
const missed = replicate(mmc(two, { objectives: ['p99(q.latency) < 4500 ms', 'q.deadLettered == 0'] }), {
  replications: 8,
});
const text = replicationsReport(missed);

describe('replications for the terminal', () => {
  it('say scenario, seed, rules and version first, then the effort, then what was found', () => {
    const [first, effort, rest] = text.split('\n');
    expect(first).toMatch(/^M\/M\/c · seed 1 · rules ideal · lagcast \d/);
    expect(effort).toBe(
      '8 runs of 1 min 50 s, of which 10 s are warm-up (replications 0 to 7); intervals at 95 %, each by',
    );
    expect(rest).toBe('itself.');
    const met = missed.objectives[0]!.met;
    expect(met).toBeGreaterThan(0);
    expect(met).toBeLessThan(8);
    expect(text).toContain(`1 of 2 objectives was missed: p99(q.latency) < 4500 ms in ${8 - met} of 8 runs.`);
    expect(text).toContain(`lagcast run --replication ${missed.objectives[0]!.missedIn[0]} repeats the first run`);
  });

  it('say that zeros in every run prove little: 0 of 8 is up to 36.9 %', () => {
    expect(text.replace(/\n/g, ' ')).toContain('0 in every run: what happens in fewer than 36.9 % of runs');
  });

  it('fit the terminal', () => {
    for (const width of [40, 60, 80, 120]) {
      const lines = replicationsReport(missed, { ...PLAIN, width }).split('\n');
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
    }
  });

  const growing = replicate(mmc({ servers: 1, load: 2, warmUp: 0, measured: 100 }), { replications: 10 });

  it('warn of a backlog that grows: 2/s come, 1/s is handled', () => {
    const said = replicationsReport(growing).replace(/\n/g, ' ');
    expect(said).toMatch(
      /The backlog of q still grows at the end, by [\d.]+ a second \([\d.]+ to [\d.]+\): more comes than is handled/,
    );
    expect(said).not.toContain('steady state from the beginning');
  });

  it('say what a precision came to', () => {
    const until = ['mean(q.latency) within 50 %', 'mean(q.latency) within 0.1 %'];
    const said = replicationsReport(replicate(mmc(two), { until, figures: [], mostRuns: 22 })).replace(/\n/g, ' ');
    expect(said).toContain('looked at after 20 and 22');
    expect(said).toContain('mean(q.latency) within 50 %: reached after 22 runs.');
    expect(said).toContain('mean(q.latency) within 0.1 % was not reached in 22 runs, ±');
  });

  it('say what is open above, and what is lopsided', () => {
    const figure = missed.figures.find(({ method }) => method === 'woodruff')!;
    const open: Replications = { ...missed, figures: [{ ...figure, isOpenAbove: true, halfWidth: null }] };
    expect(replicationsReport(open)).toContain(' or more');
    expect(replicationsReport(open)).toContain('Too little lies beyond');
    const mean = missed.figures.find(({ method }) => method === 'student')!;
    const skewed = { ...mean, value: 10, median: { value: 0, interval: { low: 0, high: 1 } } };
    expect(replicationsReport({ ...missed, figures: [skewed] })).toContain('lopsidedly');
  });
});

describe('replications elsewhere', () => {
  it('are Markdown in which names are no markup', () => {
    const hostile: Replications = { ...missed, name: '<b>|@all`\n# x' };
    const markdown = replicationsMarkdown(hostile);
    expect(markdown.split('\n')[0]).toBe('<!-- lagcast replicate -->');
    expect(markdown.split('\n')[1]).toBe('### lagcast replicate: &#60;b&#62;&#124;&#64;all\\` &#35; x');
    expect(markdown).toContain('| p99(q.latency) &#60; 4500 ms | ✗');
  });

  it('are CSV with a row for each figure of each run', () => {
    const rows = parse(replicationsCsv({ ...missed, first: 5 }), { columns: true });
    expect(rows).toHaveLength(8 * missed.figures.length);
    const p99 = missed.figures.find(({ figure }) => figure.text === 'p99(q.latency)')!;
    const own = (rows as Record<string, string>[]).filter(({ figure }) => figure === 'p99(q.latency)');
    expect(own.map(({ replication, value }) => [Number(replication), Number(value)])).toEqual(
      p99.values.map((value, i) => [5 + i, value]),
    );
  });

  it('are charts of what differs from run to run, with the estimate in the title', () => {
    const charts = replicationsCharts(missed);
    expect(charts.map(({ id }) => id)).toContain('runs-p99-q-latency');
    expect(charts.map(({ id }) => id)).not.toContain('runs-q-deadLettered');
    expect(charts[0]!.title).toMatch(/^p99\(q\.latency\) is .*after 8 runs$/);
  });
});
