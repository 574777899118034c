/** Functions that are out: attempts to invoke them end in system errors (5xx), by hand for each kind of source (SQS-43, inferred). */
import { describe, expect, it } from 'vitest';
import { verdict } from '../../src/report/verdict.ts';
import { charts } from '../../src/report/charts/charts.ts';
import { terminalReport } from '../../src/report/terminal.ts';
import { journaled, run, type Line } from '../support/run.ts';
import { AT_ONCE, streamRun, together } from '../support/stream-runs.ts';
import { Lambda } from '../support/function.ts';

const seconds = (lines: readonly Line[], event: string): number[] =>
  lines.filter((line) => line.event === event).map(({ t }) => t / 1e6);

/** One message at 10 s, hidden for 30 s, dead-lettered by a third receive; work of 1 s; out for two minutes from 10 s on. */
const queued = ({ fn = {}, queue = {}, events = [OUT], ...more }: Record<string, unknown> = {}) => ({
  lagcast: 1,
  duration: '5 min',
  functions: { f: { timeout: '5 s', coldStart: 'none', handler: { duration: '1 s' }, ...(fn as object) } },
  sources: {
    q: {
      type: 'sqs',
      visibilityTimeout: '30 s',
      redrivePolicy: { maxReceiveCount: 2, deadLetterQueue: 'dlq' },
      arrivals: [{ records: [{ id: 'a', at: '10 s' }] }],
      ...(queue as object),
    },
    dlq: { type: 'sqs' },
  },
  mappings: { m: { source: 'q', function: 'f', batchSize: 1, pollers: { policy: 'fixed', count: 1 } } },
  events,
  ...more,
});
const OUT = { at: '10 s', for: '2 min', outage: { function: 'f' } };

describe('a queue whose function is out', () => {
  const { result, lines } = journaled(queued());

  it('has its batches tried after 1, 2, 4 s and so on until they are visible again, and then received anew', () => {
    // The pauses are 1, 2, 4, 8 s, and what is left of 30 s; then nothing of the batch is the poller's.
    expect(seconds(lines, 'notInvoked')).toEqual([10, 11, 13, 17, 25, 40, 41, 43, 47, 55]);
    expect(lines.filter(({ event }) => event === 'received').map(({ receiveCounts }) => receiveCounts)).toEqual([
      [1],
      [2],
    ]);
    expect(lines.find(({ event }) => event === 'notInvoked')).toEqual({
      t: 10e6,
      event: 'notInvoked',
      source: 'q',
      mapping: 'm',
      function: 'f',
      records: ['a'],
      attempt: 1,
      reason: 'ServiceException',
    });
  });

  it('loses messages to its dead-letter queue that the code has never seen', () => {
    expect(seconds(lines, 'deadLettered')).toEqual([70]);
    const { q } = result.sources;
    expect(q).toMatchObject({ deadLettered: 1, deadLetteredUnseen: 1, succeeded: 0 });
    expect(Object.entries(q!.deadLetteredBy).filter(([, n]) => n > 0)).toEqual([['systemError', 1]]);
    expect(result.functions['f']!.invocations).toBe(0);
  });

  it('counts system errors by themselves, and blames no concurrency', () => {
    expect(result.functions['f']).toMatchObject({ systemErrors: 10, throttles: 0, throttlesBy: {}, errors: 0 });
    expect(result.mappings['m']).toMatchObject({ systemErrors: 10, throttles: 0, failedInvocations: 0 });
    expect(result.outages).toEqual([{ kind: 'function', name: 'f', from: 10e6, until: 130e6 }]);
    expect(verdict(result)).toEqual([
      'The only message sent to q was not handled.',
      '1 message of q was dead-lettered, without your code ever running: pollers received it, invoking f ended in system ' +
        'errors until its visibility timeout ran out, and each receive counted.',
      'f was out, and nobody could invoke it, from 10 s to 2 min 10 s.',
      '10 attempts to invoke f ended in a system error (5xx): its code did not run, and no limit was met.',
    ]);
  });

  it('is told apart from one whose function refuses, whichever comes last in a receive', () => {
    const none = { at: '10 s', set: { 'functions.f.reservedConcurrency': 0 } };
    const by = (...events: object[]) => {
      const { q } = run(queued({ fn: { reservedConcurrency: 1 }, events })).sources;
      return Object.entries(q!.deadLetteredBy).filter(([, n]) => n > 0);
    };
    expect(by(none)).toEqual([['refused', 1]]);
    // Refused at 40 and 41 s, out from 42 s on; and the other way round.
    expect(by(none, { ...OUT, at: '42 s' })).toEqual([['systemError', 1]]);
    expect(by(none, { ...OUT, for: '32 s' })).toEqual([['refused', 1]]);
  });

  it('goes on when it is over: tried at the instant of the end, and handled', () => {
    const { result: after, lines: told } = journaled(queued({ events: [{ ...OUT, for: '7 s' }] }));
    expect(seconds(told, 'notInvoked')).toEqual([10, 11, 13]);
    expect(told.filter(({ event }) => event === 'invoked').map(({ t, attempt }) => [t, attempt])).toEqual([[17e6, 4]]);
    expect(after.sources['q']).toMatchObject({ succeeded: 1, deadLettered: 0 });
    // A limit is not blamed for what waits meanwhile.
    const many = {
      arrivals: [{ rate: '1/s' }],
      redrivePolicy: { maxReceiveCount: 1000, deadLetterQueue: 'dlq' },
      visibilityTimeout: '1 h',
    };
    const idle = { events: [{ ...OUT, at: '0 s', for: '5 min' }], queue: many };
    expect(verdict(run(queued(idle))).filter((sentence) => sentence.includes('at its limit'))).toEqual([]);
  });

  it('does not have its pollers taken away, as by errors of the code (SQS-11)', () => {
    const backOff = (fn: object, events: object[]) => {
      const value = queued({ fn, events, queue: { arrivals: [{ rate: '5/s' }] } });
      const mappings = { m: { source: 'q', function: 'f', batchSize: 1 } };
      return run({ ...value, mappings }).mappings['m']!.errorBackOff;
    };
    expect(backOff({}, [OUT])).toBeNull();
    expect(backOff({ handler: { duration: '1 s', invocationFails: '100 %' } }, [])).not.toBeNull();
  });

  it('shows on the terminal, in a column that is there only then', () => {
    const [out, fine] = [run(queued()), run(queued({ events: [] }))].map((one) => terminalReport(one));
    expect(out).toMatch(/throttles +system errors/);
    expect(fine).not.toMatch(/throttles +system errors/);
  });
});

describe('direct callers of a function that is out', () => {
  // One a second from 1 s on; out from 3 s on until 6 s; the call of 2 s runs until 4.5 s.
  const { result, lines } = journaled({
    lagcast: 1,
    duration: '10 s',
    functions: { f: { timeout: '5 s', coldStart: 'none', handler: { duration: '2500 ms' } } },
    sources: {
      api: {
        type: 'sync',
        function: 'f',
        arrivals: [{ records: [1, 2, 3, 4, 5, 6].map((n) => ({ id: `r${n}`, at: `${n} s` })) }],
      },
    },
    events: [{ at: '3 s', for: '3 s', outage: { function: 'f' } }],
  });

  it('are answered at once with status 500, which is no refusal', () => {
    const { api } = result.sources;
    expect(api).toMatchObject({ arrived: 6, succeeded: 3, failed: 3, refused: 0 });
    expect(api!.books.out).toMatchObject({ succeeded: 3, failed: 3, refused: 0, waiting: 0 });
    expect(api!.latency).toMatchObject({ count: 3, min: 2.5e6, max: 2.5e6 });
    expect(result.functions['f']).toMatchObject({ invocations: 3, errors: 0, throttles: 0, systemErrors: 3 });
    const of = (id: string) => lines.filter(({ records }) => records?.[0] === id);
    expect(of('r3')).toEqual([
      { t: 3e6, event: 'sent', source: 'api', records: ['r3'] },
      {
        ...{ t: 3e6, event: 'notInvoked', source: 'api', function: 'f', records: ['r3'], attempt: 1 },
        reason: 'ServiceException',
      },
      {
        ...{ t: 3e6, event: 'answered', source: 'api', records: ['r3'], outcome: 'failed' },
        ...{ reason: 'ServiceException', status: 500 },
      },
    ]);
  });

  it('that are being served are served to the end, and those that come at the end of the outage again', () => {
    const answers = lines.filter(({ event, outcome }) => event === 'answered' && outcome === 'succeeded');
    expect(answers.map(({ t, records }) => [t / 1e6, records![0]])).toEqual([
      [3.5, 'r1'],
      [4.5, 'r2'],
      [8.5, 'r6'],
    ]);
    expect(result.sources['api']!.inFlight).toMatchObject({ max: 2, last: 0 });
  });
});

it('the charts of direct callers are shaded where a function was out, for nobody knows whom they call', () => {
  const result = run({
    lagcast: 1,
    duration: '1 min',
    functions: { f: { timeout: '5 s', coldStart: 'none', handler: { duration: '100 ms' } } },
    sources: { api: { type: 'sync', function: 'f', arrivals: [{ rate: '1/s' }] } },
    events: [{ at: '20 s', for: '10 s', outage: { function: 'f' } }],
  });
  const [latency] = charts(result).filter(({ id }) => id === 'latency-api');
  expect(JSON.stringify(latency!.spec)).toContain('"from":20,"to":30,"s":"f out"');
});

describe('a stream whose function is out', () => {
  // Records are there at 1 s and at 2 s; out from 1.05 s on, while the first runs until 1.1 s.
  const { result, lines, of, batches } = streamRun({
    ...AT_ONCE,
    duration: '2 min',
    arrivals: [together('a'), together('b', '2 s')],
    mapping: { ...AT_ONCE.mapping, maximumRetryAttempts: 0, bisectBatchOnFunctionError: true, onFailure: 'dlq' },
    events: [{ at: '1050 ms', for: '30 s', outage: { function: 'f' } }],
  });

  it('loses nothing and uses up no retry attempt: batches wait, whole (KIN-23)', () => {
    expect(batches).toEqual([['a'], ['b']]);
    expect(of('notInvoked').length).toBeGreaterThan(3);
    expect(new Set(of('notInvoked').map(({ records }) => records!.join()))).toEqual(new Set(['b']));
    expect(result.sources['s']).toMatchObject({ succeeded: 2, toDestination: 0, discarded: 0 });
    expect(result.mappings['m']!.stream).toMatchObject({ retries: 0, bisects: 0, blockings: 0 });
    expect(result.mappings['m']!.systemErrors).toBe(of('notInvoked').length);
    expect(lines.some(({ event }) => event === 'bisected')).toBe(false);
  });

  it('finishes what runs, and begins again after it', () => {
    expect(of('finished').map(({ t }) => t)[0]).toBe(1_100_000);
    expect(of('invoked')[1]!.t).toBeGreaterThanOrEqual(31_050_000);
  });
});

it('nothing is taken by an attempt on a function that is out: no concurrency, rate or environment', () => {
  const functions = new Lambda(100);
  const fn = functions.add({ reservedConcurrency: 2 });
  fn.outage(true);
  expect(functions.calls(fn, 50)).toBe(0);
  expect([fn.running, fn.environments]).toEqual([0, 0]);
  fn.outage(false);
  expect(functions.calls(fn, 50)).toBe(2);
});
