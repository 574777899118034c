/** The memory of a handler: peaks, collections and their pauses, and running out; all worked out by hand. */
import { describe, expect, it } from 'vitest';
import { Memory, OUT, type MemorySettings } from '../../src/model/lambda/memory.ts';
import { journaled, type Line } from '../support/run.ts';

const MB = 1_000_000;
/** What SQS adds to a record in the event, by the facts; bodies are empty unless a test says otherwise. */
const ENVELOPE = 1000;

interface Case {
  readonly handler: object;
  readonly records: readonly object[];
  readonly memory?: string;
  readonly timeout?: string;
  readonly mapping?: object;
  readonly fn?: object;
}

/** One batch; how its invocation ended, after how many ms, and the most it used beyond its event. */
function oneBatch({ handler, records, memory = '128 MB', timeout = '50 s', mapping = {}, fn = {} }: Case) {
  const { result, lines } = journaled({
    lagcast: 1,
    duration: '59 s',
    functions: { f: { timeout, memory, coldStart: 'none', handler, ...fn } },
    sources: {
      q: {
        type: 'sqs',
        visibilityTimeout: '2 min',
        arrivals: [{ records: records.map((record) => ({ at: '1 s', ...record })) }],
      },
    },
    mappings: { m: { source: 'q', function: 'f', ...mapping } },
  });
  const [invoked, finished] = ['invoked', 'finished'].map((event) => lines.find((line) => line.event === event)!);
  const used = (finished as Line & { memoryUsed?: number }).memoryUsed;
  return {
    takes: (finished!.t - invoked!.t) / 1000,
    outcome: finished!.outcome,
    used: used === undefined ? undefined : used - records.length * ENVELOPE,
    result,
    lines,
  };
}

const ofMs = (...all: number[]): object[] => all.map((ms) => ({ duration: `${ms} ms` }));
const each = (memory: object, more: object = {}) => ({
  memory: { base: '10 MB', perRecord: '4 MB', ...memory },
  ...more,
});

describe('what an invocation uses', () => {
  it('nothing is said unless the handler says it', () => {
    const { used, result } = oneBatch({ handler: {}, records: ofMs(10) });
    expect(used).toBeUndefined();
    expect(result.functions['f']!.memoryUsed).toBeNull();
  });

  it('base, event, and what the records hold that are worked on at once', () => {
    const used = (memory: object, more: object = {}) =>
      oneBatch({ handler: each(memory, more), records: ofMs(100, 10, 10, 10, 100) }).used;
    expect(used({})).toBe(14 * MB);
    expect(used({}, { parallel: 2 })).toBe(18 * MB);
    expect(used({}, { strategy: 'allAtOnce' })).toBe(30 * MB);
    expect(used({}, { strategy: { chunks: 3 } })).toBe(22 * MB);
    expect(used({ release: 'atEnd' })).toBe(30 * MB);
    expect(used({ release: 'collected', collectAt: '100 %' })).toBe(30 * MB);
  });

  it('grows with the size of records: in the event, and so many times over while they are worked on', () => {
    const records = [{ size: '100 kB' }, { size: '300 kB' }, { size: '200 kB' }];
    const handler = { perRecord: '10 ms', memory: { base: '10 MB', timesSize: 5 } };
    expect(oneBatch({ handler, records }).used).toBe(10 * MB + 600_000 + 5 * 300_000);
    expect(oneBatch({ handler: { ...handler, parallel: 2 }, records }).used).toBe(10 * MB + 600_000 + 5 * 500_000);
  });

  it('is in the result, and objectives may name it', () => {
    const { result } = oneBatch({ handler: each({}), records: ofMs(10, 10) });
    expect(result.functions['f']!.memoryUsed).toMatchObject({ count: 1, max: 14 * MB + 2 * ENVELOPE });
  });

  it('counts what was begun before the handler stopped, and no more', () => {
    const records = [...ofMs(100, 10), { duration: '10 ms', attributes: { bad: true } }, ...ofMs(10, 10)];
    const outcome = [{ when: { bad: true }, fails: '100 %' }];
    const used = (onRecordError: string) =>
      oneBatch({
        handler: { ...each({ release: 'atEnd' }), outcome, onRecordError },
        records,
      });
    expect(used('throw')).toMatchObject({ used: 22 * MB, takes: 120, outcome: 'failed' });
    expect(used('report')).toMatchObject({ used: 30 * MB, takes: 140 });
    expect(used('firstRecordOnly')).toMatchObject({ used: 14 * MB, takes: 100 });
  });

  it('counts what was begun before the timeout, also on half a CPU', () => {
    const late = { handler: each({ release: 'atEnd' }), records: ofMs(900, 900, 900, 900), timeout: '2 s' };
    expect(oneBatch(late)).toMatchObject({ used: 22 * MB, takes: 2000, outcome: 'timedOut' });
    // With half of the 1,769 MB of a whole CPU everything takes twice as long.
    const slow = oneBatch({ ...late, memory: '884 MB', fn: { cpuShare: '100 %' } });
    expect(slow).toMatchObject({ used: 18 * MB, takes: 2000, outcome: 'timedOut' });
  });
});

describe('garbage', () => {
  it('is collected when it has to be, and the record about to begin waits', () => {
    // 10 MB and 4 for each record; 30 % of 128 MiB are 40.3 MB: 7 records fit below, the eighth makes room for itself.
    const handler = each({ release: 'collected', collectAt: '30 %', pause: '70 ms' });
    const run = (n: number) => oneBatch({ handler, records: ofMs(...Array.from({ length: n }, () => 10)) });
    expect(run(7)).toMatchObject({ takes: 70, used: 38 * MB });
    expect(run(8)).toMatchObject({ takes: 150, used: 38 * MB });
    // The eighth begins at 14 MB, so the fourteenth is at 38 again, and the fifteenth waits.
    expect(
      oneBatch({
        handler,
        records: ofMs(...Array.from({ length: 15 }, () => 10)),
        mapping: { batchSize: 20, maximumBatchingWindow: '1 s' },
      }),
    ).toMatchObject({
      takes: 150 + 2 * 70,
      used: 38 * MB,
    });
  });

  it('that does not help is no reason to wait: nothing is done yet', () => {
    const handler = each({ release: 'collected', collectAt: '10 %' }, { strategy: 'allAtOnce' });
    expect(oneBatch({ handler, records: ofMs(10, 10, 10) })).toMatchObject({ takes: 10, used: 22 * MB });
  });
});

describe('running out', () => {
  // 128 MiB are 134.2 MB: base 10 MB and 40 MB for each record let three in.
  const large = (memory: object = {}) => each({ perRecord: '40 MB', ...memory });

  it('kills the process when the record that does not fit is begun', () => {
    const five = ofMs(100, 100, 100, 100, 100);
    expect(oneBatch({ handler: large(), records: five })).toMatchObject({ outcome: 'succeeded', used: 50 * MB });
    const kept = oneBatch({ handler: large({ release: 'atEnd' }), records: five });
    expect(kept).toMatchObject({ outcome: 'outOfMemory', takes: 300, used: 128 * 1024 * 1024 - 5 * ENVELOPE });
    expect(kept.result.functions['f']).toMatchObject({ outOfMemory: 1, errors: 1, timeouts: 0 });
    const pool = (n: number) => oneBatch({ handler: { ...large(), strategy: { pool: n } }, records: five });
    expect([3, 4].map((n) => pool(n).outcome)).toEqual(['succeeded', 'outOfMemory']);
    expect(pool(4).takes).toBe(0);
  });

  it('not when garbage can be collected first', () => {
    const handler = large({ release: 'collected', collectAt: '100 %', pause: '5 ms' });
    expect(oneBatch({ handler, records: ofMs(100, 100, 100, 100, 100) })).toMatchObject({
      outcome: 'succeeded',
      takes: 505,
      used: 130 * MB,
    });
  });

  it('not by what a handler never began, because it stopped or was stopped before', () => {
    const bad = { duration: '100 ms', attributes: { bad: true } };
    const outcome = [{ when: { bad: true }, fails: '100 %' }];
    const handler = { ...large({ release: 'atEnd' }), outcome };
    const end = (records: object[], timeout = '50 s') => oneBatch({ handler, records, timeout }).outcome;
    expect(end([...ofMs(100, 100), bad, ...ofMs(100, 100)])).toBe('failed');
    expect(end([...ofMs(100, 100, 100), bad])).toBe('outOfMemory');
    expect(end(ofMs(700, 700, 700, 700), '2 s')).toBe('timedOut');
    expect(end(ofMs(700, 700, 600, 700), '2 s')).toBe('outOfMemory');
  });

  it('whatever the script says, as with the timeout', () => {
    const handler = { ...large({ release: 'atEnd' }), script: ['succeed'] };
    expect(oneBatch({ handler, records: ofMs(1, 1, 1, 1) })).toMatchObject({ outcome: 'outOfMemory', takes: 3 });
  });

  it('at once when not even base and event fit', () => {
    const handler = { perInvocation: '1 s', memory: { base: '130 MB' } };
    const records = [{ size: '1 MiB' }, ...Array.from({ length: 4 }, () => ({ size: '1 MiB' }))];
    expect(oneBatch({ handler, records })).toMatchObject({ outcome: 'outOfMemory', takes: 0 });
    expect(oneBatch({ handler, records: ofMs(1) }).outcome).toBe('succeeded');
  });

  it('resets the environment, and all records come back until the dead-letter queue takes them', () => {
    const { result, lines } = journaled({
      lagcast: 1,
      duration: '10 min',
      functions: {
        f: {
          timeout: '5 s',
          coldStart: { platform: '0 s', init: '1 s' },
          handler: { perRecord: '10 ms', memory: { base: '20 MB', timesSize: 200 }, onRecordError: 'report' },
        },
      },
      sources: {
        q: {
          type: 'sqs',
          visibilityTimeout: '30 s',
          redrivePolicy: { maxReceiveCount: 2, deadLetterQueue: 'dead' },
          arrivals: [
            {
              records: [
                { id: 'small', at: '1 s', size: '1 kB' },
                { id: 'huge', at: '1 s', size: '1 MB' },
              ],
            },
          ],
        },
        dead: { type: 'sqs' },
      },
      mappings: { m: { source: 'q', function: 'f', reportBatchItemFailures: true } },
    });
    const ended = lines.filter(({ event }) => event === 'finished');
    // The small one is done by then, which helps it as little as reporting: nothing is reported by a process that is gone.
    expect(ended.map(({ outcome, t }) => [outcome, t / 1000])).toEqual([
      ['outOfMemory', 2010],
      ['outOfMemory', 32010],
    ]);
    expect(lines.filter(({ event }) => event === 'invoked').map(({ suppressedInit }) => suppressedInit)).toEqual([
      undefined,
      1_000_000,
    ]);
    expect(result.functions['f']).toMatchObject({ outOfMemory: 2, suppressedInits: 1, coldStarts: 1 });
    expect(result.sources['q']).toMatchObject({ deadLettered: 2, succeeded: 0, deadLetteredBy: { outOfMemory: 2 } });
  });
});

describe('the account that is kept of it', () => {
  const settings: MemorySettings = { base: 10, release: 'eachRecord', collectAt: 0.8, pause: 7 };

  it('takes and gives', () => {
    const memory = new Memory(settings);
    expect([memory.begin(100, 5), memory.take(60), memory.peak]).toEqual([0, 0, 75]);
    memory.give(60);
    expect([memory.take(85), memory.peak, memory.take(1), memory.peak]).toEqual([0, 100, OUT, 100]);
    expect([memory.begin(14, 5), memory.peak]).toEqual([OUT, 14]);
  });

  it('collects only what is done with, and only above the threshold', () => {
    const memory = new Memory({ ...settings, release: 'collected' });
    memory.begin(100, 0);
    expect([memory.take(30), memory.take(30)]).toEqual([0, 0]);
    memory.give(30);
    // 10 + 30 + 30 + 10 is 80 % and not above; then 81 is above, and 30 of it are gone.
    expect([memory.take(10), memory.take(1), memory.peak]).toEqual([0, 7, 80]);
    expect([memory.take(49), memory.take(1)]).toEqual([0, OUT]);
  });
});
