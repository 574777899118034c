/** A closed form: a formula that says something of a scenario before anything runs, with what went into it. */
import type { Micros } from '../../engine/time.ts';

/** Entries of the sheet of planning formulas; `erlangC`: the textbook's. */
export type ClosedFormId =
  | 'PLN-01'
  | 'PLN-02'
  | 'PLN-03'
  | 'PLN-04'
  | 'PLN-05'
  | 'PLN-06'
  | 'PLN-07'
  | 'PLN-08'
  | 'PLN-09'
  | 'PLN-10'
  | 'PLN-11'
  | 'PLN-12'
  | 'PLN-13'
  | 'PLN-14'
  | 'PLN-15'
  | 'PLN-16'
  | 'erlangC';

/** Of a value: a number of things, microseconds, things a second, bytes, or a share from 0 to 1. */
export type FormUnit = 'count' | 'duration' | 'rate' | 'size' | 'share';

/** Something that a formula takes. */
export interface FormInput {
  /** As in the formula: `λ`. */
  readonly symbol: string;
  readonly value: number;
  readonly unit: FormUnit;
  /** In words, to go on after the symbol: `messages a second of orders, on average`. */
  readonly says: string;
}

export interface ClosedForm {
  readonly id: ClosedFormId;
  /** What it is about, as a path of the scenario: `mappings.orders-to-worker`. */
  readonly about: string;
  /** In words: `executions at once that the load needs`. */
  readonly quantity: string;
  /** Null where it does not apply; Infinity where the formula says that it never ends. */
  readonly value: number | null;
  readonly unit: FormUnit;
  /** `λ · D / B`. */
  readonly formula: string;
  readonly inputs: readonly FormInput[];
  /** Undefined: it applies. Otherwise why it does not, to go on after `does not apply: `. */
  readonly notBecause: string | undefined;
}

type Head = Pick<ClosedForm, 'id' | 'about' | 'quantity' | 'unit' | 'formula'>;

export function applies(head: Head, value: number, inputs: readonly FormInput[]): ClosedForm {
  return { ...head, value, inputs, notBecause: undefined };
}

export function doesNotApply(head: Head, why: string, inputs: readonly FormInput[] = []): ClosedForm {
  return { ...head, value: null, inputs, notBecause: why };
}

export function count(symbol: string, value: number, says: string): FormInput {
  return { symbol, value, unit: 'count', says };
}

export function rate(symbol: string, value: number, says: string): FormInput {
  return { symbol, value, unit: 'rate', says };
}

export function time(symbol: string, value: Micros, says: string): FormInput {
  return { symbol, value, unit: 'duration', says };
}

export function size(symbol: string, value: number, says: string): FormInput {
  return { symbol, value, unit: 'size', says };
}
