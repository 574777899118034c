/** The script of docs/journal.md, run: the books of a source from its journal alone, compared with those of the result. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readScenario, simulate } from '../../src/index.ts';

// #region books
interface Line {
  readonly event: string;
  readonly source?: string;
  readonly mapping?: string;
  readonly destination?: string;
  readonly records?: readonly string[];
  readonly unprocessed?: readonly string[];
  readonly outcome?: string;
  readonly condition?: string;
  readonly passedOver?: number;
}

/** The lines of a journal without its header. */
function linesOf(journal: string): Line[] {
  return journal
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line) as Line);
}

const total = (side: object): number => Object.values(side).reduce((all: number, n: number) => all + n, 0);

/** The books of a queue, of direct callers or of asynchronous invocation, from the text of a journal and nothing else. */
function booksFrom(journal: string, name: string) {
  const lines = linesOf(journal);
  const sum = (event: string, end: 'source' | 'destination', list: 'records' | 'unprocessed' = 'records'): number =>
    lines
      .filter((line) => line.event === event && line[end] === name)
      .reduce((total, line) => total + (line[list]?.length ?? 0), 0);
  const answered = (...outcomes: string[]): number =>
    lines.filter((line) => line.event === 'answered' && line.source === name && outcomes.includes(line.outcome ?? ''))
      .length;
  const concluded = (...conditions: string[]): number =>
    lines.filter(
      (line) => line.event === 'concluded' && line.source === name && conditions.includes(line.condition ?? ''),
    ).length;
  const unprocessed = sum('deleted', 'source', 'unprocessed');
  const into = {
    arrived: sum('sent', 'source'),
    deadLetteredIn: sum('deadLettered', 'destination'),
    redrivenIn: sum('redriven', 'destination'),
  };
  const out = {
    succeeded: sum('deleted', 'source') - unprocessed + answered('succeeded') + concluded('Success'),
    acknowledgedUnprocessed: unprocessed,
    deadLettered: sum('deadLettered', 'source'),
    redrivenOut: sum('redriven', 'source'),
    expired: sum('expired', 'source') + concluded('EventAgeExceeded'),
    filtered: sum('filtered', 'source'),
    failed:
      answered('failed', 'timedOut') + concluded('RetriesExhausted', 'ZeroReservedConcurrency', 'RecursiveInvocation'),
    refused: answered('refused'),
    passed: 0,
  };
  return { in: into, out: { ...out, waiting: total(into) - total(out) } };
}

/** The books of a mapping that reads a stream. */
function booksOfMapping(journal: string, mapping: string, stream: string) {
  const lines = linesOf(journal);
  const of = lines.filter((line) => line.mapping === mapping);
  const sum = (event: string, list: 'records' | 'unprocessed' = 'records'): number =>
    of.filter((line) => line.event === event).reduce((all, line) => all + (line[list]?.length ?? 0), 0);
  const unprocessed = sum('checkpointed', 'unprocessed');
  const arrived = lines.filter((line) => line.event === 'sent' && line.source === stream).length;
  const out = {
    beforeStart: of.reduce((all, line) => all + (line.passedOver ?? 0), 0),
    filtered: sum('filtered'),
    succeeded: sum('checkpointed') - unprocessed,
    acknowledgedUnprocessed: unprocessed,
    toDestination: sum('delivered'),
    skipped: sum('skipped'),
    expired: sum('expired'),
  };
  return { in: { arrived }, out: { ...out, waiting: arrived - total(out) } };
}
// #endregion books

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

it('stands in docs/journal.md as it stands here', () => {
  const here = readFileSync(fileURLToPath(import.meta.url), 'utf8');
  const [, code] = /\/\/ #region books\n([\s\S]*?)\/\/ #endregion books/.exec(here)!;
  expect(read('docs/journal.md')).toContain(`\`\`\`ts\n${code}\`\`\``);
});

const ofThePage = [...read('docs/journal.md').matchAll(/```yaml\n(# complete\n[\s\S]*?)```/g)].map(([, text]) => text!);

/** Dead letters, a redrive, expiry, records passed over. */
const rough = `
duration: 3 min
rules: ideal
functions: { f: { timeout: 1 min, handler: { perRecord: { uniform: { min: 1 s, max: 9 s } }, invocationFails: 50 %, onRecordError: firstRecordOnly } } }
sources:
  q:
    type: sqs
    visibilityTimeout: 12 s
    messageRetentionPeriod: 1 min
    redrivePolicy: { maxReceiveCount: 1, deadLetterQueue: dlq }
    arrivals: [ { rate: 3/s, attributes: { type: { choice: { wanted: 90 %, other: 10 % } } } } ]
  dlq: { type: sqs, messageRetentionPeriod: 1 min }
mappings: { m: { source: q, function: f, batchSize: 4, maximumBatchingWindow: 1 s, maximumConcurrency: 3, filters: [ { body: { type: [ wanted ] } } ] } }
events: [ { at: 50 s, redrive: { from: dlq, rate: 1/s } } ]
`;

/** Work that outlasts its visibility timeout. */
const overlapping = `
duration: 3 min
rules: ideal
functions: { f: { timeout: 1 min, handler: { perRecord: { uniform: { min: 1 s, max: 9 s } }, invocationFails: 10 % } } }
sources: { q: { type: sqs, visibilityTimeout: 6 s, arrivals: [ { rate: 3/s } ] } }
mappings: { m: { source: q, function: f, batchSize: 2, maximumConcurrency: 20 } }
`;

/** Calls that are answered, fail, run into the timeout, are refused, and still run at the end. */
const called = `
duration: 1 min
rules: ideal
functions: { f: { timeout: 5 s, reservedConcurrency: 2, handler: { perRecord: { uniform: { min: 1 s, max: 6 s } }, invocationFails: 30 % } } }
sources: { api: { type: sync, function: f, arrivals: [ { rate: { poisson: 2/s } } ] } }
`;

/** Events that succeed, fail too often, become too old, find no concurrency, wait in front, and are left. */
const invoked = `
duration: 10 min
functions: { f: { timeout: 5 s, reservedConcurrency: 1, handler: { duration: 1 s, invocationFails: 30 % } }, g: { handler: {} } }
sources:
  e:
    type: async
    function: f
    origin: eventBridge
    maximumEventAge: 2 min
    maximumRetryAttempts: 1
    lostAcknowledgements: 10 %
    onFailure: failures
    arrivals: [ { rate: { poisson: 1/s } } ]
  failures: { type: async, function: g, onSuccess: told }
  told: { type: sqs }
events:
  - { at: 5 min, for: 1 min, set: { functions.f.reservedConcurrency: 0 } }
  - { at: 590 s, outage: { source: e } }
`;

/** A function that cannot be asked for a while, with calls and messages: some are dead-lettered without ever being handled. */
const unasked = `
duration: 3 min
functions: { f: { timeout: 5 s, handler: { perRecord: 1 s } } }
sources:
  api: { type: sync, function: f, arrivals: [ { rate: 1/s } ] }
  q: { type: sqs, visibilityTimeout: 10 s, redrivePolicy: { maxReceiveCount: 2, deadLetterQueue: dlq }, arrivals: [ { rate: 1/s } ] }
  dlq: { type: sqs }
mappings: { m: { source: q, function: f, batchSize: 1 } }
events: [ { at: 1 min, for: 1 min, outage: { function: f } } ]
`;

/** Records of a stream that succeed, are split off and sent away, skipped, too old, lost, passed over, and left; one mapping begins late. */
const streamed = `
duration: 26 h
functions:
  f: { timeout: 1 min, handler: { duration: 1 s, when: [ { attributes: { kind: bad }, then: throw } ] } }
  g: { timeout: 1 min, handler: { duration: 1 s, when: [ { attributes: { kind: bad }, then: throw } ] } }
  h: { timeout: 1 min, handler: { perRecord: 100 ms, onRecordError: firstRecordOnly, outcome: [ { when: { kind: bad }, fails: 100 % } ] } }
sources:
  s:
    type: kinesis
    shards: 2
    arrivals:
      - { rate: 1/min, attributes: { kind: { choice: { good: 99 %, bad: 1 % } } } }
mappings:
  a: { source: s, function: f, startingPosition: TRIM_HORIZON, batchSize: 3, maximumRetryAttempts: 2, bisectBatchOnFunctionError: true, onFailure: { sns: t } }
  b: { source: s, function: g, startingPosition: LATEST, batchSize: 20, maximumRetryAttempts: 3, maximumRecordAge: 1 min, enabledAt: 1 h }
  c: { source: s, function: h, startingPosition: TRIM_HORIZON, parallelizationFactor: 2, batchSize: 2 }
`;

function run(text: string) {
  const read = readScenario(text);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const lines: string[] = [];
  const { sources, mappings } = simulate(read.scenario, { journal: (line) => lines.push(line) });
  return { sources, mappings, journal: lines.join('\n') };
}

it.each([...ofThePage, rough, overlapping, called, invoked, unasked, streamed])(
  'gives the books that the result has: %#',
  (text) => {
    const { sources, mappings, journal } = run(text);
    for (const [name, { books, stream }] of Object.entries(sources)) {
      if (stream === null) expect(booksFrom(journal, name)).toEqual({ in: books.in, out: books.out });
    }
    for (const [name, { source, stream }] of Object.entries(mappings)) {
      if (stream !== null) expect(booksOfMapping(journal, name, source)).toEqual(stream.books);
    }
  },
);

it('was tried on every entry that books have', () => {
  const { journal } = run(rough);
  const [queue, deadLetters] = [booksFrom(journal, 'q'), booksFrom(journal, 'dlq')];
  const { redrivenOut: _ofTheOther, failed: _ofCalls, refused: _alike, passed: _ofStreams, ...out } = queue.out;
  const seen = { ...out, arrived: queue.in.arrived, redrivenIn: queue.in.redrivenIn };
  expect(Object.entries(seen).filter(([, n]) => n === 0)).toEqual([]);
  expect(deadLetters.in.deadLetteredIn).toBeGreaterThan(0);
  expect(deadLetters.out.redrivenOut).toBeGreaterThan(0);
  const calls = booksFrom(run(called).journal, 'api').out;
  for (const n of [calls.succeeded, calls.failed, calls.refused, calls.waiting]) expect(n).toBeGreaterThan(0);
  const events = run(invoked);
  const ends = booksFrom(events.journal, 'e').out;
  for (const n of [ends.succeeded, ends.failed, ends.expired, ends.waiting]) expect(n).toBeGreaterThan(0);
  expect(booksFrom(events.journal, 'failures').in.arrived).toBe(ends.failed + ends.expired);
  expect(events.sources['e']!.async!.upstream.waiting).toBeGreaterThan(0);
  const whileOut = run(unasked);
  expect(booksFrom(whileOut.journal, 'api').out).toMatchObject({ failed: 60, refused: 0 });
  expect(booksFrom(whileOut.journal, 'q').out.deadLettered).toBeGreaterThan(0);
  const stream = run(streamed);
  const all = ['a', 'b', 'c'].map((mapping) => booksOfMapping(stream.journal, mapping, 's').out);
  for (const entry of Object.keys(all[0]!) as (keyof (typeof all)[0])[]) {
    // What filters do is tried with them.
    if (entry !== 'filtered') expect([entry, Math.max(...all.map((out) => out[entry]))]).not.toEqual([entry, 0]);
  }
  expect(run(overlapping).sources['q']!.duplicates).toBeGreaterThan(0);
});
