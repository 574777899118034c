/** The tier in words, tables, charts and on the page: true, complete, and fitted; and nothing else in the scenario is needed for it. */
import { describe, expect, it } from 'vitest';
import { RESULT_SHAPE } from '../../src/cli/result-shape.ts';
import { checkObjective } from '../../src/metrics/figure.ts';
import type { Result } from '../../src/metrics/result.ts';
import type { TierResult } from '../../src/metrics/tier/result.ts';
import { charts } from '../../src/report/charts/charts.ts';
import { reportPage } from '../../src/report/page/page.ts';
import { compiled } from '../../src/report/page/compiled.ts';
import { terminalReport } from '../../src/report/terminal.ts';
import { tierVerdict } from '../../src/report/tier-verdict.ts';
import { verdict } from '../../src/report/verdict.ts';
import { columnsOf } from '../../src/report/width.ts';
import { expectTaken } from '../support/chart-contract.ts';
import type { Open } from '../support/charts.ts';
import { run } from '../support/run.ts';
import { S, TierByHand } from '../support/tier.ts';

/** A scenario that has a tier and nothing else; and the same as if it had no tier either. */
const onlyTier = run({
  lagcast: 1,
  duration: '400 s',
  seed: 1,
  tier: { queues: 4, tenants: { quiet: { count: 3, service: '10 ms', arrivals: [{ rate: '1/s' }] } } },
});

const nothingElse: Result = { ...onlyTier, tier: null, inputs: [], assumptions: [] };

/** Three quiet tenants, of which one waits for five seconds and one to the end, and a noisy one with a backlog. */
function byHand(): TierByHand {
  const measure = { from: 60 * S, until: 180 * S, trigger: { from: 60 * S, until: 120 * S } };
  const groups = [
    ['quiet', 3],
    ['noisy', 1, true],
  ] as const;
  const tier = new TierByHand({ measure, groups, queues: 4, drainRate: 1 });
  tier.recorder.slotsChanged(4);
  tier.goTo(50 * S);
  const before = tier.accept(0);
  tier.goTo(60 * S);
  const noise = Array.from({ length: 30 }, () => tier.accept(3, 1));
  const late = tier.accept(1, 1);
  tier.accept(2, 1);
  tier.goTo(65 * S);
  for (const slot of [before, late, ...noise.slice(0, 20)]) {
    tier.begin(slot);
    tier.succeed(slot, 0);
  }
  return tier.goTo(400 * S);
}

const tierOf = (edit: (tier: Open<TierResult>) => void = () => {}, without: number | null = 0): Result => {
  const tier = structuredClone(byHand().result(without)) as Open<TierResult>;
  edit(tier);
  return { ...nothingElse, tier } as Result;
};

it('words for who suffers, from what, and what stands behind it', () => {
  expect(tierVerdict(tierOf())).toEqual([
    '2 of 3 quiet tenants waited longer than 1 s (p99 until the first run, of events accepted from 1 min to 3 min), on average 173 times as long.',
    'Without the noise nobody would have.',
    '11 events of all tenants in that time still waited for the first run at the end: they count with their age by then.',
    '2 tenants had fewer than 100 events in that time: their p99 is their greatest value.',
    'Of 3 events of quiet, 2 were done: half waited at most 15 s for the first run, 99 % at most 5 min 40 s by the end; 1 was not done with at the end.',
    'Of 30 events of noisy, 20 were done: half waited at most 5 s for the first run, 99 % at most 5 min 40 s by the end; 10 were not done with at the end.',
    'At the end the backlog was still more than twice what it had been before 1 min.',
    expect.stringMatching(/^87.5 % of the slot-time of pollers was idle while events waited in other queues\.$/),
  ]);
});

it.each([
  [0, 0, 'The noise harms nobody.'],
  [2, 0, 'Without the noise nobody would have.'],
  [2, 2 / 3, 'The noise harms nobody beyond those who are harmed without it (66.7 %).'],
  [
    1,
    2 / 3,
    'The noise harms nobody beyond those who are harmed without it: 66.7 % are without it, and 33.3 % with it.',
  ],
  [2, 1 / 3, 'Without the noise 33.3 % are harmed as well: the noise adds 33.3 % of the tenants.'],
])('%s harmed, and %s of all without the noise', (harmed, without, said) => {
  const result = tierOf(({ harm }) =>
    Object.assign(harm, { harmed, blastRadius: harmed / 3, without, excess: harmed / 3 - without }),
  );
  expect(tierVerdict(result)[1]).toBe(said);
});

it('nothing is said of the noise where it was not left out, and nobody is quiet where nobody is noisy', () => {
  const said = tierVerdict(
    tierOf((tier) => {
      delete tier.groups['noisy'];
      Object.assign(tier.harm, { harmed: 0, without: null, excess: null });
    }),
  );
  expect(said[0]).toMatch(/^None of the 3 tenants waited longer than 1 s \(/);
  expect(said.join(' ')).not.toContain('noise');
});

it('lanes, leases, callers, blocked queues and recovery, each where there is something to say', () => {
  const said = tierVerdict(
    tierOf((tier) => {
      Object.assign(tier.lanes, { opened: 1, closed: 1, denied: 2, firstAt: 65 * S });
      Object.assign(tier.leases, { moved: 3, lapsed: 1 });
      tier.blocked = 10 * S;
      tier.harm.recovery = { mean: 2 * S, max: 3 * S, unrecovered: 1 };
      tier.work.drainTime = 200 * S;
      tier.groups['quiet']!.callers = { answered: 5, timedOut: 4, sentAgain: 3, gaveUp: 1 };
      tier.groups['noisy']!.rejected.queueFull = 7;
    }),
  );
  for (const sentence of [
    '3 min 20 s after 2 min the backlog was back at twice what it had been before.',
    '1 tenant that suffered had not recovered at the end; the last to recover did so 3 s after 2 min.',
    '1 express lane was opened, the first at 1 min 5 s, and 1 was closed again.',
    '2 times a tenant got none, for all lanes were taken.',
    '3 leases moved to another host and 1 time a queue had no host.',
    'Queues handed out nothing for 10 s in all, because too many of their events were in flight.',
    'Callers of quiet lost patience 4 times and sent 3 of these events again; 5 heard in time.',
  ])
    expect(said).toContain(sentence);
  expect(said.join(' ')).toContain('7 more were rejected by a full queue');
});

describe('the terminal', () => {
  const lines = terminalReport(tierOf()).split('\n');
  /** The line below the one that begins so, or that one itself. */
  const at = (start: string, plus = 0): string => lines[lines.findIndex((line) => line.startsWith(start)) + plus]!;

  it('has the groups, who suffers and the worst', () => {
    expect(at('quiet  ', 0)).toMatch(/^quiet {2}/);
    expect(at('noisy (noisy)').split(/ {2,}/)).toEqual(
      expect.arrayContaining(['noisy (noisy)', '1', '30', '20', '0', '10', '0', '5 s', '5 min 40 s', '5 s']),
    );
    expect(at('p99 > 1 s').split(/ {2,}/)).toEqual(['p99 > 1 s', '2', '3', '66.7 %', '0 %', '66.7 %', '× 173', '30']);
    expect(at('worst tenants', 1).split(/ {2,}/)).toEqual(['quiet/3', '1', '5 min 40 s']);
    expect(lines.join(' ')).toContain('tier: 4 queues, shuffle, fifo, pollers static; deepest 32, imbalance');
  });

  it.each([20, 40, 80, 200])('is no wider than %s columns', (width) => {
    const text = terminalReport(tierOf(), { width, paint: (_kind, said) => said });
    // Paths of facts are to be copied, and are not broken.
    const isPath = (line: string): boolean => /^ +[\w.]+,?$/.test(line);
    expect(text.split('\n').filter((line) => columnsOf(line) > width && !isPath(line))).toEqual([]);
  });

  it('has nothing of a tier where there is none, and survives a scenario without anything else', () => {
    expect(onlyTier.tier?.groups['quiet']?.succeeded).toBe(400);
    expect(terminalReport(nothingElse)).not.toMatch(/tenants|tier/);
    expect(verdict(nothingElse)).toEqual([]);
    expect(charts(nothingElse)).toEqual([]);
  });
});

describe('the charts', () => {
  const all = charts(tierOf());
  const titleOf = (id: string): string | undefined => all.find((one) => one.id === id)?.title;

  it('are three, as the schema has them', () => {
    expect(all.map(({ id }) => id)).toEqual(['tenants-tier', 'queues-tier', 'backlog-tier']);
    for (const chart of all) expectTaken(chart);
  });

  it('say what is true', () => {
    expect(titleOf('tenants-tier')).toBe(
      '2 of 3 quiet tenants wait longer than 1 s; the worst has a p99 of 5 min 40 s',
    );
    expect(titleOf('queues-tier')).toMatch(
      /^The deepest queue of the tier holds 32 around 1 min( 2 s)?; \d+(\.\d+)? % of queue-time is hot$/,
    );
    expect(titleOf('backlog-tier')).toBe('At most 30 events of noisy are stored, around 1 min 2 s');
  });

  it('show tenants by rank, the worst first, on an axis of their own', () => {
    const { spec } = all[0]!;
    const { layer } = spec as unknown as { layer: { data: { values: object[] }; encoding: { x: object } }[] };
    expect(layer[0]!.data.values).toEqual([
      { rank: 1, v: 340, s: 'noisy' },
      { rank: 1, v: 340, s: 'quiet' },
      { rank: 2, v: 5, s: 'quiet' },
    ]);
    expect(layer[0]!.encoding.x).toMatchObject({ scale: { type: 'log', domain: [1, 2] } });
  });

  it('are left out where nothing happened', () => {
    const idle = new TierByHand().goTo(400 * S).result();
    expect(charts({ ...nothingElse, tier: idle })).toEqual([]);
  });
});

describe('the page', () => {
  const runtime = { script: '', sha256: () => '' };
  const pageOf = async (...results: Result[]): Promise<string> =>
    reportPage(results, await Promise.all(results.map((one) => compiled(charts(one)))), runtime);
  const textOf = (page: string): string =>
    page
      .replace(/<style>.*<\/style>/s, '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ');

  it('has the tier, its groups and the worst tenants', async () => {
    const text = textOf(await pageOf(tierOf()));
    for (const said of [
      'blast radius 66.7 %',
      'quiet/3 1 5 min 40 s harmed',
      'quiet/2 1 5 s harmed',
      'age at first run, of the window 2',
    ])
      expect(text).toContain(said);
  });

  it('does not put tenants on the axis of time', async () => {
    const page = await pageOf(tierOf());
    const data = JSON.parse(/<script type="application\/json" id="charts">(.*?)<\/script>/s.exec(page)![1]!) as {
      charts: { isOverTime: boolean; spec: { scales?: { name: string; domain: unknown }[] } }[];
    };
    expect(data.charts.map(({ isOverTime }) => isOverTime)).toEqual([false, true, true]);
    expect(data.charts[0]!.spec.scales!.find(({ name }) => name === 'x')!.domain).toEqual([1, 2]);
  });

  it('shows whatever is changed in the tier', async () => {
    const base = structuredClone(byHand().result(0)) as Open<TierResult>;
    base.harm.recovery = { mean: 2 * S, max: 3 * S, unrecovered: 1 };
    base.groups['quiet']!.callers = { answered: 5, timedOut: 4, sentAgain: 3, gaveUp: 1 };
    base.lanes.firstAt = 5 * S;
    const pageOfTier = (tier: TierResult): string =>
      withoutWords(reportPage([{ ...nothingElse, tier }], [[]], runtime));
    const before = pageOfTier(base as TierResult);
    const unseen: string[] = [];
    visit(base, [], (path, change) => {
      const undo = change();
      if (!/callers$/.test(path) && pageOfTier(base as TierResult) === before) unseen.push(path);
      undo();
    });
    expect(unseen).toEqual([]);
  });
});

function withoutWords(page: string): string {
  return page.replace(/<section id="words".*?<\/section>/s, '');
}

/** Every number and text that there is, with a way to change it that gives a way back. */
function visit(part: object, path: readonly string[], each: (path: string, change: () => () => void) => void): void {
  for (const [key, value] of Object.entries(part) as [string, unknown][]) {
    const here = [...path, key];
    if (here.includes('series') || here.includes('histogram')) continue;
    if (typeof value === 'object' && value !== null) visit(value, here, each);
    else
      each(here.join('.'), () => {
        const open = part as Record<string, unknown>;
        open[key] =
          typeof value === 'boolean' ? !value : typeof value === 'string' ? `${value}x` : Number(value) * 3 + 1e9;
        return () => (open[key] = value);
      });
  }
}

it('is read back from a file, and objectives find its figures', () => {
  const result = tierOf();
  const copy = JSON.parse(JSON.stringify(result)) as Result;
  expect(RESULT_SHAPE.safeParse(copy).error?.issues ?? []).toEqual([]);
  expect(RESULT_SHAPE.safeParse({ ...copy, tier: { ...copy.tier, worst: [{}] } }).success).toBe(false);
  const objective = {
    text: '',
    statistic: undefined,
    name: 'tier',
    figure: 'blastRadius',
    operator: '<',
    limit: 0.5,
  } as const;
  expect(checkObjective(result, objective, 'count')).toMatchObject({ met: false, value: 2 / 3 });
  const p90 = { ...objective, name: 'quiet', figure: 'firstAttemptAge', statistic: 'p90', limit: 400 * S };
  expect(checkObjective(result, p90, 'duration')).toMatchObject({ met: true, value: 340 * S });
});
