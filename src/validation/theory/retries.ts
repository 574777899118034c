/** Messages that come back: after a refusal by a full function, and after a failure of their own or of their batch. */
import type { Case } from '../case.ts';
import type { Result } from '../../metrics/result.ts';
import { OWN_SIMULATION } from '../own-simulation.ts';
import { REPLICATIONS } from '../statistics.ts';
import { head, inputsOf, meanWait, NEVER_BACK, partsOf } from './line.ts';
import { modelCase, type Figure, type Model } from './model.ts';
import { exponential } from './service.ts';

/**
 * Refused, hidden for a fixed time and tried again, `attempts` times at the most; then dead-lettered. Exponential service with a mean of
 * a second. No closed form is known: the values are from an own simulation, with an error of its own.
 */
export interface FixedDelay {
  readonly id: string;
  readonly arrivalRate: number;
  readonly servers: number;
  /** Seconds. */
  readonly delay: number;
  /** Absent: without end. */
  readonly attempts?: number;
  /** The share dead-lettered; without an end of attempts the mean number that waits for the next. */
  readonly expected: number;
  readonly referenceError: number;
  /** Mean wait of those that were served, in seconds. */
  readonly wait?: number;
  readonly messages: number;
  readonly seconds: number;
}

const TEN = { servers: 10, delay: 30 } as const;
export const FIXED_DELAYS: readonly FixedDelay[] = [
  {
    id: 'Q-DETRETRY-01',
    ...TEN,
    arrivalRate: 8,
    expected: 115.728,
    referenceError: 0.55,
    wait: 14.5327,
    messages: 4e5,
    seconds: 2,
  },
  {
    id: 'Q-DETRETRY-02',
    ...TEN,
    arrivalRate: 9,
    attempts: 3,
    expected: 0.0666815,
    referenceError: 0.00023,
    wait: 10.637,
    messages: 2e5,
    seconds: 1,
  },
  {
    id: 'Q-DETRETRY-05',
    ...TEN,
    arrivalRate: 12,
    attempts: 1,
    expected: 0.302026,
    referenceError: 0.00027,
    messages: 1.5e5,
    seconds: 1,
  },
];

/** Every receive fails with the same probability, whatever was before. `expected`: dead-lettered, f^R after R receives. */
export interface Failing {
  readonly id: string;
  /** Of the invocation when `batchSize` is 1, of each record otherwise. */
  readonly fails: number;
  readonly maxReceiveCount: number;
  readonly batchSize: number;
  /** Whether the function reports the records that failed; otherwise the whole batch fails, f = 1 − (1 − p)^B. */
  readonly reports: boolean;
  readonly expected: number;
  /** Mean receives of a message: (1 − f^R)/(1 − f). */
  readonly receives: number;
  readonly tolerance: number;
  readonly messages: number;
  readonly seconds: number;
}

export const FAILURES: readonly Failing[] = [
  failing('Q-RETRY-01', 0.1, 3, 1, false, 0.001, 1.11, 0.05, 2e6, 5),
  failing('Q-RETRY-02', 0.5, 5, 1, false, 0.03125, 1.9375, 0.05, 2e5, 1.5),
  failing('Q-RETRY-02', 0.5, 5, 10, true, 0.03125, 1.9375, 0.05, 2e5, 1.5),
  failing('Q-RETRY-03', 0.02, 2, 100, true, 0.0004, 1.02, 0.05, 4e6, 4),
  failing('Q-RETRY-05', 0.01, 3, 10, false, 0.000874214, 1.10476, 0.06, 4e6, 5),
];

function failing(
  id: string,
  fails: number,
  maxReceiveCount: number,
  batchSize: number,
  reports: boolean,
  expected: number,
  receives: number,
  tolerance: number,
  messages: number,
  seconds: number,
): Failing {
  return { id, fails, maxReceiveCount, batchSize, reports, expected, receives, tolerance, messages, seconds };
}

const TOLERANCE = 0.05;

export const retryCases: readonly Case[] = [
  ...FIXED_DELAYS.map((one) => modelCase(fixedDelay(one))),
  ...FAILURES.map((one) => modelCase(failures(one))),
];

/** As many pollers as there are messages against a reserved concurrency; a throttled message is not tried again within its receive. */
function fixedDelay(one: FixedDelay): Model {
  const { id, arrivalRate, servers, delay, attempts, expected, referenceError, wait, messages, seconds } = one;
  const limit = attempts === undefined ? {} : { redrivePolicy: { maxReceiveCount: attempts, deadLetterQueue: 'dead' } };
  const arrivals = [{ rate: { poisson: `${arrivalRate}/s` } }];
  const scenario = {
    // Until as many wait, and are given up, as will ever be.
    ...head({ name: id, messages, arrivalRate, warmUpAtLeast: (attempts ?? 10) * 2 * delay }),
    facts: { 'sqs.throttleRetry.first': '12 h', 'sqs.throttleRetry.max': '12 h' },
    sources: { q: { type: 'sqs', visibilityTimeout: `${delay} s`, ...limit, arrivals }, dead: { type: 'sqs' } },
    functions: {
      f: {
        timeout: NEVER_BACK,
        reservedConcurrency: servers,
        handler: { perInvocation: { exponential: { mean: '1 s' } } },
      },
    },
    mappings: { m: { source: 'q', function: 'f', batchSize: 1 } },
  };
  const waiting = (result: Result): number => partsOf(result).q.inFlight.mean - partsOf(result).f.concurrency.mean;
  const reference = { expected, tolerance: TOLERANCE, referenceError };
  const first: Figure =
    attempts === undefined
      ? { figure: 'mean number that waits for another try', of: waiting, ...reference }
      : { figure: 'share dead-lettered', of: shareDeadLettered, ...reference };
  const ofWait =
    wait === undefined ? [] : [{ figure: 'mean wait, s', of: meanWait, expected: wait, tolerance: TOLERANCE }];
  const tries =
    attempts === undefined ? 'without end' : `${attempts} ${attempts === 1 ? 'attempt' : 'attempts'} at most`;
  return {
    id,
    setting: `Poisson, ${arrivalRate}/s; ${servers} servers; exponential service, mean 1 s; refused ones again after ${delay} s, ${tries}`,
    source: `${OWN_SIMULATION}: four million arrivals, two seeds; no closed form is known`,
    evidence: 'independent simulation',
    family: 'retries after a fixed time',
    seconds,
    scenario,
    controls: inputsOf({ arrivalRate, service: exponential(1) }),
    figures: [first, ...ofWait],
  };
}

/**
 * Messages that fail by chance, all of them to the end: after the last is sent there is time for every receive. A window far longer than a
 * batch needs to fill makes every batch a full one, but for a few at the end.
 */
function failures(one: Failing): Model {
  const { id, fails, maxReceiveCount, batchSize, reports, expected, receives, tolerance, messages, seconds } = one;
  const variant = batchSize === 1 ? undefined : `batches of ${batchSize}`;
  const name = variant === undefined ? id : `${id}, ${variant}`;
  const until = `${messages / REPLICATIONS / 2000} s`;
  const rate = {
    steps: [
      { at: '0 s', rate: '2000/s' },
      { at: until, rate: '0/s' },
    ],
  };
  const redrivePolicy = { maxReceiveCount, deadLetterQueue: 'dead' };
  const share = `${100 * fails} %`;
  const single = { perInvocation: '1 ms', invocationFails: share };
  const each = { perInvocation: '1 ms', outcome: [{ fails: share }], onRecordError: reports ? 'report' : 'throw' };
  const scenario = {
    lagcast: 1,
    name,
    seed: name,
    rules: 'ideal',
    duration: '1 h',
    sources: {
      q: { type: 'sqs', visibilityTimeout: '3 s', redrivePolicy, arrivals: [{ rate }] },
      dead: { type: 'sqs' },
    },
    functions: { f: { timeout: NEVER_BACK, handler: batchSize > 1 ? each : single } },
    mappings: {
      m: {
        source: 'q',
        function: 'f',
        batchSize,
        reportBatchItemFailures: reports,
        maximumBatchingWindow: batchSize > 1 ? '1 s' : '0 s',
      },
    },
  };
  const whole = batchSize > 1 && !reports ? ', and with it its whole batch' : '';
  return {
    id,
    variant,
    setting: `batches of ${batchSize}; each receive fails in ${share} of the cases${whole}; dead-lettered after ${maxReceiveCount}`,
    source: 'independent tries: f to the power of the receives; recomputed',
    family: 'failures and receives',
    seconds,
    scenario,
    figures: [
      { figure: 'share dead-lettered', of: shareDeadLettered, expected, tolerance },
      { figure: 'mean receives of a message', of: receivesOf, expected: receives, tolerance },
    ],
  };
}

function shareDeadLettered(result: Result): number {
  const { q } = partsOf(result);
  return q.deadLettered / q.arrived;
}

function receivesOf(result: Result): number {
  const { q } = partsOf(result);
  return q.received / q.arrived;
}
