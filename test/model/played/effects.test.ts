/** What the work on records leaves behind, what keeps it from happening twice, and what does not; on timelines worked out by hand. */
import { describe, expect, it } from 'vitest';
import { journaled } from '../../support/run.ts';

interface Case {
  readonly handler: object;
  readonly records: readonly object[];
  readonly fn?: object;
  readonly queue?: object;
  readonly mapping?: object;
  readonly duration?: string;
}

/** 100 ms a record unless said, and nobody else in the way. */
function play({ handler, records, fn, queue, mapping, duration = '5 min' }: Case) {
  const { result, lines } = journaled({
    lagcast: 1,
    duration,
    functions: { f: { timeout: '2 s', coldStart: 'none', ...fn, handler: { perRecord: '100 ms', ...handler } } },
    sources: {
      q: {
        type: 'sqs',
        visibilityTimeout: '12 s',
        redrivePolicy: { maxReceiveCount: 3, deadLetterQueue: 'dlq' },
        ...queue,
        arrivals: [{ records }],
      },
      dlq: { type: 'sqs' },
    },
    mappings: { m: { source: 'q', function: 'f', batchSize: 10, ...mapping } },
  });
  const { taken, repeated, passedOver, missed, foundInProgress, rolledBack, inVain } = result.functions['f']!.effects!;
  const effects = { taken, repeated, passedOver, missed, foundInProgress, rolledBack, inVain };
  const some = Object.fromEntries(Object.entries(effects).filter(([, n]) => n > 0));
  const took = lines.filter(({ event }) => event === 'tookEffect').map(({ t, records: of }) => `${t / 1000} ${of![0]}`);
  return { effects: some, took, deadLettered: result.sources['q']!.deadLettered, lines };
}

const at = (id: string, more: object = {}): object => ({ at: '1 s', id, ...more });
const abc = ['a', 'b', 'c'].map((id) => at(id));
const cFails = { when: [{ id: 'c', receiveCount: { max: 1 }, then: 'throw' }] };

describe('effects', () => {
  it('are there when the work on each record is done, and are repeated by every retry', () => {
    const { effects, took } = play({ handler: { effects: {}, ...cFails }, records: abc });
    expect(effects).toEqual({ taken: 3, repeated: 3, inVain: 300_000 });
    expect(took.slice(0, 3)).toEqual(['1100 a', '1200 b', '1300 c']);
    expect(took.slice(3)).toEqual(['13100 a', '13200 b', '13300 c']);
  });

  it('of a record that fails there are none, and those before it stay when the handler throws', () => {
    const handler = { effects: {}, outcome: [{ when: { bad: true }, fails: '100 %' }] };
    const records = [at('a'), at('b', { attributes: { bad: true } }), at('c')];
    const { effects, took, deadLettered } = play({ handler, records });
    expect(effects).toEqual({ taken: 1, repeated: 2, inVain: 200_000 });
    expect(took).toEqual(['1100 a', '13100 a', '25100 a']);
    expect(deadLettered).toBe(3);
  });

  it('what the timeout cuts off has none', () => {
    const { took } = play({ handler: { effects: {}, perRecord: '800 ms' }, records: abc, duration: '10 s' });
    expect(took).toEqual(['1800 a', '2600 b']);
  });

  it('a unique key passes over what is there, counts it as handled, reports it, or fails', () => {
    const twice = [at('a', { attributes: { order: 7 } }), at('b', { attributes: { order: 7 } })];
    const of = (onDuplicateKey: string) =>
      play({
        handler: { effects: { key: 'order', onDuplicateKey } },
        records: twice,
        mapping: { reportBatchItemFailures: true },
      });
    expect(of('repeat')).toMatchObject({ effects: { taken: 1, repeated: 1 }, deadLettered: 0 });
    expect(of('skip').effects).toEqual({ taken: 1, passedOver: 1, inVain: 100_000 });
    expect(of('skip').deadLettered).toBe(0);
    // Its row exists, and the message ends among the dead letters all the same.
    expect(of('report')).toMatchObject({ effects: { taken: 1, passedOver: 3 }, deadLettered: 1 });
    // An error throws the whole batch away, unless errors are reported.
    expect(of('fail')).toMatchObject({ effects: { taken: 1, passedOver: 3 }, deadLettered: 2 });
  });
});

describe('a transaction', () => {
  const bad = [at('a'), at('b', { attributes: { bad: true, kind: 'note' } }), at('c')];
  const fails = { outcome: [{ when: { bad: true }, fails: '100 %' }] };

  it('takes effect at its end, as a whole, or not at all', () => {
    const whole = play({ handler: { transaction: { commit: '50 ms' } }, records: abc });
    expect(whole.took).toEqual(['1350 a', '1350 b', '1350 c']);
    const rolled = play({ handler: { transaction: 'perBatch', ...fails }, records: bad });
    expect(rolled).toMatchObject({ effects: { rolledBack: 3, inVain: 300_000 }, took: [], deadLettered: 3 });
  });

  it('is rolled back by a critical error only, where errors are reported', () => {
    const with_ = (critical: object) =>
      play({
        handler: { transaction: { critical }, ...fails, onRecordError: 'report' },
        records: bad,
        mapping: { reportBatchItemFailures: true },
      });
    expect(with_({ kind: 'payment' })).toMatchObject({ effects: { taken: 2 }, deadLettered: 1 });
    expect(with_({ kind: 'note' })).toMatchObject({ effects: { rolledBack: 3 }, took: [], deadLettered: 3 });
  });

  it('is rolled back by the timeout, also while it commits', () => {
    const { effects, took } = play({
      handler: { transaction: { commit: '5 s' } },
      records: [at('a')],
      duration: '10 s',
    });
    expect(took).toEqual([]);
    expect(effects).toEqual({ rolledBack: 1, inVain: 100_000 });
  });

  it('sees a key that it has written itself, and makes of it what it makes of any other', () => {
    const twins = ['a', 'b'].map((id) => at(id, { attributes: { order: 7 } }));
    const of = (onDuplicateKey: string) =>
      play({
        handler: { effects: { key: 'order', onDuplicateKey }, transaction: 'perBatch' },
        records: twins,
        mapping: { reportBatchItemFailures: true },
      });
    expect(of('skip')).toMatchObject({ effects: { taken: 1, passedOver: 1 }, deadLettered: 0 });
    expect(of('report')).toMatchObject({ effects: { taken: 1, passedOver: 3 }, deadLettered: 1 });
    expect(of('fail')).toMatchObject({ effects: { rolledBack: 3 }, took: [], deadLettered: 2 });
  });

  it('of the same key at once, the first to end has it', () => {
    const handler = {
      effects: { key: 'order', onDuplicateKey: 'skip' },
      transaction: { commit: '50 ms' },
      // Written at 1.23 s and 1.2 s, and to be committed at 1.28 s and 1.25 s.
      perRecord: [{ when: { slow: true }, time: '230 ms' }, { time: '100 ms' }],
    };
    const order = { order: 1 };
    const records = [at('a', { attributes: { ...order, slow: true } }), { at: '1100 ms', id: 'b', attributes: order }];
    const { effects, took } = play({ handler, records, mapping: { batchSize: 1 } });
    expect(took).toEqual(['1250 b']);
    expect(effects).toMatchObject({ taken: 1, passedOver: 1 });
    const late = play({
      handler: { ...handler, effects: { key: 'order', onDuplicateKey: 'fail' } },
      records,
      mapping: { batchSize: 1 },
    });
    // Of a the row is found when it commits, and from then on before that.
    expect(late).toMatchObject({ effects: { taken: 1, rolledBack: 1, passedOver: 2 }, deadLettered: 1 });
  });

  it('commits while calls of records that were not finished are still under way', () => {
    const { result, lines } = journaled({
      lagcast: 1,
      duration: '10 s',
      functions: {
        f: {
          timeout: '5 s',
          coldStart: 'none',
          handler: {
            perRecord: [{ when: { bad: true }, time: '200 ms' }, { time: '100 ms' }],
            strategy: 'allAtOnce',
            outcome: [{ when: { bad: true }, fails: '100 %' }],
            onRecordError: 'stopAndReport',
            uses: ['db'],
            effects: {},
            transaction: { commit: '2 s' },
          },
        },
      },
      downstreams: { db: { latency: { uniform: { min: '0 s', max: '1 s' } }, connections: 9 } },
      sources: {
        q: {
          type: 'sqs',
          arrivals: [
            {
              records: [
                at('b', { attributes: { bad: true } }),
                ...abc.slice(0, 1),
                ...'cdefgh'.split('').map((id) => at(id)),
              ],
            },
          ],
        },
      },
      mappings: { m: { source: 'q', function: 'f', batchSize: 10, reportBatchItemFailures: true } },
    });
    expect(result.functions['f']!.effects!.taken).toBeGreaterThan(0);
    expect(result.downstreams['db']!.ends.abandoned).toBeGreaterThan(0);
    const taken = lines.filter(({ event }) => event === 'tookEffect');
    expect(new Set(taken.map(({ t }) => t)).size).toBe(1);
  });

  it('takes the marks of its idempotency table back with it, unless they are kept or the process is killed', () => {
    const once = { when: [{ id: 'c', receiveCount: { max: 1 }, then: 'throw' }], transaction: 'perBatch' };
    const of = (table: object, more: object = {}) =>
      play({ handler: { idempotency: { mark: 'before', ...table }, ...once, ...more }, records: abc }).effects;
    expect(of({})).toMatchObject({ taken: 3, rolledBack: 3 });
    expect(of({ onFailure: 'keep' })).toMatchObject({ missed: 3, rolledBack: 3 });
    const crashes = { when: [{ id: 'c', receiveCount: { max: 1 }, then: 'crash' }] };
    expect(of({}, crashes)).toMatchObject({ missed: 3, rolledBack: 3 });
  });
});

it('what ends at the very instant of the timeout has ended in time, however many steps of no time there are', () => {
  const { lines } = journaled({
    lagcast: 1,
    duration: '20 s',
    functions: {
      f: {
        timeout: '1 s',
        coldStart: 'none',
        handler: { perRecord: '1 s', uses: ['db'], idempotency: {}, transaction: 'perBatch' },
      },
    },
    downstreams: { db: { connections: 5, connectTime: '0 s' } },
    sources: { q: { type: 'sqs', arrivals: [{ records: [at('a')] }] } },
    mappings: { m: { source: 'q', function: 'f' } },
  });
  expect(lines.filter(({ event }) => event === 'finished').map(({ t, outcome }) => [t, outcome])).toEqual([
    [2_000_000, 'succeeded'],
  ]);
});

describe('an idempotency table', () => {
  const table = (settings: object) => ({ idempotency: { latency: '10 ms', ...settings } });
  const retried = (settings: object) => play({ handler: { ...table(settings), ...cFails }, records: abc });

  it('knows what a retry has done before; asking takes its time', () => {
    const both = retried({});
    // Looked up, worked on, and marked as done.
    expect(both.took).toEqual(['1110 a', '1230 b', '1350 c']);
    expect(both.effects).toEqual({ taken: 3, passedOver: 3, inVain: 30_000 });
    expect(retried({ mark: 'before' }).took).toEqual(['1110 a', '1220 b', '1330 c']);
    expect(retried({ mark: 'before', write: 'getThenPut' }).took).toEqual(['1120 a', '1240 b', '1360 c']);
    expect(retried({ mark: 'after' }).effects).toMatchObject({ taken: 3, passedOver: 3 });
  });

  it('that is never written knows nothing', () => {
    expect(retried({ write: 'never' }).effects).toMatchObject({ taken: 3, repeated: 3 });
  });

  it('knows a key for its window only', () => {
    expect(retried({ window: '20 s' }).effects).toMatchObject({ passedOver: 3 });
    expect(retried({ window: '10 s' }).effects).toMatchObject({ repeated: 3 });
  });

  it('can report what it knows, which then fails for good', () => {
    const handler = { ...table({ whenKnown: 'report' }), ...cFails };
    const mapping = { reportBatchItemFailures: true };
    expect(play({ handler, records: abc, mapping })).toMatchObject({ effects: { taken: 3 }, deadLettered: 3 });
  });

  describe('with two deliveries of one key at once', () => {
    const twins = [at('a', { attributes: { order: 7 } }), at('b', { attributes: { order: 7 } })];
    const at_once = (settings: object) =>
      play({ handler: table({ key: 'order', ...settings }), records: twins, mapping: { batchSize: 1 } });

    it('a conditional put before the work lets one of them work', () => {
      expect(at_once({ mark: 'before' }).effects).toMatchObject({ taken: 1, passedOver: 1 });
    });

    it('the other fails while the first is at work, and finds it done when it comes back', () => {
      const { effects } = at_once({ mark: 'both' });
      expect(effects).toMatchObject({ taken: 1, foundInProgress: 1, passedOver: 1 });
    });

    it('a put after a get leaves a gap, and so does every mark after the work', () => {
      for (const settings of [{ write: 'getThenPut', mark: 'before' }, { mark: 'after' }, { write: 'never' }])
        expect(at_once(settings).effects).toMatchObject({ taken: 1, repeated: 1 });
    });
  });

  describe('marked before the work', () => {
    const timesOut = { when: [{ id: 'a', receiveCount: { max: 1 }, then: 'timeout' }], perRecord: '3 s' };

    it('hides work that never ended: the retry passes over it, and nothing was done', () => {
      const { effects, deadLettered } = play({
        handler: { ...table({ mark: 'before' }), ...timesOut },
        records: [at('a')],
      });
      expect(effects).toMatchObject({ missed: 1 });
      expect(deadLettered).toBe(0);
    });

    it('and after it, the lock runs out and the work is done again', () => {
      const first = { perRecord: [{ when: { slow: true }, time: '3 s' }] };
      const { effects } = play({
        handler: { ...table({ lock: '5 s' }), ...first },
        records: [at('a', { attributes: { slow: true } })],
      });
      expect(effects).toEqual({});
      const lines = play({
        handler: { ...table({ lock: '30 s' }), ...first },
        records: [at('a', { attributes: { slow: true } })],
      });
      expect(lines.effects).toMatchObject({ foundInProgress: 2 });
    });

    it('the mark is taken back when the work fails, unless it is kept', () => {
      const fails = { outcome: [{ when: { bad: true }, fails: '100 %' }] };
      const records = [at('a', { attributes: { bad: true } })];
      const of = (settings: object) =>
        play({ handler: { ...table({ mark: 'before', ...settings }), ...fails }, records });
      expect(of({})).toMatchObject({ effects: {}, deadLettered: 1 });
      // Kept, the retry takes it for done: the message is deleted, and nothing was ever done about it.
      expect(of({ onFailure: 'keep' })).toMatchObject({ effects: { missed: 1 }, deadLettered: 0 });
    });
  });

  it('is marked with the commit of a transaction, and not when that is rolled back', () => {
    const handler = { ...table({ mark: 'after' }), transaction: 'perBatch', ...cFails };
    expect(play({ handler, records: abc }).effects).toMatchObject({ taken: 3, rolledBack: 3 });
  });
});

it('10,000 events with 1 % of answers lost take effect about 10,101 times, with a table 10,000 times', () => {
  const effectsOf = (handler: object) =>
    journaled({
      lagcast: 1,
      duration: '3 min',
      functions: { f: { timeout: '1 s', coldStart: 'none', handler: { perRecord: '20 ms', ...handler } } },
      sources: {
        e: { type: 'async', function: 'f', lostAcknowledgements: '1 %', arrivals: [{ rate: '100/s', endAt: '100 s' }] },
      },
    }).result.functions['f']!.effects!;
  const { taken, repeated } = effectsOf({ effects: {} });
  expect(taken).toBe(10_000);
  // 1 / (1 − p) executions an event; within four standard deviations.
  expect(Math.abs(repeated - 101)).toBeLessThan(4 * Math.sqrt(101));
  expect(effectsOf({ idempotency: { mark: 'before' } })).toMatchObject({ taken: 10_000, repeated: 0, missed: 0 });
});
