/**
 * Options as data: what a scenario may say about a part of the model, with its range, default and source.
 *
 * The scenario reader turns this into checking, completion, defaults with their origin, and JSON Schema, so a new source
 * describes itself in its own file. Bounds and defaults are numbers or facts; a fact is looked up under the scenario's rules.
 */
import type { FactPath } from '../aws/facts.ts';

/** A number, or the fact that has it. */
export type Bound = number | { readonly fact: FactPath };

/** What kind of quantity: how it is written, and what it becomes (microseconds, bytes, MB, share 0 to 1, per second). */
export type Quantity = 'duration' | 'size' | 'memory' | 'count' | 'number' | 'share' | 'rate';

export interface NumberOption {
  readonly kind: Quantity;
  readonly min?: Bound;
  readonly max?: Bound;
  /** What holds when nothing is said; absent: the option stays unset. */
  readonly default?: Bound;
  /** The service takes whole seconds only. */
  readonly wholeSeconds?: boolean;
  readonly doc: string;
  /** Fact that states the range, for messages: SQS-45. */
  readonly source: string;
  /** May be changed by an event while the run goes on. */
  readonly settable?: boolean;
}

export interface FlagOption {
  readonly kind: 'flag';
  readonly default: boolean;
  readonly doc: string;
  readonly source: string;
}

export type Option = NumberOption | FlagOption;
export type Options = Readonly<Record<string, Option>>;

/** The values that options become: complete, except for numbers that have no default. */
export type Values<O extends Options> = {
  -readonly [K in keyof O]: O[K] extends FlagOption
    ? boolean
    : O[K] extends { readonly default: Bound }
      ? number
      : number | undefined;
};
