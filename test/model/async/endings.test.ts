/** Where events end: what is told to whom, and what is lost on the way. */
import { describe, expect, it } from 'vitest';
import { run } from '../../support/run.ts';
import { eventsAt, livesIn, type Around } from '../../support/events.ts';

const one = (around: Around, size?: string) => {
  const [arrivals] = eventsAt(['a', 1]) as [{ records: object[] }];
  if (size !== undefined) Object.assign(arrivals.records[0]!, { size });
  const { source, ...rest } = around;
  return livesIn({ ...rest, source: { maximumRetryAttempts: 0, arrivals: [arrivals], ...source } });
};
const FAILS = { handler: { script: ['throw'] } };
const QUEUES = { sources: { failures: { type: 'sqs' }, dlq: { type: 'sqs' }, successes: { type: 'sqs' } } };
const ALL = { onSuccess: 'successes', onFailure: 'failures', deadLetterQueue: 'dlq' };

describe('an event that is given up', () => {
  it('goes to the destination and to the dead-letter queue, where both are set (ASY-07)', () => {
    const { life, result } = one({ ...FAILS, ...QUEUES, source: ALL });
    expect(life('a').end).toMatchObject({
      ...{ destination: 'failures', delivered: true, deadLetterQueue: 'dlq', deadLettered: true, errorCode: 200 },
    });
    const arrived = ['failures', 'dlq', 'successes'].map((name) => result.sources[name]!.arrived);
    expect(arrived).toEqual([1, 1, 0]);
  });

  it('is forgotten where nothing is set', () => {
    const { life } = one(FAILS);
    for (const key of ['destination', 'delivered', 'deadLetterQueue', 'deadLettered', 'errorCode'])
      expect(life('a').end).not.toHaveProperty(key);
  });

  it('has no error code that was recorded where it never ran', () => {
    const { life } = one({ ...QUEUES, fn: { reservedConcurrency: 0 }, source: ALL });
    expect(life('a').end).toMatchObject({ deadLettered: true });
    expect(life('a').end).not.toHaveProperty('errorCode');
  });
});

it('a success goes to onSuccess alone', () => {
  const { life, result } = one({ ...QUEUES, source: ALL });
  expect(life('a').end).toMatchObject({ condition: 'Success', destination: 'successes', delivered: true });
  expect(life('a').end).not.toHaveProperty('deadLetterQueue');
  expect(['failures', 'dlq', 'successes'].map((name) => result.sources[name]!.arrived)).toEqual([0, 0, 1]);
});

describe('what is too large for its target is lost', () => {
  // The record of a destination is the event and 1,000 bytes.
  it.each([
    ['261144 B', true],
    ['261145 B', false],
  ])('a topic takes 256 KB and no more: with an event of %s, %s (ASY-13)', (size, delivered) => {
    const { life } = one({ ...FAILS, source: { onFailure: { sns: 'topic' } } }, size);
    expect(life('a').end).toMatchObject({ destination: 'topic', delivered });
  });

  it.each(['eventBridge', 's3'])('%s takes the largest event', (kind) => {
    const { life } = one({ ...FAILS, source: { onFailure: { [kind]: 'there' } } }, '1 MiB');
    expect(life('a').end).toMatchObject({ destination: 'there', delivered: true });
  });

  it('a queue takes its largest message: the event itself, and not the record about it', () => {
    const small = { type: 'sqs', maximumMessageSize: '10 KiB' };
    const around = {
      ...FAILS,
      sources: { failures: small, dlq: small },
      source: { onFailure: 'failures', deadLetterQueue: 'dlq' },
    };
    const { life, result } = one(around, '10 KiB');
    expect(life('a').end).toMatchObject({ delivered: false, deadLettered: true });
    expect([result.sources['failures']!.arrived, result.sources['dlq']!.arrived]).toEqual([0, 1]);
    expect(one(around, '9240 B').life('a').end).toMatchObject({ delivered: true, deadLettered: true });
  });
});

it('what is sent to a queue that is out is lost', () => {
  const { life, result } = one({
    ...{ ...FAILS, ...QUEUES, source: ALL },
    events: [
      { at: '0 s', for: '1 min', outage: { source: 'failures' } },
      { at: '0 s', for: '1 min', outage: { source: 'dlq' } },
    ],
  });
  expect(life('a').end).toMatchObject({ delivered: false, deadLettered: false });
  expect([result.sources['failures']!.arrived, result.sources['dlq']!.arrived]).toEqual([0, 0]);
  expect(result.sources['e']!.failed).toBe(1);
});

describe('a destination that is another function', () => {
  it('is invoked with the record, which is an event like any other', () => {
    const { lines, result } = one({
      ...FAILS,
      source: { onFailure: 'alarms' },
      functions: { g: { coldStart: 'none', handler: { duration: '2 s' } } },
      sources: { alarms: { type: 'async', function: 'g' } },
    });
    const ofG = lines.filter((line) => line.function === 'g');
    expect(ofG.map(({ event, t, records }) => [event, t / 1e6, records])).toEqual([
      ['invoked', 2, ['alarms-1']],
      ['finished', 4, ['alarms-1']],
    ]);
    expect(result.sources['alarms']).toMatchObject({ arrived: 1, succeeded: 1 });
  });

  it('is out of reach while it takes no events', () => {
    const { life, result } = one({
      ...FAILS,
      source: { onFailure: 'alarms' },
      functions: { g: { coldStart: 'none', handler: { duration: '2 s' } } },
      sources: { alarms: { type: 'async', function: 'g' } },
      events: [{ at: '0 s', for: '1 min', outage: { source: 'alarms' } }],
    });
    expect(life('a').end).toMatchObject({ delivered: false });
    expect(result.sources['alarms']!.arrived).toBe(0);
  });
});

describe('a loop by way of a destination', () => {
  it('counts runs whose answers were lost, and is stopped after as many as others', () => {
    const result = run({
      lagcast: 1,
      duration: '10 min',
      facts: { 'lambda.recursion.most': 4 },
      functions: { f: { coldStart: 'none', timeout: '50 s', handler: { duration: '1 ms' } } },
      sources: {
        s: {
          type: 'async',
          function: 'f',
          lostAcknowledgements: '50 %',
          maximumEventAge: '60 s',
          onFailure: 's',
          arrivals: [{ rate: '100/s', endAt: '10 s' }],
        },
      },
    });
    // Given up with no answer heard, after the run that was lost: each makes the next link.
    expect(result.chains[0]!.stages.max).toBeLessThanOrEqual(4);
    expect(result.sources['s']!.async!.droppedBy.RecursiveInvocation).toBeGreaterThan(0);
  });

  it('of events that never ran makes no links: they are no loop of requests', () => {
    const result = run({
      lagcast: 1,
      duration: '1 min',
      facts: { 'lambda.recursion.most': 4 },
      functions: { f: { coldStart: 'none', reservedConcurrency: 0, handler: { duration: '1 ms' } } },
      sources: {
        s: { type: 'async', function: 'f', onFailure: 's', arrivals: [{ records: [{ at: '0 s', size: '1 MiB' }] }] },
      },
    });
    const { droppedBy, onFailure } = result.sources['s']!.async!;
    expect(droppedBy).toEqual({
      RetriesExhausted: 0,
      EventAgeExceeded: 0,
      ZeroReservedConcurrency: 1,
      RecursiveInvocation: 0,
    });
    // With the record around it, the event is too large to be sent again.
    expect(onFailure).toEqual({ name: 's', delivered: 0, failed: 1 });
  });
});
