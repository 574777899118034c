/** What is not put while a stream is out: refused records that are due again, and what a relay would send. */
import { expect, it } from 'vitest';
import { journaled, run } from '../../support/run.ts';

const OUT = { at: '2500 ms', for: '10 s', outage: { source: 's' } };

function scenario(source: object, arrivals: readonly object[]) {
  return {
    lagcast: 1,
    name: 'out',
    duration: '60 s',
    sources: { s: { type: 'kinesis', shards: 1, ...source, arrivals } },
    events: [OUT],
  };
}

/** Whole seconds in which records were put, and how many in each. */
function putBySecond(value: object): Map<number, number> {
  const seconds = new Map<number, number>();
  for (const { event, t } of journaled(value).lines) {
    if (event !== 'sent') continue;
    expect(t >= 12.5e6 || t < 2.5e6).toBe(true);
    const second = Math.floor(t / 1e6);
    seconds.set(second, (seconds.get(second) ?? 0) + 1);
  }
  return seconds;
}

const burst = [{ rate: '4000/s', startAt: '1 s', endAt: '2 s' }];

it('refused records that are due in an outage are put after it, as many as the shard takes (KIN-01)', () => {
  const seconds = putBySecond(scenario({}, burst));
  expect([seconds.get(1), seconds.get(2)]).toEqual([1000, 1000]);
  expect([...seconds.values()].reduce((sum, n) => sum + n, 0)).toBe(4000);
  expect([...seconds.keys()].every((second) => second < 3 || second >= 12)).toBe(true);
});

it('they are lost where sends are', () => {
  const result = run(scenario({ sendsDuringOutage: 'lost' }, burst));
  const { arrived, putsDropped } = result.sources['s']!;
  expect(arrived).toBe(2000);
  expect(putsDropped).toBe(2000);
});

it('a relay waits for the end of an outage, and loses nothing whatever producers do', () => {
  for (const sendsDuringOutage of ['wait', 'lost']) {
    const outbox = { every: '1 s', latency: '20 ms', batchSize: 1000 };
    const seconds = putBySecond(scenario({ outbox, sendsDuringOutage }, [{ rate: '10/s', endAt: '20 s' }]));
    expect([...seconds.values()].reduce((sum, n) => sum + n, 0)).toBe(200);
    // What was committed from 2 s to 12.5 s comes at once.
    expect(seconds.get(12)).toBe(105);
  }
});
