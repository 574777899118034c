/** What a scenario may say about FIFO queues and their mappings, and what it is told. */
import { describe, expect, it } from 'vitest';
import { readScenarioValue } from '../../src/scenario/read.ts';

const RATE = { rate: '10/s', attributes: { customer: { zipf: { values: 100, exponent: 0 } } } };

interface Parts {
  readonly queue?: object;
  readonly mapping?: object;
  readonly handler?: object;
  readonly sources?: object;
  readonly more?: object;
}

/** Problems as `severity path: message (source)`. */
function problemsOf({ queue = {}, mapping = {}, handler = {}, sources = {}, more = {} }: Parts): string[] {
  const { problems } = readScenarioValue({
    lagcast: 1,
    duration: '10 min',
    functions: { f: { timeout: '5 s', handler: { perRecord: '10 ms', ...handler } } },
    sources: {
      q: { type: 'sqsFifo', visibilityTimeout: '60 s', messageGroupId: 'customer', arrivals: [RATE], ...queue },
      ...sources,
    },
    mappings: { m: { source: 'q', function: 'f', ...mapping } },
    ...more,
  });
  return problems.map(({ severity, path, message, source }) => `${severity} ${path}: ${message} (${source ?? ''})`);
}

it('a FIFO queue that is all right', () => {
  expect(problemsOf({})).toEqual([]);
});

describe('is refused', () => {
  it.each<[string, Parts, RegExp]>([
    [
      'J.4 rule 1: a batching window',
      { mapping: { maximumBatchingWindow: '1 s' } },
      /m\.maximumBatchingWindow: .*no batching window.*J\.4 rule 1/,
    ],
    ['J.4 rule 1: more than ten to a batch', { mapping: { batchSize: 11 } }, /m\.batchSize: from 1 to 10.*J\.4 rule 1/],
    [
      'J.4 rule 5: a standard dead-letter queue',
      { queue: { redrivePolicy: { maxReceiveCount: 5, deadLetterQueue: 'dlq' } }, sources: { dlq: { type: 'sqs' } } },
      /deadLetterQueue: dlq is of type sqs, and q of type sqsFifo.*J\.4 rule 5/,
    ],
    [
      'J.4 rule 5: a FIFO queue for dead letters of a standard one',
      {
        sources: {
          s: { type: 'sqs', redrivePolicy: { maxReceiveCount: 5, deadLetterQueue: 'dlq' } },
          dlq: { type: 'sqsFifo' },
        },
      },
      /s\.redrivePolicy\.deadLetterQueue: dlq is of type sqsFifo/,
    ],
    [
      'R-FQ-14: a delay of one message',
      { queue: { arrivals: [{ records: [{ group: 1, delay: '2 s' }] }], messageGroupId: 'group' } },
      /delay: .*InvalidParameterValue.*R-FQ-14/,
    ],
    ['SQS-62: no group', { queue: { messageGroupId: undefined } }, /q\.messageGroupId: is missing.*SQS-62/],
    [
      'SQS-62: messages without their group',
      { queue: { messageGroupId: 'tenant' } },
      /arrivals\[0\]: .*"tenant".*SQS-62/,
    ],
    [
      'SQS-62: some messages without it',
      { queue: { arrivals: [{ records: [{ key: 1 }, { at: '1 s' }] }], messageGroupId: undefined } },
      /arrivals\[0\]: .*"key"/,
    ],
    [
      'SQS-44: half of high throughput',
      { queue: { fifoThroughputLimit: 'perMessageGroupId' } },
      /deduplicationScope: messageGroup only.*SQS-44/,
    ],
    ['SQS-51: duplicates', { queue: { duplicates: '1 %' } }, /q\.duplicates: duplicates are for standard queues/],
    ['FifoQueue of a FIFO queue', { queue: { FifoQueue: true } }, /q\.FifoQueue: its type says so already/],
    [
      'fifoQueue of a standard queue',
      { sources: { s: { type: 'sqs', fifoQueue: true } } },
      /s\.fifoQueue: .*type of their own/,
    ],
    [
      'SQS-62: sends without a group',
      { handler: { sends: [{ to: 'p' }] }, sources: { p: { type: 'sqsFifo' } } },
      /sends\[0\]\.to: p does not say/,
    ],
    [
      'J.4 rule 13: a FIFO queue for dead letters of events',
      { sources: { e: { type: 'async', function: 'f', deadLetterQueue: 'p' }, p: { type: 'sqsFifo' } } },
      /e\.deadLetterQueue: p is of type sqsFifo, which is no dead-letter queue/,
    ],
    [
      'a FIFO queue for what a stream gives up',
      {
        sources: { k: { type: 'kinesis', shards: 1 }, p: { type: 'sqsFifo' } },
        more: {
          mappings: {
            m: { source: 'q', function: 'f' },
            n: { source: 'k', function: 'f', startingPosition: 'LATEST', onFailure: 'p' },
          },
        },
      },
      /n\.onFailure: p is a FIFO queue/,
    ],
  ])('%s', (_, parts, expected) => {
    expect(problemsOf(parts).filter((one) => one.startsWith('error'))).toEqual([expect.stringMatching(expected)]);
  });
});

describe('is warned of', () => {
  const listens = { mapping: { reportBatchItemFailures: true } };
  const fails = { outcome: [{ fails: '1 %' }] };

  it.each<[string, Parts, RegExp]>([
    [
      'R-FIFO-04: reporting and going on',
      { ...listens, handler: { ...fails, onRecordError: 'report' } },
      /^warning mappings\.m: .*deleted before it \(R-FIFO-04\)/,
    ],
    [
      'SQS-62: several messages at once',
      { handler: { parallel: 4 } },
      /^warning functions\.f\.handler: it works on 4 messages at once/,
    ],
    [
      'SQS-62: a strategy',
      { handler: { strategy: 'allAtOnce' } },
      /^warning functions\.f\.handler: it works on all messages of a batch at once/,
    ],
    [
      'SQS-44: more calls than there are',
      { queue: { arrivals: [{ ...RATE, rate: '301/s' }] }, handler: { perRecord: '1 ms' } },
      /^warning sources\.q: 301 messages\/s.*takes 300\/s.*SQS-44/,
    ],
    [
      'PLN-10: fewer groups than the load needs',
      { handler: { perRecord: '1 s' }, mapping: { batchSize: 1 }, queue: { arrivals: [{ ...RATE, rate: '101/s' }] } },
      /^warning mappings\.m: .*needs 101 at once, more than the 100 message groups there are.*PLN-10/,
    ],
    [
      'PLN-10: one group that gets more than it can be handled at',
      {
        handler: { perRecord: '100 ms' },
        queue: {
          arrivals: [{ rate: '30/s', attributes: { customer: { choice: { a: '60 %', b: '20 %', c: '20 %' } } } }],
        },
      },
      /^warning mappings\.m: one message group of q gets 18 messages\/s, and can be handled at 10\/s.*PLN-10/,
    ],
  ])('%s', (_, parts, expected) => {
    expect(problemsOf(parts)).toEqual([expect.stringMatching(expected)]);
  });

  it('not of a handler that stops and reports the rest, nor with one message to a batch', () => {
    expect(problemsOf({ ...listens, handler: { ...fails, onRecordError: 'stopAndReport' } })).toEqual([]);
    expect(
      problemsOf({
        mapping: { ...listens.mapping, batchSize: 1 },
        handler: { ...fails, onRecordError: 'report', parallel: 4 },
      }),
    ).toEqual([]);
  });

  it('not under rules: ideal, which know no quota', () => {
    expect(problemsOf({ queue: { arrivals: [{ ...RATE, rate: '1000/s' }] }, more: { rules: 'ideal' } })).toEqual([]);
  });
});

it('single records say which attributes are group and deduplication id', () => {
  const read = readScenarioValue({
    lagcast: 1,
    duration: '1 min',
    sources: {
      a: { type: 'sqsFifo', arrivals: [{ records: [{ group: 1, dedup: 'x', key: 2 }] }] },
      b: { type: 'sqsFifo', arrivals: [{ records: [{ key: 1 }] }] },
      c: { type: 'sqsFifo', messageGroupId: 'customer', arrivals: [{ records: [{ key: 1 }] }] },
    },
  });
  const options = read.ok ? read.scenario.sources.map((one) => one.type === 'sqsFifo' && one.options) : [];
  expect(options.map((one) => one && [one.messageGroupId, one.messageDeduplicationId])).toEqual([
    ['group', 'dedup'],
    ['key', undefined],
    ['customer', undefined],
  ]);
});
