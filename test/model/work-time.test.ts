/** How long a handler works on a record: by rules, by size, by an attribute; on timelines worked out by hand. */
import { describe, expect, it } from 'vitest';
import { readScenario } from '../../src/scenario/read.ts';
import { simulate } from '../../src/simulate.ts';
import { journaled } from '../support/run.ts';

/** When each invocation of one record ended after it began, in ms; records are sent 10 s apart. */
function times(handler: object, records: readonly object[]): number[] {
  const { lines } = journaled({
    lagcast: 1,
    duration: '2 min',
    functions: { f: { timeout: '9 s', coldStart: 'none', handler } },
    sources: {
      q: {
        type: 'sqs',
        visibilityTimeout: '1 min',
        arrivals: [{ records: records.map((record, i) => ({ at: `${i * 10} s`, ...record })) }],
      },
    },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
  });
  return lines.filter((line) => line.event === 'finished').map((line, i) => line.t / 1000 - i * 10_000);
}

const of = (type: string, more: object = {}): object => ({ attributes: { type }, ...more });

describe('time of a record', () => {
  it('is that of the first rule that matches; none matches: no time', () => {
    const perRecord = [
      { when: { type: ['refund', 'chargeback'] }, time: '30 ms' },
      { when: { type: 'order' }, time: '5 ms' },
      { when: { type: 'refund' }, time: '1 s' },
    ];
    expect(times({ perRecord }, [of('refund'), of('chargeback'), of('order'), of('other'), {}])).toEqual([
      30, 30, 5, 0, 0,
    ]);
    expect(times({ perRecord: [...perRecord, { time: '7 ms' }] }, [of('refund'), of('other'), {}])).toEqual([30, 7, 7]);
  });

  it('stands in an attribute: with its unit, or in the one that is named', () => {
    const work = (value: unknown): object => ({ attributes: { work: value } });
    expect(times({ perRecord: { attribute: 'work' } }, [work('250 ms'), work('1.5 s'), work('0 s')])).toEqual([
      250, 1500, 0,
    ]);
    const ms = { attribute: { name: 'work', unit: 'ms' } };
    expect(times({ perRecord: ms }, [work(40), work('40.5'), work('2 s')])).toEqual([40, 40.5, 2000]);
  });

  it('goes on to the next rule when the record has no such attribute', () => {
    const perRecord = [{ time: { attribute: 'work' } }, { time: '3 ms' }];
    expect(times({ perRecord }, [{ attributes: { work: '8 ms' } }, of('order')])).toEqual([8, 3]);
  });

  it('grows with the size: a part of a KiB takes its part', () => {
    const sizes = [0, 512, 1024, 10_240].map((bytes) => ({ size: `${bytes} B` }));
    expect(times({ perKiB: '4 ms' }, sizes)).toEqual([0, 2, 4, 40]);
    expect(times({ perInvocation: '1 ms', perRecord: '10 ms', perKiB: '4 ms' }, sizes)).toEqual([11, 13, 15, 51]);
  });

  it('is the record’s own where it has one, whatever the rules and the size say', () => {
    const handler = { perRecord: [{ when: { type: 'order' }, time: '30 ms' }], perKiB: '4 ms' };
    expect(
      times(handler, [of('order', { duration: '100 ms', size: '2 KiB' }), of('order', { size: '2 KiB' })]),
    ).toEqual([100, 38]);
  });

  it('stands in a column of a trace', () => {
    const text = `
duration: 1 min
rules: ideal
functions: { f: { handler: { perRecord: { attribute: { name: work, unit: ms } } } } }
sources:
  q: { type: sqs, arrivals: [ { replay: { file: t.csv, time: at, attributes: { work: cost } } } ] }
mappings: { m: { source: q, function: f, batchSize: 1 } }`;
    const read = readScenario(text, { ports: { readText: () => 'at,cost\n0 s,120\n10 s,7.5\n20 s,1 s\n' } });
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    expect(simulate(read.scenario).functions['f']!.duration).toMatchObject({ count: 3, min: 7500, max: 1_000_000 });
  });
});

it('a time that depends on the size draws its own luck: the times of records stay as they were', () => {
  const exponential = { perRecord: { exponential: { mean: '100 ms' } } };
  const records = [{}, {}, {}];
  const drawn = { ...exponential, perKiB: { exponential: { mean: '1 ms' } } };
  expect(times(drawn, records)).toEqual(times(exponential, records));
});
