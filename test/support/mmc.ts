/** M/M/c with a mean service of one second as a scenario under `rules: ideal`, and what is known of it in closed form. */
import type { Scenario } from '../../src/scenario/scenario.ts';
import { erlangC, waitOfMMc } from '../theory/formulas.ts';
import { scenarioOf } from './run.ts';

export interface MMc {
  readonly servers: number;
  /** Of each server, from 0 to 1. */
  readonly load: number;
  /** Seconds. */
  readonly warmUp: number;
  readonly measured: number;
  readonly seed?: number | string;
}

/** The queue is q, the mapping m, the function f. */
export function mmc({ servers, load, warmUp, measured, seed = 1 }: MMc, more: object = {}): Scenario {
  return scenarioOf({
    lagcast: 1,
    name: 'M/M/c',
    seed,
    rules: 'ideal',
    duration: `${warmUp + measured} s`,
    warmUp: `${warmUp} s`,
    sources: {
      q: { type: 'sqs', visibilityTimeout: '12 h', arrivals: [{ rate: { poisson: `${load * servers}/s` } }] },
    },
    functions: { f: { timeout: '12 h', handler: { perInvocation: { exponential: { mean: '1 s' } } } } },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1, pollers: { policy: 'fixed', count: servers } } },
    ...more,
  });
}

/** Mean wait, in microseconds. */
export function meanWait({ servers, load }: Pick<MMc, 'servers' | 'load'>): number {
  return waitOfMMc(load * servers, 1, servers) * 1e6;
}

/** Quantile of the time from sent to done, in microseconds: by halving of P(T > t), first come, first served. */
export function timeInSystem({ servers, load }: Pick<MMc, 'servers' | 'load'>, share: number): number {
  const waits = erlangC(load * servers, servers);
  const spare = servers * (1 - load);
  const longer = (t: number): number =>
    spare === 1
      ? Math.exp(-t) * (1 + waits * t)
      : Math.exp(-t) + (waits * (Math.exp(-spare * t) - Math.exp(-t))) / (1 - spare);
  let [low, high] = [0, 1000];
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2;
    if (longer(middle) > 1 - share) low = middle;
    else high = middle;
  }
  return low * 1e6;
}
