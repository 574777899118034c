/** Direct synchronous callers: what becomes of each call, whom it shares concurrency with, and what it leaves behind. */
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../src/model/batch.ts';
import { Listener, type Named } from '../../src/model/observer.ts';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenarioValue } from '../../src/scenario/read.ts';
import { journaled, run, type Line } from '../support/run.ts';

const times = <T>(n: number, value: T): T[] => Array.from({ length: n }, () => value);
const refusal = 'ReservedFunctionConcurrentInvocationLimitExceeded';

/** A function that direct calls alone invoke, without cold starts. */
function calls(records: readonly object[], fn: object = {}, more: object = {}) {
  return {
    lagcast: 1,
    duration: '1 min',
    functions: { f: { timeout: '10 s', coldStart: 'none', handler: { perInvocation: '2 s' }, ...fn } },
    sources: { api: { type: 'sync', function: 'f', arrivals: [{ records }] } },
    ...more,
  };
}

/** What happened to the calls of `api`, without what is the same in every line. */
function storyOf(lines: readonly Line[]): string[] {
  return lines
    .filter(({ source, records }) => source === 'api' && records !== undefined)
    .map(({ t, event, records, outcome }) => `${t / 1e6} ${event} ${records!.join()} ${outcome ?? ''}`.trimEnd());
}

describe('45 calls at one instant beside a mapping that holds 10 of the 50 reserved (CON-02, SQS-14)', () => {
  // Ten messages at a time, from 0 s on, every 7 s: at 60 s all ten are being worked on, as they are at 67 s.
  const { result, lines } = journaled({
    lagcast: 1,
    duration: '69 s',
    functions: {
      f: { timeout: '10 s', reservedConcurrency: 50, coldStart: 'none', handler: { perInvocation: '7 s' } },
    },
    sources: {
      backlog: { type: 'sqs', visibilityTimeout: '60 s', arrivals: [{ records: times(200, { at: '0 s' }) }] },
      api: { type: 'sync', function: 'f', arrivals: [{ records: times(45, { at: '60 s' }) }] },
    },
    mappings: {
      m: {
        source: 'backlog',
        function: 'f',
        batchSize: 1,
        maximumConcurrency: 10,
        pollers: { policy: 'fixed', count: 10 },
      },
    },
  });
  const { api } = result.sources;

  it('runs 40, refuses 5, and reaches 50', () => {
    expect(api).toMatchObject({ arrived: 45, succeeded: 40, failed: 0, refused: 5 });
    expect(result.functions['f']).toMatchObject({ throttles: 5, throttlesBy: { [refusal]: 5 } });
    expect(result.functions['f']!.concurrency.max).toBe(50);
    expect(result.mappings['m']!.throttles).toBe(0);
    expect(api!.books).toEqual({
      in: { arrived: 45, deadLetteredIn: 0, redrivenIn: 0 },
      out: {
        ...{ succeeded: 40, acknowledgedUnprocessed: 0, deadLettered: 0, redrivenOut: 0, expired: 0, filtered: 0 },
        ...{ failed: 0, refused: 5, passed: 0, waiting: 0 },
      },
      inFlight: 0,
    });
  });

  it('gives the caller its answer after the 7 s of the invocation, and holds no more than 40', () => {
    expect(api!.latency).toMatchObject({ count: 40, min: 7_000_000, max: 7_000_000 });
    expect(api!.inFlight).toMatchObject({ max: 40, last: 0 });
    expect(api!.depth.max).toBe(0);
  });

  it('tells it all in the journal', () => {
    const ids = Array.from({ length: 45 }, (_, i) => `api-${i + 1}`);
    expect(storyOf(lines)).toEqual([
      ...ids.slice(0, 40).flatMap((id) => [`60 sent ${id}`, `60 invoked ${id}`]),
      ...ids.slice(40).flatMap((id) => [`60 sent ${id}`, `60 throttled ${id}`, `60 answered ${id} refused`]),
      ...ids.slice(0, 40).flatMap((id) => [`67 finished ${id} succeeded`, `67 answered ${id} succeeded`]),
    ]);
    const ofCalls = lines.filter(({ source }) => source === 'api');
    expect(new Set(ofCalls.map(({ mapping }) => mapping))).toEqual(new Set([undefined]));
    const refused = ofCalls.filter(({ outcome, event }) => event === 'throttled' || outcome === 'refused');
    expect(refused.map(({ reason }) => reason)).toEqual(times(10, refusal));
  });
});

describe('an accepted call', () => {
  it('ends as its invocation does; what the function returns is not looked at', () => {
    const script = [
      'succeed',
      'throw',
      'crash',
      'timeout',
      { return: { batchItemFailures: [{ itemIdentifier: 'e' }] } },
    ];
    const each = ['a', 'b', 'c', 'd', 'e'].map((id, i) => ({ id, at: `${i * 11} s` }));
    const { result, lines } = journaled(calls(each, { handler: { perInvocation: '2 s', script } }));
    const answers = storyOf(lines).filter((line) => line.includes('answered'));
    expect(answers).toEqual([
      '2 answered a succeeded',
      '13 answered b failed',
      '24 answered c failed',
      '43 answered d timedOut',
      '46 answered e succeeded',
    ]);
    const { books, latency } = result.sources['api']!;
    expect(books.out).toMatchObject({ succeeded: 2, failed: 3, refused: 0, waiting: 0, acknowledgedUnprocessed: 0 });
    expect(latency).toMatchObject({ count: 2, max: 2_000_000 });
    expect(result.functions['f']).toMatchObject({ invocations: 5, errors: 3, timeouts: 1 });
  });

  it('takes the time and the fate of what it carries', () => {
    const records = [
      { at: '0 s', attributes: { kind: 'slow' } },
      { at: '10 s', attributes: { kind: 'bad' } },
      { at: '20 s', duration: '4 s' },
      { at: '30 s', size: '10 KiB' },
    ];
    const perRecord = [{ when: { kind: 'slow' }, time: '3 s' }, { time: '1 s' }];
    const handler = { perRecord, perKiB: '100 ms', outcome: [{ when: { kind: 'bad' }, fails: '100 %' }] };
    const { lines } = journaled(calls(records, { handler }));
    expect(storyOf(lines).filter((line) => line.includes('answered'))).toEqual([
      '3 answered api-1 succeeded',
      '11 answered api-2 failed',
      '24 answered api-3 succeeded',
      '32 answered api-4 succeeded',
    ]);
  });

  it('includes the cold start in its latency', () => {
    const cold = { coldStart: { platform: '100 ms', init: '400 ms' } };
    const { latency } = run(calls([{ at: '1 s' }, { at: '10 s' }], cold)).sources['api']!;
    expect(latency).toMatchObject({ min: 2_000_000, max: 2_500_000 });
  });

  it('is still running when the run ends before it does', () => {
    const { books, inFlight, ageOfOldest } = run(calls([{ at: '58500 ms' }, { at: '59 s' }])).sources['api']!;
    expect(books.out.waiting).toBe(2);
    expect(books.inFlight).toBe(2);
    expect(inFlight).toMatchObject({ max: 2, last: 2 });
    expect(ageOfOldest).toEqual({ max: 1_500_000, last: 1_500_000 });
  });
});

it('a function with nothing reserved takes calls from the pool that all share, and a reservation of 0 refuses all', () => {
  const shared = run(calls(times(5, {}), {}, { rules: 'ideal', account: { concurrency: 3 } }));
  expect(shared.functions['f']!.throttlesBy).toEqual({ ConcurrentInvocationLimitExceeded: 2 });
  expect(run(calls(times(5, {}), { reservedConcurrency: 0 })).sources['api']).toMatchObject({ arrived: 5, refused: 5 });
});

it('one batch serves one call after another: there are as many as calls at once', () => {
  const seen = new Set<Batch>();
  class Batches extends Listener {
    override answered(_source: Named, call: Batch): void {
      seen.add(call);
    }
  }
  const rate = { rate: '10/s' };
  const scenario = { ...calls([]), sources: { api: { type: 'sync', function: 'f', arrivals: [rate] } } };
  const result = run(scenario, { observers: [() => new Batches()] });
  // Ten a second for two seconds each; those of an instant end before the next arrive.
  expect(result.sources['api']).toMatchObject({ arrived: 600, inFlight: { max: 20 } });
  expect(seen.size).toBe(20);
});

it('figures leave the warm-up out, books do not', () => {
  const { arrived, succeeded, refused, books } = run(
    calls([...times(3, { at: '1 s' }), ...times(4, { at: '30 s' })], { reservedConcurrency: 2 }, { warmUp: '20 s' }),
  ).sources['api']!;
  expect({ arrived, succeeded, refused }).toEqual({ arrived: 4, succeeded: 2, refused: 2 });
  expect(books.out).toMatchObject({ succeeded: 4, refused: 3 });
});

it('no calls are made while the callers are out; afterwards they are made, or were never', () => {
  const events = [{ at: '10 s', for: '10 s', outage: { source: 'api' } }];
  const records = [{ at: '9 s' }, { at: '12 s' }];
  const wait = calls(records, {}, { events });
  const story = (scenario: object) => storyOf(journaled(scenario).lines).filter((line) => /sent|answered/.test(line));
  expect(story(wait)).toEqual([
    '9 sent api-1',
    '11 answered api-1 succeeded',
    '20 sent api-2',
    '22 answered api-2 succeeded',
  ]);
  const lost = { ...wait, sources: { api: { ...wait.sources.api, sendsDuringOutage: 'lost' } } };
  expect(story(lost)).toEqual(['9 sent api-1', '11 answered api-1 succeeded']);
});

describe('what makes no sense is refused', () => {
  const problems = (more: object, records: readonly object[] = [{}]): string =>
    formatProblems('', readScenarioValue({ ...calls(records), ...more }).problems);

  it.each([
    [
      { mappings: { m: { source: 'api', function: 'f' } } },
      'api calls its function by itself: no mapping reads from it (leave the mapping out: function: f of api is all it takes)',
    ],
    [{ sources: { api: { type: 'sync' } } }, 'sources.api.function: is missing'],
    [{ sources: { api: { type: 'sync', function: 'g' } } }, 'no function is called "g"'],
    [{ sources: { api: { type: 'sync', function: 'f', delay: '1 s' } } }, 'nothing is called "delay" here'],
    [
      { sources: { api: { type: 'sync', function: 'f', redrivePolicy: {} } } },
      'nothing is called "redrivePolicy" here',
    ],
    [
      {
        sources: {
          api: { type: 'sync', function: 'f' },
          q: { type: 'sqs', redrivePolicy: { deadLetterQueue: 'api' } },
        },
      },
      'api is no queue: it is of type sync',
    ],
    [{ events: [{ at: '1 s', set: { 'sources.api.delay': '1 s' } }] }, '"delay" of sources cannot change during a run'],
  ])('%j', (more, message) => expect(problems(more)).toContain(message));

  it('of records: delays, instants before the run, payloads above 6 MiB (SYN-01)', () => {
    expect(problems({}, [{ delay: '1 s' }])).toContain('a direct call has no delay');
    expect(problems({}, [{ at: '-1 s' }])).toContain('a direct call is made during the run: from 0 s on');
    expect(problems({}, [{ size: '7 MiB' }])).toContain('a record of 7 MiB is larger than an invocation takes');
    expect(problems({}, [{ size: '6 MiB' }])).not.toContain('error');
  });

  it('warns of reports that nobody reads', () => {
    const fn = { f: { handler: { outcome: [{ fails: '1 %' }], onRecordError: 'report' } } };
    expect(problems({ functions: fn })).toContain('a direct call looks at no report');
  });
});
