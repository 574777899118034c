/**
 * `tier:`, the tier behind asynchronous invocation. The reader opens its choices, tenants and incidents one by one; editors get it
 * in one piece.
 */
import * as z from 'zod';
import type { Rules } from '../../../aws/rules.ts';
import { TIER } from '../../../model/tier/options.ts';
import { optionShape } from '../options.ts';
import { mapping } from '../shapes.ts';
import { NAME } from '../words.ts';
import { DISCIPLINE, PLACEMENT, wholeChoice } from './chosen.ts';
import { incidentSchema } from './incidents.ts';
import { partSchemas } from './parts.ts';
import { tenantSchema } from './tenants.ts';

/** With placement, discipline, tenants and incidents unopened. */
export function tierSchema(rules: Rules) {
  const unopened = z.unknown().optional();
  return mapping({
    ...optionShape(TIER, rules),
    ...partSchemas(rules),
    ...{ placement: unopened, discipline: unopened, tenants: unopened, incidents: unopened },
  });
}

export type TierWritten = z.output<ReturnType<typeof tierSchema>>;

export function wholeTierSchema(rules: Rules) {
  return mapping({
    ...optionShape(TIER, rules),
    ...partSchemas(rules),
    placement: wholeChoice(PLACEMENT, rules).optional(),
    discipline: wholeChoice(DISCIPLINE, rules).optional(),
    tenants: z
      .record(z.string().meta({ pattern: NAME.source }), tenantSchema(rules))
      .optional()
      .describe('Groups of tenants that are alike, by name.'),
    incidents: z.array(incidentSchema).optional().describe('What breaks, and when.'),
  }).describe('The tier behind asynchronous invocation: shared queues, pollers, tenants.');
}
