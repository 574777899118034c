/** The lot by which ties are shuffled: it changes the order within a rank, and nothing else. */
import { describe, expect, it } from 'vitest';
import { orderOf } from '../../src/engine/order.ts';
import { RandomStreams } from '../../src/engine/random.ts';
import { Rank } from '../../src/engine/rank.ts';
import { shuffledBy, ShuffledSequence } from '../support/shuffled-ties.ts';

/** What ran, in order, of ten events at each of two instants and ranks, and ten that are asked for `soon` at the first of them. */
function played(lot: number): string[] {
  const limits = { until: 1000, budget: 100_000, perInstant: 10_000 };
  const sim = shuffledBy(lot)(new RandomStreams('test'), limits);
  const log: string[] = [];
  const note = (label: string) => (subject: number) => log.push(`${sim.now} ${label} ${subject}`);
  const [ends, looks] = [sim.action(Rank.completion, note('ends')), sim.action(Rank.controller, note('looks'))];
  const wakes = sim.action(Rank.completion, note('wakes'));
  const wake = sim.action(Rank.scenario, () => {
    for (let i = 0; i < 10; i++) sim.soon(wakes, i);
  });
  sim.at(10, wake, 0);
  for (const time of [20, 10]) for (let i = 0; i < 10; i++) for (const action of [looks, ends]) sim.at(time, action, i);
  expect(sim.advance(1e6)).toBe('finished');
  return log;
}

describe('a simulation with ties by lot', () => {
  it('runs the same events at the same instants and in the order of their ranks', () => {
    const places = played(1).map((line) => line.slice(0, line.lastIndexOf(' ')));
    const ten = (place: string) => Array.from({ length: 10 }, () => place);
    expect(places).toEqual(['10 ends', '10 wakes', '10 looks', '20 ends', '20 looks'].flatMap(ten));
    expect(new Set(played(1)).size).toBe(50);
  });

  it('runs those of one rank in another order, the same for the same lot', () => {
    const order = (lot: number, place: string) =>
      played(lot)
        .filter((line) => line.startsWith(place))
        .join();
    for (const place of ['10 ends', '10 wakes', '20 looks']) {
      const lots = [1, 2, 3].map((lot) => order(lot, place));
      expect(new Set(lots).size).toBe(3);
      expect(
        lots.every(
          (one) =>
            one !==
            [...played(1)]
              .filter((line) => line.startsWith(place))
              .toSorted()
              .join(),
        ),
      ).toBe(true);
    }
    expect(played(7)).toEqual(played(7));
  });

  it('draws no lot twice, and none that belongs to another rank', () => {
    const sequence = new ShuffledSequence(1);
    const orders = Array.from({ length: 100_000 }, () => sequence.take(Rank.poll));
    expect(new Set(orders).size).toBe(orders.length);
    expect(orders.every((order) => order >= orderOf(Rank.poll) && order < orderOf(Rank.controller))).toBe(true);
  });
});
