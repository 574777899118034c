/** Batches of a backlog are full, whatever a read brought: what is left of a read is topped up by the next, where that has come due. */
import { expect, it } from 'vitest';
import { journaled } from '../../support/run.ts';

function batches(facts: object, times: readonly number[]): string[] {
  const { lines } = journaled({
    lagcast: 1,
    name: 'top up',
    duration: '60 s',
    facts: { 'kinesis.propagation': '0 s', 'kinesis.poll.every': '1 ms', 'kinesis.read.calls': 1000, ...facts },
    functions: { f: { coldStart: 'none', handler: { duration: '2 s' } } },
    sources: {
      s: {
        type: 'kinesis',
        shards: 1,
        arrivals: [{ records: times.map((t, i) => ({ id: `${i + 1}`, at: `${t} s` })) }],
      },
    },
    mappings: { m: { source: 's', function: 'f', startingPosition: 'TRIM_HORIZON', batchSize: 5 } },
  });
  return lines.filter(({ event }) => event === 'invoked').map(({ records }) => records!.join(' '));
}

it('reads again before a batch that would not be full', () => {
  // 2 to 10 come while 1 is with the function, 11 to 14 while 2 to 6 are.
  const times = [1, ...Array<number>(9).fill(2), ...Array<number>(4).fill(4)];
  expect(batches({}, times)).toEqual(['1', '2 3 4 5 6', '7 8 9 10 11', '12 13 14']);
});

it('does not read before the time', () => {
  // Read within the first twelve seconds, and for another twelve not again: what is left goes as it is.
  const times = [...Array<number>(9).fill(0), ...Array<number>(4).fill(13)];
  const [first, second, third] = batches({ 'kinesis.poll.every': '12 s' }, times);
  expect([first, second]).toEqual(['1 2 3 4 5', '6 7 8 9']);
  expect(third).toBe('10 11 12 13');
});
