/** Claims about balance: the power of d choices, and what old depths make of it. */
import { groupOf, seconds, type Claim, type Play, type Tier } from './claim.ts';
import type { Result } from '../../src/metrics/result.ts';

/** Queues of one exponential server of a second each, at a load; times are in mean service times. */
function servers(queues: number, load: number, tier: Tier, warmUp: number, duration: number): Parameters<Play>[0] {
  const arrivals = [{ rate: { poisson: `${queues * load}/s` } }];
  const tenants = { all: { count: 100, service: { exponential: { mean: '1 s' } }, arrivals } };
  return { duration: `${duration} s`, warmUp: `${warmUp} s`, tier: { queues, tenants, ...tier } };
}

const timeInSystem = (result: Result, digits = 2): string => seconds(groupOf(result, 'all').completionAge.mean, digits);

/** d, the limit for ever more queues, recomputed with a hundred queues; how long to run until one queue has forgotten what it was. */
const CHOICES = [
  [1, '20', '20', 2000, 8000],
  [2, '3.383', '3.469', 300, 3300],
  [3, '2.535', '2.632', 300, 3300],
  [5, '1.989', '', 300, 3300],
] as const;

export const CHOICE: Claim = {
  name: 'choice',
  head: [
    ...['queues looked at', 'infinitely many queues: published', '100 queues: recomputed'],
    ...['lagcast: 500 queues', '100 queues'],
  ],
  rows: CHOICES.map(([d, limit, recomputed, warmUp, duration]) => {
    const best = (queues: number) => servers(queues, 0.95, { placement: { strategy: 'bestOf', d } }, warmUp, duration);
    return {
      fixed: [String(d), limit, recomputed],
      run: (play) => [500, 100].map((queues) => timeInSystem(play(best(queues)), 3)),
    };
  }),
};

/** The model of a text of 2012: an event a second, ten queues that each give out their oldest every 8 s. */
export function beats(placement: unknown, refresh: number): Parameters<Play>[0] {
  const tenants = { all: { count: 100, service: '0 s', arrivals: [{ rate: '1/s' }] } };
  const depth = { view: 'periodic', refreshEvery: `${refresh} s` };
  const pollers = { receiveEvery: '8 s', receiveBatch: 1 };
  const tier = { queues: 10, placement, pollers, tenants, ...(placement === 'random' ? {} : { depth }) };
  return { duration: '50000 s', warmUp: '5000 s', tier };
}

/** By chance, best of all, of two, of three. */
export const LOOKS = ['random', 'jsq', { strategy: 'bestOf', d: 2 }, { strategy: 'bestOf', d: 3 }] as const;

export function timeInQueue(result: Result): number {
  return groupOf(result, 'all').firstAttemptAge.mean! / 1e6;
}

const REFRESHES = [
  [1, '17.6', '4.5', '6.2', '5.0'],
  [5, '17.6', '6.3', '7.1', '6.4'],
  [10, '17.6', '10.0', '8.4', '8.6'],
  [20, '17.6', '18.7', '10.4', '11.9'],
  [40, '17.6', '41.3', '13.9', '18.1'],
  [60, '17.6', '69.1', '17.0', '23.6'],
  [70, '17.6', '82.0', '18.5', '26.2'],
  [100, '17.6', '138', '22.6', '34.2'],
] as const;

export const OLD_DEPTHS: Claim = {
  name: 'old-depths',
  head: [
    ...['refreshed every', 'by chance: recomputed', 'best of all', 'of 2', 'of 3'],
    ...['lagcast: by chance', 'best of all', 'of 2', 'of 3'],
  ],
  rows: REFRESHES.map(([refresh, ...recomputed]) => ({
    fixed: [`${refresh} s`, ...recomputed],
    run: (play) => LOOKS.map((placement) => timeInQueue(play(beats(placement, refresh))).toFixed(1)),
  })),
};

function herd(placement: string, refresh: number, inFlightCorrection: boolean): Parameters<Play>[0] {
  const depth = { view: 'periodic', refreshEvery: `${refresh} s`, inFlightCorrection };
  return servers(100, 0.9, { frontHosts: 1, placement, depth }, 500, 2500);
}

const HERDS = [
  [0.1, '2.67', '1.55', '2.66', '1.19'],
  [1, '2.96', '3.99', '2.81', '1.85'],
  [2, '3.25', '6.10', '2.95', '2.14'],
  [5, '4.01', '12.2', '3.29', '2.63'],
  [10, '5.10', '23.4', '3.66', '3.06'],
] as const;

export const HERD: Claim = {
  name: 'herd',
  head: [
    ...['refreshed every', 'best of two: recomputed', 'shortest', 'best of two, corrected', 'shortest, corrected'],
    ...['lagcast: best of two', 'shortest', 'best of two, corrected', 'shortest, corrected'],
  ],
  rows: HERDS.map(([refresh, ...recomputed]) => ({
    fixed: [`${refresh} s`, ...recomputed],
    run: (play) =>
      [false, true].flatMap((isCorrected) =>
        ['bestOf', 'jsq'].map((placement) => timeInSystem(play(herd(placement, refresh, isCorrected)))),
      ),
  })),
};
