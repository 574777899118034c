/**
 * Fills in what a scenario does not say, and remembers where each value came from, for `lagcast explain`.
 * Which default holds is said where the part is completed, or by the options of the model.
 */
import type { Fact } from '../../aws/fact.ts';
import { FACTS, type FactPath } from '../../aws/facts.ts';
import type { FactOverrides, Rules } from '../../aws/rules.ts';
import type { Bound, Option, Options, Values } from '../../model/options.ts';
import { formatPath, type Path } from '../problem.ts';
import type { Origin } from '../scenario.ts';

export class Origins {
  readonly #rules: Rules;
  readonly #overrides: FactOverrides;
  readonly #all: Record<string, Origin> = {};

  constructor(rules: Rules, overrides: FactOverrides) {
    this.#rules = rules;
    this.#overrides = overrides;
  }

  /** By path; what the scenario itself says is not there. */
  all(): Readonly<Record<string, Origin>> {
    return this.#all;
  }

  /** The value of a fact, as the default of what stands at `path`. */
  fact(path: Path, fact: FactPath): number {
    this.#noteFact(path, fact);
    return this.#rules.number(fact);
  }

  /** A fact that is a word. */
  word(path: Path, fact: FactPath): string {
    this.#noteFact(path, fact);
    return this.#rules.word(fact);
  }

  /** A default of the service that is no fact, such as `off`. */
  service<T>(path: Path, value: T): T {
    this.#all[formatPath(path)] = { from: 'service default', facts: [] };
    return value;
  }

  /** A default that we chose. */
  ours<T>(path: Path, value: T): T {
    this.#all[formatPath(path)] = { from: 'our default', facts: [] };
    return value;
  }

  /** What was measured and stands in a table of its own, not among the facts (INIT_TIMES_ID). */
  measured<T>(path: Path, value: T): T {
    this.#all[formatPath(path)] = { from: 'measured', facts: [] };
    return value;
  }

  /** All of the options, each as written or by default; `whose` are defaults that are no facts. */
  options<O extends Options>(
    options: O,
    written: Readonly<Record<string, unknown>>,
    path: Path,
    whose: 'service' | 'ours' = 'service',
  ): Values<O> {
    const entries = Object.entries(options).map(([name, option]) => {
      return [name, written[name] ?? this.#defaultOf(option, [...path, name], whose)] as const;
    });
    return Object.fromEntries(entries) as Values<O>;
  }

  #defaultOf(option: Option, path: Path, whose: 'service' | 'ours'): number | boolean | string | undefined {
    if (option.kind === 'attribute') return undefined;
    const standard: Bound | boolean | string | undefined = option.default;
    if (standard === undefined) return undefined;
    if (typeof standard === 'object') return this.fact(path, standard.fact);
    const isOurs = whose === 'ours' || (option.kind === 'word' && option.isOurs === true);
    return isOurs ? this.ours(path, standard) : this.service(path, standard);
  }

  /** A value may rest on several facts; where the scenario gives one of them, it is the scenario's own. */
  #noteFact(path: Path, fact: FactPath): void {
    const place = formatPath(path);
    const facts = [...(this.#all[place]?.facts ?? []), fact];
    const from = facts.map((one) => this.#originOf(one));
    this.#all[place] = { from: from.includes('override') ? 'override' : from.at(-1)!, facts };
  }

  #originOf(path: FactPath): Origin['from'] {
    if (Object.hasOwn(this.#overrides, path)) return 'override';
    const { kind, under }: Fact = FACTS[path];
    const { set } = this.#rules;
    if (set !== 'current' && under?.[set] !== undefined) return 'rule set';
    return kind === 'documented' || kind === 'recorded' ? 'service default' : 'assumed';
  }
}
