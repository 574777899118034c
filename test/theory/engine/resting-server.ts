/**
 * One server that rests when nobody waits. Under an N-policy it begins again when N wait. With vacations it is away for a time,
 * and again, until it finds somebody when it comes back. Once it works, it works until nobody waits.
 */
import type { DistributionSpec } from '../../../src/engine/distributions.ts';
import { Rank } from '../../../src/engine/rank.ts';
import { SECOND, type Micros } from '../../../src/engine/time.ts';
import { Model } from './model.ts';

export interface RestingServer {
  readonly id: string;
  readonly arrivalRate: number;
  readonly service: DistributionSpec;
  /** So many must wait, or so many seconds pass. */
  readonly rest: { readonly until: number } | { readonly vacation: number };
  readonly measured: number;
}

/** Mean wait of one run, in seconds. */
export function restingServerRun(
  { id, arrivalRate, service, rest, measured }: RestingServer,
  replication: number,
): number {
  const model = new Model(id, replication, measured);
  const { sim } = model;
  const draw = model.draws('service', service);
  const line: Micros[] = [];
  let rests = true;

  const goOn = (): void => {
    rests = line.length === 0;
    if (rests) return beginRest();
    model.countSince(line.shift()!);
    sim.after(draw(), finish, 0);
  };
  const finish = sim.action(Rank.completion, goOn);
  // Who comes back sees everybody who arrived until then.
  const comeBack = sim.action(Rank.poll, goOn);
  const beginRest = (): void => {
    if ('vacation' in rest) sim.after(rest.vacation * SECOND, comeBack, 0);
  };
  beginRest();
  model.arrivals('arrivals', arrivalRate, () => {
    line.push(sim.now);
    if (rests && 'until' in rest && line.length === rest.until) goOn();
  });
  return model.mean();
}

/** Pollaczek and Khinchine's wait, which rests make longer by a part that does not depend on the service. */
export function restingServerWait(
  { arrivalRate, rest }: Pick<RestingServer, 'arrivalRate' | 'rest'>,
  mean: number,
  secondMoment: number,
): number {
  const longer = 'until' in rest ? (rest.until - 1) / (2 * arrivalRate) : rest.vacation / 2;
  return (arrivalRate * secondMoment) / (2 * (1 - arrivalRate * mean)) + longer;
}
