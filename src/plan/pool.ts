/**
 * How the account's concurrency is best divided: for each function the least reservation with which the objectives are met, while the
 * others are never refused: nothing is reserved for them, in an account without an end. Whether all of them fit beside what has to stay unreserved (CON-02) is then told, and
 * confirmed together; before it what happens when nothing is reserved, and whether one reservation alone would do.
 */
import { Rules } from '../aws/rules.ts';
import type { Result } from '../metrics/result.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Settings, Template } from '../scenario/template.ts';
import { answerHead, PlanError, type Answer, type Planning, type Question } from './answer.ts';
import { FRESH, replicationsOf, type Experiment } from './experiment.ts';
import { keepsUp } from './keeps-up.ts';
import { joinsOf } from './closed-forms/flow.ts';
import { objectivesOf, type Demand } from './search/demands.ts';
import type { SearchOutcome } from './search/outcome.ts';
import { fewestRuns, search } from './search/search.ts';
import { shareAtMost } from '../stats/binomial.ts';

export interface PoolAnswer extends Answer {
  readonly risk: number;
  readonly confidence: number;
  readonly maxRuns: number;
  /** Executions of the account, and those that have to stay unreserved. */
  readonly account: number;
  readonly unreserved: number;
  /** With nothing reserved. */
  readonly undivided: Trial;
  readonly functions: readonly PoolPart[];
  /** What is reserved together; null where some function found nothing. */
  readonly reserved: number | null;
  /** Whether that leaves enough unreserved. */
  readonly fits: boolean;
  /** All reservations together, on fresh runs; null where they do not fit. */
  readonly divided: (Trial & { readonly missesAtMost: number }) | null;
  /** A single reservation, the others as they come, with which a few runs met everything; null where none did, or none is needed. */
  readonly alone: { readonly function: string; readonly reservedConcurrency: number } | null;
}

export interface Trial {
  readonly runs: number;
  /** Runs that missed a demand. */
  readonly misses: number;
  /** What was missed, and how often. */
  readonly missed: readonly { readonly text: string; readonly times: number }[];
}

export interface PoolPart {
  readonly name: string;
  /** Most executions at once with a pool without end, in a few runs. */
  readonly peak: number;
  /** The greatest reservation that was looked at. */
  readonly most: number;
  /** Null where none up to `most` meets the demands, or runs were used up. */
  readonly reservedConcurrency: number | null;
  /** Null where too few runs were left to begin one. */
  readonly search: SearchOutcome | null;
}

export const pool: Question<PoolAnswer> = {
  says: 'how the account’s concurrency is best divided among functions by reservations',
  ask,
};

const RUNS = 5;
/** Beside what functions ever run at once, so that nobody is refused. */
const PLENTY = 1_000_000;

/** A few runs do not show the peak that one run in a hundred has: the greatest reservation that is looked at is well above theirs. */
function wellAbove(peak: number): number {
  return 2 * peak + 10;
}

function* ask({ template, base, plan }: Planning): Experiment<PoolAnswer> {
  const names = invoked(base);
  const { risk, confidence } = plan;
  const rules = new Rules(base.rules, base.facts);
  const unreserved = rules.number('lambda.unreserved.min');
  const account = base.account.concurrency;
  if (!Number.isFinite(account))
    throw new PlanError('the account has no limit under these rules: there is nothing to divide');
  const demands = demandsOf(base);
  const bare = template.with(without(names));
  const undivided = yield* tried(bare.variant().scenario, 0, RUNS, demands);
  const peaks = yield* peaksOf(bare, names);
  let left = Math.max(0, plan.maxRuns - undivided.runs - RUNS);
  const unbounded = bare.with({ 'account.concurrency': PLENTY });
  const functions: PoolPart[] = [];
  for (const name of names) {
    const peak = peaks.get(name)!;
    const most = wellAbove(peak);
    if (left < fewestRuns(plan) && plan.maxRuns >= fewestRuns(plan)) {
      functions.push({ name, peak, most, reservedConcurrency: null, search: null });
      continue;
    }
    const found: SearchOutcome = yield* search({
      template: unbounded,
      demands,
      vary: [{ path: `functions.${name}.reservedConcurrency`, values: Array.from({ length: most }, (_, i) => i + 1) }],
      price: undefined,
      ...{ risk, confidence, maxRuns: left },
    });
    left = Math.max(0, left - found.runs);
    const value = found.winner === null ? null : (Object.values(found.winner.values)[0] as number);
    functions.push({ name, peak, most, reservedConcurrency: value, search: found });
  }
  const parts = Object.fromEntries(functions.map((one) => [one.name, one.reservedConcurrency]));
  const isWhole = functions.every(({ reservedConcurrency }) => reservedConcurrency !== null);
  const reserved = isWhole ? functions.reduce((sum, one) => sum + one.reservedConcurrency!, 0) : null;
  const fits = reserved !== null && reserved <= account - unreserved;
  const divided = fits
    ? yield* confirmed(bare.with(reservations(names, parts as Record<string, number>)), demands, plan)
    : null;
  const alone =
    undivided.misses === 0 || !isWhole ? null : yield* single(bare, functions, demands, account - unreserved);
  const searched = functions.reduce((sum, one) => sum + (one.search?.runs ?? 0), 0);
  const trials = undivided.misses === 0 || !isWhole ? 0 : aloneRuns(functions, alone, account - unreserved);
  const runs = undivided.runs + RUNS + searched + (divided?.runs ?? 0) + trials;
  const met = divided !== null && divided.missesAtMost <= risk;
  return {
    ...answerHead('pool', base),
    ...{ runs, met, risk, confidence, maxRuns: plan.maxRuns, account, unreserved, undivided },
    ...{ functions, reserved, fits, divided, alone },
  };
}

/** Functions that something invokes. */
function invoked(scenario: Scenario): string[] {
  const { functions } = scenario;
  const sent = new Set(joinsOf(scenario).map(({ fn }) => fn.name));
  const names = functions.map(({ name }) => name).filter((name) => sent.has(name));
  if (names.length === 0)
    throw new PlanError('the account’s concurrency is divided among functions, and none is invoked');
  return names;
}

/** The objectives, and that every source keeps up for which none says anything, its mappings and functions included. */
function demandsOf(scenario: Scenario): Demand[] {
  const named = new Set(scenario.objectives.map(({ name }) => name));
  const joins = joinsOf(scenario);
  const silent = scenario.sources.filter((source) => {
    const own = joins.filter((join) => join.source === source);
    const about = own.flatMap(({ mapping, fn }) => [fn.name, ...(mapping === undefined ? [] : [mapping.name])]);
    return own.length > 0 && ![source.name, ...about].some((name) => named.has(name));
  });
  return [...objectivesOf(scenario), ...silent.flatMap((source) => keepsUp(source, scenario))];
}

function without(names: readonly string[]): Settings {
  return Object.fromEntries(names.map((name) => [`functions.${name}.reservedConcurrency`, undefined]));
}

function reservations(names: readonly string[], parts: Readonly<Record<string, number>>): Settings {
  return Object.fromEntries(names.map((name) => [`functions.${name}.reservedConcurrency`, parts[name]!]));
}

/** Most executions at once of each with a pool without end, in any of a few runs. */
function* peaksOf(bare: Template, names: readonly string[]): Experiment<ReadonlyMap<string, number>> {
  const { scenario } = bare.variant({ 'account.concurrency': PLENTY });
  const results: readonly Result[] = yield replicationsOf(scenario, 0, RUNS);
  return new Map(
    names.map((name) => [name, Math.max(1, ...results.map(({ functions }) => functions[name]!.concurrency.max))]),
  );
}

function* tried(scenario: Scenario, first: number, runs: number, demands: readonly Demand[]): Experiment<Trial> {
  const missed = new Map<string, number>();
  let misses = 0;
  const results: readonly Result[] = yield replicationsOf(scenario, first, runs);
  for (const result of results) {
    const bad = demands.filter(({ read }) => !read(result).met);
    if (bad.length > 0) misses += 1;
    for (const { text } of bad) missed.set(text, (missed.get(text) ?? 0) + 1);
  }
  return { runs, misses, missed: [...missed].map(([text, times]) => ({ text, times })) };
}

/** As many runs as show the risk that was asked for when none misses. Luck that no search of a part used: its hundredth million. */
function* confirmed(
  template: Template,
  demands: readonly Demand[],
  { risk, confidence }: Pick<Planning['plan'], 'risk' | 'confidence'>,
): Experiment<Trial & { readonly missesAtMost: number }> {
  const runs = Math.ceil(Math.log1p(-confidence) / Math.log1p(-risk) - 1e-9);
  const { scenario } = template.variant();
  const missed = new Map<string, number>();
  let [misses, done] = [0, 0];
  while (done < runs) {
    const some = Math.min(ROUND, runs - done);
    const trial: Trial = yield* tried(scenario, 100 * FRESH + done, some, demands);
    for (const { text, times } of trial.missed) missed.set(text, (missed.get(text) ?? 0) + times);
    misses += trial.misses;
    done += some;
  }
  const all = [...missed].map(([text, times]) => ({ text, times }));
  return { runs, misses, missed: all, missesAtMost: shareAtMost(misses, runs, confidence) };
}

const ROUND = 20;

/** The first function, that which reserves least first, whose reservation alone is enough. */
function* single(
  bare: Template,
  functions: readonly PoolPart[],
  demands: readonly Demand[],
  most: number,
): Experiment<PoolAnswer['alone']> {
  for (const { name, reservedConcurrency } of inOrder(functions, most)) {
    const { scenario } = bare.variant(reservations([name], { [name]: reservedConcurrency! }));
    const trial: Trial = yield* tried(scenario, 0, RUNS, demands);
    if (trial.misses === 0) return { function: name, reservedConcurrency: reservedConcurrency! };
  }
  return null;
}

function inOrder(functions: readonly PoolPart[], most: number): PoolPart[] {
  const possible = functions.filter((one) => one.reservedConcurrency! <= most);
  return functions.length < 2 ? [] : possible.sort((a, b) => a.reservedConcurrency! - b.reservedConcurrency!);
}

function aloneRuns(functions: readonly PoolPart[], alone: PoolAnswer['alone'], most: number): number {
  const order = inOrder(functions, most).map(({ name }) => name);
  return RUNS * (alone === null ? order.length : order.indexOf(alone.function) + 1);
}
