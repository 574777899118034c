/** One noisy tenant among a thousand quiet ones, on a hundred queues of a hundred events a second each: who is harmed, by placement. */
import type { Case } from '../case.ts';
import type { Row } from '../row.ts';
import { wordsOf } from './balance.ts';
import { runTier, tierScenario, type Tier } from './tier-run.ts';

/** As scenarios/validation/placement/neighbours.json has it. */
export interface NeighboursReference {
  readonly id: string;
  readonly tier: Tier;
  /** Events a second of the noisy tenant, for `seconds` s. */
  readonly rate: number;
  readonly burst: number;
  /** Share of the quiet tenants whose 99th percentile of waits is above a second. */
  readonly expected: number;
  /** Draws of names: who shares queues with whom is decided by names, and one draw of them is a matter of luck. */
  readonly draws: number;
  readonly seconds: number;
  readonly why?: string;
}

const QUIET = 1000;
const WORK = { exponential: { mean: '10 ms' } };
/** Seconds before the noise. */
const BEFORE = 10;
/** Who waits longer than a second is known a second after the last event that counts. */
const AFTER = 1.001;
const MOST_STANDARD_ERRORS = 3;

export function neighboursCase(reference: NeighboursReference): Case {
  return { id: reference.id, seconds: reference.seconds, run: () => [neighboursRow(reference)] };
}

function neighboursRow(reference: NeighboursReference): Row {
  const { id, tier, rate, burst, expected, draws, why } = reference;
  const shares = Array.from({ length: draws }, (_, draw) => harmedShare(reference, draw));
  const found = shares.reduce((sum, share) => sum + share, 0) / draws;
  // Each tenant is harmed or not, with the expected chance.
  const error = Math.sqrt((expected * (1 - expected)) / QUIET / draws);
  return {
    ...{ id, figure: 'quiet tenants with a p99 of waits above 1 s' },
    setting: `${wordsOf(tier)}; noise of ${rate}/s for ${burst} s`,
    ...{ evidence: 'independent simulation', ran: 'scenario', why },
    source:
      'simulated by a program that shares nothing with lagcast; after Handling billions of invocations, AWS Compute Blog, 2025',
    expected: percent(expected),
    found: draws === 1 ? percent(found) : `${percent(found)}, mean of ${draws} sets of names`,
    error: expected === 0 ? undefined : found / expected - 1,
    verdict: Math.abs(found - expected) <= MOST_STANDARD_ERRORS * error ? 'pass' : 'miss',
  };
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(2))} %`;
}

function harmedShare({ id, tier, rate, burst }: NeighboursReference, draw: number): number {
  const until = BEFORE + 2 * burst;
  const arrivals = [{ rate: { poisson: `${rate}/s` }, startAt: `${BEFORE} s`, endAt: `${BEFORE + burst} s` }];
  const tenants = {
    [`quiet-${draw}`]: { count: QUIET, service: WORK, arrivals: [{ rate: { poisson: `${2 * QUIET}/s` } }] },
    [`noisy-${draw}`]: { noisy: true, service: WORK, arrivals },
  };
  const measure = { from: `${BEFORE} s`, until: `${until} s`, excess: false };
  const all: Tier = { queues: 100, pollers: { slots: 1 }, ...tier, measure, tenants };
  return runTier(tierScenario({ seed: `${id}/${draw}`, duration: until + AFTER, tier: all })).tier.harm.blastRadius!;
}
