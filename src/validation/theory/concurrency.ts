/** As many servers as are wanted (M/G/∞): how many work at once, at any time, after a beginning with none, and in a daily cycle. */
import type { Case } from '../case.ts';
import type { Watched } from '../../simulate.ts';
import { estimatedRow, estimateOf, REPLICATIONS } from '../statistics.ts';
import { NEVER_BACK } from './line.ts';
import { labelsOf, nameOf, scenarioOf, type Described } from './model.ts';
import { constant, exponential, type Service } from './service.ts';
import { AtInstants } from './transients.ts';
import { Population, watchRun } from './watch.ts';

/** The number at work is Poisson with mean λE[S], whatever the service is. `expected`: the share of time with more than `threshold`. */
export interface Above {
  readonly id: string;
  readonly arrivalRate: number;
  readonly service: Service;
  readonly threshold: number;
  readonly expected: number;
  /** Measured in all, seconds of the run. */
  readonly measured: number;
  readonly seconds: number;
}

export const ABOVE: readonly Above[] = [
  {
    id: 'Q-MGINF-01',
    arrivalRate: 1900,
    service: constant(0.5),
    threshold: 1000,
    expected: 0.0515937,
    measured: 2_000,
    seconds: 8,
  },
  {
    id: 'Q-MGINF-03',
    arrivalRate: 95,
    service: exponential(1),
    threshold: 120,
    expected: 0.00575113,
    measured: 16_000,
    seconds: 4,
  },
];

/**
 * `expected`: mean number at work at an instant: `at` seconds after each beginning with none, or into each period of a rate that swings.
 * After a beginning it is λ times the integral of 1 − G; of a sine its amplitude is damped by 1/√(1 + (2πE[S]/P)²), and it lags.
 */
export interface Demand {
  readonly id: string;
  readonly figure: string;
  readonly setting: string;
  readonly source: string;
  readonly rate: object;
  readonly service: Service;
  readonly at: number;
  readonly every: number;
  readonly expected: number;
  /** Over all replications. */
  readonly instants: number;
  readonly seconds: number;
}

const INTEGRAL = 'mean of M/G/∞ after a beginning with none: λ times the integral of 1 − G; recomputed';
const SINE = 'Eick, Massey and Whitt 1993; recomputed from the closed form';
/** The rate is highest `PEAK` seconds into each period; the number at work follows 7.72 s later, by (arctan 2πE[S]/P) P/2π. */
const PEAK = 30;
const LAG = 7.72012;
const SWINGING = { daily: { low: '50/s', high: '150/s', period: '60 s', peakAt: `${PEAK} s` } };

export const DEMAND: readonly Demand[] = [
  {
    ...{ id: 'Q-MGINF-04', figure: 'mean number at work', source: INTEGRAL, service: constant(2), at: 1.5, every: 4 },
    ...{ setting: 'none at the beginning; calls at random, 100/s; service constant, 2 s; after 1.5 s', expected: 150 },
    ...{ rate: { onOff: { rate: '100/s', on: '1.5 s', off: '2.5 s' } }, instants: 800, seconds: 1 },
  },
  {
    ...{ id: 'Q-MGINF-05', figure: 'mean number at work', source: INTEGRAL, service: exponential(4), at: 3, every: 83 },
    ...{
      setting: 'none at the beginning; calls at random, 50/s; exponential service, mean 4 s; after 3 s',
      expected: 105.527,
    },
    ...{ rate: { onOff: { rate: '50/s', on: '3 s', off: '80 s' } }, instants: 800, seconds: 1 },
  },
  {
    ...{
      id: 'Q-MGINF-07',
      figure: 'mean number at work, at its peak',
      source: SINE,
      service: exponential(10),
      every: 60,
    },
    ...{
      setting: 'calls at random, 50/s to 150/s and back in 60 s; exponential service, mean 10 s',
      expected: 1345.31,
    },
    ...{ rate: SWINGING, at: 60 + PEAK + LAG, instants: 80, seconds: 2.5 },
  },
];

const TAIL_TOLERANCE = 0.15;
const TOLERANCE = 0.02;

export const concurrencyCases: readonly Case[] = [...ABOVE.map(ofShare), ...DEMAND.map(ofDemand)];

function calls(name: string, rate: object, service: Service, seconds: number): object {
  return {
    lagcast: 1,
    name,
    seed: name,
    rules: 'ideal',
    duration: `${seconds} s`,
    sources: { api: { type: 'sync', function: 'f', arrivals: [{ rate }] } },
    functions: { f: { timeout: NEVER_BACK, handler: { perInvocation: service.written } } },
  };
}

/** For how long there are more than so many, from an instant on. */
class TimeAbove extends Population {
  time = 0;
  #since: number;
  readonly #threshold: number;

  constructor(watched: Watched, threshold: number, from: number) {
    super(watched);
    this.#threshold = threshold;
    this.#since = from;
  }

  protected override changes(now: number): void {
    if (now <= this.#since) return;
    if (this.number > this.#threshold) this.time += now - this.#since;
    this.#since = now;
  }
}

function ofShare(one: Above): Case {
  const { id, arrivalRate, service, threshold, expected, measured, seconds } = one;
  const described: Described = {
    id,
    setting: `calls at random, ${arrivalRate}/s; no limit; service ${service.words}`,
    source: 'Poisson law of M/G/∞ (textbooks); recomputed',
    family: 'M/G/∞',
    seconds,
    ran: 'observed',
  };
  const warmUp = 20 * service.mean;
  const each = measured / REPLICATIONS;
  const run = () => {
    const scenario = scenarioOf(calls(id, { poisson: `${arrivalRate}/s` }, service, warmUp + each));
    const values = Array.from({ length: REPLICATIONS }, (_, replication) => {
      const { time } = watchRun(scenario, replication, (watched) => new TimeAbove(watched, threshold, warmUp * 1e6));
      return time / (each * 1e6);
    });
    const labels = labelsOf(described, { figure: `share of time with more than ${threshold} at work` }, true);
    return [estimatedRow(labels, estimateOf(values), { expected, tolerance: TAIL_TOLERANCE })];
  };
  return { id: nameOf(described), seconds, run };
}

function ofDemand(one: Demand): Case {
  const { id, figure, setting, source, rate, service, at, every, expected, instants, seconds } = one;
  const described: Described = { id, setting, source, family: 'M/G/∞', seconds, ran: 'observed' };
  const length = at + (instants / REPLICATIONS) * every;
  const run = () => {
    const scenario = scenarioOf(calls(id, rate, service, length));
    const values = Array.from({ length: REPLICATIONS }, (_, replication) => {
      const { total, taken } = watchRun(
        scenario,
        replication,
        (watched) => new AtInstants(watched, at * 1e6, every * 1e6),
      );
      return total / taken;
    });
    return [
      estimatedRow(labelsOf(described, { figure }, true), estimateOf(values), { expected, tolerance: TOLERANCE }),
    ];
  };
  return { id: nameOf(described), seconds, run };
}
