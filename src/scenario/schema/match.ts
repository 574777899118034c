/**
 * How a scenario picks records by what they carry: attributes by name, each with one value or any of a list.
 */
import * as z from 'zod';
import type { AttributeValue } from '../scenario.ts';
import { recordOf } from './records.ts';
import { shortOr } from './shapes.ts';
import { attributeValue } from './words.ts';

/** Attributes by name, each with the values that match: one, or any of a list. */
export const attributesMatch = recordOf(oneOrMore(attributeValue()), {});

function oneOrMore(value: z.ZodType<AttributeValue>): z.ZodType<readonly AttributeValue[]> {
  return shortOr(
    value.transform((one): AttributeValue[] => [one]),
    z.array(value).min(1),
  );
}
