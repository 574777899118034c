/**
 * Reference values of queueing theory for the pure model (`rules: ideal`) and for the documented scaling ramps.
 *
 * Ids are those of the reference collection the project was checked against; `expected` is quoted with six digits, and
 * formulas.test.ts recomputes every value that has a closed form. Times in seconds, rates per second, shares from 0 to 1.
 * `tolerance` is relative. `messages`: how many a test sends, over all replications.
 */
import { constant, exponential, gamma, hyperexponential, lognormal, twoPoint, type Service } from './service.ts';

export interface Case {
  readonly id: string;
  readonly expected: number;
  readonly tolerance: number;
  readonly messages: number;
}

/** Poisson arrivals at one or more servers with one line, first come, first served. */
export interface QueueCase extends Case {
  readonly arrivalRate: number;
  readonly service: Service;
  readonly servers: number;
}

/**
 * One server, exponential service (M/M/1). Mean wait before service ρ/(μ − λ), which is Pollaczek and Khinchine's formula
 * with a squared variation of 1; the time in the system is exponential with rate μ − λ. Textbook: Kleinrock, Queueing Systems I (1975), chapter 3.
 */
export const MM1: readonly QueueCase[] = [
  single('Q-MM1-01', 0.5, exponential(1), 1, 0.02, 7e5),
  single('Q-MM1-03', 0.8, exponential(1), 4, 0.02, 2e6),
  single('Q-MM1-04', 0.9, exponential(1), 9, 0.05, 1.2e6),
];

/** One server, any service: Pollaczek and Khinchine, mean wait λ E[S²] / (2 (1 − ρ)). */
export const MG1: readonly QueueCase[] = [
  single('Q-MG1-01', 0.5, constant(1), 0.5, 0.03, 2e5),
  single('Q-MG1-02', 0.9, constant(1), 4.5, 0.06, 9e5),
  single('Q-MG1-05', 0.8, gamma(1, 4), 2.5, 0.03, 8e5),
  single('Q-MG1-08', 0.9, gamma(1, 0.5), 13.5, 0.06, 1.6e6),
  single('Q-MG1-09', 0.8, lognormal(1, 1), 4, 0.03, 1.5e6),
  single('Q-MG1-12', 0.8, hyperexponential(1, 4), 10, 0.03, 3e6),
  single('Q-MG1-15', 5, twoPoint(0.1, 1.1, 0.05), 0.7, 0.03, 1.2e6),
];

function single(
  id: string,
  arrivalRate: number,
  service: Service,
  expected: number,
  tolerance: number,
  messages: number,
): QueueCase {
  return { id, arrivalRate, service, servers: 1, expected, tolerance, messages };
}

/** Evenly spaced arrivals, one exponential server (D/M/1): mean wait σ/(μ (1 − σ)), σ the root of σ = e^(−μ(1 − σ)/λ). */
export const DM1: QueueCase = single('Q-GIM1-01', 0.8, exponential(1), 1.69273, 0.04, 4e5);

/**
 * Several exponential servers (M/M/c). `expected` is the probability of waiting, Erlang's C, by the recursion for B;
 * the mean wait is C/(cμ − λ). Textbook: Gross and Harris, Fundamentals of Queueing Theory.
 */
export interface ManyServersCase extends QueueCase {
  readonly wait: number;
}

export const MMC: readonly ManyServersCase[] = [
  many('Q-MMC-01', 1, exponential(1), 2, 0.333333, 0.333333, 0.02, 3e5),
  many('Q-MMC-02', 1.8, exponential(1), 2, 0.852632, 4.26316, 0.02, 3e5),
  many('Q-MMC-04', 20, exponential(0.2), 5, 0.554113, 0.110823, 0.02, 5e5),
  many('Q-MMC-06', 70, exponential(0.1), 10, 0.221731, 0.00739104, 0.02, 2e6),
  many('Q-MMC-09', 20, exponential(1), 25, 0.209103, 0.0418206, 0.02, 2e6),
  many('Q-MMC-10', 45, exponential(1), 50, 0.363864, 0.0727729, 0.02, 2.5e6),
];

/**
 * Several servers of constant service time D (M/D/c; Crommelin 1932). `expected` is the probability of waiting; with
 * a = λD, the mean wait is D times the sum over i from 1 of P(Poisson(ia) ≥ ic) − P(Poisson(ia) ≥ ic + 1) / ρ.
 */
export const MDC: readonly ManyServersCase[] = [
  many('Q-MDC-01', 1.6, constant(1), 2, 0.701898, 0.903284, 0.04, 5e5),
  many('Q-MDC-02', 4.5, constant(1), 5, 0.747829, 0.776695, 0.04, 1e6),
];

function many(
  id: string,
  arrivalRate: number,
  service: Service,
  servers: number,
  expected: number,
  wait: number,
  tolerance: number,
  messages: number,
): ManyServersCase {
  return { id, arrivalRate, service, servers, expected, wait, tolerance, messages };
}

/**
 * Throttled and given up (M/G/c/c). `expected` is the share blocked, Erlang's B, whatever the distribution of the service
 * beyond its mean: B(0) = 1, B(k) = a B(k − 1) / (k + a B(k − 1)) for an offered load a.
 */
export const ERLANG_B: readonly QueueCase[] = [
  loss('Q-ERLB-01', 0.5, exponential(1), 1, 0.333333, 1e5),
  loss('Q-ERLB-02', 3, exponential(1), 5, 0.110054, 4e5),
  loss('Q-ERLB-02', 3, constant(1), 5, 0.110054, 4e5),
  loss('Q-ERLB-02', 3, lognormal(1, 1), 5, 0.110054, 4e5),
  loss('Q-ERLB-03', 8, exponential(1), 5, 0.479008, 1e5),
  loss('Q-ERLB-04', 8, exponential(1), 10, 0.121661, 6e5),
  loss('Q-ERLB-04', 8, constant(1), 10, 0.121661, 6e5),
  loss('Q-ERLB-04', 8, lognormal(1, 1), 10, 0.121661, 6e5),
  loss('Q-ERLB-05', 12, exponential(1), 10, 0.301925, 2e5),
  loss('Q-ERLB-06', 45, exponential(1), 50, 0.0541045, 2.4e6),
];

function loss(
  id: string,
  arrivalRate: number,
  service: Service,
  servers: number,
  expected: number,
  messages: number,
): QueueCase {
  return { id, arrivalRate, service, servers, expected, tolerance: 0.02, messages };
}

/** Throttled, hidden for a fixed time, and tried again, so many times at the most; then dead-lettered. */
export interface FixedDelayCase extends QueueCase {
  readonly attempts: number;
  readonly delay: number;
  /** Of the reference, which is itself a simulation: no closed form is known. */
  readonly referenceError: number;
  /** Mean wait of those that were served. */
  readonly wait: number | undefined;
}

/** `expected` is the share dead-lettered. Brute-force simulation of four million arrivals, checked with a second seed. */
export const FIXED_DELAY: readonly FixedDelayCase[] = [
  {
    ...loss('Q-DETRETRY-02', 9, exponential(1), 10, 0.0666815, 7e5),
    tolerance: 0.05,
    attempts: 3,
    delay: 30,
    referenceError: 0.00023,
    wait: 10.637,
  },
  {
    ...loss('Q-DETRETRY-05', 12, exponential(1), 10, 0.302026, 3e5),
    tolerance: 0.05,
    attempts: 1,
    delay: 30,
    referenceError: 0.00027,
    wait: undefined,
  },
];

/** Every receive fails with the same probability, whatever was before. `expected`: dead-lettered, f^R after R receives. */
export interface FailureCase extends Case {
  /** Of the invocation when `batchSize` is 1, of each record otherwise. */
  readonly fails: number;
  readonly maxReceiveCount: number;
  readonly batchSize: number;
  /** Whether the function reports the records that failed; otherwise the whole batch fails, f = 1 − (1 − p)^B. */
  readonly reports: boolean;
  /** Mean receives of a message: (1 − f^R)/(1 − f). */
  readonly receives: number;
}

export const FAILURES: readonly FailureCase[] = [
  failure('Q-RETRY-01', 0.1, 3, 1, false, 0.001, 1.11, 0.05, 2e6),
  failure('Q-RETRY-02', 0.5, 5, 1, false, 0.03125, 1.9375, 0.05, 2e5),
  failure('Q-RETRY-02', 0.5, 5, 10, true, 0.03125, 1.9375, 0.05, 2e5),
  failure('Q-RETRY-03', 0.02, 2, 100, true, 0.0004, 1.02, 0.05, 5e6),
  failure('Q-RETRY-05', 0.01, 3, 10, false, 0.000874214, 1.10476, 0.06, 6e6),
];

function failure(
  id: string,
  fails: number,
  maxReceiveCount: number,
  batchSize: number,
  reports: boolean,
  expected: number,
  receives: number,
  tolerance: number,
  messages: number,
): FailureCase {
  return { id, fails, maxReceiveCount, batchSize, reports, expected, receives, tolerance, messages };
}

/**
 * A batch opens with its first message and closes when it is full or its window has ended; there is always a function
 * free to take it. `expected` is the mean wait of a message until its batch closes. With X Poisson of mean λW:
 * mean batch N = 1 + E[min(X, B − 1)], full with probability P(X ≥ B − 1), mean wait Σ k P(X ≥ k) / (λN) over k < B.
 */
export interface WindowCase extends Case {
  readonly arrivalRate: number;
  readonly batchSize: number;
  readonly window: number;
  readonly meanBatch: number;
  readonly full: number;
}

export const WINDOWS: readonly WindowCase[] = [
  windowCase('Q-BWIN-01', 10, 10, 1, 0.420692, 9.20683, 0.66718),
  windowCase('Q-BWIN-02', 2, 10, 1, 0.666583, 2.99994, 0.000237447),
  windowCase('Q-BWIN-09', 3, 2, 0.5, 0.145738, 1.77687, 0.77687),
];

function windowCase(
  id: string,
  arrivalRate: number,
  batchSize: number,
  window: number,
  expected: number,
  meanBatch: number,
  full: number,
): WindowCase {
  return { id, arrivalRate, batchSize, window, expected, meanBatch, full, tolerance: 0.02, messages: 2e5 };
}

/**
 * Messages that are dropped when they have waited for a fixed time (M/M/1+D): a queue's retention. `expected` is the share
 * lost. The reference has a mean service of 1 and maximum waits of 10 and 15; a retention is at least 60 s, so the
 * unit of time here is 6 and 4 s.
 */
export interface ExpiryCase extends QueueCase {
  readonly retention: number;
  /** Share of time in which the server is idle. */
  readonly idle: number;
}

export const EXPIRY: readonly ExpiryCase[] = [
  { ...single('Q-ABAN-05', 0.15, exponential(6), 0.0471628, 0.05, 5e5), retention: 60, idle: 0.142447 },
  { ...single('Q-ABAN-07', 0.325, exponential(4), 0.232296, 0.05, 2e5), retention: 60, idle: 0.00198506 },
];

/**
 * A backlog sent at once meets pollers that grow in a straight line c(t) = c₀ + rt up to a ceiling (documented: 5, then
 * 60 a minute to 1,000 until November 2023, 300 a minute to 1,250 since). `expected` is when the last message is handled:
 * the backlog equals (c₀t + rt²/2)/S, and goes on linearly at the ceiling.
 */
export interface RampCase {
  readonly id: string;
  readonly rules: 'current' | '2023-10';
  readonly backlog: number;
  readonly service: number;
  readonly start: number;
  readonly perMinute: number;
  readonly ceiling: number;
  readonly expected: number;
  readonly tolerance: number;
  /** Minutes until the ceiling is reached, where the backlog lasts for it, and the id of that case. */
  readonly ceilingAfter?: { readonly id: string; readonly expected: number };
}

const UNTIL_2023 = { rules: '2023-10', start: 5, perMinute: 60, ceiling: 1000, tolerance: 0.02 } as const;
const SINCE_2023 = { rules: 'current', start: 5, perMinute: 300, ceiling: 1250, tolerance: 0.02 } as const;

export const RAMPS: readonly RampCase[] = [
  { id: 'Q-FLUID-01', ...UNTIL_2023, backlog: 100_000, service: 0.5, expected: 311.267 },
  { id: 'Q-FLUID-02', ...UNTIL_2023, backlog: 100_000, service: 1.7, expected: 578.117 },
  {
    id: 'Q-FLUID-04',
    ...SINCE_2023,
    backlog: 1_000_000,
    service: 1,
    expected: 924.002,
    ceilingAfter: { id: 'Q-FLUID-09', expected: 4.15 },
  },
  {
    id: 'Q-FLUID-05',
    ...UNTIL_2023,
    backlog: 1_000_000,
    service: 1,
    expected: 1495.01,
    ceilingAfter: { id: 'Q-FLUID-08', expected: 16.5833 },
  },
];
