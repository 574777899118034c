/** Claims about what goes wrong: a concurrency of one, retry storms, visibility timeouts that fork work, outages, one queue for unequal tenants. */
import { groupOf, seconds, tierOf, whole, type Claim, type Play, type Tier } from './claim.ts';

/** Many events at once of a tenant that may run few at a time, for a second each, within six hours. */
function crowd(events: number, concurrency: number, tier: Tier): Parameters<Play>[0] {
  const arrivals = [{ rate: `${2 * events}000000/s`, endAt: '1 us' }];
  const serial = { concurrency, service: '1 s', arrivals };
  const pollers = { slots: concurrency + 1 };
  return { duration: '6 h', tier: { queues: 1, placement: 'single', pollers, tenants: { serial }, ...tier } };
}

const CROWDS: readonly (readonly [number, number, string, Tier, string, string])[] = [
  [50_000, 1, 'none', { retries: { jitter: 'none' } }, '80', '49,960'],
  [50_000, 1, 'full', { retries: { jitter: 'full' } }, '21,516', '280'],
  [10_000, 1, 'full', { retries: { jitter: 'full' } }, '10,000', '42'],
  [50_000, 10, 'full', { retries: { jitter: 'full' } }, '50,000', '24'],
  [50_000, 10, 'none', { retries: { jitter: 'none' } }, '800', '4,960'],
  [50_000, 1, 'full, with token buckets', { pacing: 'tokenBucket' }, '', 'about 0'],
];

export const CONCURRENCY_OF_ONE: Claim = {
  name: 'concurrency-of-one',
  head: [
    ...['events', 'concurrency', 'jitter', 'done: recomputed', 'throttles for each'],
    ...['lagcast: done', 'throttles for each'],
  ],
  rows: CROWDS.map(([events, concurrency, jitter, tier, done, throttles]) => ({
    fixed: [whole(events), String(concurrency), jitter, done, throttles],
    run: (play) => {
      const { succeeded, throttlesPerCompletion: each } = groupOf(play(crowd(events, concurrency, tier)), 'serial');
      return [whole(succeeded), each! >= 10 ? whole(each!) : each!.toFixed(2)];
    },
  })),
};

interface Storm {
  readonly load?: number;
  readonly outage?: string;
  readonly callers?: Tier;
  readonly tier?: Tier;
}

/** 30 slots of 100 ms, callers that wait a second and try once more; only the last of five minutes counts. */
function storm({ load = 280, outage = '10 s', callers = {}, tier = {} }: Storm): Parameters<Play>[0] {
  const clients = {
    service: { exponential: { mean: '100 ms' } },
    callers: { timeout: '1 s', retries: 1, ...callers },
    arrivals: [{ rate: { poisson: `${load}/s` } }],
  };
  const incidents = [{ at: '1 min', for: outage, pollersDown: true }];
  const all = { queues: 1, placement: 'single', pollers: { slots: 30 }, measure: { goodWithin: '1 s' } };
  return { duration: '5 min', warmUp: '4 min', tier: { ...all, tenants: { clients }, incidents, ...tier } };
}

const unheard = { noticesRefusals: false };
const STORMS: readonly (readonly [string, Storm, string])[] = [
  ['one retry', {}, '0'],
  ['three retries', { callers: { retries: 3 } }, '0'],
  ['none', { callers: { retries: 0 } }, '277'],
  ['a budget of 0.1', { callers: { budgetShare: 0.1 } }, '281'],
  ['at most 100 wait', { callers: unheard, tier: { queueLimit: 100 } }, '278'],
  ['at most 300 wait', { callers: unheard, tier: { queueLimit: 300 } }, '64'],
  ['newest first', { tier: { discipline: 'lifo' } }, '274'],
  ['what is a second old is dropped', { tier: { discipline: { type: 'ttl', ttl: '1 s' } } }, '10'],
  ['one retry, an outage of 0.5 s', { outage: '500 ms' }, 'all is well'],
  ['one retry, an outage of 1 s', { outage: '1 s' }, '0'],
  ['one retry, 140 a second', { load: 140 }, 'all is well'],
  ['one retry, 155 a second', { load: 155 }, '0'],
];

export const RETRY_STORM: Claim = {
  name: 'retry-storm',
  head: ['retries', 'in time, a second: recomputed', 'lagcast'],
  rows: STORMS.map(([what, how, recomputed]) => ({
    fixed: [what, recomputed],
    run: (play) => [whole(tierOf(play(storm(how))).work.goodput)],
  })),
};

/** One slot of 10 ms that takes ahead, and a minute at a fifth of its speed; the last five of thirty minutes count. */
function forks(load: number, pollers: Tier): Parameters<Play>[0] {
  const service = { exponential: { mean: '10 ms' } };
  const clients = { count: 100, service, arrivals: [{ rate: { poisson: `${load}/s` } }] };
  const all = { slots: 1, prefetch: -1, visibilityTimeout: '30 s', heartbeat: false, ...pollers };
  const incidents = [{ at: '1 min', for: '1 min', slow: '20 %' }];
  const tier = { queues: 1, placement: 'single', pollers: all, tenants: { clients }, incidents };
  return { duration: '30 min', warmUp: '25 min', tier };
}

const FORKS: readonly (readonly [number, string, Tier, string])[] = [
  [40, 'no bound', {}, '0'],
  [55, 'no bound', {}, '0'],
  [60, 'no bound', {}, '87'],
  [80, 'no bound', {}, '87'],
  [80, '2,900 ahead', { prefetch: 2900 }, '0'],
  [80, '3,500 ahead', { prefetch: 3500 }, '18'],
  [80, 'no bound, expired ones dropped before they run', { expiryCheck: true }, '24'],
  [80, 'no bound, heartbeat', { heartbeat: true }, '0'],
];

export const FORK_BOMB: Claim = {
  name: 'fork-bomb',
  head: [
    ...['events a second', 'poller', 'run again, a second: recomputed'],
    ...['lagcast: run again, a second', 'done for the first time'],
  ],
  rows: FORKS.map(([load, poller, pollers, recomputed]) => ({
    fixed: [String(load), poller, recomputed],
    run: (play) => {
      const result = play(forks(load, pollers));
      const { duplicates, succeeded } = groupOf(result, 'clients');
      return [duplicates, succeeded].map((n) => whole(n / 300));
    },
  })),
};

/** Pollers are down for six minutes, as long as events live; 100 events a second. */
export function outage(slots: number, discipline: string): Parameters<Play>[0] {
  const clients = { count: 100, service: '100 ms', arrivals: [{ rate: { poisson: '100/s' } }] };
  const incidents = [{ at: '1 min', for: '6 min', pollersDown: true }];
  const measure = { from: '7 min', until: '8 min' };
  const tier = { queues: 1, placement: 'single', discipline, maximumEventAge: '6 min', pollers: { slots }, measure };
  return { duration: '24 min', tier: { ...tier, tenants: { clients }, incidents } };
}

const OUTAGES = [
  [15, 'fifo', '12 min', '240', '0'],
  [20, 'fifo', '6 min', '180', '0'],
  [30, 'fifo', '3 min', '120', '0'],
  [20, 'lifo', '3 min', 'about 0', '18,000'],
  [20, 'lifoUnderBacklog', '', '', ''],
  [20, 'sideline', '', '', ''],
] as const;

export const OUTAGE: Claim = {
  name: 'outage',
  head: [
    ...[
      'events a second that can be run',
      'discipline',
      'backlog gone after: theory',
      'first fresh event waits, in s',
      'lost',
    ],
    ...['lagcast: backlog gone after', 'fresh events wait at most, in s', 'lost'],
  ],
  rows: OUTAGES.map(([slots, discipline, ...theory]) => ({
    fixed: [String(slots * 10), `\`${discipline}\``, ...theory],
    run: (play) => {
      const result = play(outage(slots, discipline));
      const { firstAttemptAgeInWindow: fresh, dropped } = groupOf(result, 'clients');
      const { drainTime } = tierOf(result).work;
      return [drainTime === null ? '–' : `${(drainTime / 6e7).toFixed(1)} min`, seconds(fresh.max, 1), whole(dropped)];
    },
  })),
};

/** One queue of 100 slots of a second; fifty tenants at 1/s each, and one at 500/s for a minute. */
function fairness(discipline: string): Parameters<Play>[0] {
  const service = { exponential: { mean: '1 s' } };
  const noisy = [{ rate: { poisson: '500/s' }, startAt: '60 s', endAt: '120 s' }];
  const tenants = {
    quiet: { count: 50, service, arrivals: [{ rate: { poisson: '50/s' } }] },
    noisy: { noisy: true, service, arrivals: noisy },
  };
  const tier = { queues: 1, placement: 'single', discipline, pollers: { slots: 100 }, tenants };
  return { duration: '940 s', tier: { ...tier, measure: { excess: false } } };
}

const FAIRNESS = [
  ['fifo', '59 / 262', '270'],
  ['lifo', '0.003 / 470', '535'],
  ['drr', '0.02 / 0.13', '535'],
  ['sfq', '', ''],
  ['sqsFair', '0.005 / 0.085', '535'],
  ['stochastic', '', ''],
] as const;

export const FAIR_QUEUE: Claim = {
  name: 'fair-queue',
  head: [
    ...['discipline', 'quiet tenants wait, median / p99 in s: recomputed', 'noisy tenant done after, in s'],
    ...['lagcast: quiet tenants', 'noisy tenant'],
  ],
  rows: FAIRNESS.map(([discipline, ...recomputed]) => ({
    fixed: [`\`${discipline}\``, ...recomputed],
    run: (play) => {
      const result = play(fairness(discipline));
      const { p50, p99 } = groupOf(result, 'quiet').firstAttemptAge;
      const done = groupOf(result, 'noisy').lastDoneAt! - 120e6;
      return [`${seconds(p50, 3)} / ${seconds(p99, 2)}`, seconds(done, 0)];
    },
  })),
};
