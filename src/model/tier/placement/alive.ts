/** Queues that take events: what strategies do where one that they would have taken is down. Slower than what they do otherwise. */
import type { RandomStream } from '../../../engine/random.ts';
import type { View } from './placement.ts';

/** Draws before the queues that live are counted instead: chance finds one soon, unless few are left. */
const DRAWS = 16;

/** One of the queues that take events, each as likely; any queue where none does. */
export function anyAlive(view: View, random: RandomStream): number {
  let queue = random.below(view.queues);
  if (view.allAlive) return queue;
  for (let draws = 1; draws < DRAWS && !view.isAlive(queue); draws++) queue = random.below(view.queues);
  return view.isAlive(queue) ? queue : countedAlive(view, random, queue);
}

function countedAlive(view: View, random: RandomStream, otherwise: number): number {
  const alive = aliveQueues(view);
  if (alive === 0) return otherwise;
  let left = random.below(alive);
  for (let queue = 0; queue < view.queues; queue++) if (view.isAlive(queue) && left-- === 0) return queue;
  return otherwise;
}

/** How many queues take events. Asks each unless all do. */
export function aliveQueues(view: View): number {
  if (view.allAlive) return view.queues;
  let alive = 0;
  for (let queue = 0; queue < view.queues; queue++) if (view.isAlive(queue)) alive++;
  return alive;
}

/** The queue itself, or the next by number that takes events, around the end; the queue itself where none does. */
export function nextAlive(view: View, from: number): number {
  if (view.allAlive) return from;
  for (let step = 0; step < view.queues; step++) {
    const queue = (from + step) % view.queues;
    if (view.isAlive(queue)) return queue;
  }
  return from;
}
