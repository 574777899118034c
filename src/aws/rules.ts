/**
 * The facts one scenario runs under: a dated set of rules, and the scenario's own overrides on top.
 * Remembers which were read, so that a result can list the assumptions it rests on.
 */
import type { Fact, RuleSet } from './fact.ts';
import { FACTS, type FactPath } from './facts.ts';

export type FactOverrides = Readonly<Partial<Record<FactPath, number | string>>>;

/** A fact that a run read, for the record. */
export interface ReliedOn {
  readonly path: FactPath;
  readonly value: number | string;
  readonly overridden: boolean;
}

export class Rules {
  readonly set: RuleSet;
  readonly #overrides: FactOverrides;
  readonly #read = new Set<FactPath>();

  constructor(set: RuleSet, overrides: FactOverrides = {}) {
    this.set = set;
    this.#overrides = overrides;
  }

  /** A numeric fact: microseconds, bytes, per second, a share or a count, as its unit says. */
  number(path: FactPath): number {
    return this.#value(path) as number;
  }

  /** A fact that is a word. */
  word(path: FactPath): string {
    return this.#value(path) as string;
  }

  /** Counts facts among those that were read, which somebody has read by rules of his own. */
  relyOn(paths: readonly FactPath[]): void {
    for (const path of paths) this.#read.add(path);
  }

  /** What has been read so far, by path. */
  reliedOn(): ReliedOn[] {
    return [...this.#read]
      .sort()
      .map((path) => ({ path, value: this.#look(path), overridden: path in this.#overrides }));
  }

  #value(path: FactPath): number | string {
    this.#read.add(path);
    return this.#look(path);
  }

  #look(path: FactPath): number | string {
    return this.#overrides[path] ?? factUnder(this.set, path);
  }
}

/** The value a set of rules gives, without overrides. */
export function factUnder(set: RuleSet, path: FactPath): number | string {
  const fact: Fact = FACTS[path];
  return (set === 'current' ? undefined : fact.under?.[set]) ?? fact.value;
}
