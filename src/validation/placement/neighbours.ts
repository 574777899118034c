/**
 * One noisy tenant among a thousand quiet ones, on a hundred queues of a hundred events a second each: who is harmed, by placement.
 *
 * Who shares queues with whom is decided by names, so each run has names of its own. The reference is a mean of five such runs, and has the error of
 * five thousand tenants of which each is harmed or not; that is its tolerance too, three times.
 */
import type { Case } from '../case.ts';
import { OWN_SIMULATION_OF_TIER } from '../own-simulation.ts';
import type { Row } from '../row.ts';
import { estimatedRow, estimateOf, type Labels } from '../statistics.ts';
import { wordsOf } from './balance.ts';
import { statedRow } from './settled-row.ts';
import { runTier, tierScenario, type Tier } from './tier-run.ts';

/** As scenarios/validation/placement/neighbours.json has it. */
export interface NeighboursReference {
  readonly id: string;
  readonly tier: Tier;
  /** Events a second of the noisy tenant, for `burst` seconds. */
  readonly rate: number;
  readonly burst: number;
  /** Seconds from the beginning of the noise in which events count that come. */
  readonly window: number;
  /** Share of the quiet tenants whose 99th percentile of waits is above a second; 0 and 1: of all of them in every run. */
  readonly expected: number;
  readonly runs: number;
  /** CPU seconds, about. */
  readonly seconds: number;
  readonly why?: string;
}

const QUIET = 1000;
/** Runs of the reference. */
const THEIRS = 5;
const WORK = { exponential: { mean: '10 ms' } };
/** Seconds before the noise. */
const BEFORE = 2;
/** Who waits longer than a second is known a second after the last event that counts. */
const AFTER = 1.001;
const SOURCE = `${OWN_SIMULATION_OF_TIER}; after Handling billions of invocations, AWS Compute Blog, 2025`;

export function neighboursCase(reference: NeighboursReference): Case {
  return { id: reference.id, seconds: reference.seconds, run: () => [neighboursRow(reference)] };
}

function neighboursRow(reference: NeighboursReference): Row {
  const { id, tier, rate, burst, expected, runs, why } = reference;
  const labels: Labels = {
    ...{ id, figure: 'share of quiet tenants with a p99 of waits above 1 s', why },
    setting: `${wordsOf(tier)}; noise of ${rate}/s for ${burst} s`,
    ...{ evidence: 'independent simulation', source: SOURCE, ran: 'scenario' },
  };
  const shares = Array.from({ length: runs }, (_, run) => harmedShare(reference, run));
  if (expected === 0 || expected === 1) {
    const holds = shares.every((share) => share === expected);
    const found = holds ? `${expected} in each of ${runs} runs` : shares.join(', ');
    return statedRow(labels, String(expected), found, holds);
  }
  const referenceError = Math.sqrt((expected * (1 - expected)) / QUIET / THEIRS);
  return estimatedRow(labels, estimateOf(shares), {
    expected,
    referenceError,
    tolerance: (3 * referenceError) / expected,
  });
}

function harmedShare({ id, tier, rate, burst, window }: NeighboursReference, run: number): number {
  const until = BEFORE + window;
  const arrivals = [{ rate: { poisson: `${rate}/s` }, startAt: `${BEFORE} s`, endAt: `${BEFORE + burst} s` }];
  const tenants = {
    [`quiet-${run}`]: { count: QUIET, service: WORK, arrivals: [{ rate: { poisson: `${2 * QUIET}/s` } }] },
    [`noisy-${run}`]: { noisy: true, service: WORK, arrivals },
  };
  const measure = { from: `${BEFORE} s`, until: `${until} s`, excess: false };
  const all: Tier = { queues: 100, pollers: { slots: 1 }, ...tier, measure, tenants };
  return runTier(tierScenario({ seed: `${id}/${run}`, duration: until + AFTER, tier: all })).tier.harm.blastRadius!;
}
