/** The page: that it has all a result says, in order, as text, and always the same. What it does in a browser: test/browser. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../src/metrics/result.ts';
import { charts } from '../../src/report/charts/charts.ts';
import { compiled } from '../../src/report/page/compiled.ts';
import { reportPage } from '../../src/report/page/page.ts';
import { FULL, hostile, HOSTILE, resultOf, RUNTIME, SCRIPT } from '../support/reports.ts';

let result: Result;
let other: Result;

beforeAll(() => {
  result = resultOf(FULL);
  other = resultOf(
    FULL.replace('reservedConcurrency: 8', 'reservedConcurrency: 40').replace('duration: 10', 'duration: 5'),
  );
});

const pageOf = (...results: readonly Result[]): string =>
  reportPage(
    results,
    results.map(() => []),
    RUNTIME,
  );
const withCharts = async (...results: readonly Result[]): Promise<string> =>
  reportPage(results, await Promise.all(results.map((one) => compiled(charts(one)))), RUNTIME);
/** What a reader sees of markup. */
const textOf = (markup: string): string =>
  markup
    .replace(/<(style|script)[^>]*>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(
      /&(lt|gt|quot|amp|#39);/g,
      (_, name: string) => ({ lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'" })[name]!,
    )
    .replace(/\s+/g, ' ');
const rowsOf = (markup: string): string[] =>
  [...markup.matchAll(/<tr[\s\S]*?<\/tr>/g)].map(([row]) => textOf(row).trim());
const sectionOf = (markup: string, id: string): string => {
  const rest = markup.slice(markup.indexOf(`<section id="${id}"`));
  return rest.slice(0, rest.slice(1).search(/<section id=|<\/main>/) + 1);
};

describe('one result', () => {
  it('goes from what matters most to what one looks up', async () => {
    const text = textOf(await withCharts(result));
    const parts = [
      'All of it',
      'seed 1 · rules current · lagcast 0.1.0 · simulated: 10 min, figures without the first 30 s',
      'Is everything shown?',
      'Objectives 1 of 2 missed',
      'p99(jobs.latency) < 1 s ✗ missed',
      'jobs.deadLettered > 0 ✓ met',
      'In words Of',
      'Figures Queues',
      'What became of the records From left to right',
      'Over time',
      'source jobs',
      'mapping jobs-to-worker',
      'function worker',
      'All figures Books',
      'Dead letters by what ended their last receive',
      'Throttles by reason',
      'What was out',
      'Inputs',
      'Facts relied on overridden',
      'assumed',
      'documented',
      'Repeat it',
      'npx lagcast@0.1.0 run SCENARIO.yaml --seed=1 --rules current',
    ];
    let from = 0;
    for (const part of parts) {
      const at = text.indexOf(part, from);
      expect([part, at >= from]).toEqual([part, true]);
      from = at;
    }
  });

  it('has something of everything in the sample', () => {
    const [source, mapping, fn] = [
      result.sources['jobs']!,
      result.mappings['jobs-to-worker']!,
      result.functions['worker']!,
    ];
    const clicks = result.mappings['clicks-to-reader']!.stream!;
    expect([
      source.deadLettered > 0,
      result.outages.length,
      mapping.errorBackOff !== null,
      fn.provisioned !== null,
      clicks.blockedSpans.length,
      result.sources['clicks']!.stream!.reshards.length,
    ]).toEqual([true, 1, true, true, 1, 3]);
    expect(result.account.claimed).not.toBeNull();
    expect(fn.reservedConcurrencyChanges).toHaveLength(1);
    expect(fn.provisioned!.changes).toHaveLength(1);
    expect(result.account.worst!.owners.length).toBeGreaterThan(1);
    expect(result.account.causedBy!.length).toBeGreaterThan(0);
    expect(result.assumptions.some(({ overridden }) => overridden)).toBe(true);
    expect(Object.keys(fn.throttlesBy).length).toBeGreaterThan(0);
  });

  it('shows everything: whatever is changed in the result changes the page', () => {
    const page = pageOf(result);
    const leaves = leavesOf(result).filter(
      // What a source of events has under two names is shown once. Prices go by the identifier of their fact, so that its path says nothing
      // more; what a line of the bill is for stands there in words. Where time went stands there once: of a queue, and of each mapping of a
      // stream. The last but those: parts that the result, a source, a mapping or a function has not.
      ([path]) =>
        !/histogram|uploads\.(arrived|duplicates|puts\w+)$|^series|^tier$|^outages.*kind|\.unit$|mappings\.[^.]+\.(source|function)$|^cost\.lines\.\d+\.(item|fact|inMonth\.tiers\.\d+\.fact)$|\.(stream|async|provisioned|errorBackOff|endToEnd|memoryUsed|effects|groups|fifo|whereTimeWent)$|^mappings\.jobs[^.]*\.whereTimeWent|^sources\.clicks\.whereTimeWent/.test(
          path,
        ),
    );
    expect(leaves.length).toBeGreaterThan(400);
    // Beside the sentences, which tell only what stands out.
    const figuresOf = (markup: string) => markup.replace(sectionOf(markup, 'words'), '');
    const figures = figuresOf(page);
    const unseen = leaves.filter(([, change]) => figuresOf(pageOf(change(result))) === figures).map(([path]) => path);
    expect(unseen).toEqual([]);
    expect(textOf(page)).toContain('jobs source 2 min 2 min 30 s');
    expect(textOf(page)).toContain('reads from jobs');
    expect(textOf(page)).toContain('invokes worker');
  }, 180_000);

  it('is the same whenever it is made, and holds no path, host or time of day', async () => {
    const page = await withCharts(result);
    expect(await withCharts(structuredClone(result))).toBe(page);
    expect(page).not.toMatch(/file:|\/home\/|\/tmp\/|localhost|\d{2}:\d{2}:\d{2}/);
  });

  it('links nowhere but into itself', async () => {
    const page = await withCharts(result);
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!));
    const links = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, link]) => link!);
    expect(links.length).toBeGreaterThan(6);
    expect(links.filter((link) => !ids.has(link.slice(1)))).toEqual([]);
    expect(page.match(/https?:\/\//)).toBeNull();
  });

  it('does without charts, objectives and question', () => {
    const bare = { ...result, objectives: [], question: null };
    const text = textOf(pageOf(bare));
    expect(text).not.toContain('Over time');
    expect(text).not.toContain('null');
    expect(text).toContain('The scenario sets no objectives.');
  });

  it('shows the first hundred of very many parts, and how many more there are', () => {
    const many = Object.fromEntries(Array.from({ length: 130 }, (_, i) => [`jobs-${i}`, result.sources['jobs-dlq']!]));
    const series = Object.fromEntries(Object.keys(many).map((name) => [name, result.series.sources['jobs-dlq']!]));
    const of = {
      ...result,
      sources: { ...result.sources, ...many },
      series: { ...result.series, sources: { ...result.series.sources, ...series } },
    };
    const page = pageOf(of);
    expect(textOf(page)).toContain('32 queues more: only the first 100 are shown');
    expect(page).toContain('jobs-97<');
    expect(sectionOf(page, 'figures')).not.toContain('jobs-98<');
  });

  it('shows the first ten changes of provisioned concurrency, and how many more there were', () => {
    const worker = result.functions['worker']!;
    const changes = Array.from({ length: 12 }, (_, i) => ({ at: (i + 1) * 60_000_000, to: i, why: 'scaleOut' }));
    const text = (provisioned: object) => {
      const fn = { ...worker, provisioned: { ...worker.provisioned!, ...provisioned } };
      return textOf(pageOf({ ...result, functions: { ...result.functions, worker: fn } }));
    };
    expect(text({ changes, changesLeftOut: 30 })).toContain('9 from 10 min on (scaled out); 32 more provisioned used');
    expect(text({ changes: changes.slice(0, 10) })).toContain('9 from 10 min on (scaled out) provisioned used');
    expect(text({ changes: [] })).not.toContain('provisioned changed');
  });

  it('says of an account that one alone uses what is claimed, and no more', () => {
    const { worst, causedBy, ...account } = result.account;
    const rows = rowsOf(pageOf({ ...result, account }));
    expect(rows).toContain('limit claimed mean claimed min claimed max claimed last');
    expect(rows.some((row) => row.startsWith('mapping or source'))).toBe(false);
    expect(rowsOf(pageOf(result, { ...result, account })).filter((row) => row.includes('refusals then'))).toHaveLength(
      1,
    );
    expect(rowsOf(pageOf({ ...result, account: { ...account, worst: null } })).join()).not.toContain('refusals then');
    expect([worst!.owners.length, causedBy!.length].every((n) => n > 0)).toBe(true);
  });

  it('tells how to repeat it, whatever the seed is', () => {
    const commandOf = (seed: number | string) => /npx .*?(?= digest )/.exec(textOf(pageOf({ ...result, seed })))![0];
    expect(commandOf(-7)).toBe('npx lagcast@0.1.0 run SCENARIO.yaml --seed=-7 --rules current');
    expect(commandOf("it's; rm -rf /")).toBe(
      `npx lagcast@0.1.0 run SCENARIO.yaml '--seed=it'\\''s; rm -rf /' --rules current`,
    );
    expect(commandOf('7')).toBe('npx lagcast@0.1.0 run SCENARIO.yaml --rules current');
  });
});

describe('several results', () => {
  it('have a column each, and what differs is marked', () => {
    const page = pageOf(result, { ...other, name: 'The other' });
    const rows = rowsOf(sectionOf(page, 'figures'));
    const arrived = [result, other].map(({ sources }) => sources['jobs']!.arrived.toLocaleString('en'));
    expect(rows).toContain(`jobs arrived ≠ differs ${arrived.join(' ')}`);
    expect(rows.filter((row) => /^jobs-dlq arrived/.test(row))).toEqual(['jobs-dlq arrived 0 0']);
    expect(rows[0]).toBe('queue, figure All of it The other');
  });

  it('show the inputs that differ first, and no others there', () => {
    const inputs = sectionOf(pageOf(result, other), 'inputs');
    const differing = rowsOf(inputs.slice(0, inputs.indexOf('<details')));
    expect(differing.slice(1)).toEqual(['duration 10 min 5 min', 'functions.worker.reservedConcurrency 8 40']);
  });

  it('of one name are told apart by what differs, or by their place', () => {
    const heads = (...results: Result[]) => rowsOf(sectionOf(pageOf(...results), 'figures'))[0];
    expect(heads(result, { ...result, seed: 2 })).toBe('queue, figure All of it · seed 1 All of it · seed 2');
    expect(heads(result, result)).toBe('queue, figure All of it (1) All of it (2)');
    expect(heads(result, { ...result, rules: 'ideal', version: '9' })).toContain('All of it · rules ideal · lagcast 9');
  });

  it('have their objectives, sentences and commands each', () => {
    const page = pageOf(result, { ...other, name: 'The other', objectives: [] });
    expect(textOf(sectionOf(page, 'objectives'))).toContain('All of it: 1 of 2 missed ; The other: No objectives .');
    expect([...sectionOf(page, 'words').matchAll(/<h3>(.*?)<\/h3>/g)].map(([, name]) => name)).toEqual([
      'All of it',
      'The other',
    ]);
    expect(sectionOf(page, 'repeat').match(/npx lagcast/g)).toHaveLength(2);
  });

  it('have the charts of one thing below each other', async () => {
    const page = await withCharts(result, { ...other, name: 'The other' });
    const titles = [...page.matchAll(/<h4><span class="kind">(.*?)<\/span> (\w+)/g)].map(([, label, first]) => [
      label,
      first,
    ]);
    expect(titles.slice(0, 2)).toEqual([
      ['All of it', 'Latency'],
      ['The other', 'Latency'],
    ]);
  });

  it('may be six, with parts that not all have', () => {
    const without = { ...other, mappings: {}, name: 'No mapping' };
    const page = pageOf(result, other, without, result, other, without);
    expect(textOf(page)).toContain('6 results side by side');
    expect(rowsOf(sectionOf(page, 'figures')).find((row) => row.includes('jobs-to-worker throttles'))).toMatch(
      / – .* –$/,
    );
  });
});

describe('hostile names', () => {
  let page: string;

  beforeAll(async () => {
    page = await withCharts(hostile(result), hostile(other));
  });

  it('are on it, as text', () => {
    const text = textOf(page);
    const there = HOSTILE.filter((name) => text.includes(name.replace(/\s+/g, ' ').trim()));
    expect(there).toEqual([...HOSTILE]);
  });

  it('make no element and no attribute', () => {
    const scripts = [...page.matchAll(/<script[\s>]/g)];
    expect(scripts).toHaveLength(2);
    const outside = page
      .replace(/<(style|script)[^>]*>[\s\S]*?<\/\1>/g, '')
      .replace(/^<!doctype html>\n<!-- lagcast report -->\n/, '');
    const tag =
      /^<\/?(?:html|head|meta|title|body|main|header|nav|section|article|a|h[1-4]|p|div|span|strong|ul|li|table|caption|thead|tbody|tr|th|td|code|pre|details|summary|dl|dt|dd|label|input|button|figure|figcaption|noscript|svg|rect|line|desc|path|text|tspan)(?: (?:viewBox|d|dy|x1|x2|y1|y2|rx|visibility|data-from|data-until|data-name|text-anchor|preserveAspectRatio|x|y|width|height|lang|charset|name|content|http-equiv|class|id|href|scope|role|aria-label|aria-labelledby|aria-describedby|aria-hidden|aria-disabled|tabindex|title|type|autocomplete|spellcheck)="[^"<>]*"| (?:open|hidden|disabled))*>$/;
    const odd = [...outside.matchAll(/<[^>]*>?/g)].map(([text]) => text).filter((text) => !tag.test(text));
    expect(odd).toEqual([]);
  });

  it('are no part of an id, a class or a link', () => {
    const values = [...page.matchAll(/ (?:id|class|href|aria-labelledby|aria-describedby)="([^"]*)"/g)].map(
      ([, value]) => value!,
    );
    expect(values.filter((value) => !/^#?[a-z0-9- ]+$/.test(value))).toEqual([]);
  });

  it('end no data: it is JSON, and gives them back', () => {
    const data = /<script type="application\/json" id="charts">([^<>]*)<\/script>/.exec(page)![1]!;
    expect(data).not.toMatch(/[\u2028\u2029]/);
    expect(JSON.stringify(JSON.parse(data))).toContain(JSON.stringify(SCRIPT).slice(1, 10));
  });
});

it('lets nothing run or be loaded but its own style and script', () => {
  const page = pageOf(result);
  const style = /<style>([\s\S]*?)<\/style>/.exec(page)![1]!;
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)!;
  expect(policy!.replaceAll('&#39;', "'").split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'sha256-hash-of-5'",
    `style-src 'sha256-hash-of-${style.length}'`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ]);
  expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style'));
});

type Change = (result: Result) => Result;

/** Every value in a result, by its path, with how to change it to one that is nowhere else. */
function leavesOf(of: Result): [string, Change][] {
  const found: [string, Change][] = [];
  const visit = (value: unknown, path: readonly string[]): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [key, part] of Object.entries(value)) if (isAsked(value, key)) visit(part, [...path, key]);
    } else found.push([path.join('.'), (result) => changed(result, path) as Result]);
  };
  visit(of, []);
  return found;
}

/** Of long lists, as of all facts and all inputs, whose rows are alike, every fifth entry and the last. */
function isAsked(of: object, key: string): boolean {
  if (!Array.isArray(of) || of.length < 20) return true;
  return Number(key) % 5 === 0 || Number(key) === of.length - 1;
}

function changed(value: unknown, path: readonly string[]): unknown {
  const [key, ...rest] = path;
  if (key !== undefined) {
    const of = value as Record<string, unknown>;
    const part = changed(of[key], rest);
    return Array.isArray(of)
      ? of.map((one, i) => (String(i) === key ? part : (one as unknown)))
      : { ...of, [key]: part };
  }
  if (typeof value === 'boolean') return !value;
  return typeof value === 'string' ? `${value}X` : ((value as number | null) ?? 0) * 3 + 1_234_567;
}
