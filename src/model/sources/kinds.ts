/** The kinds of source there are: adding one is a file beside this and a line here. */
import type { Options } from '../options.ts';
import { SQS_KIND } from './sqs-kind.ts';

/** What the scenario reader and the documentation need to know of a kind of source. */
export interface SourceKind {
  /** One sentence for the reference page and the editor. */
  readonly summary: string;
  /** What a source of this kind may say of itself. */
  readonly options: Options;
  /** What a mapping that reads from it may say, beside source, function and what all mappings have. */
  readonly mapping: Options;
  /** Whether it may have a redrive policy. */
  readonly redrives: boolean;
}

export const SOURCE_KINDS = {
  sqs: SQS_KIND,
} as const satisfies Record<string, SourceKind>;

export type SourceType = keyof typeof SOURCE_KINDS;
