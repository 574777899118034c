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
    this.#all[formatPath(path)] = 'service default';
    return value;
  }

  /** A default that we chose. */
  ours<T>(path: Path, value: T): T {
    this.#all[formatPath(path)] = 'our default';
    return value;
  }

  /** All of the options, each as written or by default. */
  options<O extends Options>(options: O, written: Readonly<Record<string, unknown>>, path: Path): Values<O> {
    const entries = Object.entries(options).map(([name, option]) => {
      return [name, written[name] ?? this.#defaultOf(option, [...path, name])] as const;
    });
    return Object.fromEntries(entries) as Values<O>;
  }

  #defaultOf(option: Option, path: Path): number | boolean | undefined {
    const standard: Bound | boolean | undefined = option.default;
    if (standard === undefined) return undefined;
    return typeof standard === 'object' ? this.fact(path, standard.fact) : this.service(path, standard);
  }

  /** A fact that the scenario itself gives is given, not a default. */
  #noteFact(path: Path, factPath: FactPath): void {
    if (Object.hasOwn(this.#overrides, factPath)) return;
    const { kind, under }: Fact = FACTS[factPath];
    const isIdeal = this.#rules.set === 'ideal' && under?.ideal !== undefined;
    const isKnown = kind === 'documented' || kind === 'recorded';
    this.#all[formatPath(path)] = isIdeal ? 'our default' : isKnown ? 'service default' : 'assumed';
  }
}
