/** What a scenario may say about asynchronous invocation: where its events end, settings that stand elsewhere at AWS, and advice. */
import { describe, expect, it } from 'vitest';
import { explain } from '../../src/scenario/explain.ts';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenario } from '../../src/scenario/read.ts';

interface Parts {
  /** More of the source `a`, whose events are for `f`. */
  readonly a?: string;
  /** More of the function `f`. */
  readonly f?: string;
  readonly sources?: string;
  readonly head?: string;
}

function scenario({ a = '', f = '', sources = '', head = '' }: Parts): string {
  return `lagcast: 1
duration: 1 min
${head}
functions:
  f: { ${f} handler: { perInvocation: 1 ms } }
  g: { handler: { perInvocation: 1 ms } }
sources:
  a: { type: async, function: f, ${a} }
  c: { type: async, function: g, deadLetterQueue: q, arrivals: [ { rate: 1/s } ] }
  q: { type: sqs }
  ${sources}
`;
}

const QUIET = 'deadLetterQueue: q, arrivals: [ { rate: 1/s } ]';

/** All that is said of it, without places in the file. */
function told(parts: Parts): string[] {
  const text = formatProblems('x', readScenario(scenario({ a: QUIET, ...parts })).problems);
  return text === '' ? [] : text.split('\n').map((line) => line.replace(/^x:[\d:]* /, ''));
}

it('of which nothing is wrong, nothing is told', () => expect(told({})).toEqual([]));

describe('a destination', () => {
  it.each([
    [
      'onFailure: g',
      'onFailure: g is a function, and no source is called so (give it a source of type async and name that) [ASY-13]',
    ],
    [
      'onSuccess: { lambda: g }',
      'onSuccess.lambda: a function is told by a source of type async that invokes it: name that by itself (onSuccess: NAME)',
    ],
    ['onFailure: { sqs: q }', 'onFailure.sqs: a queue is named by itself (onFailure: NAME)'],
    ['onSuccess: { s3: b }', 'onSuccess.s3: S3 takes failures only (onFailure: { s3: NAME }) [ASY-13]'],
    ['deadLetterQueue: { sqs: q }', 'deadLetterQueue.sqs: a queue is named by itself (deadLetterQueue: NAME)'],
    [
      'deadLetterQueue: { s3: b }',
      'deadLetterQueue.s3: a dead-letter queue is a queue or a topic (deadLetterQueue: NAME) [ASY-12]',
    ],
    [
      'onSuccess: jobs',
      'onSuccess: the events of jobs come from schedules, and a schedule is nobody’s destination [ASY-13]',
    ],
    [
      'onFailure: jobs',
      'onFailure: the events of jobs come from schedules, and a schedule is nobody’s destination [ASY-13]',
    ],
    [
      'onSuccess: files',
      'onSuccess: the events of files come from S3, which is a destination of failures only [ASY-13]',
    ],
    ['onFailure: files', undefined],
    ['onSuccess: c', undefined],
  ])('%s', (a, problem) => {
    const sources = `jobs: { type: async, function: g, deadLetterQueue: q, origin: scheduler, arrivals: [ { rate: 1/min } ] }
  files: { type: async, function: g, deadLetterQueue: q, origin: s3 }`;
    const said = told({ a: `arrivals: [ { rate: 1/s } ], ${a}`, sources }).filter((line) => line.startsWith('error'));
    expect(said).toEqual(problem === undefined ? [] : [`error: sources.a.${problem}`]);
  });
});

describe('a setting of functions at AWS', () => {
  it.each([
    ['deadLetterQueue: q', 'deadLetterQueue: QUEUE', 'ASY-12'],
    ['DeadLetterConfig: { TargetArn: q }', 'deadLetterQueue: QUEUE', 'ASY-12'],
    ['maximumRetryAttempts: 0', 'maximumRetryAttempts: 1', 'ASY-03'],
    ['MaximumEventAgeInSeconds: 60', 'maximumEventAge: 1 h', 'ASY-04'],
    ['eventInvokeConfig: {}', 'maximumRetryAttempts: 1, maximumEventAge: 1 h', 'ASY-03'],
    ['onSuccess: q', 'onSuccess: QUEUE', 'ASY-13'],
    ['DestinationConfig: {}', 'onFailure: QUEUE', 'ASY-13'],
  ])('%s', (f, example, id) => {
    const name = f.slice(0, f.indexOf(':'));
    expect(told({ f: `${f},` })).toContain(
      `error: functions.f.${name}: ${name} is said at the source of type async that invokes the function (sources: { NAME: { type: async, function: F, ${example} } }) [${id}]`,
    );
  });

  it.each([
    ['MaximumRetryAttempts: two', 'maximumRetryAttempts: 2'],
    ['DestinationConfig: { OnSuccess: { Destination: q } }', 'onSuccess: NAME'],
    ['DestinationConfig: { OnFailure: { Destination: q } }', 'onFailure: NAME'],
    ['DestinationConfig: { OnSuccess: {}, OnFailure: {} }', 'onSuccess: NAME and onFailure: NAME'],
    ['DestinationConfig: {}', 'onFailure: NAME'],
  ])('%s is translated', (a, meant) => expect(told({ a }).join()).toContain(`(did you mean ${meant}?)`));
});

describe('advice', () => {
  const late = (a: string, head = ''): string =>
    told({ a: `${QUIET}, ${a}`, head })
      .filter((line) => line.includes('maximumEventAge'))
      .join();
  const hint = (retries: number): string =>
    `(a longer maximumEventAge lets it be tried again; with maximumRetryAttempts: ${retries} it ends as RetriesExhausted instead of EventAgeExceeded) [R-ASY-05]`;
  const OFF = 'facts: { async.lookAhead: off }';

  it('about retries that come too late says when an event is given up', () => {
    const once = 'its first retry would come after 1 min, and the limit of age is 1 min';
    expect(late('maximumEventAge: 60 s')).toBe(
      `warning: sources.a.maximumEventAge: an event that fails is given up at once: ${once} ${hint(0)}`,
    );
    expect(late('maximumEventAge: 60 s', OFF)).toContain(`an event that fails is given up when it comes back: ${once}`);
    const twice = 'its second retry would come after the limit of age, 2 min';
    expect(late('maximumEventAge: 2 min')).toContain(`an event that fails twice is given up then: ${twice} ${hint(1)}`);
    expect(late('maximumEventAge: 2 min', OFF)).toContain(
      `an event that fails twice is given up when it comes back: ${twice}`,
    );
    expect(late('maximumEventAge: 2 min, maximumRetryAttempts: 1')).toBe('');
  });

  it('about events that nobody is told of knows of those that succeed', () => {
    const silent =
      'an event that is given up is gone, and nobody is told: there is neither onFailure nor deadLetterQueue';
    const arrivals = 'arrivals: [ { rate: 1/s } ]';
    expect(told({ a: arrivals })).toEqual([`note: sources.a: ${silent} [ASY-07]`]);
    expect(told({ a: `${arrivals}, onSuccess: q` })).toEqual([
      `note: sources.a: ${silent}, and onSuccess is told of successes only [ASY-07]`,
    ]);
    expect(told({ a: `${arrivals}, onFailure: q` })).toEqual([]);
  });

  it('about two dead-letter queues tells a queue from a topic', () => {
    const b = (end: string): string =>
      told({ sources: `b: { type: async, function: f, ${end} arrivals: [ { rate: 1/s } ] }` })
        .filter((line) => line.includes('another dead-letter queue'))
        .join();
    expect(b('deadLetterQueue: { sns: q },')).toContain(
      'sources.b.deadLetterQueue: f has another dead-letter queue in a',
    );
    expect(b('')).toContain('another dead-letter queue');
    expect(b('deadLetterQueue: q,')).toBe('');
  });
});

describe('an event by a topic', () => {
  const of = (origin: string, size: string, head = ''): string[] => {
    const arrivals = `arrivals: [ { rate: 1/s, attributes: { size: ${size} } }, { records: [ { at: 0 s, size: ${size} } ] } ]`;
    return told({ a: `deadLetterQueue: q, origin: ${origin}, ${arrivals}`, head });
  };

  it('is no larger than a message of a topic', () => {
    const wrong = 'a record of 257 KiB is larger than a topic takes (at most 256 KiB) [ASY-13]';
    expect(of('sns', '257 KiB')).toEqual([
      `error: sources.a.arrivals[0].attributes.size: ${wrong}`,
      `error: sources.a.arrivals[1].records[0].size: ${wrong}`,
    ]);
    expect(of('sns', '256 KiB')).toEqual([]);
    expect(of('s3', '257 KiB')).toEqual([]);
    expect(of('sns', '257 KiB', 'rules: ideal')).toEqual([]);
    expect(of('s3', '2 MiB').join()).toContain('larger than an asynchronous invocation takes (at most 1 MiB) [ASY-10]');
  });

  it('is no larger when a handler sends it', () => {
    const text = scenario({ a: `${QUIET}, origin: sns` }).replace(
      'g: { handler: {',
      'g: { handler: { sends: [ { to: a, size: 257 KiB } ],',
    );
    const lines = formatProblems('x', readScenario(text).problems);
    expect(lines).toContain('a message of 257 KiB is larger than a takes (at most 256 KiB) [ASY-13]');
    expect(formatProblems('x', readScenario(text.replace('257', '256')).problems)).toBe('');
  });
});

it('callers choose what they do during an outage, and services in front do not', () => {
  const said = (origin: string): string[] => {
    const read = readScenario(scenario({ a: `${QUIET}, origin: ${origin}` }));
    if (!read.ok) throw new Error(formatProblems('x', read.problems));
    expect(read.scenario.sources[0]!.sendsDuringOutage).toBe(origin === 'direct' ? 'wait' : undefined);
    return explain(read.scenario).lines.map(({ path }) => path);
  };
  expect(said('direct')).toContain('sources.a.sendsDuringOutage');
  expect(said('sns')).not.toContain('sources.a.sendsDuringOutage');
});
