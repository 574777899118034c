/**
 * What a function's answer means to the mapping (SQS-54 to SQS-57): empty answers succeed, unusable answers fail everything.
 * Pure. Without ReportBatchItemFailures the answer is not looked at, and anything but an error succeeds.
 */

/** What the function did: threw, crashed, ran into its timeout, or returned a value or text. */
export type Response =
  | { readonly kind: 'succeed' }
  | { readonly kind: 'throw' }
  /** The process ended, which also resets the environment (ENV-07). */
  | { readonly kind: 'crash' }
  | { readonly kind: 'timeout' }
  /** A value that the runtime turned into JSON. */
  | { readonly kind: 'return'; readonly value: unknown }
  /** A text as it comes, JSON or not. */
  | { readonly kind: 'raw'; readonly text: string };

/** How a mapping that listens reads a returned value: all well, all failed, or these identifiers failed. */
export type Reading = 'succeeded' | 'unusableAnswer' | ReadonlySet<string>;

/** What {@link parseAnswer} makes of a text that is not JSON. */
export const UNREADABLE = Symbol('unreadable');

/** The value of an answer that comes as text; no text is no answer, and so no value (SQS-54). */
export function parseAnswer(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return UNREADABLE;
  }
}

/**
 * Reads a returned value. `isKnown` says whether an identifier names a record of the batch; one bad entry fails the whole
 * batch even when others are good (SQS-56).
 */
export function readResponse(value: unknown, isKnown: (id: string) => boolean): Reading {
  const failures = isObject(value) ? value['batchItemFailures'] : undefined;
  if (!isObject(value) || failures === undefined || failures === null) return 'succeeded';
  // A list was due: anything else fails the batch (SQS-57, assumed).
  if (!Array.isArray(failures)) return 'unusableAnswer';
  const ids = new Set<string>();
  for (const entry of failures) {
    const id: unknown = isObject(entry) ? entry['itemIdentifier'] : undefined;
    if (typeof id !== 'string' || id === '' || !isKnown(id)) return 'unusableAnswer';
    ids.add(id);
  }
  return ids.size === 0 ? 'succeeded' : ids;
}

/** Whether a returned value has the state that calls of a tumbling window pass on. */
export function hasState(value: unknown): boolean {
  return isObject(value) && 'state' in value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
