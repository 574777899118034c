/**
 * Gathers what is found wrong with a scenario while it is read, each thing with its place in the file.
 * Reading goes on after a problem, so that all of them are told at once; whoever is done asks whether all was sound.
 * Leaves out how problems are written down (problem.ts) and what counts as one (everybody else here).
 */
import { compareProblems, formatPath, type Path, type Place, type Problem } from './problem.ts';

/** What is wrong, in words, and what to do about it. */
export interface Said {
  readonly message: string;
  readonly hint?: string | undefined;
  /** Entry of the reference that states the rule. */
  readonly source?: string | undefined;
  /** Whether the place is that of the key or of the value; the value unless said. */
  readonly about?: 'key' | 'value' | undefined;
}

/** Where a path stands in the file; plain data has no places. */
export type Locate = (path: Path, what?: 'key' | 'value') => Place | undefined;

export class Findings {
  readonly #locate: Locate;
  readonly #problems: Problem[] = [];
  #errors = 0;

  constructor(locate: Locate = () => undefined) {
    this.#locate = locate;
  }

  /** Errors found so far. */
  get errors(): number {
    return this.#errors;
  }

  error(path: Path, said: Said): void {
    this.#errors += 1;
    this.#add('error', path, said);
  }

  /** Something the service allows and people regret. */
  warning(path: Path, said: Said): void {
    this.#add('warning', path, said);
  }

  note(path: Path, said: Said): void {
    this.#add('note', path, said);
  }

  /** All there is to tell, in the order of the file. */
  problems(): Problem[] {
    return this.#problems.toSorted(compareProblems);
  }

  #add(severity: Problem['severity'], path: Path, { message, hint, source, about }: Said): void {
    const place = this.#locate(path, about);
    this.#problems.push({
      severity,
      path: formatPath(path),
      ...(place !== undefined && { place }),
      message,
      ...(hint !== undefined && { hint }),
      ...(source !== undefined && { source }),
    });
  }
}
