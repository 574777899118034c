/**
 * Options as data: what a scenario may say about a part of the model, with its range, default and source.
 *
 * The scenario reader turns this into checking, completion, defaults with their origin, and JSON Schema, so a new source
 * describes itself in its own file. Bounds and defaults are numbers or facts; a fact is looked up under the scenario's rules.
 */
import type { FactPath } from '../aws/facts.ts';

/** A number, or the fact that has it. */
export type Bound = number | { readonly fact: FactPath };

/** What kind of quantity: how it is written, and what it becomes (microseconds, bytes, MB, share 0 to 1, per second, US dollars). */
export type Quantity = 'duration' | 'size' | 'memory' | 'count' | 'number' | 'share' | 'rate' | 'money';

export interface NumberOption {
  readonly kind: Quantity;
  readonly min?: Bound;
  readonly max?: Bound;
  /** What holds when nothing is said; absent: the option stays unset. */
  readonly default?: Bound;
  /** The service takes whole seconds, or whole hours, only. */
  readonly wholeSeconds?: boolean;
  readonly wholeHours?: boolean;
  /** A bare number that the service takes for no limit: the option is then unset. */
  readonly unlimited?: number;
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

/** One of some words. */
export interface WordOption {
  readonly kind: 'word';
  readonly words: readonly string[];
  readonly default: string;
  /** The service knows no such option, so the default is ours. */
  readonly isOurs?: boolean;
  readonly doc: string;
  readonly source: string;
}

/** The name of something that records carry; unset unless said. */
export interface AttributeOption {
  readonly kind: 'attribute';
  readonly doc: string;
  readonly source: string;
}

export type Option = NumberOption | FlagOption | WordOption | AttributeOption;
export type Options = Readonly<Record<string, Option>>;

/** The values that options become: complete, except for numbers that have no default and names of attributes. */
export type Values<O extends Options> = { -readonly [K in keyof O]: ValueOf<O[K]> };

type ValueOf<O extends Option> = O extends FlagOption
  ? boolean
  : O extends WordOption
    ? O['words'][number]
    : O extends AttributeOption
      ? string | undefined
      : O extends { readonly default: Bound }
        ? number
        : number | undefined;
