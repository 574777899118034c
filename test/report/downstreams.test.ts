/** What results and reports say of downstreams that are called step by step; on runs worked out by hand. */
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/metrics/result.ts';
import { charts } from '../../src/report/charts/charts.ts';
import { reportPage } from '../../src/report/page/page.ts';
import { terminalReport } from '../../src/report/terminal.ts';
import { verdict } from '../../src/report/verdict.ts';
import { journaled, run } from '../support/run.ts';

interface Case {
  readonly db?: object;
  readonly use?: object;
  readonly more?: object;
}

/** One message a second from 1 s on, each worked on by an environment of its own for 100 ms and then by db for 10 s. */
const scenario = ({ db = {}, use = {}, more = {} }: Case): object => ({
  lagcast: 1,
  duration: '20 s',
  functions: {
    f: {
      coldStart: 'none',
      timeout: '60 s',
      handler: { perRecord: '100 ms', uses: [{ downstream: 'db', ...use }], onRecordError: 'report' },
    },
  },
  downstreams: { db: { latency: '10 s', connections: 3, onExhausted: 'wait', ...db }, other: {} },
  sources: {
    q: {
      type: 'sqs',
      visibilityTimeout: '6 min',
      arrivals: [{ records: [1, 2, 3, 4, 5].map((at) => ({ at: `${at} s` })) }],
    },
  },
  mappings: { m: { source: 'q', function: 'f', batchSize: 1, reportBatchItemFailures: true } },
  ...more,
});

const WAITS: Case = { use: { acquireTimeout: '2 s' } };

describe('a downstream that is called step by step', () => {
  it('has its calls and connections in the result', () => {
    const { downstreams, series } = run(scenario(WAITS));
    // Three connections from 1.1, 2.1 and 3.1 s on; the calls of 4.1 and 5.1 s give up after 2 s.
    expect(Object.keys(downstreams)).toEqual(['db']);
    expect(downstreams['db']).toMatchObject({
      ...{ calls: 5, callsFailed: 2, callsWaited: 2, connectionsLimit: 3, timeAtLimit: 20e6 - 3.1e6 },
      ends: { succeeded: 3, failed: 0, timedOut: 2, noConnection: 0, refused: 0, rejected: 0, abandoned: 0 },
      waited: { count: 5, min: 0, max: 2e6 },
      latency: { count: 5, min: 2e6, max: 10e6 },
      connections: { max: 3, last: 3, mean: 53.7e6 / 20e6 },
      connectionsWanted: { max: 2, last: 0, mean: (2 + 2) / 20 },
      inProgress: { max: 3, last: 0, mean: 30 / 20 },
    });
    const { db } = series.downstreams;
    expect(series.downstreams['other']).toBeUndefined();
    expect(Math.max(...db!.connections)).toBe(3);
    expect([db!.calls, db!.callsFailed].map((all) => all.reduce((sum, n) => sum + n, 0))).toEqual([5, 2]);
  });

  it('leaves the warm-up out of its figures', () => {
    const { db } = run(scenario({ ...WAITS, more: { warmUp: '6.5 s' } })).downstreams;
    expect(db).toMatchObject({ calls: 4, callsFailed: 1, timeAtLimit: 13.5e6, connections: { min: 3, max: 3 } });
  });

  it('has figures for objectives', () => {
    const wanted = [
      'max(db.connections) <= 3',
      'db.callsFailed == 2',
      'max(db.waited) <= 2 s',
      'p99(db.latency) < 9 s',
    ];
    const { objectives } = run(scenario({ ...WAITS, more: { objectives: [...wanted, 'db.timeAtLimit < 17 s'] } }));
    expect(objectives.map(({ met, unit }) => `${met} ${unit}`)).toEqual([
      ...['true count', 'true count', 'true duration', 'false duration', 'true duration'],
    ]);
  });

  it('is in the journal with the calls that did not succeed', () => {
    const lines = journaled(scenario(WAITS)).lines.filter(({ event }) => event === 'callEnded');
    expect(lines).toEqual(
      [6_100_000, 7_100_000].map((t) =>
        expect.objectContaining({ t, downstream: 'db', function: 'f', reason: 'timedOut', waited: 2_000_000, took: 0 }),
      ),
    );
  });

  it('is absent where nothing has limits', () => {
    const plain = run(scenario({ db: { connections: undefined, onExhausted: undefined } }));
    expect([plain.downstreams, plain.series.downstreams]).toEqual([{}, {}]);
    // Where time went names the wait for any.
    expect(terminalReport(plain)).not.toMatch(/^downstream/m);
  });
});

const said = (result: Result): string[] => verdict(result).filter((sentence) => / db[ ,:]|^db /.test(sentence));

describe('in words', () => {
  it('says since when all connections were open, and who waited', () => {
    expect(said(run(scenario(WAITS)))).toEqual([
      'db had all its 3 connections open from 3 s on; 2 calls waited.',
      'Of 5 calls to db, 2 did not succeed (40 %): 2 timed out.',
    ]);
  });

  it('says what calls met that nobody lets wait', () => {
    expect(said(run(scenario({ db: { onExhausted: 'fail' } })))).toEqual([
      'db had all its 3 connections open from 3 s on; 2 calls found none.',
      'Of 5 calls to db, 2 did not succeed (40 %): 2 found no connection.',
    ]);
    expect(said(run(scenario({ db: { connections: 5, onExhausted: 'fail' } })))).toEqual([
      'All 5 connections of db were open at some time, and nobody wanted more.',
    ]);
    expect(said(run(scenario({ db: { connections: 50 } })))).toEqual([]);
  });

  it('has a table, a sheet on the page, and a chart', () => {
    const result = run(scenario(WAITS));
    expect(terminalReport(result)).toMatch(
      /downstream {2}calls {2}failed {2}waited {2}wait p99 +p50 +p99 {2}connections +at once\ndb +5 +2 +2 +2 s +9\.99 s +10 s +3 of 3 +1\.5 \/ 3/,
    );
    const page = reportPage([result], [[]], { script: '', sha256: () => 'x' } as never)
      .replace(/<[^>]*>/g, ' ')
      .replace(/\s+/g, ' ');
    expect(page).toContain('… of them timed out 2');
    expect(page).toContain('time with all of them open 16.9 s');
    const chart = charts(result).find(({ id }) => id === 'connections-db')!;
    expect(chart).toMatchObject({
      part: { kind: 'downstream', name: 'db' },
      title: 'db has all its 3 connections open from 3 s to 20 s',
    });
    expect(JSON.stringify(chart.spec)).toContain('limit of connections');
  });
});
