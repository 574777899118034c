/** What the reader says of sources of Amazon MQ and DocumentDB, and of their mappings. */
import { describe, expect, it } from 'vitest';
import { readScenarioValue } from '../../src/scenario/read.ts';

function told(source: object, mapping: object, more: { fn?: object; handler?: object; facts?: object } = {}): string[] {
  const { problems } = readScenarioValue({
    lagcast: 1,
    duration: '10 min',
    facts: more.facts ?? {},
    functions: { f: { handler: { perInvocation: '10 ms', ...more.handler }, ...more.fn } },
    sources: { q: { arrivals: [{ rate: '1/s' }], ...source } },
    mappings: { m: { source: 'q', function: 'f', ...mapping } },
  });
  return problems.map(({ severity, path, message, hint, source }) =>
    [`${severity}: ${path}: ${message}`, hint && `(${hint})`, source && `[${source}]`].filter(Boolean).join(' '),
  );
}

const mq = { type: 'mq' };
const change = { type: 'documentDb' };
const reads = { startingPosition: 'TRIM_HORIZON' };
const errorsOf = (lines: readonly string[]): string[] => lines.filter((line) => line.startsWith('error'));

describe('Amazon MQ', () => {
  it('says what a batch that always fails does (MQ-01)', () => {
    expect(told(mq, {})).toEqual([
      'note: mappings.m: a batch that always fails is tried again for ever, by one of 5 consumers meanwhile (expiry: 1 h of the source, or a handler that catches) [MQ-01]',
    ]);
    expect(told({ ...mq, engine: 'rabbitMq', expiry: '1 h' }, {})).toEqual([
      'note: mappings.m: a batch that always fails is tried again until its messages expire, 1 h old, and nothing else is handled meanwhile (a handler that catches) [MQ-01]',
    ]);
  });

  it.each([
    [{ redrivePolicy: {} }, {}, 'sources.q.redrivePolicy: brokers have dead-letter queues of their own'],
    [{ visibilityTimeout: '1 min' }, {}, 'sources.q.visibilityTimeout: a broker has no visibility timeout'],
    [{ engine: 'kafka' }, {}, 'sources.q.engine: activeMq or rabbitMq is due'],
    [{ arrivals: [{ records: [{ delay: '1 s' }] }] }, {}, 'scheduled messages of a broker are not modelled'],
    [{}, { maximumConcurrency: 9 }, 'mappings.m.maximumConcurrency: the engine decides'],
    [{}, { pollers: { policy: 'fixed', count: 3 } }, 'mappings.m.pollers: the engine decides'],
    [{}, { maximumRetryAttempts: 3 }, 'mappings.m.maximumRetryAttempts: nothing is given up'],
    [{}, { onFailure: 'q' }, 'mappings.m.onFailure: nothing is given up'],
    [{}, { startingPosition: 'LATEST' }, 'mappings.m.startingPosition: startingPosition is for streams'],
    [{}, { reportBatchItemFailures: true }, 'failures of single records are not listened to'],
    [{}, { batchSize: 10_001 }, 'from 1 to 10000 is allowed'],
  ])('refuses %j, %j', (source, mapping, said) => {
    const [first, ...others] = errorsOf(told({ ...mq, ...source }, mapping));
    expect(first).toContain(said);
    expect(others).toEqual([]);
  });

  it('a function may run for 14 min at the most (KAF-06, J.4 rule 10)', () => {
    const long = told(mq, {}, { fn: { timeout: '841 s' } });
    expect(errorsOf(long)).toEqual([
      'error: mappings.m: f may run for 841 s, and a function that reads a queue of Amazon MQ for 14 min at the most (timeout: 14 min) [KAF-06]',
    ]);
    expect(errorsOf(told(mq, {}, { fn: { timeout: '840 s' } }))).toEqual([]);
    expect(errorsOf(told(change, reads, { fn: { timeout: '841 s' } }))).toHaveLength(1);
  });

  it('warns of reports that nobody hears', () => {
    const lines = told(mq, {}, { handler: { onRecordError: 'report' } });
    expect(lines.join()).toContain('such a batch counts as a success');
  });

  it('warns of more work than its consumers can do (PLN-01), and of memory', () => {
    const lines = told(
      { ...mq, arrivals: [{ rate: '100/s', attributes: { size: '2 MiB' } }] },
      { batchSize: 1 },
      {
        handler: { perInvocation: '1 s', memory: { base: '100 MB', timesSize: 20 } },
        fn: { memory: '128 MB' },
      },
    );
    expect(lines.join()).toContain('that needs 100 at once, more than the 5 that a mapping of ActiveMQ has');
    // 2 MiB are 2.67 MiB in the event, and 40 MiB at work.
    expect(lines.join()).toContain('a full batch from q needs 138 MiB');
  });
});

describe('DocumentDB', () => {
  it('says what a batch that always fails does (DOC-01)', () => {
    expect(told(change, reads)).toEqual([
      'note: mappings.m: a batch that always fails is sent again until q drops it after 3 h: nothing behind it is handled until then (a handler that catches, and puts aside what it cannot handle) [DOC-01]',
    ]);
  });

  it.each([
    [{}, {}, 'mappings.m.startingPosition: is missing'],
    [{}, { ...reads, filters: [{ a: [1] }] }, 'mappings.m.filters: mappings of DocumentDB have no filters'],
    [{}, { ...reads, onFailure: 'q' }, 'mappings.m.onFailure: nothing is given up'],
    [{}, { ...reads, parallelizationFactor: 2 }, 'a change stream has one batch at work'],
    [{}, { startingPosition: 'AT_TIMESTAMP' }, 'startingPositionTimestamp: is missing'],
    [{ shards: 2 }, reads, 'sources.q.shards: a change stream has no shards'],
    [{ retentionPeriod: '8 d' }, reads, 'sources.q.retentionPeriod: from 1 h to 7 d is allowed'],
  ])('refuses %j, %j', (source, mapping, said) => {
    const [first, ...others] = errorsOf(told({ ...change, ...source }, mapping));
    expect(first).toContain(said);
    expect(others).toEqual([]);
  });

  it('warns of events that no invocation can hold, and of a start with the latest', () => {
    const large = told({ ...change, arrivals: [{ rate: '1/s', attributes: { size: '7 MiB' } }] }, reads);
    expect(large.join()).toContain('no function gets it, and OversizedRecordCount counts it');
    const late = told(change, { startingPosition: 'LATEST', enabledAt: '1 min' });
    expect(late.join()).toContain('before 1 min, when it begins to read, are missed');
  });

  it('nobody can send to it', () => {
    const lines = told(change, reads, { handler: { sends: [{ to: 'q' }] } });
    expect(errorsOf(lines).join()).toContain('which holds what has happened elsewhere');
  });
});
