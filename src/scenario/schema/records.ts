/**
 * Mappings whose keys are the user's own: attributes, choices, percentiles.
 * The maps of functions, sources and mappings are walked by the reader itself, so that one bad entry hides no other.
 */
import * as z from 'zod';
import { isMapping } from '../plain.ts';
import { complain } from './issues.ts';

interface RecordRules {
  /** What keys look like, for editors; whoever uses the record says what is wrong with a key. */
  readonly pattern?: string;
  readonly required?: readonly string[];
}

/** A mapping from at least one key to values of one schema. */
export function recordOf<V>(
  value: z.ZodType<V>,
  { pattern, required = [] }: RecordRules,
): z.ZodType<Record<string, V>> {
  const keys = pattern === undefined ? z.string() : z.string().meta({ pattern });
  return z
    .record(keys, value)
    .superRefine((written, context) => {
      if (!isMapping(written)) return;
      if (Object.keys(written).length === 0) complain(context, written, { message: 'at least one entry is due' });
      for (const key of required) {
        if (!Object.hasOwn(written, key)) complain(context, undefined, { message: 'is missing' }, [key]);
      }
    }, always)
    .meta({ minProperties: 1, ...(required.length > 0 && { required: [...required] }) });
}

const always = { when: () => true };
