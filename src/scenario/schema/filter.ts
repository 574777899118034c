/**
 * A filter of a mapping: an event pattern, as a mapping of keys or as the JSON text that AWS takes. What may stand in one
 * depends on the source and is looked at when that is known (complete/filters.ts); for editors it is a mapping or a text.
 */
import { isMapping, quoteFound } from '../plain.ts';
import { leaf } from './words.ts';

export const filter = leaf<unknown>(
  {
    type: ['object', 'string'],
    minProperties: 1,
    description: 'A pattern that a record must match to reach the function; of several, one of them.',
  },
  (value) => {
    if (typeof value === 'string' || isMapping(value)) return { value };
    const message = `a pattern is due, or its JSON in quotes; found ${quoteFound(value)}`;
    return { message, hint: 'such as - body: { type: [ refund ] }' };
  },
);
