/** Several servers with one line and Poisson arrivals: M/M/c and M/D/c. */
import type { Case } from '../case.ts';
import { inputsOf, line, meanBusy, meanWait, shareThatWaited } from './line.ts';
import { modelCase, type Figure, type Model } from './model.ts';
import { constant, exponential, type Service } from './service.ts';

export interface ManyServers {
  readonly id: string;
  readonly arrivalRate: number;
  readonly service: Service;
  readonly servers: number;
  /** Share that waits, and mean wait in seconds; six digits, as the reference quotes them. */
  readonly waits: number;
  readonly wait: number;
  /** Of the figure that the reference compares; of the other one nothing is said. */
  readonly tolerance: number;
  /** Over all replications. */
  readonly messages: number;
  readonly seconds: number;
}

const ERLANG = 'Erlang 1917; Gross and Harris (textbook); recomputed by the recursion';
const CROMMELIN = 'Crommelin 1932; recomputed from the series';

/** Exponential service: the share that waits is Erlang's C, the mean wait C/(cμ − λ). */
export const MMC: readonly ManyServers[] = [
  many('Q-MMC-01', 1, exponential(1), 2, 0.333333, 0.333333, 0.02, 3e5, 1),
  many('Q-MMC-02', 1.8, exponential(1), 2, 0.852632, 4.26316, 0.02, 1e5, 0.4),
  many('Q-MMC-04', 20, exponential(0.2), 5, 0.554113, 0.110823, 0.02, 1e5, 0.4),
  many('Q-MMC-06', 70, exponential(0.1), 10, 0.221731, 0.00739104, 0.02, 8e5, 2),
  many('Q-MMC-08', 99, exponential(0.1), 10, 0.963738, 0.963738, 0.05, 6e5, 2),
  many('Q-MMC-09', 20, exponential(1), 25, 0.209103, 0.0418206, 0.02, 2e6, 4),
  many('Q-MMC-10', 45, exponential(1), 50, 0.363864, 0.0727729, 0.02, 2e6, 4),
  many('Q-MMC-11', 190, exponential(0.5), 100, 0.506457, 0.0506457, 0.02, 3e6, 6),
  many('Q-MMC-13', 980, exponential(1), 1000, 0.4122, 0.02061, 0.05, 2.5e6, 6),
];

/** Constant service D: with a = λD, the mean wait is D Σ over i from 1 of P(Poisson(ia) ≥ ic) − P(Poisson(ia) ≥ ic + 1) / ρ. */
export const MDC: readonly ManyServers[] = [
  many('Q-MDC-01', 1.6, constant(1), 2, 0.701898, 0.903284, 0.04, 2e5, 0.6),
  many('Q-MDC-02', 4.5, constant(1), 5, 0.747829, 0.776695, 0.04, 9e5, 2),
  many('Q-MDC-04', 9.5, constant(1), 10, 0.811641, 0.837083, 0.04, 2e6, 4),
  many('Q-MDC-05', 18, constant(1), 20, 0.523265, 0.144286, 0.04, 1.5e6, 3),
];

function many(
  id: string,
  arrivalRate: number,
  service: Service,
  servers: number,
  waits: number,
  wait: number,
  tolerance: number,
  messages: number,
  seconds: number,
): ManyServers {
  return { id, arrivalRate, service, servers, waits, wait, tolerance, messages, seconds };
}

/** Up to this load the inputs of a run are taken off. */
const STRAIGHT = 0.985;

export const manyServersCases: readonly Case[] = [
  ...MMC.map((one) => modelCase({ ...described(one, 'M/M/c', ERLANG), figures: [...waits(one), ...busy(one)] })),
  ...MDC.map((one) =>
    modelCase({ ...described(one, 'M/D/c', CROMMELIN), figures: [...wait(one), ...waits(one), ...busy(one)] }),
  ),
];

function described(one: ManyServers, family: string, source: string): Omit<Model, 'figures'> {
  const { id, arrivalRate, service, servers, messages, seconds } = one;
  const setting = `Poisson, ${arrivalRate}/s; ${servers} servers; service ${service.words}`;
  const scenario = line({ name: id, messages, arrivalRate, service, servers });
  // Nearer to full a run is short beside its busy periods, and its figures follow what came in no straight line.
  const isLong = arrivalRate * service.mean < STRAIGHT * servers;
  return { id, setting, source, family, seconds, scenario, controls: isLong ? inputsOf(one) : undefined };
}

function waits({ waits: expected, tolerance }: ManyServers): Figure[] {
  return [{ figure: 'share that waits', of: shareThatWaited, expected, tolerance }];
}

function wait({ wait: expected, tolerance }: ManyServers): Figure[] {
  return [{ figure: 'mean wait, s', of: meanWait, expected, tolerance }];
}

function busy({ arrivalRate, service, tolerance }: ManyServers): Figure[] {
  return [{ figure: 'mean number of servers at work', of: meanBusy, expected: arrivalRate * service.mean, tolerance }];
}
