/**
 * What the reading of a file found: problems, which refuse it, and notes, which tell the user what was made of it.
 * Problems are bounded: a file that is wrong in a million rows is still reported on one screen.
 * Also how values from a file are quoted. It leaves out what the findings are about.
 */
import type { TraceProblem } from './types.ts';

const SHOWN_PROBLEMS = 20;
const SHOWN_NAMES = 12;
const SHOWN_CHARACTERS = 40;

export class Findings {
  /** Name of the file, for messages. */
  readonly file: string;
  readonly #notes: string[] = [];
  readonly #problems: TraceProblem[] = [];
  #found = 0;

  constructor(file: string) {
    this.file = file;
  }

  /** Whether nothing refuses the file so far. */
  get sound(): boolean {
    return this.#found === 0;
  }

  problem(message: string, more: Omit<TraceProblem, 'message'> = {}): void {
    this.#found += 1;
    if (this.#problems.length < SHOWN_PROBLEMS) this.#problems.push({ ...more, message });
  }

  note(text: string): void {
    this.#notes.push(text);
  }

  /** The first problems in the order in which they were found; when there are more, a last entry says how many. */
  problems(): readonly TraceProblem[] {
    const unseen = this.#found - this.#problems.length;
    return unseen === 0 ? [...this.#problems] : [...this.#problems, { message: `and ${unseen} more` }];
  }

  notes(): readonly string[] {
    return [...this.#notes];
  }
}

/** Control and direction-changing characters that JSON leaves as they are, but which must not reach a terminal. */
const UNSEEN = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Text from a file, in quotes, on one line, shortened, and harmless to print. */
export function quoted(text: string): string {
  const short = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
  return JSON.stringify(short).replace(UNSEEN, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Names from a file, quoted and separated by commas, at most a dozen. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN_NAMES).map(quoted).join(', ');
  return names.length > SHOWN_NAMES ? `${shown} and ${names.length - SHOWN_NAMES} more` : shown;
}

/** `1 row`, `3 rows`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
