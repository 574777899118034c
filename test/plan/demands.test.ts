/** What is demanded of runs where nobody says it, on runs of which one sees whether the demand is met. */
import { describe, expect, it } from 'vitest';
import { allKeepsUp } from '../../src/plan/keeps-up.ts';
import { growsNot, nothingLost } from '../../src/plan/search/demands.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { simulate } from '../../src/simulate.ts';

/** `arrivals`: of a queue whose messages take a second each; `mapping`: what else is said of it. */
function runOf({ arrivals, mapping = '', rest = '' }: { arrivals: string; mapping?: string; rest?: string }) {
  const read = readScenario(`
lagcast: 1
duration: 10 min
functions: { f: { timeout: 10 s, coldStart: none, handler: { duration: 1 s } } }
sources: { q: { type: sqs, visibilityTimeout: 60 s, arrivals: ${arrivals} }, dlq: { type: sqs } }
mappings: { m: { source: q, function: f, batchSize: 1${mapping} } }
${rest}`);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return { scenario: read.scenario, result: simulate(read.scenario) };
}

const OFF = 'events: [ { at: 0 s, disable: m } ]';
const BURST = '[ { rate: 10/s, endAt: 10 s } ]';
const SPARSE = '[ { records: [ { at: 1 s }, { at: 599500 ms } ] } ]';

describe('a backlog', () => {
  it.each([
    ['few messages, all of them handled', { arrivals: '[ { rate: 1/min } ]' }, { met: true, value: 0 }],
    ['a message that is just at work', { arrivals: SPARSE }, { met: true, value: 0 }],
    ['few messages, none of them handled', { arrivals: '[ { rate: 1/min } ]', rest: OFF }, { met: false, value: 1 }],
    [
      'one message, never handled',
      { arrivals: '[ { records: [ { at: 1 s } ] } ]', rest: OFF },
      { met: false, value: 1 },
    ],
    ['a burst that stays', { arrivals: BURST, rest: OFF }, { met: false, value: 1 }],
    ['a burst that drains', { arrivals: BURST }, { met: true, value: 0 }],
    ['more than is handled', { arrivals: '[ { rate: 3/s } ]', mapping: ', maximumConcurrency: 2' }, { met: false }],
    ['nothing at all', { arrivals: '[]' }, { met: true, value: null }],
  ])('%s', (_, written, said) => {
    expect(growsNot('q').read(runOf(written).result)).toMatchObject(said);
  });
});

describe('keeping up', () => {
  it('is asked of what something works off, and met without a value where nothing comes', () => {
    const { scenario, result } = runOf({ arrivals: '[]' });
    const demands = allKeepsUp(scenario);
    expect(demands.map(({ text }) => text)).toEqual([
      'q.deadLettered == 0',
      'q.expired == 0',
      'max(q.ageOfOldest) < 1 min',
      'the backlog of q grows by less than 2 % of what arrives',
    ]);
    for (const { read } of demands) expect(read(result)).toEqual({ met: true, value: null });
  });

  it('is missed by a queue that nobody reads, however few messages come', () => {
    const { scenario, result } = runOf({ arrivals: '[ { records: [ { at: 1 s } ] } ]', rest: OFF });
    expect(allKeepsUp(scenario).map(({ read }) => read(result).met)).toEqual([true, true, false, false]);
    expect(nothingLost(scenario, (name) => name === 'q').map(({ read }) => read(result).value)).toEqual([0, 0]);
  });
});
