/**
 * Best of two with queues that hold ten events each at first, and empty from there: the strategy of the tier in the supermarket itself, for no
 * scenario can fill all queues alike. All times are exponential, so that only what happens next matters, and when.
 */
import { exponential } from '../../engine/exponential.ts';
import type { Case } from '../case.ts';
import { estimatedRow, estimateOf } from '../statistics.ts';
import { handPlaced, streamOf } from './hand-placed.ts';

export interface LoadedStartReference {
  readonly id: string;
  readonly queues: number;
  readonly load: number;
  readonly each: number;
  /** In mean service times. */
  readonly time: number;
  readonly expected: number;
  /** Relative. */
  readonly tolerance: number;
  readonly replications: number;
  readonly seconds: number;
}

export function loadedStartCase(reference: LoadedStartReference): Case {
  const { id, queues, load, each, time, expected, tolerance, replications, seconds } = reference;
  const run = (): ReturnType<Case['run']> => [
    estimatedRow(
      {
        ...{ id, figure: `mean number in a queue after ${time} s`, ran: 'decision', evidence: 'exact' },
        setting: `${queues} queues, load ${load}, bestOf, d 2, with ${each} events in each queue at first`,
        source: 'the differential equations of the supermarket model, integrated numerically from full queues',
        why: `the reference is for infinitely many queues, not ${queues}; what ran is the strategy of the tier in a loop of the validation, for no scenario fills all queues alike`,
      },
      estimateOf(Array.from({ length: replications }, (_, replication) => leftAfter(reference, replication))),
      { expected, tolerance },
    ),
  ];
  return { id, seconds, run };
}

function leftAfter({ id, queues, load, each, time }: LoadedStartReference, replication: number): number {
  const seed = `${id}/${replication}`;
  const { view, placement } = handPlaced('bestOf', { d: 2 }, { queues, seed });
  const [clock, which] = [streamOf(seed, 'clock'), streamOf(seed, 'events')];
  const { loads } = view;
  loads.fill(each);
  let inside = each * queues;
  const rate = queues * (1 + load);
  for (let now = exponential(clock) / rate; now < time; now += exponential(clock) / rate) {
    if (which.next() * (1 + load) < load) {
      loads[placement.place(0, 0)]!++;
      inside++;
    } else {
      const queue = which.below(queues);
      if (loads[queue]! === 0) continue;
      loads[queue]!--;
      inside--;
    }
  }
  return inside / queues;
}
