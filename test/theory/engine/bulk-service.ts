/** One server that takes several at once: it begins when at least so many wait, and takes so many at the most (Neuts's rule). */
import { Rank } from '../../../src/engine/rank.ts';
import type { Micros } from '../../../src/engine/time.ts';
import { exponentialOf, Model } from './model.ts';

export interface BulkServer {
  readonly id: string;
  readonly arrivalRate: number;
  /** Of batches, per second; exponential. */
  readonly serviceRate: number;
  readonly least: number;
  readonly most: number;
  readonly measured: number;
}

/** Mean wait of one run, in seconds. */
export function bulkServerRun(bulk: BulkServer, replication: number): number {
  const { id, arrivalRate, serviceRate, least, most, measured } = bulk;
  const model = new Model(id, replication, measured);
  const draw = model.draws('service', exponentialOf(1 / serviceRate));
  const line: Micros[] = [];
  let isBusy = false;

  const finish = model.sim.action(Rank.completion, () => {
    isBusy = false;
    begin();
  });
  const begin = (): void => {
    if (isBusy || line.length < least) return;
    isBusy = true;
    for (const arrived of line.splice(0, most)) model.countSince(arrived);
    model.sim.after(draw(), finish, 0);
  };
  model.arrivals('arrivals', arrivalRate, () => {
    line.push(model.sim.now);
    begin();
  });
  return model.mean();
}

/**
 * Mean wait. With the server busy and n waiting the probabilities are A rⁿ, with r in (0, 1) the root of μ (r + … + r^most) = λ; with it
 * free and n < least waiting they follow from the balance of flows. The wait is then Little's.
 */
export function bulkServerWait({ arrivalRate, serviceRate, least, most }: BulkServer): number {
  const r = root((x) => serviceRate * geometric(x, most) - arrivalRate);
  // λ P(free, n) = λ P(free, n − 1) + μ A rⁿ, for n below the least: with the server busy and n waiting at its end, it is free.
  let free = 0;
  let total = 1 / (1 - r);
  let waiting = r / (1 - r) / (1 - r);
  let power = 1;
  for (let n = 0; n < least; n++) {
    free += (serviceRate * power) / arrivalRate;
    total += free;
    waiting += n * free;
    power *= r;
  }
  return waiting / total / arrivalRate;
}

/** x + x² + … + xⁿ. */
function geometric(x: number, n: number): number {
  let sum = 0;
  for (let i = n; i > 0; i--) sum = x * (1 + sum);
  return sum;
}

/** By halving: of a function that grows, between 0 and 1. */
function root(of: (x: number) => number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (of(middle) > 0) high = middle;
    else low = middle;
  }
  return low;
}
