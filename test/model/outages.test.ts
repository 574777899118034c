/** Sources and mappings that are out, and mappings that are disabled and enabled again; worked out by hand. */
import { describe, expect, it } from 'vitest';
import { Listener, type Named } from '../../src/model/observer.ts';
import { readScenarioValue } from '../../src/scenario/read.ts';
import { journaled, run, type Line } from '../support/run.ts';

/** One poller, one record a batch, 2 s of work, hidden for 10 s. */
const pipeline = ({ records, queue, mapping, ...more }: Record<string, unknown>) => ({
  lagcast: 1,
  duration: '1 min',
  functions: { f: { timeout: '5 s', coldStart: 'none', handler: { duration: '2 s' } } },
  sources: {
    q: { type: 'sqs', visibilityTimeout: '10 s', arrivals: [{ records }], ...(queue as object | undefined) },
  },
  mappings: {
    m: {
      source: 'q',
      function: 'f',
      batchSize: 1,
      pollers: { policy: 'fixed', count: 1 },
      ...(mapping as object | undefined),
    },
  },
  ...more,
});

/** `4 received b`: seconds, what happened, and to which records. */
const story = (lines: readonly Line[], ...events: string[]): string[] =>
  lines
    .filter((line) => events.includes(line.event))
    .map((line) => `${line.t / 1e6} ${line.event} ${line.records?.join('') ?? line.reason}`);

describe('a source that is out', () => {
  const records = [
    { id: 'a', at: '1 s' },
    { id: 'b', at: '4 s' },
    { id: 'c', at: '7 s' },
    { id: 'd', at: '15 s' },
  ];
  const out = { events: [{ at: '5 s', for: '10 s', outage: { source: 'q' } }] };

  it('gives nothing and deletes nothing; what was in flight comes back, and sends wait', () => {
    const { lines, result } = journaled(pipeline({ records, ...out }));
    expect(story(lines, 'sent', 'received', 'finished', 'deleted', 'returned', 'outage')).toEqual([
      '1 sent a',
      '1 received a',
      '3 finished a',
      '3 deleted a',
      '4 sent b',
      '4 received b',
      '5 outage began',
      '6 finished b', // succeeded, and cannot be deleted
      '14 returned b',
      '15 outage ended',
      '15 sent c',
      '15 sent d',
      '15 received b',
      '17 finished b',
      '17 deleted b',
      '17 received c',
      '19 finished c',
      '19 deleted c',
      '19 received d',
      '21 finished d',
      '21 deleted d',
    ]);
    expect(lines.find((line) => line.event === 'outage')).toEqual({
      t: 5e6,
      event: 'outage',
      source: 'q',
      reason: 'began',
    });
    // The age of c counts from its acceptance.
    expect(result.sources['q']!.latency.max).toBe(13e6);
    expect(result.functions['f']!.errors).toBe(0);
    // b was handled twice.
    expect(result.sources['q']!.duplicates).toBe(1);
  });

  it('makes work for nothing of every time that something is handled again, and of nothing that failed', () => {
    const records = [{ id: 'a', at: '4 s' }];
    const out = ['5 s', '15 s'].map((at) => ({ at, for: '2 s', outage: { source: 'q' } }));
    // Handled at 6, 16 and 26 s, and deleted only at the last.
    const { succeeded, duplicates } = run(pipeline({ records, events: out })).sources['q']!;
    expect([succeeded, duplicates]).toEqual([1, 2]);
    const functions = {
      f: { timeout: '5 s', coldStart: 'none', handler: { duration: '2 s', script: ['throw', 'succeed'] } },
    };
    // Fails at 6 s, handled at 16 s when the queue is out, and deleted at 26 s.
    expect(run(pipeline({ records, events: out, functions })).sources['q']!.duplicates).toBe(1);
    expect(run(pipeline({ records, events: out.slice(0, 1), functions })).sources['q']!.duplicates).toBe(0);
  });

  it('loses what is sent meanwhile when the producer does not wait', () => {
    const { lines, result } = journaled(pipeline({ records, ...out, queue: { sendsDuringOutage: 'lost' } }));
    expect(story(lines, 'sent')).toEqual(['1 sent a', '4 sent b', '15 sent d']);
    expect(result.sources['q']!.books.in.arrived).toBe(3);
  });

  it('to the end of the run never takes what was to be sent', () => {
    const { lines, result } = journaled(pipeline({ records, events: [{ at: '5 s', outage: { source: 'q' } }] }));
    expect(story(lines, 'sent', 'outage')).toEqual(['1 sent a', '4 sent b', '5 outage began']);
    expect(result.sources['q']!.books.out).toMatchObject({ succeeded: 1, waiting: 1 });
  });

  it('deletes again at the instant the outage ends', () => {
    const events = [{ at: '2 s', for: '1 s', outage: { source: 'q' } }];
    expect(story(journaled(pipeline({ records: [{ id: 'a', at: '1 s' }], events })).lines, 'deleted')).toEqual([
      '3 deleted a',
    ]);
  });

  it('keeps times running that run inside it: delays and retention', () => {
    const queue = { messageRetentionPeriod: '1 min' };
    const events = [{ at: '1 s', for: '2 min', outage: { source: 'q' } }];
    const sent = [{ id: 'a', at: '0 s', delay: '2 s' }];
    const { result } = journaled(pipeline({ records: sent, queue, events, duration: '3 min' }));
    expect(result.sources['q']!.books.out).toMatchObject({ expired: 1, succeeded: 0 });
  });

  it('sends at a rate wait in their order, with and without a journal', () => {
    const value = pipeline({
      queue: { arrivals: [{ rate: '5/s', attributes: { type: { choice: { x: '50 %', y: '50 %' } } } }] },
      mapping: { batchSize: 10, pollers: { policy: 'fixed', count: 3 } },
      events: [
        { at: '5 s', for: '10 s', outage: { source: 'q' } },
        { at: '12 s', for: '5 s', outage: { source: 'q' } },
        { at: '30 s', for: '5 s', outage: { mapping: 'm' } },
      ],
    });
    const { result, lines } = journaled(value);
    expect(JSON.stringify(run(value))).toBe(JSON.stringify(result));
    // The two outages overlap and are one; 60 records were due from 5 s on, and one at 17 s.
    expect(story(lines, 'outage').slice(0, 2)).toEqual(['5 outage began', '17 outage ended']);
    expect(lines.filter((line) => line.event === 'sent' && line.t === 17e6)).toHaveLength(61);
    expect(result.sources['q']!.books.in.arrived).toBe(300);
  });
});

describe('a mapping whose polling is out', () => {
  const outage = (at: string, length: string) => ({ at, for: length, outage: { mapping: 'm' } });

  it('finishes what is in flight and receives nothing until it is back', () => {
    const records = [
      { id: 'a', at: '4 s' },
      { id: 'b', at: '7 s' },
    ];
    const { lines } = journaled(pipeline({ records, events: [outage('5 s', '10 s')] }));
    expect(story(lines, 'received', 'deleted', 'outage')).toEqual([
      '4 received a',
      '5 outage began',
      '6 deleted a',
      '15 outage ended',
      '15 received b',
      '17 deleted b',
    ]);
    expect(lines.some((line) => line.event === 'mappingChanged' && line.t > 0)).toBe(false);
  });

  it('invokes with what was gathered when the window ends', () => {
    const records = [
      { id: 'a', at: '4 s' },
      { id: 'b', at: '6 s' },
    ];
    const mapping = { batchSize: 10, maximumBatchingWindow: '4 s' };
    const { lines } = journaled(pipeline({ records, mapping, events: [outage('5 s', '10 s')] }));
    expect(story(lines, 'batched')).toEqual(['8 batched a', '19 batched b']);
  });

  it('makes no receives meanwhile, empty or not', () => {
    // A poller that waits makes an empty receive every 20 s: at 20 s, and at 100 s.
    const value = pipeline({ records: [], duration: '100 s', events: [outage('20 s', '60 s')] });
    expect(run(value).sources['q']!.emptyReceives).toBe(2);
    expect(run({ ...value, events: [] }).sources['q']!.emptyReceives).toBe(5);
  });

  it('goes on with the pollers it had, where one that is disabled begins anew', () => {
    const pollers = (events: object[]): number[] => {
      const watch = new Pollers();
      const value = pipeline({
        queue: { visibilityTimeout: '6 min', arrivals: [{ records: Array.from({ length: 60 }, () => ({})) }] },
        mapping: { pollers: {} },
        duration: '30 min',
        events,
      });
      run(value, { observers: [() => watch] });
      return watch.seen;
    };
    // 5 at once and 5 a second: 60 records of 2 s are received by 5 s. Then quiet: down to the floor within the outage, were it none.
    const before = pollers([]);
    expect(before.slice(0, 3)).toEqual([5, 6, 7]);
    const most = Math.max(...before);
    expect(before.at(-1)).toBe(2);
    expect(pollers([outage('20 s', '29 min')]).at(-1)).toBe(most);
    const again = [{ at: '20 s', for: '29 min', disable: 'm' }];
    expect(pollers(again).slice(-2)).toEqual([0, 5]);
  });

  it('can be disabled and enabled while it is out, and polls when it is back', () => {
    const records = [{ id: 'a', at: '7 s' }];
    const events = [outage('5 s', '10 s'), { at: '6 s', for: '2 s', disable: 'm' }];
    expect(story(journaled(pipeline({ records, events })).lines, 'received')).toEqual(['15 received a']);
    const off = [outage('5 s', '10 s'), { at: '6 s', disable: 'm' }];
    expect(story(journaled(pipeline({ records, events: off })).lines, 'received')).toEqual([]);
  });
});

class Pollers extends Listener {
  readonly seen: number[] = [];

  override pollersChanged(_mapping: Named, pollers: number): void {
    this.seen.push(pollers);
  }
}

describe('a mapping that is disabled and enabled', () => {
  it('leaves what it was gathering in the queue, hidden until its visibility timeout ends', () => {
    const { lines, result } = journaled(
      pipeline({
        records: [{ id: 'a', at: '1 s' }],
        mapping: { batchSize: 10, maximumBatchingWindow: '5 s' },
        events: [{ at: '3 s', for: '1 s', disable: 'm' }],
      }),
    );
    expect(story(lines, 'received', 'batched', 'returned', 'deleted', 'mappingChanged')).toEqual([
      '0 mappingChanged enabled',
      '1 received a',
      '3 mappingChanged disabled',
      '4 mappingChanged enabled',
      '11 returned a',
      '11 received a',
      '16 batched a',
      '18 deleted a',
    ]);
    expect(lines.filter((line) => line.event === 'received')[1]!.receiveCounts).toEqual([2]);
    expect(result.functions['f']!.invocations).toBe(1);
  });

  it('gives up what did not fit into the payload, too, and finishes the batch in flight', () => {
    // Five of 1 MiB and their envelopes fit into 6 MiB; the rest stays with the poller.
    const records = Array.from({ length: 8 }, (_, i) => ({ id: `${i}`, at: '1 s', size: '1 MiB' }));
    const { lines } = journaled(
      pipeline({ records, mapping: { batchSize: 10 }, events: [{ at: '2 s', disable: 'm' }], duration: '30 s' }),
    );
    expect(story(lines, 'received', 'deleted', 'returned')).toEqual([
      '1 received 01234567',
      '3 deleted 01234',
      '11 returned 5',
      '11 returned 6',
      '11 returned 7',
    ]);
  });

  it('is disabled once, however often that is said, and one enable is enough', () => {
    const events = [
      { at: '2 s', disable: 'm' },
      { at: '3 s', disable: 'm' },
      { at: '9 s', enable: 'm' },
    ];
    const { lines } = journaled(pipeline({ records: [{ id: 'a', at: '5 s' }], events }));
    expect(story(lines, 'mappingChanged', 'received')).toEqual([
      '0 mappingChanged enabled',
      '2 mappingChanged disabled',
      '9 mappingChanged enabled',
      '9 received a',
    ]);
  });

  it('at the very end of the run still polls; after it never', () => {
    const late = (enabledAt: string) => pipeline({ records: [{ id: 'a' }], mapping: { enabledAt } });
    expect(story(journaled(late('60 s')).lines, 'mappingChanged', 'received', 'invoked')).toEqual([
      '60 mappingChanged enabled',
      '60 received a',
      '60 invoked a',
    ]);
    expect(story(journaled(late('61 s')).lines, 'mappingChanged', 'received')).toEqual([]);
    expect(readScenarioValue(late('61 s')).problems).toContainEqual(
      expect.objectContaining({ severity: 'warning', message: 'the run has ended by then: it never polls' }),
    );
    const event = (at: string) =>
      pipeline({ records: [{ id: 'a' }], mapping: { enabled: false }, events: [{ at, enable: 'm' }] });
    expect(story(journaled(event('60 s')).lines, 'received')).toEqual(['60 received a']);
    expect(story(journaled(event('61 s')).lines, 'received')).toEqual([]);
  });
});
