/** What a scenario says about messages that handlers send on: names, sizes, loops, and how it is explained. */
import { describe, expect, it } from 'vitest';
import { explain } from '../../src/scenario/explain.ts';
import { formatProblems } from '../../src/scenario/problem.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { CHAINS } from './examples.ts';

/** All that is said of it, without places in the file. */
function told(text: string): string[] {
  const lines = formatProblems('x', readScenario(text).problems).split('\n');
  return lines.map((line) => line.replace(/^x:[\d:]* /, ''));
}

/** A queue `q` read by `f`, which sends; a queue `next` and a stream `s`, of which `next` is read by `g`. */
function sending(send: string, { more = '', g = '' } = {}): string {
  return `
lagcast: 1
duration: 1 min
functions:
  f: { ${more} handler: { perInvocation: 1 ms, sends: [ ${send} ] } }
  g: { handler: { perInvocation: 1 ms, sends: [ ${g} ] } }
sources:
  q: { type: sqs, arrivals: [ { rate: 1/s, attributes: { kind: x } } ] }
  next: { type: sqs }
  s: { type: kinesis, shards: 1, partitionKey: tenant }
  api: { type: sync, function: f, arrivals: [ { rate: 1/s } ] }
mappings:
  q-to-f: { source: q, function: f }
  next-to-g: { source: next, function: g }
  s-to-g: { source: s, function: g, startingPosition: TRIM_HORIZON }
`;
}

const PATH = 'functions.f.handler.sends[0]';

function about(send: string, more: Parameters<typeof sending>[1] = {}): string[] {
  return told(sending(send, more)).filter((line) => line.includes('sends'));
}

describe('sends', () => {
  it.each([
    ['{ to: nxt }', `error: ${PATH}.to: no source is called "nxt" (did you mean next?)`],
    [
      '{ to: api }',
      `error: ${PATH}.to: a handler cannot send to api: it is of type sync, whose callers wait for an answer (what can be sent to: sources of type sqs, sqsFifo, async, kinesis, dynamodbStreams, kafka or mq)`,
    ],
    ['{ }', `error: ${PATH}.to: is missing`],
    ['{ to: next, for: batch }', `error: ${PATH}.for: record or invocation is due; found "batch"`],
    ['{ to: next, at: strat }', `error: ${PATH}.at: end or start is due; found "strat" (did you mean start?)`],
    [
      '{ to: next, atribtes: { a: 1 } }',
      `error: ${PATH}.atribtes: nothing is called "atribtes" here (did you mean attributes?)`,
    ],
    [
      '{ to: next, attributes: { size: 2 KiB } }',
      `error: ${PATH}.attributes.size: size is no attribute of a message (it stands beside the attributes: size: 2 KiB)`,
    ],
    [
      '{ to: next, size: 2 MiB }',
      `error: ${PATH}.size: a message of 2 MiB is larger than next takes (at most 1 MiB) [SQS-59]`,
    ],
    ['{ to: next, count: 100001 }', `error: ${PATH}.count: 100,001 messages at once are too many (at most 100,000)`],
    [
      '{ to: next, count: { exponential: { mean: 200000 } } }',
      `error: ${PATH}.count: 200,000 messages at once, on average, are too many (at most 100,000)`,
    ],
    ['{ to: next, count: { exponential: { mean: 100000 } } }', undefined],
    [
      '{ to: next, when: { kimd: x } }',
      `warning: ${PATH}.when.kimd: no record carries the attribute "kimd", so this never matches (did you mean kind?)`,
    ],
  ])('%s', (send, problem) => expect(about(send)).toEqual(problem === undefined ? [] : [problem]));

  it('may look at, and time by, what only messages carry', () => {
    const g = '{ to: s, when: { stage: two }, attributes: { tenant: t } }';
    const said = about('{ to: next, attributes: { stage: two } }', { g });
    expect(said.filter((line) => line.includes('attribute'))).toEqual([]);
    const timed = sending('{ to: next, attributes: { cost: 20 ms } }').replace(
      'g: { handler: { perInvocation: 1 ms,',
      'g: { handler: { perRecord: { attribute: cost },',
    );
    expect(told(timed).filter((line) => line.startsWith('error'))).toEqual([]);
    const unknown = timed.replace('cost: 20 ms', 'price: 20 ms');
    expect(
      told(unknown)
        .filter((line) => line.startsWith('error'))
        .join(),
    ).toContain('"cost"');
  });

  it('are asked for the key of the stream that they go to', () => {
    const said = (send: string): string[] => told(sending(send)).filter((line) => line.includes('partitionKey'));
    expect(said('{ to: s }').join()).toContain('no record of it carries the attribute "tenant"');
    expect(said('{ to: s, attributes: { tenant: t } }')).toEqual([]);
  });

  it('make a source one that somebody reads or looks at', () => {
    const text = 'next: { type: sqs }';
    const other = sending('{ to: next }').replace(text, `${text}\n  out: { type: sqs }`);
    expect(told(other).join()).toContain('sources.out: no mapping reads from it');
    expect(told(other.replace('{ to: next }', '{ to: out }')).join()).not.toContain('no mapping reads from it');
  });
});

describe('a loop', () => {
  const loops = (text: string): string[] => told(text).filter((line) => line.includes('comes back'));

  it('is told once, with its members and what ends it', () => {
    expect(loops(sending('{ to: next }', { g: '{ to: q }' }))).toEqual([
      `warning: ${PATH}.to: what f sends comes back to it: f → next → g → q → f (Lambda stops it after about 16 runs of one function (lambda.recursion.most) unless recursiveLoop is allow; a share, a count or a when of sends may end it by itself) [ASY-16]`,
    ]);
    expect(loops(sending('{ to: q }'))).toHaveLength(1);
    expect(loops(sending('{ to: next }'))).toEqual([]);
  });

  it('is not stopped behind a stream, where it is allowed, and under ideal', () => {
    expect(loops(sending('{ to: s }', { g: '{ to: q }' })).join()).toContain(
      'Lambda loses sight of it in s and never stops it',
    );
    expect(loops(sending('{ to: q }', { more: 'recursiveLoop: allow,' })).join()).toContain(
      'recursiveLoop: allow keeps',
    );
    const ideal = sending('{ to: q }').replace('lagcast: 1', 'lagcast: 1\nrules: ideal');
    expect(loops(ideal).join()).toContain('under these rules nothing stops it');
  });
});

describe('a loop of events', () => {
  /** `f` sends; its events are those of `a` and `b`, and those of `g` come from `c`. */
  const loops = (sources: string, { f = '', g = '', more = '', allow = '' } = {}): string[] =>
    told(`
lagcast: 1
duration: 1 min
${more}
functions:
  f: { ${allow} handler: { perInvocation: 1 ms, sends: [ ${f} ] } }
  g: { handler: { perInvocation: 1 ms, sends: [ ${g} ] } }
sources: { ${sources} }
`).filter((line) => line.includes('comes back'));
  const A = 'a: { type: async, function: f, arrivals: [ { rate: 1/s } ] }';

  it('does not hide another of the same function', () => {
    const told = loops(`${A}, b: { type: async, function: f, origin: eventBridge }`, { f: '{ to: a }, { to: b }' });
    expect(told).toHaveLength(2);
    expect(told[0]).toContain('f → a → f (Lambda stops it after about 16 runs');
    expect(told[1]).toContain('f → b → f (Lambda loses sight of it in b and never stops it');
  });

  it('knows a function from a source of the same name', () => {
    const others = 'f: { type: async, function: g, origin: eventBridge }, g: { type: sqs }';
    expect(loops(`${A}, ${others}`, { f: '{ to: a }' }).join()).toContain(
      'f → a → f (Lambda stops it after about 16 runs',
    );
  });

  it('of failures only is not stopped by Lambda, but by the size of its records', () => {
    const failing = `a: { type: async, function: f, onFailure: c, arrivals: [ { rate: 1/s } ] }`;
    const both = `${failing}, c: { type: async, function: g, onFailure: a }`;
    const why = 'Lambda does not stop it: what it stops is given up, and goes the same way again';
    expect(loops(both)).toEqual([
      `warning: sources.a.onFailure: what f sends comes back to it: f → c → g → a → f (${why}, until its record, which grows by 1 kB with each step (async.destination.envelope), is larger than 1 MiB) [ASY-16]`,
    ]);
    const more = 'facts: { async.destination.envelope: 0 B }';
    expect(loops(both, { more }).join()).toContain(`(${why}; nothing ends it)`);
    expect(loops(both, { more: 'rules: ideal' }).join()).toContain(`(${why}; nothing ends it)`);
  });

  it('of failures that a function sends back is stopped there, unless that one is allowed to go on', () => {
    const failing = 'a: { type: async, function: g, onFailure: c, arrivals: [ { rate: 1/s } ] }';
    const both = `${failing}, c: { type: async, function: f }`;
    expect(loops(both, { f: '{ to: a }' }).join()).toContain('(Lambda stops it after about 16 runs');
    const allow = 'recursiveLoop: allow,';
    expect(loops(both, { f: '{ to: a }', allow }).join()).toContain(
      '(recursiveLoop: allow keeps Lambda from stopping it',
    );
  });

  it('goes on by what is set for the source that it comes back to', () => {
    // The events of a come to f by b, of which nothing more is said.
    const once = 'a: { type: async, function: f, onFailure: c }, b: { type: async, function: f }';
    expect(loops(`${once}, c: { type: async, function: g, onSuccess: b }`)).toEqual([]);
    expect(loops(`${once}, c: { type: async, function: g, onSuccess: a }`)).toHaveLength(1);
  });
});

it('is explained, with what was not said', () => {
  const read = readScenario(CHAINS);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const { lines } = explain(read.scenario);
  const written = lines.flatMap(({ path, value }) =>
    value !== undefined && /sends|recursiveLoop/.test(path) ? [`${path}: ${value.written}`] : [],
  );
  expect(written).toEqual(
    expect.arrayContaining([
      'functions.checkout.recursiveLoop: allow',
      'functions.pack.recursiveLoop: terminate',
      'functions.checkout.handler.sends[0].to: packing',
      'functions.checkout.handler.sends[0].for: record',
      'functions.checkout.handler.sends[0].share: 100 %',
      'functions.checkout.handler.sends[1].attributes: { kind: receipt, copy: { sequence: [ 1, 2 ] } }',
      'functions.checkout.handler.sends[2].count: { choice: { "1": 90 %, "2": 10 % } }',
      'functions.pack.handler.sends[0].when: { kind: [ order, gift ] }',
    ]),
  );
});
