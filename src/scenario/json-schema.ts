/**
 * The JSON Schema of a scenario (draft 7), for completion and help in editors: made of the same schemas that check it.
 * Ranges that depend on the rules are described and not enforced: what an editor marks is wrong under every set of rules.
 */
import * as z from 'zod';
import { Rules } from '../aws/rules.ts';
import { wholeSchema } from './schema/scenario.ts';

export function scenarioJsonSchema(): object {
  return z.toJSONSchema(wholeSchema(new Rules('current')), { io: 'input', target: 'draft-7' });
}
