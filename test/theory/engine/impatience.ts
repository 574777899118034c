/** Several servers with one line, in which everybody has a patience of his own, exponential: who has waited so long leaves (Erlang-A). */
import { Rank } from '../../../src/engine/rank.ts';
import { exponentialOf, Model } from './model.ts';

export interface ImpatientLine {
  readonly id: string;
  readonly arrivalRate: number;
  readonly servers: number;
  /** Of one server, per second. */
  readonly serviceRate: number;
  /** Of one who waits, per second. */
  readonly leavingRate: number;
  readonly measured: number;
}

/** Share that leaves in one run. */
export function impatientLineRun(impatient: ImpatientLine, replication: number): number {
  const { id, arrivalRate, servers, serviceRate, leavingRate, measured } = impatient;
  const model = new Model(id, replication, measured);
  const { sim } = model;
  const service = model.draws('service', exponentialOf(1 / serviceRate));
  const patience = model.draws('patience', exponentialOf(1 / leavingRate));
  /** Numbers of those that wait, in the order of their arrival; a number is used once. */
  const line = new Set<number>();
  let arrived = 0;
  let busy = 0;

  const serve = (): void => {
    model.count(0);
    busy++;
    sim.after(service(), finish, 0);
  };
  const finish = sim.action(Rank.completion, () => {
    busy--;
    for (const first of line) {
      line.delete(first);
      return serve();
    }
  });
  const leave = sim.action(Rank.age, (number) => {
    if (line.delete(number)) model.count(1);
  });
  model.arrivals('arrivals', arrivalRate, () => {
    if (busy < servers) return serve();
    const number = arrived++;
    line.add(number);
    sim.after(patience(), leave, number);
  });
  return model.mean();
}

/** Share that leaves, by the chain of the number in the system: births at λ, deaths at μ min(n, c) + θ (n − c)⁺. */
export function erlangA({ arrivalRate, servers, serviceRate, leavingRate }: ImpatientLine): number {
  let probability = 1;
  let total = 1;
  let waiting = 0;
  for (let n = 1; n <= servers || probability > 1e-16 * total; n++) {
    const inLine = Math.max(n - servers, 0);
    probability *= arrivalRate / (serviceRate * Math.min(n, servers) + leavingRate * inLine);
    total += probability;
    waiting += inLine * probability;
  }
  return (leavingRate * waiting) / total / arrivalRate;
}
