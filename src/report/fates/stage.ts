/**
 * What became of records, as plain data: stages (a source, a reader of a stream, a group of tenants), what came into each, and what
 * became of it. The two sides of a stage are equal. Leaves out how it is drawn.
 */

/** What kind of end or beginning it is: what colours and order go by. */
export type Tone = 'in' | 'good' | 'aside' | 'bad' | 'open' | 'moved' | 'dead';

/** A part of what came in, or of what became of it. */
export interface Share {
  /** `handled`, `dead-lettered`. */
  readonly label: string;
  /** By whom, from where or why; null: there is nothing to add. */
  readonly why: string | null;
  /** Records, more than 0. */
  readonly count: number;
  readonly tone: Tone;
  /** Stage that these very records come from or go to. */
  readonly link?: string;
  /** Stages that new records were made for because of these, or because of whose records these were made. Not the same number. */
  readonly follows?: readonly string[];
}

export interface Stage {
  /** Unlike that of any other stage. */
  readonly id: string;
  readonly name: string;
  /** `FIFO queue`; null where what its records are called says it. */
  readonly kind: string | null;
  /** What one of its records is called. */
  readonly noun: string;
  readonly in: readonly Share[];
  /** Empty where {@link copies} are made. */
  readonly out: readonly Share[];
  /** What never came in. */
  readonly outside: readonly Share[];
  /** Stages that each have all that came in: the readers of a stream. */
  readonly copies: readonly string[];
}

export interface Fates {
  /** In the order of the scenario; those that nothing came to are not there. */
  readonly stages: readonly Stage[];
  /** Stages beyond the first {@link MOST_STAGES}. */
  readonly leftOut: number;
}

/** Nobody reads more. */
export const MOST_STAGES = 40;

/** Records of these shares. */
export function totalOf(shares: readonly Share[]): number {
  return shares.reduce((sum, { count }) => sum + count, 0);
}

/** Without those that are not there. */
export function present(shares: readonly Share[]): Share[] {
  return shares.filter(({ count }) => count > 0);
}

/** Of a source, and of a mapping that reads a stream beside others. */
export const sourceId = (name: string): string => `source ${name}`;
export const readerId = (name: string): string => `mapping ${name}`;
