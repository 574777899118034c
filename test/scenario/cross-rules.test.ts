/** The rules across parts: J.4 of the reference as far as standard queues go, and what names refer to. */
import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenario, readScenarioValue } from '../../src/scenario/read.ts';

interface Parts {
  readonly queue?: string;
  readonly dlq?: string;
  readonly worker?: string;
  readonly handler?: string;
  readonly mapping?: string;
  readonly more?: string;
  readonly rules?: string;
}

/** A pipeline that no rule has anything to say about, unless a part is given. */
function scenario(parts: Parts): string {
  const { queue = 'visibilityTimeout: 18 s', dlq, worker, handler = 'duration: 1 ms', mapping, more } = parts;
  const { rules = 'current' } = parts;
  const dead = dlq === undefined ? '' : `, dlq: { type: sqs, ${dlq} }`;
  return `lagcast: 1
duration: 1 h
rules: ${rules}
sources: { q: { type: sqs, ${queue} }${dead} }
functions: { f: { handler: { ${handler} }, ${worker ?? ''} } }
mappings: { m: { source: q, function: f, ${mapping ?? ''} } }
${more ?? ''}`;
}

const told = (parts: Parts) => {
  const text = formatProblems('', readScenario(scenario(parts)).problems);
  return text === '' ? [] : text.split('\n').map((line) => line.replace(/^:[\d:]+ /, ''));
};

const ideal = (parts: Parts) => told({ ...parts, rules: 'ideal' });

it('a sound pipeline is met with silence', () => expect(told({})).toEqual([]));

describe('rule 1: batches and windows', () => {
  it('more than 10 need a window', () => {
    expect(told({ mapping: 'batchSize: 11' })).toEqual([
      'error: mappings.m: Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10 (maximumBatchingWindow: 1 s) [R-SQS-08]',
    ]);
    expect(told({ mapping: 'batchSize: 10' })).toEqual([]);
    expect(told({ mapping: 'batchSize: 11, maximumBatchingWindow: 1 s', queue: 'visibilityTimeout: 19 s' })).toEqual(
      [],
    );
  });

  it('not in the ideal model', () => expect(ideal({ mapping: 'batchSize: 11' })).toEqual([]));
});

describe('rule 2: visibility', () => {
  it('shorter than the function may run is refused', () => {
    expect(
      told({ worker: 'timeout: 60 s', queue: 'visibilityTimeout: 59 s', mapping: 'maximumBatchingWindow: 2 s' }),
    ).toEqual([
      'error: mappings.m: f may run for 1 min, longer than the visibility timeout of q, 59 s: the service refuses this (visibilityTimeout: 362 s for q) [SQS-34]',
    ]);
  });

  it('of six timeouts and the window is advised', () => {
    const [warning, ...others] = told({
      worker: 'timeout: 60 s',
      queue: 'visibilityTimeout: 361 s',
      mapping: 'maximumBatchingWindow: 2 s',
    });
    expect(warning).toMatch(
      /^warning: mappings.m: the visibility timeout of q, 361 s, is less than 6 times .*362 s for q\) \[SQS-33]$/,
    );
    expect(others).toEqual([]);
    expect(
      told({ worker: 'timeout: 60 s', queue: 'visibilityTimeout: 362 s', mapping: 'maximumBatchingWindow: 2 s' }),
    ).toEqual([]);
  });

  it('is no matter in the ideal model', () => expect(ideal({ worker: 'timeout: 60 s' })).toEqual([]));

  it('follows the facts of the scenario', () => {
    expect(told({ queue: 'visibilityTimeout: 3 s', more: 'facts: { sqs.visibilityFactor: 1 }' })).toEqual([]);
  });
});

describe('rule 4: reserved concurrency and mappings', () => {
  it('of less than 5 is over-polled without maximumConcurrency', () => {
    const [warning] = told({ worker: 'reservedConcurrency: 4' });
    expect(warning).toMatch(/^warning: mappings.m: f reserves 4, less than 5: .* \[SQS-40]$/);
    expect(told({ worker: 'reservedConcurrency: 5' })).toEqual([]);
    expect(told({ worker: 'reservedConcurrency: 4', mapping: 'maximumConcurrency: 4' })).toEqual([]);
    expect(ideal({ worker: 'reservedConcurrency: 4' })).toEqual([]);
  });

  it('below the sum of the maxima brings throttles back', () => {
    const queue = 'visibilityTimeout: 18 s }, r: { type: sqs, visibilityTimeout: 18 s';
    const two = (most: number) => `maximumConcurrency: 8 }, n: { source: r, function: f, maximumConcurrency: ${most}`;
    const [warning] = told({ worker: 'reservedConcurrency: 10', queue, mapping: two(8) });
    expect(warning).toMatch(
      /^warning: functions.f.reservedConcurrency: its mappings may run 16 .* 10 it reserves.*\[SQS-16]$/,
    );
    expect(told({ worker: 'reservedConcurrency: 10', queue, mapping: two(2) })).toEqual([]);
  });
});

describe('rule 5: dead-letter queues', () => {
  const redrive = (count: number, target = 'dlq') =>
    `visibilityTimeout: 18 s, redrivePolicy: { maxReceiveCount: ${count}, deadLetterQueue: ${target} }`;

  it('after less than 5 receives are advised against', () => {
    const [warning, ...others] = told({ queue: redrive(4), dlq: 'messageRetentionPeriod: 14 d' });
    expect(warning).toMatch(
      /^warning: sources.q.redrivePolicy.maxReceiveCount: .* \(at least 5 with Lambda\) \[SQS-47]$/,
    );
    expect(others).toEqual([]);
    expect(told({ queue: redrive(5), dlq: 'messageRetentionPeriod: 14 d' })).toEqual([]);
  });

  it('must keep messages for longer than the queue', () => {
    const [warning] = told({ queue: redrive(5), dlq: 'messageRetentionPeriod: 4 d' });
    expect(warning).toMatch(
      /^warning: sources.q.redrivePolicy.deadLetterQueue: dlq keeps messages for 4 d .*\[SQS-48]$/,
    );
  });

  it('in a circle are refused, and told once', () => {
    const circle = `redrivePolicy: { maxReceiveCount: 5, deadLetterQueue: q }, messageRetentionPeriod: 14 d`;
    const errors = told({ queue: redrive(5), dlq: circle }).filter((line) => line.startsWith('error'));
    expect(errors).toEqual([
      'error: sources.q.redrivePolicy.deadLetterQueue: dead-letter queues in a circle: q → dlq → q [SQS-48]',
    ]);
    expect(ideal({ queue: redrive(5), dlq: circle })).toEqual(errors);
  });
});

describe('rule 11: what functions reserve', () => {
  const two = (second: number) =>
    `reservedConcurrency: 500 }, g: { handler: { duration: 1 ms }, reservedConcurrency: ${second}`;

  it('must leave 100 of the account', () => {
    expect(told({ worker: two(401) }).filter((line) => line.startsWith('error'))).toEqual([
      'error: functions.g.reservedConcurrency: the functions up to here reserve 901 of the account’s 1000; 100 must stay unreserved (at most 900 together) [CON-02]',
    ]);
    expect(told({ worker: two(400) })).toEqual(['note: functions.g: nothing invokes it']);
  });

  it('is no matter in the ideal model', () => {
    expect(ideal({ worker: two(401), more: 'account: { concurrency: 3 }' })).toEqual([
      'note: functions.g: nothing invokes it',
    ]);
  });
});

describe('mappings', () => {
  it('of the same two ends are refused', () => {
    expect(told({ mapping: '}, n: { source: q, function: f' })).toEqual([
      'error: mappings.n: m maps q to f already: the service answers ResourceConflictException [R-SQS-09]',
    ]);
  });

  it.each([
    'onRecordError: report',
    'onRecordError: stopAndReport',
    'script: [ { report: [ a ] } ]',
    'when: [ { id: a, then: report } ]',
    'when: [ { id: a, then: { report: [ a ] } } ]',
  ])('that do not listen make a report pointless: %s', (handler) => {
    const worker = `x: 1 }, g: { handler: { duration: 1 ms, ${handler} }`;
    const text = scenario({ worker, mapping: '' }).replace('x: 1', '').replace('function: f', 'function: g');
    const warnings = readScenario(text).problems.filter(({ severity }) => severity === 'warning');
    expect(warnings.map(({ path, source }) => [path, source])).toEqual([['mappings.m', 'SQS-54']]);
    const heard = text.replace('function: g,', 'function: g, reportBatchItemFailures: true,');
    expect(readScenario(heard).problems.filter(({ severity }) => severity === 'warning')).toEqual([]);
  });
});

describe('redrive', () => {
  const queues = 'visibilityTimeout: 18 s, redrivePolicy: { maxReceiveCount: 5, deadLetterQueue: dlq }';
  const event = (redrive: string) => `events: [ { at: 1 s, redrive: ${redrive} } ]`;

  it('goes back to where messages came from', () => {
    const text = scenario({ queue: queues, dlq: 'messageRetentionPeriod: 14 d', more: event('{ from: dlq }') });
    const result = readScenario(text);
    expect(result.ok && result.scenario.events).toEqual([
      { at: 1e6, kind: 'redrive', from: 'dlq', to: 'q', perSecond: 500, entry: 0 },
    ]);
  });

  it('must be told where when they came from several', () => {
    const queue = `${queues} }, r: { type: sqs, ${queues}`;
    const lines = told({ queue, dlq: 'messageRetentionPeriod: 14 d', more: event('{ from: dlq }') });
    expect(lines).toContain('error: events[0].redrive.to: is missing (messages came from q and r)');
  });

  it('goes to another queue', () => {
    const lines = told({ queue: queues, dlq: 'messageRetentionPeriod: 14 d', more: event('{ from: dlq, to: dlq }') });
    expect(lines).toEqual(['error: events[0].redrive.to: a queue cannot be redriven to itself']);
  });
});

describe('handler times in an attribute', () => {
  const asks = (attribute: string, arrivals: string): string[] =>
    told({
      handler: `perRecord: { attribute: ${attribute} }`,
      queue: `visibilityTimeout: 18 s, arrivals: [ { records: [ ${arrivals} ] } ]`,
    });
  const at = 'functions.f.handler.perRecord';

  it('some record must bring it', () => {
    expect(asks('wrok', '{ attributes: { work: 1 s } }')).toEqual([
      `error: ${at}: no record that reaches it carries the attribute "wrok" (did you mean work?)`,
    ]);
  });

  it('its values must be times', () => {
    expect(asks('work', '{ attributes: { work: 5 } }')).toEqual([
      `error: ${at}: the attribute "work" holds a time: 5 has no unit, and none is named (such as attribute: { name: work, unit: ms }; units are us, ms, s, min, h)`,
    ]);
    expect(asks('{ name: work, unit: s }', '{ attributes: { work: slow } }')).toEqual([
      `error: ${at}: the attribute "work" holds a time: "slow" is no time`,
    ]);
    expect(asks('{ name: work, unit: s }', '{ attributes: { work: -5 } }')).toEqual([
      `error: ${at}: the attribute "work" holds a time: -5 is no time from 0 on`,
    ]);
    expect(asks('{ name: work, unit: s }', '{ attributes: { work: true } }')).toEqual([
      `error: ${at}: the attribute "work" holds a time: true is no time`,
    ]);
  });

  it('records without it are pointed out, unless they have a time of their own', () => {
    expect(asks('work', '{ attributes: { work: 1 s } }, {}')).toEqual([
      `warning: ${at}: some records carry no attribute "work": unless another rule is for them, they take no time (a last rule without when is for all the others)`,
    ]);
    expect(asks('work', '{ attributes: { work: 1 s } }, { duration: 2 s }')).toEqual([]);
  });
});

describe('what set events make of the parts', () => {
  const worker = 'timeout: 3 s, reservedConcurrency: 10';
  const set = (at: string, what: string, more = ''): string => `{ at: ${at}, ${more} set: { ${what} } }`;
  const events = (...list: string[]): Parts => ({ worker, more: `events: [ ${list.join(', ')} ]` });

  it('is refused where the service would refuse it', () => {
    expect(told(events(set('1 s', 'functions.f.reservedConcurrency: 950')))).toEqual([
      'error: events[0].set: from then on, functions.f.reservedConcurrency: the functions up to here reserve 950 of the account’s 1000; 100 must stay unreserved (at most 900 together) [CON-02]',
    ]);
    expect(told(events(set('1 s', 'mappings.m.batchSize: 11')))).toEqual([
      'error: events[0].set: from then on, mappings.m: Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10 (maximumBatchingWindow: 1 s) [R-SQS-08]',
    ]);
  });

  it('is seen with all that is set at the same instant, and with what came before', () => {
    const window = set('1 s', 'mappings.m.maximumBatchingWindow: 0 s');
    const size = set('1 s', 'mappings.m.batchSize: 10');
    const mapping = 'batchSize: 11, maximumBatchingWindow: 1 s';
    expect(told({ ...events(window, size), mapping, queue: 'visibilityTimeout: 30 s' })).toEqual([]);
    expect(told({ ...events(size, window), mapping, queue: 'visibilityTimeout: 30 s' })).toEqual([]);
    expect(
      told({ ...events(window, set('2 s', 'mappings.m.batchSize: 10')), mapping, queue: 'visibilityTimeout: 30 s' }),
    ).toEqual([expect.stringMatching(/^error: events\[0\].set: from then on, mappings.m: Maximum batch window/)]);
    // Provisioned concurrency may go up because the reservation went up before.
    const more = set('2 s', 'functions.f.provisionedConcurrency: 20');
    expect(
      told(events(set('1 s', 'functions.f.reservedConcurrency: 30'), more)).filter((line) => line.startsWith('error')),
    ).toEqual([]);
    expect(told(events(set('1 s', 'functions.f.reservedConcurrency: 15'), more))).toEqual([
      expect.stringMatching(/^error: events\[1\].*20 are provisioned, more than the 15/),
    ]);
  });

  it('includes what holds again when a setting is over', () => {
    const lower = set('1 s', 'functions.f.reservedConcurrency: 5', 'for: 2 s,');
    const other = set('2 s', 'functions.f.provisionedConcurrency: 5');
    expect(told(events(lower, other)).filter((line) => line.startsWith('error'))).toEqual([]);
    expect(
      told({
        ...events(
          set('1 s', 'functions.f.reservedConcurrency: 40', 'for: 2 s,'),
          set('2 s', 'functions.f.provisionedConcurrency: 20'),
        ),
      }),
    ).toEqual([expect.stringMatching(/^error: events\[0\].*20 are provisioned, more than the 10/)]);
  });

  it('of a queue is a warning: SQS does not know who polls it', () => {
    expect(told(events(set('1 s', 'sources.q.visibilityTimeout: 1 s')))).toEqual([
      'warning: events[0].set: from then on, mappings.m: f may run for 3 s, longer than the visibility timeout of q, 1 s: the service refuses this, though not when a queue changes (visibilityTimeout: 18 s for q) [SQS-34]',
    ]);
  });

  it('of a queue stays a warning when something else is set with it', () => {
    const both = 'functions.f.reservedConcurrency: 12, sources.q.visibilityTimeout: 1 s';
    expect(told(events(set('1 s', both)))).toEqual([expect.stringMatching(/^warning: events\[0\].*SQS-34/)]);
  });

  it('is looked for among a thousand parts and events as among one', () => {
    const many = (entry: (i: number) => object): object =>
      Object.fromEntries(Array.from({ length: 1000 }, (_, i) => Object.entries(entry(i))[0]!));
    const { problems } = readScenarioValue({
      ...{ lagcast: 1, duration: '1 h', account: { concurrency: 10_000 } },
      functions: many((i) => ({ [`f${i}`]: { timeout: '3 s', handler: { perInvocation: '1 s' } } })),
      sources: many((i) => ({ [`q${i}`]: { type: 'sqs', visibilityTimeout: '20 s' } })),
      mappings: many((i) => ({ [`m${i}`]: { source: `q${i}`, function: `f${i}` } })),
      events: Array.from({ length: 1000 }, (_, i) => ({
        at: `${i} s`,
        set: { [`functions.f${i}.reservedConcurrency`]: 10 },
      })),
    });
    // The 991st reservation is the first that leaves the account too little.
    expect(problems.filter(({ severity }) => severity === 'error').map(({ path }) => path)).toEqual([
      'events[990].set',
    ]);
  });

  it('is nothing new where it was wrong from the beginning', () => {
    expect(
      told({
        ...events(set('1 s', 'mappings.m.batchSize: 12')),
        mapping: 'batchSize: 11',
        queue: 'visibilityTimeout: 30 s',
      }),
    ).toEqual([expect.stringMatching(/^error: mappings.m: Maximum batch window/)]);
  });
});

describe('how many messages there are', () => {
  const sent = (arrivals: string): string[] => told({ queue: `visibilityTimeout: 18 s, arrivals: [ ${arrivals} ]` });
  const many = (n: string): string =>
    `warning: sources.q.arrivals: about ${n} messages: the run will take long (a shorter duration, or a lower rate)`;

  it('a thousand million are worth a word', () => {
    expect(sent('{ rate: 277000/s }')).toEqual([]); // an hour
    expect(sent('{ rate: 278000/s }')).toEqual([many('1,000,000,000')]);
    expect(sent('{ rate: { poisson: 200000/s } }, { rate: { poisson: 200000/s }, startAt: 30 min }')).toEqual([
      many('1,100,000,000'),
    ]);
    expect(sent('{ rate: { steps: [ { at: 0 s, rate: 0/s }, { at: 3599 s, rate: 1000000/s } ] } }')).toEqual([]);
  });

  it('are counted at the mean of a rate that changes', () => {
    // A million a second for one in a hundred seconds: 36 million in an hour.
    expect(sent('{ rate: { bursty: { low: 0/s, high: 1000000/s, meanLow: 99 s, meanHigh: 1 s } } }')).toEqual([]);
    expect(sent('{ rate: { bursty: { low: 0/s, high: 1000000/s, meanLow: 1 s, meanHigh: 1 s } } }')).toEqual([
      many('1,800,000,000'),
    ]);
    expect(sent('{ rate: { ramp: { from: 0/s, to: 1000000/s, at: 30 min, over: 30 min } } }')).toEqual([]);
    expect(sent('{ rate: { ramp: { from: 0/s, to: 1000000/s, at: 0 s, over: 30 min } } }')).toEqual([
      many('2,700,000,000'),
    ]);
  });
});
