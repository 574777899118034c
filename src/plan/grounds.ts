/**
 * What the outcome of an experiment stands and falls with, once for all its runs: the numbers of AWS that they relied on and AWS does not document,
 * and what of the service is not modelled of what the scenarios have.
 */
import { FACTS, type FactPath } from '../aws/facts.ts';
import type { Fact } from '../aws/fact.ts';
import { factUnder } from '../aws/rules.ts';
import { LIMITED_PARTS, touchedBy } from '../limits/touched.ts';
import { MOST_INPUTS, type Assumption } from '../metrics/result.ts';
import { explain } from '../scenario/explain.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { Experiment } from './experiment.ts';

export interface Grounds {
  /** As in a result, of all runs together: by path. What only the experiment itself varied is not overridden. */
  readonly assumptions: readonly Assumption[];
  /** Of the scenarios it began with, in the order of docs/limits.md. */
  readonly notModelled: readonly NotModelled[];
}

export interface NotModelled {
  readonly part: string;
  /** A few words each. */
  readonly what: readonly string[];
}

/** An outcome before its grounds are known. */
export type Ungrounded<T> = T extends unknown ? Omit<T, keyof Grounds> : never;

/** The same experiment, with the grounds of its runs at the end of its outcome. `scenarios`: what it was asked of, the baseline first. */
export function* grounded<T extends object>(
  experiment: Experiment<T>,
  scenarios: readonly Scenario[],
): Experiment<T & Grounds> {
  const relied = new ReliedOn(scenarios);
  let step = experiment.next([]);
  while (!step.done) {
    const results = yield step.value;
    for (const { assumptions } of results) relied.add(assumptions);
    step = experiment.next(results);
  }
  return { ...step.value, assumptions: relied.all(), notModelled: notModelledOf(scenarios) };
}

/** Collects what runs relied on. */
class ReliedOn {
  readonly #scenarios: readonly Scenario[];
  readonly #known = new Map<string, Assumption>();

  constructor(scenarios: readonly Scenario[]) {
    this.#scenarios = scenarios;
  }

  add(assumptions: readonly Assumption[]): void {
    for (const one of assumptions) {
      const known = this.#known.get(one.path);
      const own = one.overridden && !this.#isGiven(one.path) ? this.#asItIs(one) : one;
      if (own !== undefined && (known === undefined || (own.overridden && !known.overridden)))
        this.#known.set(one.path, own);
    }
  }

  all(): Assumption[] {
    return [...this.#known.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
  }

  #isGiven(path: string): boolean {
    return this.#scenarios.some(({ facts }) => Object.hasOwn(facts, path));
  }

  /** A number that the experiment varied, as the scenario has it; undefined of one that AWS documents. */
  #asItIs(one: Assumption): Assumption | undefined {
    const { kind }: Fact = FACTS[one.path as FactPath];
    if (kind === 'documented' || kind === 'recorded') return undefined;
    const value = factUnder(this.#scenarios[0]!.rules, one.path as FactPath);
    return { ...one, value: value === Infinity ? null : value, overridden: false };
  }
}

/** What any of them meets. */
export function notModelledOf(scenarios: readonly Scenario[]): NotModelled[] {
  const met = new Set(scenarios.flatMap(limitsMetBy));
  return LIMITED_PARTS.map(({ title, limits }) => ({
    part: title,
    what: limits.filter((limit) => met.has(limit)).map(({ what }) => what),
  })).filter(({ what }) => what.length > 0);
}

function limitsMetBy(scenario: Scenario) {
  const inputs = explain(scenario)
    .lines.flatMap(({ path, value }) => (value === undefined ? [] : [{ path, written: value.written }]))
    .slice(0, MOST_INPUTS);
  const sources = Object.fromEntries(scenario.sources.map(({ name, type }) => [name, { type }]));
  return touchedBy({ rules: scenario.rules, inputs, sources }).flatMap(({ limits }) => limits);
}
