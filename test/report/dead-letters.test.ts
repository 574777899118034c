/** Why messages are dead-lettered: each cause in a run of one or two messages, worked out by hand, and what is said of it. */
import { describe, expect, it } from 'vitest';
import { deadLetters } from '../../src/report/dead-letters.ts';
import { run } from '../support/run.ts';

interface Parts {
  readonly fn?: object;
  readonly queue?: object;
  readonly mapping?: object;
  readonly records?: readonly object[];
  readonly events?: readonly object[];
  readonly max?: number;
}

/** One message at 0 s, work of 100 ms, a visibility timeout of 30 s, one receive; two minutes. */
const dead = ({ fn, queue, mapping, records = [{ id: 'a' }], events = [], max = 1 }: Parts) =>
  run({
    lagcast: 1,
    duration: '2 min',
    rules: 'ideal',
    functions: { f: { coldStart: 'none', timeout: '30 s', handler: { perInvocation: '100 ms' }, ...fn } },
    sources: {
      q: {
        type: 'sqs',
        visibilityTimeout: '30 s',
        redrivePolicy: { maxReceiveCount: max, deadLetterQueue: 'dlq' },
        arrivals: [{ records }],
        ...queue,
      },
      dlq: { type: 'sqs' },
    },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1, ...mapping } },
    events,
  });

const scripted = (...script: unknown[]) => ({ handler: { perInvocation: '100 ms', script } });

interface Expected {
  readonly unseen: number;
  readonly by: Readonly<Record<string, number>>;
  readonly says: string;
}

const cases: readonly [string, Parts, Expected][] = [
  [
    'a visibility timeout shorter than the work (5 s and 25 s), no error, no refusal',
    { fn: { handler: { perInvocation: '25 s' } }, queue: { visibilityTimeout: '5 s' }, max: 2 },
    {
      unseen: 0,
      by: { late: 1 },
      says: '1 message of q was dead-lettered: in the end its visibility timeout ran out while f was still at work on it.',
    },
  ],
  [
    'work that outlasts the visibility timeout and fails afterwards is late all the same',
    { fn: { handler: { perInvocation: '25 s', script: ['throw'] } }, queue: { visibilityTimeout: '5 s' } },
    {
      unseen: 0,
      by: { late: 1 },
      says: '1 message of q was dead-lettered: in the end its visibility timeout ran out while f was still at work on it.',
    },
  ],
  [
    'an exception',
    { fn: scripted('throw'), records: [{ id: 'a' }, { id: 'b' }] },
    { unseen: 0, by: { failed: 2 }, says: '2 messages of q were dead-lettered: in the end f failed on their batches.' },
  ],
  [
    'a crash',
    { fn: scripted('crash') },
    { unseen: 0, by: { failed: 1 }, says: '1 message of q was dead-lettered: in the end f failed on its batch.' },
  ],
  [
    'a timeout',
    { fn: { timeout: '1 s', ...scripted('timeout') } },
    {
      unseen: 0,
      by: { timedOut: 1 },
      says: '1 message of q was dead-lettered: in the end f ran into the timeout with its batch.',
    },
  ],
  [
    'an unusable answer',
    { fn: scripted({ raw: 'no' }), mapping: { reportBatchItemFailures: true } },
    {
      unseen: 0,
      by: { unusableAnswer: 1 },
      says: '1 message of q was dead-lettered: in the end f gave an answer that fails its whole batch.',
    },
  ],
  [
    'a partial response',
    {
      fn: scripted({ report: ['a'] }),
      mapping: { reportBatchItemFailures: true, batchSize: 10 },
      records: [{ id: 'a' }, { id: 'b' }],
    },
    { unseen: 0, by: { reported: 1 }, says: '1 message of q was dead-lettered: in the end f reported it as failed.' },
  ],
  [
    'refusals (SQS-39)',
    { fn: { reservedConcurrency: 0 }, max: 2 },
    {
      unseen: 1,
      by: { refused: 1 },
      says:
        '1 message of q was dead-lettered, without your code ever running: pollers received it, f refused it until its ' +
        'visibility timeout ran out, and each receive counted.',
    },
  ],
  [
    'a batching window longer than the visibility timeout (SQS-33)',
    { queue: { visibilityTimeout: '10 s' }, mapping: { batchSize: 100, maximumBatchingWindow: '20 s' } },
    {
      unseen: 1,
      by: { held: 1 },
      says:
        '1 message of q was dead-lettered, without your code ever running: in the end its visibility timeout ran out ' +
        'while a poller kept it, gathering a batch or waiting with another.',
    },
  ],
  [
    'a mapping disabled while a batch is gathered',
    {
      mapping: { batchSize: 100, maximumBatchingWindow: '20 s' },
      events: [
        { at: '5 s', disable: 'm' },
        { at: '35 s', enable: 'm' },
      ],
    },
    {
      unseen: 1,
      by: { dropped: 1 },
      says:
        '1 message of q was dead-lettered, without your code ever running: in the end its poller let go of it: the ' +
        'mapping was disabled, or had pollers taken away.',
    },
  ],
  [
    'a queue that is out when the work is done',
    { events: [{ at: '50 ms', for: '10 s', outage: { source: 'q' } }] },
    {
      unseen: 0,
      by: { notDeleted: 1 },
      says: '1 message of q was dead-lettered: in the end it was handled, and not deleted because the queue was out.',
    },
  ],
  [
    // b is refused at 0 and 1 s, taken at 3 s, and hidden until 5 s.
    'a batch that was refused first and then worked on for too long',
    {
      fn: { reservedConcurrency: 1, handler: {} },
      queue: { visibilityTimeout: '5 s' },
      records: [
        { id: 'a', duration: '2500 ms' },
        { id: 'b', duration: '25 s' },
      ],
    },
    {
      unseen: 0,
      by: { late: 1 },
      says: '1 message of q was dead-lettered: in the end its visibility timeout ran out while f was still at work on it.',
    },
  ],
  [
    'two messages with two causes, the second of which changed between its receives',
    {
      // a fails at once. b is refused until 30 s, and fails when it is received again.
      fn: { reservedConcurrency: 1, handler: { script: ['throw'] } },
      records: [
        { id: 'a', duration: '29 s' },
        { id: 'b', duration: '1 s' },
      ],
      max: 2,
      events: [{ at: '29500 ms', set: { 'functions.f.reservedConcurrency': 0 } }],
    },
    {
      unseen: 1,
      by: { refused: 2 },
      says:
        '2 messages of q were dead-lettered, 1 of them without your code ever running: in the end f refused them until ' +
        'their visibility timeout ran out.',
    },
  ],
];

it.each(cases)('%s', (_what, parts, { unseen, by, says }) => {
  const result = dead(parts);
  const { q } = result.sources;
  const counted = Object.entries(q!.deadLetteredBy).filter(([, n]) => n > 0);
  expect(Object.fromEntries(counted)).toEqual(by);
  expect(q!.deadLetteredUnseen).toBe(unseen);
  expect(deadLetters('q', q!, result)).toEqual([says]);
});

describe('several causes in one run', () => {
  // a is thrown at; b is refused for all of its 30 s, because a takes 29.9 s and then nothing is reserved.
  const result = dead({
    fn: { reservedConcurrency: 1, timeout: '30 s', handler: { script: ['throw'] } },
    records: [
      { id: 'a', duration: '29 s' },
      { id: 'b', duration: '29 s' },
    ],
    events: [{ at: '28 s', set: { 'functions.f.reservedConcurrency': 0 } }],
  });

  it('are counted and told apart', () => {
    const { q } = result.sources;
    expect(q!.deadLetteredBy).toMatchObject({ failed: 1, refused: 1 });
    expect(deadLetters('q', q!, result)).toEqual([
      '2 messages of q were dead-lettered, 1 of them without your code ever running. How it ended: f failed on its batch ' +
        '(1); f refused it until its visibility timeout ran out (1).',
    ]);
  });
});

it('what was received too often before it came is told from what a queue did itself', () => {
  const { sources } = run({
    lagcast: 1,
    duration: '2 min',
    rules: 'ideal',
    functions: { f: { coldStart: 'none', handler: { perInvocation: '100 ms', script: ['throw'] } } },
    sources: {
      q: {
        type: 'sqs',
        visibilityTimeout: '30 s',
        redrivePolicy: { maxReceiveCount: 1, deadLetterQueue: 'middle' },
        arrivals: [{ records: [{ id: 'a' }] }],
      },
      middle: { type: 'sqs', redrivePolicy: { maxReceiveCount: 1, deadLetterQueue: 'end' } },
      end: { type: 'sqs' },
    },
    mappings: { m: { source: 'q', function: 'f' }, again: { source: 'middle', function: 'f' } },
  });
  expect(sources['q']!.deadLetteredBy).toMatchObject({ failed: 1, earlier: 0 });
  expect(sources['middle']!.deadLetteredBy).toMatchObject({ failed: 0, earlier: 1 });
});
