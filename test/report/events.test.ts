/** Asynchronous invocation as people see it: sentences, tables and lines, charts. What is said must be true of runs worked out by hand. */
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/metrics/result.ts';
import { charts } from '../../src/report/charts/charts.ts';
import { terminalReport } from '../../src/report/terminal.ts';
import { verdict } from '../../src/report/verdict.ts';
import { run } from '../support/run.ts';

const EXACT = {
  'async.dispatch': 'off',
  'async.handOver': 'off',
  'async.retry.error.jitter': '0 %',
  'async.retry.throttle.jitter': '0 %',
};

const runOf = (source: object, fn: object = {}, more: object = {}): Result =>
  run({
    lagcast: 1,
    duration: '10 min',
    facts: EXACT,
    functions: {
      f: {
        timeout: '3 min',
        coldStart: 'none',
        handler: { duration: '1 s', when: [{ attributes: { bad: true }, then: 'throw' }] },
        ...fn,
      },
    },
    sources: { e: { type: 'async', function: 'f', ...source }, dlq: { type: 'sqs' } },
    ...more,
  });
const said = (result: Result): string => verdict(result).join('\n');
const bad = { attributes: { bad: true } };

describe('the verdict', () => {
  it('of one event', () => {
    expect(said(runOf({ arrivals: [{ records: [{}] }] }))).toBe(
      'The only event sent to e was handled: half within 1 s, 99 % within 1 s, the slowest after 1 s.',
    );
    expect(said(runOf({ arrivals: [{ records: [bad] }] }))).toContain('The only event sent to e was not handled.\n');
  });

  it('of events that fail, that nobody is told of', () => {
    const text = said(runOf({ arrivals: [{ records: [{}, {}, bad, bad] }] }));
    expect(text).toContain('Of 4 events of e accepted with 202, 2 (50 %) were handled');
    expect(text).toContain('; 2 were given up.');
    expect(text).toContain('2 events of e were given up: failed 3 times (maximumRetryAttempts 2).');
    expect(text).toContain(
      'The caller was told 202 for all of them: nobody learns of a dropped event unless onFailure or deadLetterQueue says so.',
    );
    expect(text).not.toMatch(/message|retention/);
  });

  it('of events that become too old without ever running, and of throttles', () => {
    const handler = { duration: '100 s' };
    const text = said(
      runOf(
        { maximumEventAge: '1 min', onFailure: 'dlq', arrivals: [{ records: [{}, { at: '1 ms' }, { at: '2 ms' }] }] },
        { reservedConcurrency: 1, handler },
      ),
    );
    // Tried at 0, 1, 3, 7, 15 and 31 s: the next would be at 63 s.
    expect(text).toContain(
      '2 events of e were given up: became too old (maximumEventAge 1 min), without ever running.',
    );
    expect(text).toContain('They went to the onFailure destination dlq (2).');
    expect(text).toContain(
      'Of 13 tries to invoke f for e, 12 were throttled; events waited up to 16 s for the next try.',
    );
    expect(text).toContain('2 messages wait in dlq, which no mapping reads.');
    expect(text).not.toContain('None of the 2 messages');
  });

  it('of what cannot be delivered, and of no concurrency at all', () => {
    const text = said(
      runOf(
        { deadLetterQueue: { sns: 't' }, arrivals: [{ records: [{ size: '300 kB' }] }] },
        { reservedConcurrency: 0 },
      ),
    );
    expect(text).toContain('came while f had a reserved concurrency of 0, without ever running.');
    expect(text).toContain('Nobody could be told of it; 1 record could not be delivered and was lost.');
  });

  it('of a service in front that has to wait', () => {
    const text = said(
      runOf(
        { origin: 'sns', arrivals: [{ records: [{ at: '1 s' }] }] },
        {},
        { events: [{ at: '500 ms', for: '1 s', outage: { source: 'e' } }] },
      ),
    );
    expect(text).toMatch(/SNS tried \d+ times? in vain to hand over events of e, and came through in the end\./);
    expect(text).toContain('Lambda accepted no events of e, and SNS could hand over none, from 500 ms to 1.5 s.');
  });
});

/** All that can be said, with long names. */
const rough = runOf(
  {
    origin: 'eventBridge',
    maximumEventAge: '2 min',
    maximumRetryAttempts: 1,
    lostAcknowledgements: '20 %',
    onFailure: 'dlq',
    deadLetterQueue: { sns: 'a-topic-with-quite-a-long-name' },
    upstreamRetries: { attempts: 1 },
    arrivals: [{ rate: { poisson: '3/s' } }],
  },
  { reservedConcurrency: 1, timeout: '2 s', handler: { duration: '300 ms', invocationFails: '20 %' } },
  { warmUp: '30 s', events: [{ at: '2 min', for: '1 min', outage: { source: 'e' } }] },
);

it.each([40, 60, 80, 100, 120])('the tables fit %i columns', (width) => {
  const lines = terminalReport(rough, { width, paint: (_kind, text) => text }).split('\n');
  // A reason of the service is one word, and longer than a narrow terminal.
  const ours = lines.filter((line) => !line.startsWith('(ReservedFunction'));
  for (const line of ours) expect(stringWidth(line), line).toBeLessThanOrEqual(width);
});

it('the tables have what became of events, and none of queues has them', () => {
  const text = terminalReport(rough, { width: 120, paint: (_kind, text) => text });
  const { books, async, succeeded } = rough.sources['e']!;
  const count = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/, ',');
  expect(text).toMatch(
    new RegExp(`\\nasync +accepted .*\\ne +${count(async!.received)} +${count(succeeded)} +${count(async!.dropped)} `),
  );
  const { succeeded: handled, failed, expired, waiting } = books.out;
  const row = [books.in.arrived, '=', handled, failed, expired, waiting].map((n) =>
    n === '=' ? n : count(n as number),
  );
  expect(text.replace(/ +/g, ' ')).toContain(`\ne ${row.join(' ')}\n`);
  const { onFailure, upstream, droppedBy } = async!;
  expect(text).toContain(
    `e: dropped: RetriesExhausted ${count(droppedBy.RetriesExhausted)}, EventAgeExceeded ${count(droppedBy.EventAgeExceeded)}; ${count(onFailure!.delivered)} to onFailure dlq,`,
  );
  expect(text.replace(/\s+/g, ' ')).toContain(`${upstream.dropped} dropped by EventBridge before Lambda had them`);
  expect(text).not.toMatch(/\nsource .*\n(.*\n)*e +[\d,]+ .*\n(?=.*dead-lettered)/);
});

describe('charts', () => {
  const all = charts(rough);
  const of = (id: string) => all.find((chart) => chart.id === id)!;
  const values = (spec: object): { s: string; v: number | null }[] =>
    JSON.stringify(spec)
      .match(/\{"t":[^}]*\}/g)!
      .map((text) => JSON.parse(text) as { s: string; v: number | null });

  it('there are those of events, and not those of queues', () => {
    const ids = all.filter(({ part }) => part.name === 'e').map(({ id }) => id);
    expect(ids).toEqual(['latency-e', 'event-age-e', 'backlog-e', 'events-e']);
    for (const { part, title, subtitle } of all)
      if (part.name === 'e') expect(`${title} ${subtitle}`).not.toContain('message');
    expect(
      charts(run({ lagcast: 1, duration: '1 min', sources: { q: { type: 'sqs', arrivals: [{ rate: '1/s' }] } } })).map(
        ({ id }) => id,
      ),
    ).not.toContain('events-q');
  });

  it('ages stand against the limit', () => {
    const points = values(of('event-age-e').spec);
    expect(new Set(points.map(({ s }) => s))).toEqual(
      new Set(['warm-up', 'e out', 'greatest', 'mean', 'maximumEventAge', 'maximumEventAge 2 min']),
    );
    expect(points.find(({ s }) => s === 'maximumEventAge')!.v).toBe(120);
    expect(of('event-age-e').title).toMatch(/^Events of e are at most 1 min 59 s old when they are tried, around /);
    const far = charts(runOf({ arrivals: [{ rate: '1/min' }] })).find(({ id }) => id === 'event-age-e')!;
    expect(far.subtitle).toContain('Out of reach: maximumEventAge 6 h.');
  });

  it('fates and attempts are those of the series', () => {
    const names = new Set(values(of('events-e').spec).map(({ s }) => s));
    for (const name of ['accepted', 'succeeded', 'too old', 'retries exhausted', 'ran well', 'error', 'throttled'])
      expect(names).toContain(name);
    expect(names).not.toContain('5xx');
    expect(of('events-e').title).toContain(`${rough.sources['e']!.books.out.failed} given up`);
  });
});

describe('what is said', () => {
  const fails = { handler: { duration: '1 s', script: ['throw'] } };

  it('does not ascribe to events a setting that was another in their time', () => {
    const events = [{ at: '10 s', set: { 'sources.e.maximumRetryAttempts': 2 } }];
    const one = { maximumRetryAttempts: 0, arrivals: [{ records: [{ at: '1 s' }] }] };
    const text = said(runOf(one, fails, { events }));
    expect(text).toContain('1 event of e was given up: failed too often for the maximumRetryAttempts of the time.');
  });

  it('tells of events that nobody tried', () => {
    // The pollers' window has room for one, which takes longer than the other may wait.
    const facts = { ...EXACT, 'async.pacing': 'aimd', 'async.pacing.first': 1 };
    const arrivals = [{ records: [{ at: '1 s', duration: '2 min' }, { at: '2 s' }] }];
    const result = runOf({ maximumEventAge: '60 s', arrivals }, {}, { facts });
    expect(result.sources['e']!.async).toMatchObject({ droppedUnrun: 1, droppedUntried: 1, attempts: 1 });
    expect(said(result)).toContain(
      '1 event of e was given up: became too old (maximumEventAge 1 min), without ever running; 1 was not even tried.',
    );
  });

  it('tells of records of successes that were lost', () => {
    const source = { type: 'async', function: 'f', onSuccess: 'done', arrivals: [{ records: [{ at: '2 s' }] }] };
    const events = [{ at: '0 s', outage: { source: 'done' } }];
    const text = said(runOf({}, {}, { sources: { e: source, done: { type: 'sqs' } }, events }));
    expect(text).toContain('1 record of a success of e could not be delivered to done, and was lost.');
  });
});
