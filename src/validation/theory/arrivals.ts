/**
 * Arrivals that are not Poisson: evenly spaced, Erlang, hyperexponential, modulated by a chain, and in batches. Made of what a scenario can say:
 *
 * - Erlang of k phases: of a Poisson stream of k times the rate every k-th message is kept, and a filter lets the others go.
 * - Hyperexponential: a Poisson stream that is switched on and off at random has independent gaps of exactly this law (Kuczura 1973).
 */
import type { Case } from '../case.ts';
import {
  head,
  inputsOf,
  line,
  meanBusy,
  meanInSystem,
  meanWait,
  NEVER_BACK,
  partsOf,
  shareThatWaited,
} from './line.ts';
import { modelCase, type Figure, type Model } from './model.ts';
import { constant, erlang, exponential, hyperexponential, type Service } from './service.ts';

/** Independent gaps between arrivals. `wait`: the mean wait, six digits, as the reference quotes it; times in seconds. */
export interface Renewals {
  readonly id: string;
  readonly gaps: Service;
  readonly service: Service;
  readonly servers: number;
  readonly wait: number;
  /** Share that waits, where it is known. */
  readonly waits?: number;
  readonly tolerance: number;
  /** Over all replications. */
  readonly messages: number;
  readonly seconds: number;
}

const ROOT = 'Kleinrock, Queueing Systems I, 1975, chapter 6: root of σ = A*(μ(1 − σ)); recomputed';
const PHASES = 'equations of the Markov chain, phase by phase, solved for the reference';

/** One exponential server: mean wait σ/(μ(1 − σ)), and a share σ waits. */
export const GIM1: readonly Renewals[] = [
  { ...gi('Q-GIM1-01', constant(1.25), exponential(1), 1, 1.69273, 0.04, 3e5, 1), waits: 0.62863 },
  { ...gi('Q-GIM1-03', erlang(1 / 0.9, 2), exponential(1), 1, 6.58828, 0.04, 1.2e6, 5), waits: 0.868218 },
  { ...gi('Q-GIM1-04', erlang(1 / 0.7, 4), exponential(1), 1, 1.23669, 0.04, 2e5, 2), waits: 0.552912 },
  { ...gi('Q-GIM1-05', hyperexponential(1.25, 4), exponential(1), 1, 9.81919, 0.04, 1.2e6, 3), waits: 0.907572 },
];

/** Several exponential servers. */
export const GIMC: readonly Renewals[] = [
  gi('Q-GIMC-01', erlang(1 / 4.5, 2), exponential(1), 5, 1.08437, 0.04, 1.2e6, 5),
  gi('Q-GIMC-03', hyperexponential(1.25 / 4, 9), exponential(1), 4, 4.41357, 0.04, 2e6, 4),
];

/** Neither gaps nor service are exponential. */
export const GG1: readonly Renewals[] = [
  gi('Q-GG1-01', erlang(1 / 0.9, 2), erlang(1, 2), 1, 4.35905, 0.05, 5e5, 3),
  gi('Q-GG1-03', hyperexponential(1.25, 4), erlang(1, 2), 1, 8.66013, 0.05, 8e5, 2),
  gi('Q-GG1-05', hyperexponential(1 / 0.7, 9), erlang(1, 4), 1, 9.24188, 0.05, 1e6, 2.5),
];

function gi(
  id: string,
  gaps: Service,
  service: Service,
  servers: number,
  wait: number,
  tolerance: number,
  messages: number,
  seconds: number,
): Renewals {
  return { id, gaps, service, servers, wait, tolerance, messages, seconds };
}

/** A Poisson stream that changes between two rates after exponential times (in seconds). `inSystem`: the mean number in the system. */
export interface Modulated {
  readonly id: string;
  readonly low: number;
  readonly high: number;
  readonly meanLow: number;
  readonly meanHigh: number;
  readonly service: Service;
  readonly servers: number;
  readonly inSystem: number;
  readonly wait: number;
  readonly tolerance: number;
  readonly messages: number;
  readonly seconds: number;
}

export const MMPP: readonly Modulated[] = [
  {
    ...{ id: 'Q-MMPP-01', low: 0.2, high: 2, meanLow: 20, meanHigh: 10, service: exponential(1), servers: 1 },
    ...{ inSystem: 24.5535, wait: 29.6919, tolerance: 0.06, messages: 2e6, seconds: 4 },
  },
  {
    ...{ id: 'Q-MMPP-03', low: 1, high: 12, meanLow: 10, meanHigh: 2, service: exponential(2), servers: 10 },
    ...{ inSystem: 14.2678, wait: 3.0357, tolerance: 0.06, messages: 5e5, seconds: 1.5 },
  },
];

/** B messages at each instant of a Poisson stream, λ a second in all; one server. `wait`: mean wait in seconds, (λE[S²] + (B − 1)E[S]) / (2(1 − ρ)). */
export interface Batches {
  readonly id: string;
  /** Batches a second. */
  readonly batchRate: number;
  readonly batch: number;
  readonly service: Service;
  readonly wait: number;
  readonly tolerance: number;
  readonly messages: number;
  readonly seconds: number;
}

export const BATCHES: readonly Batches[] = [
  batches('Q-BATCHARR-01', 0.08, 10, exponential(1), 26.5, 1.5e6, 5),
  batches('Q-BATCHARR-03', 0.17, 5, exponential(1), 19, 1.2e6, 4),
  batches('Q-BATCHARR-04', 0.02, 25, constant(1), 24.5, 5e5, 2),
];

function batches(
  id: string,
  batchRate: number,
  batch: number,
  service: Service,
  wait: number,
  messages: number,
  seconds: number,
): Batches {
  return { id, batchRate, batch, service, wait, tolerance: 0.04, messages, seconds };
}

export const arrivalCases: readonly Case[] = [
  ...GIM1.map((one) => modelCase(renewals(one, 'GI/M/1', ROOT))),
  ...GIMC.map((one) => modelCase(renewals(one, 'GI/M/c', PHASES))),
  ...GG1.map((one) => modelCase(renewals(one, 'G/G/1', PHASES))),
  ...MMPP.map((one) => modelCase(modulated(one))),
  ...BATCHES.map((one) => modelCase(inBatches(one))),
];

function renewals(one: Renewals, family: string, source: string): Model {
  const { id, gaps, service, servers, wait, waits, tolerance, seconds } = one;
  const setting = `gaps ${gaps.words}; ${servers === 1 ? 'one server' : `${servers} servers`}; service ${service.words}`;
  const busy = service.mean / gaps.mean;
  const figures: Figure[] = [
    { figure: 'mean wait, s', of: meanWait, expected: wait, tolerance },
    ...(waits === undefined ? [] : [{ figure: 'share that waits', of: shareThatWaited, expected: waits, tolerance }]),
    { figure: 'mean number of servers at work', of: meanBusy, expected: busy, tolerance },
  ];
  return { id, setting, source, family, seconds, scenario: scenarioOfRenewals(one), figures };
}

function scenarioOfRenewals({ id, gaps, service, servers, messages }: Renewals): object {
  const arrivalRate = 1 / gaps.mean;
  const size = { name: id, messages, arrivalRate, service, servers };
  if (gaps.scv === 0) return line({ ...size, arrivals: { rate: `${arrivalRate}/s` } });
  if (gaps.scv > 1) return line({ ...size, arrivals: { rate: { bursty: switchedPoisson(gaps) } } });
  const phases = Math.round(1 / gaps.scv);
  const turn = { sequence: Array.from({ length: phases }, (_, phase) => phase) };
  const all = line({ ...size, arrivals: { rate: { poisson: `${phases * arrivalRate}/s` }, attributes: { turn } } });
  return filtered(all as { mappings: { m: object } }, [{ body: { turn: [0] } }]);
}

function filtered(scenario: { readonly mappings: { readonly m: object } }, filters: readonly object[]): object {
  return { ...scenario, mappings: { m: { ...scenario.mappings.m, filters } } };
}

/** The stream whose gaps are hyperexponential with balanced means: `high` while it is on, and nothing while it is off. */
export function switchedPoisson({ mean, scv }: Pick<Service, 'mean' | 'scv'>): object {
  const often = (1 + Math.sqrt((scv - 1) / (scv + 1))) / 2;
  const [fast, slow] = [(2 * often) / mean, (2 * (1 - often)) / mean];
  const high = often * fast + (1 - often) * slow;
  const on = (fast * slow) / high;
  const off = fast + slow - high - on;
  return { low: '0/s', high: `${high}/s`, meanLow: `${1 / on} s`, meanHigh: `${1 / off} s` };
}

function modulated(one: Modulated): Model {
  const { id, low, high, meanLow, meanHigh, service, servers, inSystem, wait, tolerance, messages, seconds } = one;
  const arrivalRate = (low * meanLow + high * meanHigh) / (meanLow + meanHigh);
  const bursty = { low: `${low}/s`, high: `${high}/s`, meanLow: `${meanLow} s`, meanHigh: `${meanHigh} s` };
  return {
    id,
    setting: `Poisson, ${low}/s for ${meanLow} s and ${high}/s for ${meanHigh} s, on average; ${servers} servers; service ${service.words}`,
    source: 'Neuts 1981 (matrix-geometric methods); the chain of phase and number, solved for the reference',
    family: 'MMPP/M/c',
    seconds,
    scenario: line({ name: id, messages, arrivalRate, service, servers, arrivals: { rate: { bursty } } }),
    figures: [
      { figure: 'mean number in the system', of: meanInSystem, expected: inSystem, tolerance },
      { figure: 'mean wait, s', of: meanWait, expected: wait, tolerance },
    ],
  };
}

/** A producer is called for each batch, and sends the messages of it at once. */
function inBatches(one: Batches): Model {
  const { id, batchRate, batch, service, wait, tolerance, messages, seconds } = one;
  const arrivalRate = batchRate * batch;
  const scenario = {
    ...head({ name: id, messages, arrivalRate }),
    sources: {
      calls: { type: 'sync', function: 'producer', arrivals: [{ rate: { poisson: `${batchRate}/s` } }] },
      q: { type: 'sqs', visibilityTimeout: NEVER_BACK },
    },
    functions: {
      producer: { handler: { sends: [{ to: 'q', count: batch }] } },
      f: { timeout: NEVER_BACK, handler: { perInvocation: service.written } },
    },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1, pollers: { policy: 'fixed', count: 1 } } },
  };
  return {
    id,
    setting: `Poisson, ${batchRate}/s, ${batch} messages at once; one server; service ${service.words}`,
    source: 'Gross and Harris (textbook), batches of arrivals before one server; recomputed from the formula',
    family: 'M^X/G/1',
    seconds,
    scenario,
    controls: inputsOf({ arrivalRate: batchRate, service }),
    figures: [
      { figure: 'mean wait, s', of: meanWait, expected: wait, tolerance },
      {
        figure: 'share of time in which the server works',
        of: (result) => partsOf(result).f.concurrency.mean,
        expected: arrivalRate * service.mean,
        tolerance,
      },
    ],
  };
}
