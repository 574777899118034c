/**
 * The rule by which a setting is confirmed, as numbers: after how many fresh runs, with how many misses, it is accepted.
 *
 * What is promised: a setting of which more than the share `risk` of all runs miss an objective is accepted with probability `level` at
 * most, computed exactly over all stages. The first stage is passed without a miss; whoever missed once may go on to the second, and
 * so on, so that one unlucky run does not refuse a setting that is good enough.
 *
 * Several settings may be tried one after the other, each on runs of its own. They share the permitted error: the first gets four
 * fifths of it, the second four fifths of what is left, and so on, so that all together cannot exceed it.
 */

/** Accepted when at most `misses` of the first `runs` missed. */
export interface Stage {
  readonly runs: number;
  readonly misses: number;
}

/** Most misses with which a setting can be accepted. */
const MOST_MISSES = 3;
/** Of the error that is left, what the first stage gets, and the first of several settings. */
const FIRST_SHARE = 0.8;

/** The probability with which the attempt, from 1, may accept what it must not. Over all attempts it adds up to 1 − confidence. */
export function levelOf(attempt: number, confidence: number): number {
  let left = 1 - confidence;
  for (let i = 1; i < attempt; i++) left *= 1 - FIRST_SHARE;
  return left * FIRST_SHARE;
}

/** Stages with 0, 1, 2, 3 misses. `risk` and `level` above 0 and below 1. */
export function stagesOf(risk: number, level: number): Stage[] {
  const stages: Stage[] = [];
  const survival = new Survival(risk);
  for (let misses = 0; misses <= MOST_MISSES; misses++) {
    // What may have been accepted up to here; the last stage takes the rest.
    const allowed = misses === MOST_MISSES ? level : level * (1 - power(1 - FIRST_SHARE, misses + 1));
    survival.goOn(survival.runsUntilBelow(misses, allowed - survival.accepted), misses);
    stages.push({ runs: survival.runs, misses });
  }
  return stages;
}

/** The number of runs to go on to; or what is decided after so many runs. */
export function nextStage(stages: readonly Stage[], runs: number, misses: number): Stage | 'accepted' | 'rejected' {
  if (stages.some((stage) => stage.runs === runs && misses <= stage.misses)) return 'accepted';
  const next = stages.find((stage) => stage.runs > runs && misses <= stage.misses);
  return next ?? 'rejected';
}

/** How many have missed so often and are not accepted yet, of settings that miss with the probability `risk`. */
class Survival {
  readonly #risk: number;
  /** By misses so far, up to the most. */
  #shares: number[] = [1, ...Array.from({ length: MOST_MISSES }, () => 0)];
  runs = 0;
  accepted = 0;

  constructor(risk: number) {
    this.#risk = risk;
  }

  /** More runs, at least one, after which those with so many misses that missed no more are at most `allowed`. */
  runsUntilBelow(misses: number, allowed: number): number {
    const share = this.#shares[misses]!;
    if (share <= allowed) return 1;
    return Math.max(1, Math.ceil(Math.log(allowed / share) / Math.log1p(-this.#risk) - 1e-9));
  }

  /** So many runs later; then those with so many misses are accepted. */
  goOn(more: number, misses: number): void {
    const [now, risk] = [this.#shares, this.#risk];
    this.#shares = now.map((_, k) => sum(now.slice(0, k + 1).map((share, i) => share * exactly(k - i, more, risk))));
    this.runs += more;
    this.accepted += this.#shares[misses]!;
    this.#shares[misses] = 0;
  }
}

/** P(X = k) of X among `trials`. */
function exactly(k: number, trials: number, share: number): number {
  if (k > trials) return 0;
  let ways = 1;
  for (let i = 0; i < k; i++) ways *= (trials - i) / (i + 1);
  return ways * power(share, k) * Math.exp((trials - k) * Math.log1p(-share));
}

function power(base: number, exponent: number): number {
  let product = 1;
  for (let i = 0; i < exponent; i++) product *= base;
  return product;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
