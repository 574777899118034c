/** One server, several classes: whoever is of the highest class that waits goes next, and nobody is interrupted. */
import type { DistributionSpec } from '../../../src/engine/distributions.ts';
import { Rank } from '../../../src/engine/rank.ts';
import type { Micros } from '../../../src/engine/time.ts';
import { Model } from './model.ts';

export interface PriorityQueue {
  readonly id: string;
  /** Per second, of each class from the highest on. */
  readonly arrivalRates: readonly number[];
  readonly service: DistributionSpec;
  /** In seconds, of each replication. */
  readonly measured: number;
}

/** Mean of one class in one run: of the wait, or of the time until served. */
export function priorityRun(
  { id, arrivalRates, service, measured }: PriorityQueue,
  ofClass: number,
  figure: 'wait' | 'time',
  replication: number,
): number {
  const model = new Model(id, replication, measured);
  const draw = model.draws('service', service);
  const lines: Micros[][] = arrivalRates.map(() => []);
  let served: { readonly rank: number; readonly arrived: Micros } | undefined;

  const finish = model.sim.action(Rank.completion, () => {
    if (figure === 'time' && served!.rank === ofClass) model.countSince(served!.arrived);
    served = undefined;
    begin();
  });
  const begin = (): void => {
    if (served !== undefined) return;
    const rank = lines.findIndex((line) => line.length > 0);
    if (rank < 0) return;
    const arrived = lines[rank]!.shift()!;
    served = { rank, arrived };
    if (figure === 'wait' && rank === ofClass) model.countSince(arrived);
    model.sim.after(draw(), finish, 0);
  };
  arrivalRates.forEach((rate, rank) => {
    model.arrivals(`arrivals of class ${rank + 1}`, rate, () => {
      lines[rank]!.push(model.sim.now);
      begin();
    });
  });
  return model.mean();
}

/** Cobham: mean wait of each class, R / ((1 − σ before) (1 − σ)), with R the mean rest of the service under way. */
export function cobham(arrivalRates: readonly number[], mean: number, secondMoment: number): readonly number[] {
  const rest = (arrivalRates.reduce((sum, rate) => sum + rate, 0) * secondMoment) / 2;
  let before = 0;
  return arrivalRates.map((rate) => {
    const above = before;
    before += rate * mean;
    return rest / (1 - above) / (1 - before);
  });
}
