/** What is said of comparisons, in the terminal, in Markdown, as CSV and in charts: of outcomes given by hand, and of a real one. */
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { compare } from '../../src/plan/compare.ts';
import type { Comparison, FigureComparison } from '../../src/plan/comparison.ts';
import { estimate } from '../../src/plan/estimate.ts';
import type { FigureSummary } from '../../src/plan/figure-sample.ts';
import { Pairs } from '../../src/plan/paired.ts';
import type { SteadyState } from '../../src/plan/warm-up.ts';
import { comparisonCharts } from '../../src/report/charts/comparison-charts.ts';
import { comparisonCsv } from '../../src/report/experiments/compare-csv.ts';
import { comparisonMarkdown } from '../../src/report/experiments/compare-markdown.ts';
import { comparisonReport } from '../../src/report/experiments/compare.ts';
import { plain } from '../../src/report/experiments/markdown.ts';
import { PLAIN } from '../../src/report/style.ts';
import type { FigureRef } from '../../src/scenario/figure.ts';
import { validate, warnings } from '../support/chart-contract.ts';
import { servers } from '../support/compared.ts';

const STEADY: SteadyState = {
  verdict: 'notAsked',
  reason: 'fewRuns',
  ...{ watched: [], changes: [], shortWarmUps: [], growing: [] },
};

type Values = readonly (number | null)[];

function figure(
  name: string,
  unit: FigureRef['unit'],
  better: 'less' | 'more' | undefined,
  base: Values,
  other: Values,
): FigureComparison {
  const ref = {
    text: `q.${name}`,
    statistic: undefined,
    name: 'q',
    figure: name,
    unit,
    ...(better === undefined ? {} : { better }),
  };
  const pairs = Pairs.of(base, other).judged(better, { confidence: 0.95, margin: 0.01 });
  return { figure: ref, estimates: [summary(ref, base), summary(ref, other)], differences: [pairs] };
}

function summary(ref: FigureRef, values: Values): FigureSummary {
  const perRun = estimate(ref, values);
  const { mean, interval } = perRun;
  const own = { value: mean, interval, halfWidth: null, isOpenAbove: false, median: null, values };
  return { figure: ref, method: 'student', perRun, ...own };
}

function given(figures: readonly FigureComparison[], more: Partial<Comparison> = {}): Comparison {
  const variant = {
    name: 'n',
    rules: 'current',
    duration: 6e7,
    warmUp: 0,
    settings: {},
    met: null,
    curves: { names: [], quantiles: [], waiting: [] },
    steadyState: STEADY,
  };
  return {
    ...{
      assumptions: [],
      notModelled: [],
      lagcastComparison: 1,
      version: '1.2.3',
      name: 'Orders',
      seed: 1,
      rules: 'current',
      runs: 3,
      first: 0,
      stopping: null,
    },
    ...{ confidence: 0.95, confidenceOfEach: 0.99, comparisons: 5, margin: 0.01, objectives: [], remarks: [] },
    variants: [
      { ...variant, label: 'before' },
      { ...variant, label: 'after' },
    ],
    figures,
    ...more,
  };
}

const SLOWER = figure('latency', 'duration', 'less', [1e6, 1.1e6, 1.2e6], [2e6, 2.2e6, 2.4e6]);
const CHEAPER = figure('total', 'money', 'less', [10, 11, 12], [5, 5.5, 6]);
const LARGER = figure('pollers', 'count', undefined, [5, 5, 5], [10, 10, 10]);
const OPEN = figure('expired', 'count', 'less', [10, 12, 14], [9, 12, 12]);
const SAME = figure('depth', 'count', 'less', [1000, 1001, 1002], [1001, 1000, 1002]);
const EQUAL = figure('failed', 'count', 'less', [0, 0, 0], [0, 0, 0]);
const LOST = figure('deadLettered', 'count', 'less', [0, 0, 0], [3, 3, 3]);
const NOTHING = figure('endToEnd', 'duration', 'less', [1, null, null], [null, 2, 3]);
const ALL = given([SLOWER, CHEAPER, LARGER, OPEN, SAME, EQUAL, LOST, NOTHING]);

describe('the text of a comparison', () => {
  it('says first what is better and worse, then the rest', () => {
    expect(comparisonReport(ALL).split('\n').slice(0, 14).join('\n')).toBe(
      [
        'Orders · seed 1 · rules current · lagcast 1.2.3',
        'after against before: 3 runs of each; pair by pair with the same luck. Intervals hold with 95 % for',
        'all 5 differences together (Bonferroni). What happens in fewer than 70.8 % of runs may not be among',
        'these 3, and could turn a verdict round.',
        '',
        'after against before: 1 figure better and 2 figures worse, of 8.',
        'Worse: q.latency +100 % (1.1 s to 2.2 s) and q.deadLettered +3 (0 to 3).',
        'Better: q.total −50 % ($11.00 to $5.50).',
        'Other, neither better nor worse: q.pollers +100 % (5 to 10).',
        'No difference at this effort: q.expired (about 7 runs would settle it).',
        'The same within 1 %: q.depth.',
        'Equal in every run: q.failed.',
        'Without a value in both: q.endToEnd.',
        '',
      ].join('\n'),
    );
  });

  it('has a line for each figure, with its verdict', () => {
    const lines = comparisonReport(ALL, { ...PLAIN, width: 120 }).split('\n');
    const row = (name: string) => lines.find((line) => line.startsWith(`q.${name} `))!.split(/ {2,}/);
    expect(row('latency').slice(1, 4)).toEqual(['1.1 s', '2.2 s', '+100 %']);
    expect(row('latency')[5]).toBe('worse');
    expect(row('deadLettered').slice(1)).toEqual(['0', '3', '+3', '+3', 'worse']);
    expect(row('endToEnd').slice(3)).toEqual(['–', '–', 'no value in both']);
    expect(row('depth')[5]).toBe('same within 1 %');
  });

  it('says what the same luck was worth, and where it was worth nothing', () => {
    // One seventh of the variance is left of expired; half of the figures have more.
    const of = (one: FigureComparison, runs = 6) => comparisonReport(given([one], { runs })).replace(/\s+/g, ' ');
    expect(of(OPEN)).toContain('leaves 14 % of the variance of differences (the median of 1 figure)');
    expect(of(OPEN)).toContain('about 42 runs of each would be as sure');
    expect(of(OPEN, 3)).not.toContain('The same luck');
    const apart = figure('latency', 'duration', 'less', [1, 2, 3], [3, 2, 1]);
    expect(of(apart)).toContain('less sure than runs with luck of their own');
  });

  it('says that nothing differs, that nothing is settled, and what only one has', () => {
    expect(comparisonReport(given([EQUAL]))).toContain('equal in the one figure, in every run');
    expect(comparisonReport(given([OPEN]))).toContain('no difference at this effort; 1 figure undecided');
    const only = { ...OPEN, estimates: [OPEN.estimates[0]!, null], differences: [null] };
    expect(comparisonReport(given([EQUAL, only]))).toContain('Only in before, for after has no such part: q.expired.');
  });

  it('says when one handled less than the other, whose latency is of those alone', () => {
    const handled = (count: number) =>
      ({ names: ['q'], quantiles: [{ name: 'q', figure: 'latency', count, points: [] }], waiting: [] }) as const;
    const of = (before: number, after: number) => {
      const all = given([EQUAL]);
      return comparisonReport({
        ...all,
        variants: all.variants.map((one, i) => ({ ...one, curves: handled([before, after][i]!) })),
      });
    };
    expect(of(1000, 400)).toContain('after handled 60 % less of q: latencies are of what was handled alone');
    expect(of(1000, 995)).not.toContain('handled');
    // Whoever handles more has the slow ones among them.
    expect(of(400, 1000)).toContain('before handled 60 % less of q');
  });

  it('sets runs without a value apart, and says how many there are', () => {
    const both = figure('latency', 'duration', 'less', [1e6, 1.1e6, null, 1.2e6], [2e6, 2.2e6, null, 2.4e6]);
    const one = figure('endToEnd', 'duration', 'less', [1e6, 1.1e6, 9e6, 1.2e6], [2e6, 2.2e6, null, 2.4e6]);
    const text = comparisonReport(given([both, one], { runs: 4 }), { ...PLAIN, width: 160 });
    expect(text).toContain('worse (in 3 of 4 runs)');
    expect(text).toContain('not comparable: a value in both in 3 of 4 runs');
    expect(text).toContain('Not comparable, for in some runs only one of before and after had a value');
    // The run of 9 s is in neither mean.
    expect(text.split('\n').find((line) => line.startsWith('q.endToEnd'))).toMatch(/1\.1 s +2\.2 s +\+100 %/);
  });

  it('says that few runs make a difference, and that a variant is not warm', () => {
    const base = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
    const rare = figure('deadLettered', 'count', 'less', base, [...base.slice(1), 5000]);
    expect(comparisonReport(given([rare])).replace(/\s+/g, ' ')).toContain(
      'A few runs make the difference in q.deadLettered',
    );
    const all = given([OPEN]);
    const growing = [{ source: 'q', perSecond: 2, interval: { low: 1, high: 3 } }];
    const variants = all.variants.map((one, i) => (i === 0 ? one : { ...one, steadyState: { ...STEADY, growing } }));
    expect(comparisonReport({ ...all, variants })).toContain('In after: The backlog of q still grows at the end');
    const only = comparisonReport(given([EQUAL], { comparisons: 0 }));
    expect(only).not.toContain('Intervals');
  });

  it('has remarks, objectives that changed, and how it came to stop', () => {
    const changed = {
      objectives: [
        { text: 'q.failed == 0', met: [3, 0], changes: [{ gained: 0, lost: 3, verdict: 'tooFew', runsNeeded: 6 }] },
        { text: 'q.expired == 0', met: [3, 3], changes: [{ gained: 0, lost: 0, verdict: 'equal', runsNeeded: 6 }] },
      ],
      remarks: [{ about: 'duration', variant: 1 }],
      stopping: {
        leastRuns: 2,
        mostRuns: 3,
        looks: [2, 3],
        reached: false,
        precisions: [{ text: 'p within 1 %', wanted: 1, halfWidth: 2, reached: false }],
      },
    } as const;
    const text = comparisonReport(given([EQUAL], changed)).replace(/\s+/g, ' ');
    expect(text).toContain(
      'q.failed == 0 was met in 3 of 3 runs of before and in 0 of 3 of after; too few runs to be sure, it takes 6 at least.',
    );
    expect(text).toContain(
      'after against before: 1 objective missed in every run and met in every one of the baseline;',
    );
    expect(text).toContain('Note: after runs for 1 min and not for 1 min');
    expect(text).toContain('the most that were allowed, and too few to know p within 1 %');
    expect(text).toContain('1 other objective was met in every run.');
  });

  it.each([40, 60, 80, 120])('fits %i columns', (width) => {
    const names = ['注文キュー 🎉 in the file before the change', 'maximumConcurrency=8 reservedConcurrency=20'];
    const wide = { ...ALL, variants: ALL.variants.map((variant, i) => ({ ...variant, label: names[i]! })) };
    for (const line of comparisonReport(wide, { ...PLAIN, width }).split('\n'))
      expect([...line].length).toBeLessThanOrEqual(width);
  });
});

describe('the Markdown of a comparison', () => {
  it('has what differs in a table, and folds the rest', () => {
    const text = comparisonMarkdown(ALL);
    expect(text.startsWith('<!-- lagcast compare -->\n### lagcast compare: Orders\n')).toBe(true);
    const [before, folded] = text.split('<details>');
    expect(before).toContain('| q.latency | 1.1 s | 2.2 s | +100 % |');
    expect(before).toContain('✗ worse |');
    expect(before).not.toContain('| q.failed |');
    expect(folded).toContain('| q.failed | 0 | 0 | 0 | 0 | equal in every run |');
  });

  it('takes names for what they are: no markup, no columns, nobody is called', () => {
    expect(plain('a|b `c` *d* <img> @all [x](y)\n#1 $2$')).toBe(
      'a&#124;b \\`c\\` \\*d\\* &#60;img&#62; &#64;all \\[x\\](y) &#35;1 &#36;2&#36;',
    );
    const evil = comparisonMarkdown(given([SLOWER], { name: 'x | y <script> @team' }));
    expect(evil).not.toMatch(/<script>|@team/);
  });
});

describe('the CSV of a comparison', () => {
  it('has a row for each figure of each variant, in the units of results', () => {
    const rows = parse(comparisonCsv(ALL), { columns: true }) as unknown as Record<string, string>[];
    expect(rows).toHaveLength(16);
    expect(rows[0]).toMatchObject({
      figure: 'q.latency',
      variant: 'before',
      runs: '3',
      value: '1100000',
      verdict: '',
      difference: '',
    });
    expect(rows[1]).toMatchObject({ variant: 'after', difference: '1100000', relative: '1', verdict: 'worse' });
    expect(rows[14]).toMatchObject({ runs: '1', missing: '2', low: '' });
  });
});

describe('the charts of a comparison', () => {
  const small = { duration: '1 min', warmUp: '0 s' };
  const real = compare(
    [
      { scenario: servers(2, small), label: 'two' },
      { scenario: servers(3, small), label: 'three' },
    ],
    { replications: 4 },
  );

  it('are valid, compile without a warning, and say what there is to see', () => {
    const all = comparisonCharts(real);
    expect(all.map(({ id }) => id)).toEqual(['differences', 'latency-q', 'backlog-q']);
    for (const { id, spec } of all) {
      const isValid = validate(spec);
      expect([id, isValid ? [] : validate.errors?.slice(0, 3)]).toEqual([id, []]);
      expect([id, warnings(spec)]).toEqual([id, []]);
    }
    expect(all[1]!.title).toMatch(/^p99 of the latency of q: [\d.]+ s with two and [\d.]+ s with three$/);
    expect(all[2]!.title).toMatch(
      /^Backlog of q: at most \d+ with two and [\d.]+ with three, on average over the runs$/,
    );
  });

  it('have a line of differences for each figure that differs, and none where nothing does', () => {
    const [differences] = comparisonCharts(ALL);
    const text = JSON.stringify(differences!.spec);
    for (const name of ['latency', 'total', 'pollers', 'expired', 'depth', 'deadLettered'])
      expect(text).toContain(`"q.${name}"`);
    // Nothing to see where all is equal, and nothing to say without a value.
    for (const name of ['failed', 'endToEnd']) expect(text).not.toContain(`"q.${name}"`);
    expect(differences!.title).toBe('Against before: 1 figure better, 2 worse');
    expect(differences!.subtitle).toContain('An arrow: from 0, which has no shares.');
    expect([validate(differences!.spec), warnings(differences!.spec)]).toEqual([true, []]);
    expect(comparisonCharts(given([EQUAL]))).toEqual([]);
  });

  it('keep names out of expressions, and apart where they look alike', () => {
    const label = `'); alert(1) // ${'x'.repeat(60)}`;
    const variants = real.variants.map((variant, i) => ({ ...variant, label: `${label}${i}${'y'.repeat(20)}` }));
    for (const { id, spec } of comparisonCharts({ ...real, variants })) {
      expect([id, validate(spec)]).toEqual([id, true]);
      expect(
        JSON.stringify(spec, (key, value: unknown) =>
          key === 'labelExpr'
            ? value
            : key === 'data' || key === 'title' || key === 'description' || key === 'domain'
              ? 0
              : value,
        ),
      ).not.toContain('alert');
    }
  });
});
