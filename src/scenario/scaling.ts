/**
 * Multiplies what a scenario writes at a place: one amount, a whole distribution, the rates of arrivals, the time of rules. What gives a
 * distribution its shape stays, and so do the instants of a rate that changes. Sizes of a list, words and names cannot be multiplied.
 */
import { amountOf, isRate, writtenAmount, type Amount } from './amount.ts';
import { at, isMapping, type Mapping } from './plain.ts';

/** Numbers of a distribution that are no values of it. */
const SHAPES = new Set(['cv', 'shape', 'phases', 'squaredVariation', 'exponent']);
const DISTRIBUTIONS = new Set([
  ...['exponential', 'uniform', 'lognormal', 'gamma', 'erlang', 'hyperexponential', 'pareto', 'weibull', 'quantiles'],
]);
/** Of a rule in a list: what it decides. */
const DECISIONS = ['time', 'fails'];

export type Scaled =
  | { readonly ok: true; readonly value: unknown }
  /** `why` goes on after the path: `is a word`. */
  | { readonly ok: false; readonly why: string };

/**
 * The value times `factor`, which is above 0. `whole`: numerals that were whole stay whole, and at least 1, for what counts
 * something or takes whole seconds only. Shares end at 100 %.
 */
export function scaled(value: unknown, factor: number, whole = false): Scaled {
  const scaling = new Scaling(factor, whole, hasRates(value));
  const result = scaling.of(value);
  if (scaling.touched === 0) return { ok: false, why: refusal(value) };
  if (scaling.moved === 0) return { ok: false, why: 'is 0, and so is what it is multiplied by: give from and to' };
  return { ok: true, value: result };
}

function refusal(value: unknown): string {
  if (value === undefined) return 'is not there';
  if (typeof value === 'string') return 'is a word or a name, which has no double: give a list of values';
  if (typeof value === 'boolean') return 'is true or false, which have no double: give a list of values';
  return 'holds no single amount, distribution or rate that could be multiplied: name what is in it';
}

class Scaling {
  /** Amounts looked at, and those that are not 0. */
  touched = 0;
  moved = 0;
  readonly #factor: number;
  readonly #isWhole: boolean;
  /** Beside rates, times are instants and phases of the same load. */
  readonly #onlyRates: boolean;

  constructor(factor: number, isWhole: boolean, onlyRates: boolean) {
    this.#factor = factor;
    this.#isWhole = isWhole;
    this.#onlyRates = onlyRates;
  }

  of(value: unknown): unknown {
    if (this.#onlyRates) return this.#ratesIn(value);
    if (Array.isArray(value)) return this.#rules(value as unknown[]);
    return isMapping(value) ? this.#distribution(value) : this.#amount(value);
  }

  #amount(value: unknown): unknown {
    const amount = amountOf(value);
    if (amount === undefined) return value;
    this.touched += 1;
    if (amount.numeral > 0) this.moved += 1;
    return writtenAmount({ ...amount, numeral: this.#times(amount) });
  }

  #times({ numeral }: Amount): number {
    const exact = numeral * this.#factor;
    return this.#isWhole && Number.isInteger(numeral) && numeral > 0 ? Math.max(1, Math.round(exact)) : exact;
  }

  /** A bare number among rates is no rate. */
  #ratesIn(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((one) => this.#ratesIn(one));
    if (isMapping(value)) return mapped(value, (_key, part) => this.#ratesIn(part));
    const amount = amountOf(value);
    return amount !== undefined && isRate(amount) ? this.#amount(value) : value;
  }

  #rules(list: readonly unknown[]): unknown {
    return list.map((rule) => {
      if (!isMapping(rule)) return rule;
      return mapped(rule, (key, part) => (DECISIONS.includes(key) ? this.of(part) : part));
    });
  }

  #distribution(value: Mapping): Mapping {
    const [name, ...others] = Object.keys(value);
    if (name === undefined || others.length > 0) return value;
    const of = at(value, name);
    if (!isMapping(of)) return value;
    if (name === 'choice') return { choice: Object.fromEntries(Object.entries(of).map(([k, v]) => [this.#key(k), v])) };
    if (!DISTRIBUTIONS.has(name)) return value;
    return { [name]: mapped(of, (key, part) => (SHAPES.has(key) ? part : this.#amount(part))) };
  }

  /** What a choice draws stands in its keys. */
  #key(key: string): string {
    return String(this.#amount(/^\d{1,10}(\.\d{1,9})?$/.test(key) ? Number(key) : key));
  }
}

function hasRates(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasRates);
  if (isMapping(value)) return Object.values(value).some(hasRates);
  const amount = amountOf(value);
  return amount !== undefined && isRate(amount);
}

function mapped(mapping: Mapping, change: (key: string, value: unknown) => unknown): Mapping {
  return Object.fromEntries(Object.entries(mapping).map(([key, value]) => [key, change(key, value)]));
}
