/**
 * The search among candidates: looks at one after the other, gives bad ones few runs, leaves out what is expected to be bad because it
 * is harder than one that was, and checks that expectation. All runs here are on replications from 0, the same for all candidates
 * (common random numbers); whether the winner holds what it promises is for fresh ones (confirm.ts).
 */
import { replicationsOf, type Experiment } from '../experiment.ts';
import type { FigureRef } from '../../scenario/figure.ts';
import type { Budget } from './budget.ts';
import type { Candidates } from './candidates.ts';
import type { Demand } from './demands.ts';
import { judge, looksOf } from './judge.ts';
import { Ledger } from './ledger.ts';
import { nextOf } from './next.ts';

/**
 * `presumed`: harder than one that was bad, and so expected to be bad. `unconfirmed`: looked good, and was refused on fresh runs.
 * `refused`: no sound scenario.
 */
export type Standing = 'open' | 'good' | 'bad' | 'presumed' | 'unconfirmed' | 'refused';

/** A candidate that was not what was expected of it. */
export interface Surprise {
  readonly candidate: number;
  readonly found: 'good' | 'bad';
  /** The one it was expected from: bad, and harder was good; good, and easier was bad. */
  readonly because: number;
}

/** How many expectations are checked on either side. */
const MOST_PROBES = 8;
const MOST_EASIER_PROBES = 3;
/** Where nothing was found. */
const MOST_PROBES_WITHOUT = 64;

export class Race {
  readonly candidates: Candidates;
  readonly #demands: readonly Demand[];
  readonly #price: FigureRef | undefined;
  readonly #risk: number;
  readonly #budget: Budget;
  readonly #standings: Standing[];
  readonly #presumedBy = new Map<number, number>();
  readonly #ledgers = new Map<number, Ledger>();
  /** Whether directions can still be relied on. */
  #isMonotone: boolean;
  readonly surprises: Surprise[] = [];
  /** Whether they could be relied on in the beginning. */
  readonly usesDirections: boolean;
  /** Confirmations so far, and one: the more there were, the more runs it takes to be good. */
  #attempt = 1;

  constructor(
    candidates: Candidates,
    options: {
      readonly demands: readonly Demand[];
      readonly price: FigureRef | undefined;
      readonly risk: number;
      readonly budget: Budget;
    },
  ) {
    this.candidates = candidates;
    this.#demands = options.demands;
    this.#price = options.price;
    this.#risk = options.risk;
    this.#budget = options.budget;
    this.#standings = Array.from({ length: candidates.count }, () => 'open');
    this.#isMonotone = candidates.hasDirections && options.demands.every(isDirected);
    this.usesDirections = this.#isMonotone;
  }

  get isMonotone(): boolean {
    return this.#isMonotone;
  }

  standingOf(candidate: number): Standing {
    return this.#standings[candidate]!;
  }

  ledgerOf(candidate: number): Ledger | undefined {
    return this.#ledgers.get(candidate);
  }

  /** All that have run, in order of size. */
  get looked(): number[] {
    return [...this.#ledgers.keys()].toSorted((a, b) => a - b);
  }

  /** The one that is liked most of those that look good; undefined when all are bad, or expected to be. */
  *best(order: readonly number[]): Experiment<number | undefined> {
    for (;;) {
      const good = order.findIndex((candidate) => this.standingOf(candidate) === 'good');
      const better = good < 0 ? order : order.slice(0, good);
      const open = better.filter((candidate) => this.standingOf(candidate) === 'open');
      if (open.length === 0) return good < 0 ? undefined : order[good];
      yield* this.decide(nextOf({ open, isAsEasy: (a, b) => this.#isAsEasy(a, b) }));
    }
  }

  /** Runs a candidate until it is good or bad; one that cannot run is refused. */
  *decide(candidate: number): Experiment<Standing> {
    for (const look of looksOf(this.#risk, this.#attempt)) {
      if (!(yield* this.runUpTo(candidate, look))) return 'refused';
      const { runs, misses } = this.ledgerOf(candidate)!;
      const verdict = judge(runs, misses, this.#risk, this.#attempt);
      if (verdict === 'bad') this.reject(candidate);
      if (verdict === 'good') this.#standings[candidate] = 'good';
      if (verdict !== 'open') break;
    }
    return this.standingOf(candidate);
  }

  /** False when the candidate is no sound scenario. */
  *runUpTo(candidate: number, runs: number): Experiment<boolean> {
    const scenario = this.candidates.scenarioOf(candidate);
    if (typeof scenario === 'string') {
      this.#standings[candidate] = 'refused';
      return false;
    }
    const ledger = this.#ledgers.get(candidate) ?? new Ledger(this.#demands, this.#price);
    this.#ledgers.set(candidate, ledger);
    const more = runs - ledger.runs;
    if (more <= 0) return true;
    this.#budget.spend(more);
    for (const result of yield replicationsOf(scenario, ledger.runs, more)) ledger.add(result);
    return true;
  }

  /** It is out, and so is what is harder, as far as directions are relied on. */
  reject(candidate: number, standing: 'bad' | 'unconfirmed' = 'bad'): void {
    this.#standings[candidate] = standing;
    if (!this.#isMonotone) return;
    this.#standings.forEach((other, i) => {
      if (other !== 'open' || !this.candidates.isAsEasy(candidate, i)) return;
      this.#standings[i] = 'presumed';
      this.#presumedBy.set(i, candidate);
    });
  }

  /**
   * Whether what was expected and not looked at is so: of those liked more than the winner, the nearest and some others; and some that
   * are easier than it. If not, nothing is expected any more, and false is returned.
   */
  *holds(order: readonly number[], winner: number, likedMore: readonly number[]): Experiment<boolean> {
    const presumed = this.#presumedOf(likedMore);
    if (presumed.length === 0) return true;
    const near = this.candidates.harderNeighbours(winner).filter((candidate) => presumed.includes(candidate));
    const probes = [...new Set([...near, presumed.at(-1)!, ...spread(presumed, MOST_PROBES)])].slice(0, MOST_PROBES);
    if (!(yield* this.#areBad(probes))) return false;
    const easier = order.filter(
      (candidate) =>
        candidate !== winner && this.standingOf(candidate) === 'open' && this.candidates.isAsEasy(candidate, winner),
    );
    for (const probe of spread(easier, MOST_EASIER_PROBES)) {
      // Whether it is bad shows soon; how good it is does not matter.
      if (yield* this.#isSoonBad(probe)) return this.#beSurprised({ candidate: probe, found: 'bad', because: winner });
    }
    return true;
  }

  /** The same where no winner was found: there has to be none among those that were not looked at. */
  *holdsWithout(order: readonly number[]): Experiment<boolean> {
    return yield* this.#areBad(spread(this.#presumedOf(order), MOST_PROBES_WITHOUT));
  }

  #presumedOf(candidates: readonly number[]): number[] {
    return candidates.filter((candidate) => this.standingOf(candidate) === 'presumed');
  }

  *#areBad(probes: readonly number[]): Experiment<boolean> {
    for (const probe of probes) {
      const because = this.#presumedBy.get(probe)!;
      if ((yield* this.decide(probe)) === 'good')
        return this.#beSurprised({ candidate: probe, found: 'good', because });
    }
    return true;
  }

  /** From now on nothing is expected of any candidate that was not looked at. */
  distrust(): void {
    this.#isMonotone = false;
    this.#presumedBy.clear();
    this.#standings.forEach((standing, i) => {
      if (standing === 'presumed') this.#standings[i] = 'open';
    });
  }

  /** One that looked good was not: the others have to show more. */
  refuseToConfirm(candidate: number): void {
    this.reject(candidate, 'unconfirmed');
    this.#attempt += 1;
    this.#standings.forEach((standing, i) => {
      if (standing === 'good') this.#standings[i] = 'open';
    });
  }

  *#isSoonBad(candidate: number): Experiment<boolean> {
    for (const look of looksOf(this.#risk).slice(0, 2)) {
      if (!(yield* this.runUpTo(candidate, look))) return false;
      const { runs, misses } = this.ledgerOf(candidate)!;
      if (judge(runs, misses, this.#risk) !== 'bad') continue;
      this.#standings[candidate] = 'bad';
      return true;
    }
    return false;
  }

  #beSurprised(surprise: Surprise): false {
    this.surprises.push(surprise);
    this.distrust();
    return false;
  }

  #isAsEasy(a: number, b: number): boolean {
    return this.#isMonotone ? this.candidates.isAsEasy(a, b) : a === b;
  }
}

/** What has to be just so, and neither more nor less, is not easier to meet when anything is easier. */
function isDirected({ operator, limit }: Demand): boolean {
  return operator !== '!=' && (operator !== '==' || limit === 0);
}

/** So many of them at the most, evenly spread, both ends among them. */
export function spread(all: readonly number[], most: number): number[] {
  if (all.length <= most) return [...all];
  return Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))]!);
}
