/**
 * What the tier is compared with: figures of the literature and of computations that share no code with it. Times are in mean
 * service times. Sources: Vvedenskaya, Dobrushin and Karpelevich 1996; Mitzenmacher 1996; Lu and others 2011 (JIQ); Brooker 2012.
 */

export interface MeanTime {
  readonly title: string;
  readonly placement: unknown;
  readonly load: number;
  readonly expected: number;
  /** Relative. */
  readonly tolerance: number;
  readonly queues?: number;
  readonly frontHosts?: number;
  readonly depth?: object;
}

const LOADS = [0.5, 0.7, 0.9, 0.95, 0.99];

/** Mean time in system with a hundred queues, by the loads above. */
const SUPERMARKET: readonly (readonly [title: string, placement: unknown, times: readonly number[]])[] = [
  ['best of 2', { strategy: 'bestOf', d: 2 }, [1.268, 1.622, 2.651, 3.469, 5.93]],
  ['best of 3', { strategy: 'bestOf', d: 3 }, [1.129, 1.365, 2.065, 2.632, 4.42]],
  ['JSQ', 'jsq', [1, 1, 1.067, 1.232, 2.13]],
  ['JIQ', 'jiq', [1, 1.001, 1.076, 1.282, 2.85]],
];

export const LIVE: readonly MeanTime[] = SUPERMARKET.flatMap(([title, placement, times]) =>
  times.map((expected, i) => {
    const load = LOADS[i]!;
    return { title: `${title} at ${load}`, placement, load, expected, tolerance: load === 0.99 ? 0.08 : 0.03 };
  }),
);

/** Time in system of best of d with endlessly many queues: the sum of λ^((d^i − d)/(d − 1)). */
export function meanFieldTime(load: number, d: number): number {
  let sum = 0;
  let exponent = 0;
  let step = d;
  for (let term = 1; term > 1e-15; step *= d) {
    term = Math.exp(exponent * Math.log(load));
    sum += term;
    exponent += step;
  }
  return sum;
}

/** The same with a share β of best of two, and one by chance otherwise. */
export function onePlusBetaTime(load: number, beta: number): number {
  let sum = 0;
  for (let s = 1; s > 1e-15;) {
    s = load * ((1 - beta) * s + beta * s * s);
    sum += s / load;
  }
  return sum;
}

/** Of JIQ with so many queues for a front host: a queue that is busy is found with λ(1 − p), where p/(1 − p) = x(1 − λ). */
export function idleQueueTime(load: number, queuesOfHost: number): number {
  const idle = queuesOfHost * (1 - load);
  return 1 / (1 - load * (1 - idle / (1 + idle)));
}

export const PARTIAL: readonly MeanTime[] = [
  {
    title: '1 + β, N = 100',
    placement: { strategy: 'onePlusBeta', beta: '50 %' },
    load: 0.9,
    expected: 3.753,
    tolerance: 0.03,
  },
  ...[0.25, 0.75].map((beta) => ({
    title: `1 + ${beta}`,
    placement: { strategy: 'onePlusBeta', beta: `${100 * beta} %` },
    ...{ load: 0.9, queues: 500, expected: onePlusBetaTime(0.9, beta), tolerance: 0.03 },
  })),
  ...(
    [
      [100, 10, 1.894],
      // A queue may be registered twice; 3.72 if it may not.
      [100, 50, 3.57],
      [500, 50, 1.846],
    ] as const
  ).map(([queues, frontHosts, expected]) => ({
    title: `JIQ of ${frontHosts} hosts over ${queues}`,
    placement: 'jiq',
    ...{ load: 0.9, queues, frontHosts, expected, tolerance: 0.03 },
  })),
  {
    title: 'best of 5 of 1 000',
    placement: { strategy: 'bestOf', d: 5 },
    load: 0.9,
    queues: 1000,
    expected: meanFieldTime(0.9, 5),
    tolerance: 0.02,
  },
];

const BEST_2 = { strategy: 'bestOf', d: 2 };
const BEST_3 = { strategy: 'bestOf', d: 3 };

/** Loads of 0.9 that are as old as R at the most, all hosts refreshing together; in seconds, which are mean service times. */
const REFRESHED: readonly (readonly [
  title: string,
  placement: unknown,
  corrected: boolean,
  times: Readonly<Record<number, number>>,
])[] = [
  ['best of 2', BEST_2, false, { 0.1: 2.67, 0.5: 2.81, 1: 2.96, 2: 3.25, 5: 4.01, 10: 5.1, 20: 7.03, 50: 12.5 }],
  ['best of 3', BEST_3, false, { 0.1: 2.12, 1: 2.59, 2: 3.07, 5: 4.33, 10: 6.32, 20: 10 }],
  ['best of 10', { strategy: 'bestOf', d: 10 }, false, { 0.1: 1.56, 1: 3.03, 5: 8.91 }],
  ['JSQ', 'jsq', false, { 0.1: 1.55, 0.5: 2.83, 1: 3.99, 2: 6.1, 5: 12.2, 10: 23.4 }],
  ['JSQ, corrected', 'jsq', true, { 0.1: 1.19, 0.5: 1.6, 1: 1.85, 5: 2.63, 10: 3.06, 50: 4.08 }],
  ['best of 2, corrected', BEST_2, true, { 1: 2.81, 5: 3.29, 10: 3.66, 50: 4.63 }],
];

export const STALE: readonly MeanTime[] = REFRESHED.flatMap(([title, placement, inFlightCorrection, times]) =>
  Object.entries(times).map(([every, expected]) => ({
    title: `${title}, refreshed every ${every}`,
    ...{ placement, load: 0.9, expected, tolerance: expected > 9 ? 0.05 : 0.03 },
    depth: { view: 'periodic', refreshEvery: `${every} s`, inFlightCorrection },
  })),
);

/** Many hosts, each with a view of its own that it refreshes every ten. */
export const HOSTS: readonly MeanTime[] = (
  [
    [BEST_2, 100, 'together', false, 5.1],
    [BEST_2, 10, 'together', true, 4.91],
    [BEST_2, 100, 'together', true, 5.05],
    [BEST_2, 10, 'staggered', false, 4.49],
    [BEST_2, 100, 'staggered', false, 4.47],
    ['jsq', 10, 'staggered', false, 7.3],
    ['jsq', 100, 'staggered', false, 6.8],
    ['jsq', 10, 'staggered', true, 3.87],
    ['jsq', 100, 'staggered', true, 6.22],
  ] as const
).map(([placement, frontHosts, phase, inFlightCorrection, expected]) => ({
  title: `${placement === 'jsq' ? 'JSQ' : 'best of 2'} of ${frontHosts} hosts ${phase}${inFlightCorrection ? ', corrected' : ''}`,
  ...{ placement, load: 0.9, frontHosts, expected, tolerance: 0.03 },
  depth: { view: 'periodic', refreshEvery: '10 s', phase, inFlightCorrection },
}));

/**
 * Brooker 2012: mean time in a queue, in seconds, of ten servers that take their oldest every 8 s, by the age of what is seen. When within
 * the 8 s a server takes matters to some per cent; these are of an own computation with servers that are evenly spread, as they are here.
 */
export const BROOKER = {
  random: { 10: 17.73 },
  jsq: { 1: 4.56, 5: 6.61, 8: 8.8, 10: 11.2, 20: 19.65, 30: 30.44, 50: 55.89, 70: 84.33 },
  best2: { 1: 6.5, 5: 7.48, 10: 8.77, 20: 10.83, 40: 14.36, 70: 18.99, 100: 23.22 },
  best3: { 1: 5.17, 5: 6.75, 10: 9.08, 20: 12.43, 40: 18.5, 70: 26.89 },
} as const;
