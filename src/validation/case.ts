/** What can be run of the validation, and how it is grouped. */
import type { Row } from './row.ts';

/** Reads the data of the validation, by path below `scenarios/`. Throws when there is no such file. */
export interface Files {
  readonly readText: (path: string) => string;
}

export interface Case {
  /** Unique in the whole suite. Its rows have this id, or what of it stands before a comma. */
  readonly id: string;
  /** Other ids that it has rows of: what the same run shows too. */
  readonly gives?: readonly string[] | undefined;
  /**
   * Of a case that misses for a reason that is known: the reason. Its rows say it, and it is a defect when it misses no longer.
   */
  readonly knownMiss?: string | undefined;
  /** Of a case of several rows, in the place of `knownMiss`: the reason by figure, so that another row that misses is a defect. */
  readonly knownMisses?: Readonly<Record<string, string>> | undefined;
  /** CPU seconds, about: long ones are begun first. */
  readonly seconds: number;
  readonly run: () => readonly Row[];
}

/** A part of the page. */
export interface Section {
  /** A word for the command line: `theory`. */
  readonly name: SectionName;
  readonly title: string;
  /** Markdown: what is compared here, and how to read it. */
  readonly about: string;
  readonly cases: readonly Case[];
  /** Markdown, from all rows of the section: how families did as a whole. */
  readonly summary?: ((rows: readonly Row[]) => string) | undefined;
  /** What the rows say together, beyond their own verdicts, that is a defect: a sentence each. */
  readonly defects?: ((rows: readonly Row[]) => readonly string[]) | undefined;
}

/** `engine` is of the project's own tests: nothing in a pipeline behaves so. */
export type SectionName = 'recorded' | 'filters' | 'theory' | 'engine' | 'placement' | 'measured' | 'folklore';
