/** How far a mapping reads ahead of a lane that is blocked: without a bound unless the scenario sets one (KIN-16, assumed). */
import { expect, it } from 'vitest';
import { journaled } from '../../support/run.ts';

/** Instants at which records of the free key were handled, while the other key's lane is blocked for good. */
function handled(readAhead: object): number[] {
  const { lines } = journaled({
    lagcast: 1,
    name: 'read ahead',
    duration: '20 s',
    facts: { 'kinesis.propagation': '0 s', 'kinesis.poll.every': '1 ms', 'kinesis.read.calls': 1000, ...readAhead },
    functions: {
      f: { coldStart: 'none', handler: { duration: '10 ms', when: [{ attributes: { key: 'a' }, then: 'throw' }] } },
    },
    sources: {
      s: {
        type: 'kinesis',
        shards: 1,
        partitionKey: 'key',
        arrivals: [{ rate: '2/s', attributes: { key: { sequence: ['a', 'e'] } } }],
      },
    },
    mappings: { m: { source: 's', function: 'f', startingPosition: 'TRIM_HORIZON', parallelizationFactor: 2 } },
  });
  return lines.filter(({ event }) => event === 'checkpointed').map(({ t }) => t / 1e6);
}

it('goes on for the other lanes, however many records wait in the blocked one', () => {
  expect(handled({})).toHaveLength(20);
});

it('stops for all lanes of the shard when as many wait as may', () => {
  // The batch holds the first record of the blocked key; five more wait when the eleventh second begins to be read.
  const instants = handled({ 'stream.readAhead': 5 });
  expect(instants.length).toBe(5);
  expect(instants.at(-1)).toBeLessThan(6);
});
