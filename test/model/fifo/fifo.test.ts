/** FIFO queues with their mappings, end to end. */
import { describe, expect, it } from 'vitest';
import { journaled, run, type Line } from '../../support/run.ts';

interface Given {
  readonly handler?: object;
  readonly queue?: object;
  readonly mapping?: object;
  readonly more?: object;
  readonly duration?: string;
}

const records = (...ids: string[]): object[] => ids.map((id) => ({ id, group: id[0]! }));

function scenario(
  arrivals: object,
  { handler = {}, queue = {}, mapping = {}, more = {}, duration = '10 min' }: Given = {},
): object {
  return {
    lagcast: 1,
    duration,
    functions: { f: { timeout: '10 s', coldStart: 'none', handler: { perRecord: '1 s', ...handler } } },
    sources: { q: { type: 'sqsFifo', visibilityTimeout: '60 s', ...queue, arrivals: [arrivals] }, ...more },
    mappings: { m: { source: 'q', function: 'f', enabledAt: '1 s', ...mapping } },
  };
}

const batchesOf = (lines: readonly Line[]): (readonly string[])[] =>
  lines.filter(({ event }) => event === 'invoked').map((line) => line.records!);

describe('concurrency', () => {
  const groups = (n: number) => ({ rate: '100/s', attributes: { g: { zipf: { values: n, exponent: 0 } } } });

  it('A-DOC-10: 6 active groups and a maximum concurrency of 10 make 6 (SQS-63)', () => {
    const given = { queue: { messageGroupId: 'g', sendBatch: 10 }, duration: '30 s' };
    const six = run(scenario(groups(6), { ...given, mapping: { batchSize: 1, maximumConcurrency: 10 } }));
    expect(six.functions['f']!.concurrency.max).toBe(6);
    const many = run(scenario(groups(60), { ...given, mapping: { batchSize: 1, maximumConcurrency: 10 } }));
    expect(many.functions['f']!.concurrency.max).toBe(10);
  });

  it('on demand no more pollers than groups keep busy are added (SQS-65)', () => {
    const result = run(
      scenario(groups(8), {
        queue: { messageGroupId: 'g', sendBatch: 10 },
        mapping: { batchSize: 1 },
        duration: '2 min',
      }),
    );
    expect(result.functions['f']!.concurrency.max).toBe(8);
    expect(result.mappings['m']!.pollers!.max).toBeLessThanOrEqual(10);
  });

  it('PLN-10: one group is handled at B/D, whatever the concurrency', () => {
    for (const batchSize of [1, 5, 10]) {
      const handler = { perInvocation: '500 ms', perRecord: '50 ms' };
      const given = {
        handler,
        queue: { messageGroupId: 'g', sendBatch: 10 },
        mapping: { batchSize },
        duration: '41 s',
      };
      const { succeeded } = run(scenario(groups(1), given)).sources['q']!;
      const expected = (40 * batchSize) / (0.5 + 0.05 * batchSize);
      expect(Math.abs(succeeded - expected)).toBeLessThanOrEqual(batchSize);
    }
  });
});

describe('batches', () => {
  it('may mix groups, or hold one only (R-FIFO-03, UNK-17)', () => {
    const sent = { records: records('a1', 'b1', 'a2', 'c1') };
    expect(batchesOf(journaled(scenario(sent)).lines)).toEqual([['a1', 'a2', 'b1', 'c1']]);
    const apart = batchesOf(journaled(scenario(sent, { mapping: { oneGroupPerBatch: true } })).lines);
    expect(apart).toEqual([['a1', 'a2'], ['b1'], ['c1']]);
  });

  it('what does not fit into the payload waits behind a batch that failed: its group comes back in order (UNK-23)', () => {
    const sent = { records: records('a1', 'a2', 'a3').map((one) => ({ ...one, size: '1 MiB' })) };
    const facts = { 'mapping.payload': '2200 kB' };
    const value = { ...scenario(sent, { handler: { script: ['throw', 'succeed'] } }), facts };
    const { lines } = journaled(value);
    expect(batchesOf(lines)).toEqual([['a1', 'a2'], ['a1', 'a2'], ['a3']]);
    const times = lines.filter(({ event }) => event === 'invoked').map(({ t }) => t / 1e6);
    expect(times[1]).toBeGreaterThanOrEqual(61);
  });
});

describe('failures', () => {
  it('a group waits for the visibility timeout, and others go on (SQS-63)', () => {
    const sent = {
      records: [...records('a1', 'a2'), { id: 'b1', group: 'b', at: '5 s' }, { id: 'a3', group: 'a', at: '5 s' }],
    };
    const given = { handler: { script: ['throw', 'succeed'] } };
    const { lines } = journaled(scenario(sent, given));
    expect(batchesOf(lines)).toEqual([['a1', 'a2'], ['b1'], ['a1', 'a2', 'a3']]);
  });

  it('a handler that reports the failed one only breaks the order, which is counted', () => {
    const sent = { records: records('a1', 'a2', 'a3', 'b1') };
    const given = { handler: { script: [{ report: ['a1'] }, 'succeed'] }, mapping: { reportBatchItemFailures: true } };
    const { result, lines } = journaled(scenario(sent, given));
    expect(batchesOf(lines)).toEqual([['a1', 'a2', 'a3', 'b1'], ['a1']]);
    expect(result.sources['q']!.fifo!.outOfOrder).toBe(2);
    expect(lines.filter(({ event }) => event === 'overtook').flatMap((line) => line.records)).toEqual(['a2', 'a3']);
  });

  it('one that stops and reports the rest keeps it (SDG), and holds up the groups after it in the batch', () => {
    const sent = { rate: '10/s', endAt: '1 min', attributes: { g: { zipf: { values: 3, exponent: 0 } } } };
    const handler = { perRecord: '10 ms', outcome: [{ fails: '5 %' }], onRecordError: 'stopAndReport' };
    const given = {
      handler,
      queue: { messageGroupId: 'g', visibilityTimeout: '20 s' },
      mapping: { reportBatchItemFailures: true },
    };
    const kept = run(scenario(sent, given)).sources['q']!;
    expect(kept.fifo!.outOfOrder).toBe(0);
    expect(kept.books.out.succeeded).toBe(600);
    const broken = run(scenario(sent, { ...given, handler: { ...handler, onRecordError: 'report' } })).sources['q']!;
    expect(broken.fifo!.outOfOrder).toBeGreaterThan(0);
  });

  it('a move to the dead-letter queue takes the message out, and its group goes on (SQS-67); it is as old as the move there (SQS-48)', () => {
    const sent = { records: records('a1', 'a2') };
    const given = {
      handler: { when: [{ id: 'a1', then: 'throw' }] },
      queue: { redrivePolicy: { maxReceiveCount: 2, deadLetterQueue: 'dlq' }, messageRetentionPeriod: '5 min' },
      mapping: { batchSize: 1 },
      more: { dlq: { type: 'sqsFifo', messageRetentionPeriod: '5 min' } },
    };
    const { result, lines } = journaled(scenario(sent, given));
    expect(batchesOf(lines)).toEqual([['a1'], ['a1'], ['a2']]);
    const moved = lines.find(({ event }) => event === 'deadLettered')!;
    const expired = lines.find(({ event }) => event === 'expired')!;
    expect(expired.t - moved.t).toBe(300e6);
    expect(result.sources['dlq']!.books.in.deadLetteredIn).toBe(1);
  });

  it('a group of two queues is one in the dead-letter queue that they share: no two invocations of it at a time (SQS-62)', () => {
    const sent = (id: string): object => ({
      records: [
        { id: `${id}1`, group: 'a' },
        { id: `${id}2`, group: 'a' },
      ],
    });
    const failed = { maxReceiveCount: 1, deadLetterQueue: 'dlq' };
    const other = { type: 'sqsFifo', visibilityTimeout: '60 s', redrivePolicy: failed };
    const given = {
      handler: { invocationFails: '100 %' },
      queue: { redrivePolicy: failed },
      more: { other: { ...other, arrivals: [sent('b')] }, dlq: { type: 'sqsFifo', visibilityTimeout: '60 s' } },
    };
    const value = scenario(sent('a'), given) as { functions: object; mappings: object };
    const slow = { timeout: '30 s', coldStart: 'none', handler: { perRecord: '10 s' } };
    const { result, lines } = journaled({
      ...value,
      functions: { ...value.functions, slow },
      mappings: {
        ...value.mappings,
        n: { source: 'other', function: 'f', enabledAt: '1 s' },
        d: { source: 'dlq', function: 'slow', batchSize: 1 },
      },
    });
    expect(result.functions['slow']).toMatchObject({ invocations: 4, concurrency: { max: 1 } });
    const moved = lines.filter(({ event }) => event === 'deadLettered').flatMap((line) => line.records!);
    const invoked = lines.filter((line) => line.event === 'invoked' && line.function === 'slow');
    expect(invoked.flatMap((line) => line.records!)).toEqual(moved);
    expect(result.sources['dlq']!.fifo!.groupsPresent.max).toBe(1);
  });

  it('a redrive sends what is in the dead-letter queue anew, in order', () => {
    const sent = { records: records('a1', 'a2', 'b1') };
    const given = {
      handler: { when: [{ receiveCount: { max: 1 }, then: 'throw' }] },
      queue: { redrivePolicy: { maxReceiveCount: 1, deadLetterQueue: 'dlq' } },
      more: { dlq: { type: 'sqsFifo' } },
    };
    const value = { ...scenario(sent, given), events: [{ at: '5 min', redrive: { from: 'dlq', to: 'q' } }] };
    const { lines } = journaled(value);
    expect(lines.filter(({ event }) => event === 'redriven').flatMap((line) => line.records)).toEqual([
      'a1',
      'a2',
      'b1',
    ]);
    expect(lines.filter(({ event }) => event === 'invoked' && true)).toHaveLength(4);
  });

  it('with an expired receipt nothing is deleted, and the message is delivered again (R-FQ-09)', () => {
    const sent = { records: records('a1', 'a2') };
    // Tries 31 s after the receive, and works for 8 s: the visibility timeout ends meanwhile.
    const value = {
      ...scenario(sent, { handler: { perRecord: '4 s' }, queue: { visibilityTimeout: '34 s' } }),
      events: [{ at: '0 s', for: '31.5 s', set: { 'functions.f.reservedConcurrency': 0 } }],
    };
    const { result, lines } = journaled(value);
    expect(result.sources['q']!.books.out.succeeded).toBe(2);
    expect(result.sources['q']!.duplicates).toBe(2);
    expect(batchesOf(lines).length).toBe(2);
  });
});

it('messages that only their group blocks are visible, and pollers do not ask for them (R-FQ-11)', () => {
  const sent = { records: records('a1', 'a2', 'a3', 'a4', 'a5') };
  const { depth, receives, emptyReceives } = run(scenario(sent, { mapping: { batchSize: 1 }, duration: '10 s' }))
    .sources['q']!;
  expect(depth.max).toBe(5);
  expect([receives, emptyReceives]).toEqual([5, 0]);
});
