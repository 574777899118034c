/** How long a message waits until its batch closes, when there is always a function free to take it. */
import type { Case } from '../case.ts';
import { head, meanWait, NEVER_BACK, partsOf, waitQuantile } from './line.ts';
import { modelCase, type Figure, type Model } from './model.ts';

/**
 * A batch opens with its first message and closes when it is full or its window has ended. `wait`: the mean wait of a message until then,
 * in seconds. With X Poisson of mean λW: mean batch N = 1 + E[min(X, B − 1)], full with probability P(X ≥ B − 1), mean wait
 * Σ k P(X ≥ k) / (λN) over k < B. Six digits, as the reference quotes them.
 */
export interface Window {
  readonly id: string;
  /** One open batch at a time, unless there are several pollers, each with one. */
  readonly pollers: number;
  readonly arrivalRate: number;
  readonly batchSize: number;
  /** Seconds. */
  readonly window: number;
  readonly wait: number;
  readonly meanBatch: number;
  readonly full: number;
  /** Of the 95th percentile of the wait, where it is not the window itself. */
  readonly p95?: number;
  readonly messages: number;
  readonly seconds: number;
}

export const WINDOWS: readonly Window[] = [
  { ...one('Q-BWIN-01', 10, 10, 1, 0.420692, 9.20683, 0.66718, 4e5, 1), p95: 0.963936 },
  one('Q-BWIN-02', 2, 10, 1, 0.666583, 2.99994, 0.000237447, 2e5, 1),
  { ...one('Q-BWIN-03', 100, 100, 1, 0.479002, 96.5006, 0.55316, 1e6, 1.5), p95: 0.926173 },
  { ...one('Q-BWIN-06', 500, 1000, 2, 0.987209, 987.881, 0.51682, 2e6, 2), p95: 1.87652 },
  one('Q-BWIN-09', 3, 2, 0.5, 0.145738, 1.77687, 0.77687, 3e5, 1.5),
];

function one(
  id: string,
  arrivalRate: number,
  batchSize: number,
  window: number,
  wait: number,
  meanBatch: number,
  full: number,
  messages: number,
  seconds: number,
): Window {
  return { id, pollers: 1, arrivalRate, batchSize, window, wait, meanBatch, full, messages, seconds };
}

/** Four pollers that share a stream gather as if each had a quarter of it to itself: the figures are those of the formula. */
export const SHARED: readonly Window[] = [
  { ...one('Q-BWIN-01', 40, 10, 1, 0.420692, 9.20683, 0.66718, 8e5, 2), pollers: 4 },
  { ...one('Q-BWIN-02', 8, 10, 1, 0.666583, 2.99994, 0.000237447, 3e5, 1), pollers: 4 },
];

const TOLERANCE = 0.02;
/** The reference says none for the share of full batches, and of large batches there are few. */
const OF_SHARES = 0.05;
const SOURCE =
  'derived for the reference from Poisson counts, checked there event by event; recomputed from the formula';

export const windowCases: readonly Case[] = [...WINDOWS, ...SHARED].map((each) => modelCase(windowed(each)));

function windowed(each: Window): Model {
  const { id, pollers, arrivalRate, batchSize, window, wait, meanBatch, full, p95, messages, seconds } = each;
  const variant = pollers === 1 ? undefined : `${pollers} pollers share ${pollers} times the stream`;
  const name = variant === undefined ? id : `${id}, ${variant}`;
  // Without a number of pollers there is one open batch, and always another poller for the next.
  const fleet = pollers === 1 ? {} : { pollers: { policy: 'fixed', count: pollers } };
  const scenario = {
    ...head({ name, messages, arrivalRate, warmUpAtLeast: 10 }),
    sources: {
      q: { type: 'sqs', visibilityTimeout: NEVER_BACK, arrivals: [{ rate: { poisson: `${arrivalRate}/s` } }] },
    },
    functions: { f: { timeout: NEVER_BACK, handler: { perInvocation: '0 s' } } },
    mappings: { m: { source: 'q', function: 'f', batchSize, maximumBatchingWindow: `${window} s`, ...fleet } },
  };
  const figures: Figure[] = [
    { figure: 'mean wait, s', of: meanWait, expected: wait, tolerance: TOLERANCE },
    {
      figure: 'mean batch',
      of: (result) => partsOf(result).m.batchSize.mean!,
      expected: meanBatch,
      tolerance: TOLERANCE,
    },
    ...(p95 === undefined
      ? []
      : [{ figure: '95th percentile of the wait, s', of: waitQuantile(0.95), expected: p95, tolerance: TOLERANCE }]),
    // Where hardly any batch is full, a share of those few says nothing.
    ...(full < 0.01
      ? []
      : [{ figure: 'share of full batches', of: shareOfFull, expected: full, tolerance: OF_SHARES }]),
  ];
  const setting = `Poisson, ${arrivalRate}/s; batches of up to ${batchSize} within ${window} s${pollers === 1 ? '' : `; ${pollers} pollers`}`;
  return { id, variant, setting, source: SOURCE, family: 'batching window', seconds, scenario, figures };
}

function shareOfFull(result: Parameters<typeof partsOf>[0]): number {
  const { full = 0, window = 0 } = partsOf(result).m.closed;
  return full / (full + window);
}
