/**
 * What a scenario says about a group of tenants: how many they are, what they send, how long that runs, and who waits for it.
 */
import * as z from 'zod';
import type { Rules } from '../../../aws/rules.ts';
import { CALLERS, TENANTS } from '../../../model/tier/options.ts';
import type { Popularity } from '../../../model/tier/settings.ts';
import { quoteFound } from '../../plain.ts';
import { arrivalSchema } from '../arrivals.ts';
import { distribution } from '../distribution.ts';
import { optionShape } from '../options.ts';
import { number } from '../quantity.ts';
import { mapping, shortOr, variants, type Refused } from '../shapes.ts';
import { leaf } from '../words.ts';

/** What people know of functions and sources, and what it is here. */
const NOT_OF_TENANTS: Refused = {
  handler: { message: 'the functions of tenants have a time alone', hint: 'service: 100 ms' },
  timeout: { message: 'the functions of tenants have a time alone, and no timeout', hint: 'service: 100 ms' },
  reservedConcurrency: { message: 'this is for functions', hint: 'concurrency: 10' },
  outbox: { message: 'tenants have no outbox: arrivals are accepted at their instants' },
  type: { message: 'tenants invoke asynchronously, and there is no other type' },
  maximumRetryAttempts: {
    message: 'this holds for all tenants',
    hint: 'tier: { retries: { maximumRetryAttempts: 1 } }',
  },
  maximumEventAge: { message: 'this holds for all tenants', hint: 'tier: { maximumEventAge: 1 h }' },
};

const equal = leaf<Popularity>({ const: 'equal', description: 'Each tenant is as likely to send.' }, (value) => {
  if (value === 'equal') return { value: { kind: 'equal' } };
  return { message: `equal or a mapping is due; found ${quoteFound(value)}`, hint: 'such as { zipf: 1.1 }' };
});

const popularity = shortOr(
  equal,
  variants({
    zipf: number('The n-th tenant has a weight of n to the power of minus this; 0 makes all alike.', {
      min: 0,
      max: 100,
    }).transform((exponent): Popularity => ({ kind: 'zipf', exponent })),
  }),
);

/** One entry of `tier.tenants:`. */
export function tenantSchema(rules: Rules) {
  return mapping(
    {
      ...optionShape(TENANTS, rules),
      popularity: popularity.describe('Which tenant of the group an arrival is of; equal unless said.').optional(),
      service: distribution('duration', 'How long an event runs.'),
      callers: mapping(optionShape(CALLERS, rules))
        .describe('Callers wait for their events to be done, and send them again; nobody waits unless said.')
        .optional(),
      arrivals: z.array(arrivalSchema(rules)).optional().describe('Of the whole group; they add up.'),
    },
    NOT_OF_TENANTS,
  );
}

export type TenantWritten = z.output<ReturnType<typeof tenantSchema>>;
