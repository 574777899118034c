/** One server and Poisson arrivals: M/M/1, M/G/1, M/D/1. */
import type { Case } from '../case.ts';
import {
  inputsOf,
  line,
  meanTimeInSystem,
  meanWait,
  partsOf,
  shareThatWaited,
  timeInSystemQuantile,
  waitQuantile,
} from './line.ts';
import { modelCase, type Figure, type Model } from './model.ts';
import { constant, exponential, gamma, hyperexponential, lognormal, twoPoint, type Service } from './service.ts';

/** `expected`: the mean wait, unless a `quantile` of the wait or of the time in the system is compared. Six digits, as the reference quotes it. */
export interface OneServer {
  readonly id: string;
  readonly arrivalRate: number;
  readonly service: Service;
  readonly expected: number;
  readonly tolerance: number;
  /** Over all replications. */
  readonly messages: number;
  readonly seconds: number;
}

const TEXTBOOK = 'Kleinrock, Queueing Systems I, 1975; Gross and Harris (textbooks); recomputed from the formula';
const TAKACS = 'Pollaczek 1930, Khinchine 1932; recomputed from the formula';
const SERIES = 'Erlang 1909, Crommelin 1932: series of the waiting time of M/D/1; recomputed with many digits';

/** Exponential service: mean wait ρ/(μ − λ). The time in the system is exponential with rate μ − λ. */
export const MM1: readonly OneServer[] = [
  one('Q-MM1-01', 0.5, exponential(1), 1, 0.02, 4e5, 1),
  one('Q-MM1-03', 0.8, exponential(1), 4, 0.02, 1.5e6, 3),
  one('Q-MM1-04', 0.9, exponential(1), 9, 0.05, 1.2e6, 2.5),
  one('Q-MM1-05', 0.95, exponential(1), 19, 0.05, 2.5e6, 5),
  one('Q-MM1-06', 0.85, exponential(1), 5.66667, 0.02, 2.5e6, 5),
];

/** The 99th percentile of the time in the system. */
export const MM1_P99: OneServer = one('Q-MM1-09', 3.6, exponential(0.25), 11.5129, 0.05, 2e6, 4);

/** Any service: mean wait λ E[S²] / (2 (1 − ρ)). */
export const MG1: readonly OneServer[] = [
  one('Q-MG1-01', 0.5, constant(1), 0.5, 0.03, 1.5e5, 0.5),
  one('Q-MG1-02', 0.9, constant(1), 4.5, 0.06, 4.5e5, 1),
  one('Q-MG1-05', 0.8, gamma(1, 4), 2.5, 0.03, 4.5e5, 1),
  one('Q-MG1-06', 1.8, gamma(0.5, 2), 3.375, 0.06, 5e5, 1.2),
  one('Q-MG1-08', 0.9, gamma(1, 0.5), 13.5, 0.06, 1.4e6, 3),
  one('Q-MG1-09', 0.8, lognormal(1, 1), 4, 0.03, 1.3e6, 2.5),
  one('Q-MG1-10', 0.7, lognormal(1, 2), 5.83333, 0.03, 2e6, 4),
  one('Q-MG1-11', 17 / 6, lognormal(0.3, 1.5), 2.7625, 0.03, 2e6, 4),
  one('Q-MG1-12', 0.8, hyperexponential(1, 4), 10, 0.03, 1.5e6, 3),
  one('Q-MG1-15', 5, twoPoint(0.1, 1.1, 0.05), 0.7, 0.03, 7e5, 1.5),
];

/** Constant service: a quantile of the wait. */
export const MD1: readonly (OneServer & { readonly quantile: number })[] = [
  { ...one('Q-MD1-01', 0.8, constant(1), 6.62032, 0.04, 6e5, 1.2), quantile: 0.95 },
  { ...one('Q-MD1-03', 0.9, constant(1), 21.8982, 0.04, 1.5e6, 2.5), quantile: 0.99 },
];

function one(
  id: string,
  arrivalRate: number,
  service: Service,
  expected: number,
  tolerance: number,
  messages: number,
  seconds: number,
): OneServer {
  return { id, arrivalRate, service, expected, tolerance, messages, seconds };
}

export const oneServerCases: readonly Case[] = [
  ...MM1.map((each) => modelCase(withMeans(each, 'M/M/1', TEXTBOOK))),
  modelCase(
    withQuantile(
      MM1_P99,
      'M/M/1',
      TEXTBOOK,
      '99th percentile of the time in the system, s',
      timeInSystemQuantile(0.99),
    ),
  ),
  ...MG1.map((each) => modelCase(withMeans(each, 'M/G/1', TAKACS))),
  ...MD1.map((each) => {
    const figure = `${100 * each.quantile}th percentile of the wait, s`;
    return modelCase(withQuantile(each, 'M/D/1', SERIES, figure, waitQuantile(each.quantile)));
  }),
];

/** The mean wait, and what follows from it: the time in the system is longer by a service, and a share ρ waits at all. */
function withMeans(each: OneServer, family: string, source: string): Model {
  const { arrivalRate, service, expected, tolerance } = each;
  const busy = arrivalRate * service.mean;
  const figures: Figure[] = [
    { figure: 'mean wait, s', of: meanWait, expected, tolerance },
    { figure: 'mean time in the system, s', of: meanTimeInSystem, expected: expected + service.mean, tolerance },
    { figure: 'share that waits', of: shareThatWaited, expected: busy, tolerance },
    {
      figure: 'share of time in which the server works',
      of: (result) => partsOf(result).f.concurrency.mean,
      expected: busy,
      tolerance,
    },
  ];
  return { ...described(each, family, source), figures };
}

function withQuantile(each: OneServer, family: string, source: string, figure: string, of: Figure['of']): Model {
  const { expected, tolerance } = each;
  return { ...described(each, family, source), figures: [{ figure, of, expected, tolerance }] };
}

function described(each: OneServer, family: string, source: string): Omit<Model, 'figures'> {
  const { id, arrivalRate, service, messages, seconds } = each;
  const setting = `Poisson, ${digits(arrivalRate)}/s; one server; service ${service.words}`;
  const scenario = line({ name: id, messages, arrivalRate, service, servers: 1 });
  return { id, setting, source, family, seconds, scenario, controls: inputsOf(each) };
}

/** Rates as the reference quotes them. */
function digits(rate: number): string {
  return String(Number(rate.toPrecision(6)));
}
