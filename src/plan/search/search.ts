/**
 * The search as a whole: candidates are put in order, the best that looks good is found, what was expected of the others is checked, and
 * the winner is confirmed on fresh runs; when it is not, the next one is. What each step does stands in a file of its own beside this.
 */
import type { FigureRef } from '../../scenario/figure.ts';
import type { VariedSetting } from '../../scenario/scenario.ts';
import type { Template } from '../../scenario/template.ts';
import { PlanError } from '../answer.ts';
import { FRESH, type Experiment } from '../experiment.ts';
import { Budget, BudgetUsed } from './budget.ts';
import { Candidates, MOST_CANDIDATES } from './candidates.ts';
import { choose, orderByPrice, price } from './cheapest.ts';
import { confirm } from './confirm.ts';
import type { Demand } from './demands.ts';
import { enough } from './judge.ts';
import {
  axisOutcomes,
  candidateOutcome,
  confirmationOutcome,
  type ConfirmationOutcome,
  type SearchOutcome,
} from './outcome.ts';
import { RUNS_FOR_PRICE } from './price.ts';
import { Race, spread } from './race.ts';
import { levelOf, stagesOf } from './stages.ts';

export interface SearchSpec {
  readonly template: Template;
  /** What a run has to meet; at least one. */
  readonly demands: readonly Demand[];
  /** At least one setting. */
  readonly vary: readonly VariedSetting[];
  /** What is to be small; undefined: the settings. */
  readonly price: FigureRef | undefined;
  /** The share of runs that may miss a demand, and how sure it must be; both above 0 and below 1. */
  readonly risk: number;
  readonly confidence: number;
  readonly maxRuns: number;
  /** First replication of confirmations; {@link FRESH} unless said. Another one where an earlier search has chosen by those. */
  readonly fresh?: number;
  /** By path: values to begin at, from closed forms. */
  readonly hints?: Readonly<Record<string, number>>;
}

/** Throws {@link PlanError} when the search cannot come to an end, and VariantError when no candidate is a sound scenario. */
export function* search(spec: SearchSpec): Experiment<SearchOutcome> {
  const { template, vary, maxRuns } = spec;
  checkSize(spec);
  const candidates = new Candidates(template, vary);
  refuseNonsense(candidates);
  const budget = new Budget(maxRuns);
  const race = new Race(candidates, { ...spec, budget });
  const work = new Search(spec, race, budget);
  try {
    yield* work.find();
    yield* work.lookAtNext();
  } catch (error) {
    if (!(error instanceof BudgetUsed)) throw error;
    work.isOutOfRuns = true;
  }
  if (race.looked.length === 0 && candidates.count > 0 && !work.isOutOfRuns) candidates.refuse(0);
  return work.outcome();
}

class Search {
  readonly #spec: SearchSpec;
  readonly #race: Race;
  readonly #budget: Budget;
  readonly #confirmations: ConfirmationOutcome[] = [];
  #order: readonly number[];
  #equal: readonly number[] = [];
  #winner: number | undefined;
  #isSilent = false;
  isOutOfRuns = false;

  constructor(spec: SearchSpec, race: Race, budget: Budget) {
    this.#spec = spec;
    this.#race = race;
    this.#budget = budget;
    this.#order = Array.from({ length: race.candidates.count }, (_, i) => i);
  }

  *find(): Experiment<void> {
    yield* this.#putInOrder();
    yield* this.#tryHints();
    while (this.#winner === undefined && !this.#isSilent) {
      const best = yield* this.#race.best(this.#order);
      if (best === undefined) {
        if (yield* this.#race.holdsWithout(this.#order)) return;
        yield* this.#putInOrder();
        continue;
      }
      if (!(yield* this.#race.holds(this.#order, best, this.#likedMoreThan(best)))) {
        yield* this.#putInOrder();
        continue;
      }
      yield* this.#confirm(yield* this.#chosen(best));
    }
  }

  /** How often the next one misses shows after a few runs more. */
  *lookAtNext(): Experiment<void> {
    const next = this.#next();
    if (next !== undefined) yield* this.#race.runUpTo(next, enough(this.#spec.risk));
  }

  /** What never ran has no price, and might be cheaper. */
  #likedMoreThan(candidate: number): readonly number[] {
    return this.#spec.price === undefined ? this.#order.slice(0, this.#order.indexOf(candidate)) : this.#order;
  }

  *#putInOrder(): Experiment<void> {
    if (this.#spec.price === undefined) return;
    yield* price(this.#race, this.#spec.risk);
    this.#order = orderByPrice(this.#race);
    const hasPrice = this.#race.looked.some((one) => this.#race.ledgerOf(one)!.meanPrice !== null);
    if (!hasPrice && this.#race.looked.length > 0)
      throw new PlanError(`${this.#spec.price.text} has no value in any run: nothing can be said to be less`);
  }

  /** Of one setting, what formulas say it takes; the nearest below and one well above it narrow the search at once. */
  *#tryHints(): Experiment<void> {
    const { candidates } = this.#race;
    const [axis] = candidates.axes;
    const hint = this.#spec.hints?.[axis!.path];
    if (hint === undefined || candidates.axes.length > 1 || this.#spec.price !== undefined) return;
    const values = axis!.values.map((value, i) => ({ value, i })).filter(({ value }) => typeof value === 'number');
    const below = values.findLast(({ value }) => (value as number) < hint);
    const above = values.find(({ value }) => (value as number) >= 1.5 * hint);
    for (const one of [below, above]) if (one !== undefined) yield* this.#race.decide(one.i);
  }

  *#chosen(best: number): Experiment<number> {
    if (this.#spec.price === undefined) return best;
    const { winner, equal } = yield* choose(this.#race, best);
    this.#equal = equal;
    return winner;
  }

  *#confirm(candidate: number): Experiment<void> {
    const { candidates } = this.#race;
    const { demands, price: figure, confidence } = this.#spec;
    const scenario = candidates.scenarioOf(candidate);
    if (typeof scenario === 'string') throw new Error('the candidate has run, and is no scenario');
    const attempt = this.#confirmations.length + 1;
    const first = (this.#spec.fresh ?? FRESH) + FRESH * (attempt - 1);
    const said = yield* confirm(scenario, attempt, { ...this.#spec, first, budget: this.#budget });
    const values = candidates.valuesOf(candidate);
    this.#confirmations.push(confirmationOutcome(values, said, demands, figure, confidence));
    if (said.ledger.isSilent && said.ledger.misses === 0) this.#isSilent = true;
    else if (said.accepted) this.#winner = candidate;
    else this.#race.refuseToConfirm(candidate);
  }

  /** The nearest that is liked more than the winner, of those that could run. */
  #next(): number | undefined {
    if (this.#winner === undefined) return undefined;
    const more = this.#order.slice(0, this.#order.indexOf(this.#winner));
    const bad = more.filter((one) => ['bad', 'unconfirmed'].includes(this.#race.standingOf(one)));
    const near = this.#race.candidates.harderNeighbours(this.#winner).filter((one) => bad.includes(one));
    return near[0] ?? bad.at(-1);
  }

  outcome(): SearchOutcome {
    const race = this.#race;
    const { candidates } = race;
    const outcomeOf = (one: number) => candidateOutcome(race, this.#spec.demands, one);
    const all = Array.from({ length: candidates.count }, (_, i) => i);
    const refused = all.filter((one) => race.standingOf(one) === 'refused');
    const next = this.#next();
    const isFound = this.#winner !== undefined;
    const closest = isFound ? undefined : this.#closest();
    return {
      status: isFound ? 'found' : this.#isSilent ? 'silent' : this.isOutOfRuns ? 'runs' : 'nothing',
      runs: this.#budget.spent,
      combinations: candidates.count,
      vary: axisOutcomes(candidates),
      winner: isFound ? this.#confirmations.at(-1)! : null,
      equal: isFound ? this.#equal.map((one) => candidates.valuesOf(one)) : [],
      next: next === undefined ? null : outcomeOf(next),
      closest: closest === undefined ? null : outcomeOf(closest),
      confirmations: this.#confirmations,
      directions: !race.usesDirections ? 'unused' : race.surprises.length > 0 ? 'broken' : 'held',
      surprises: race.surprises.map(({ candidate, found, because }) => {
        return { values: candidates.valuesOf(candidate), found, because: candidates.valuesOf(because) };
      }),
      candidates: race.looked.map(outcomeOf),
      notLookedAt: candidates.count - refused.length - race.looked.length,
      refused: {
        count: refused.length,
        first:
          refused.length === 0
            ? null
            : { values: candidates.valuesOf(refused[0]!), why: String(candidates.scenarioOf(refused[0]!)) },
      },
    };
  }

  /** That misses least often; of several the one with most runs, then the smallest. */
  #closest(): number | undefined {
    const rateOf = (one: number): number => {
      const { runs, misses } = this.#race.ledgerOf(one)!;
      return (misses + 1) / (runs + 2);
    };
    return this.#race.looked.toSorted((a, b) => rateOf(a) - rateOf(b) || a - b)[0];
  }
}

/** With fewer nothing can be confirmed: those of a candidate that never misses. */
export function fewestRuns({ risk, confidence }: Pick<SearchSpec, 'risk' | 'confidence'>): number {
  return stagesOf(risk, levelOf(1, confidence))[0]!.runs + enough(risk);
}

/** What can be known to be too much before anything runs. */
function checkSize({ vary, price: figure, risk, confidence, maxRuns }: SearchSpec): void {
  const count = vary.reduce((product, { values }) => product * values.length, 1);
  if (count > MOST_CANDIDATES)
    throw new PlanError(
      `these are ${count} combinations, and at most ${MOST_CANDIDATES} can be searched: take larger steps or fewer settings`,
    );
  const looked = enough(risk);
  const least = fewestRuns({ risk, confidence });
  if (maxRuns < least)
    throw new PlanError(
      `with ${maxRuns} runs nothing can be confirmed: ${least - looked} runs without a miss are needed, after ${looked} of the search; ` +
        `allow more runs (--max-runs), a greater risk or less confidence`,
    );
  if (figure !== undefined && count * RUNS_FOR_PRICE > maxRuns)
    throw new PlanError(
      `to compare ${count} combinations by ${figure.text} takes ${RUNS_FOR_PRICE} runs of each, and ${maxRuns} are allowed: ` +
        `take larger steps, more runs (--max-runs), or --minimise settings`,
    );
}

/** A path that leads nowhere, or takes none of the values, is said at once and not after thousands of tries. */
function refuseNonsense(candidates: Candidates): void {
  const all = Array.from({ length: candidates.count }, (_, i) => i);
  const said = new Set(spread(all, 5).map((one) => candidates.scenarioOf(one)));
  const [first] = said;
  if (said.size === 1 && typeof first === 'string') candidates.refuse(all[0]!);
}
