/**
 * What a scenario says about a function. Memory, timeout and concurrency have the service's own ranges.
 */
import type * as z from 'zod';
import { INIT_TIMES, INIT_TIMES_ID, type Runtime } from '../../aws/cold-starts.ts';
import type { Rules } from '../../aws/rules.ts';
import { SECOND } from '../../engine/time.ts';
import { distribution } from './distribution.ts';
import { handlerSchema } from './handler.ts';
import { quantity } from './quantity.ts';
import { mapping, notYet, requireOne, shortOr } from './shapes.ts';
import { word } from './words.ts';

/** Reserved concurrency goes from 0; what the account has left is a rule across functions. */
export const RESERVED_CONCURRENCY = {
  kind: 'count',
  min: 0,
  doc: 'Concurrency that is kept for this function and that it cannot exceed; 0 stops it.',
  source: 'CON-02',
} as const;

const RUNTIMES = Object.keys(INIT_TIMES) as Runtime[];

const coldStart = mapping({
  runtime: word(RUNTIMES, `A runtime, for the INIT times of a minimal function (${INIT_TIMES_ID}).`).optional(),
  init: distribution('duration', 'Time of INIT: the runtime and the code outside the handler.').optional(),
  platform: distribution('duration', 'Time before INIT: placement, sandbox, download.').optional(),
  idleLifetime: quantity({ kind: 'duration', above: 0, doc: 'How long an idle environment is kept.' }).optional(),
}).superRefine((written, context) => requireOne(written, ['runtime', 'init'], context, ['platform', 'idleLifetime']));

export function functionSchema(rules: Rules) {
  return mapping(
    {
      memory: quantity({
        kind: 'memory',
        min: rules.number('lambda.memory'),
        max: rules.number('lambda.memory.max'),
        isRangeFact: true,
        doc: 'Memory of an environment; Lambda’s MB are binary.',
        source: 'ENV-02',
      }).optional(),
      timeout: timeout(rules).optional(),
      reservedConcurrency: quantity(RESERVED_CONCURRENCY).optional(),
      coldStart: shortOr(word(['none'], 'No cold starts.'), coldStart).optional(),
      handler: handlerSchema,
    },
    notYet('provisionedConcurrency', 'ephemeralStorage', 'snapStart'),
  );
}

/** The pure queueing model has no timeouts of its own, so any will do for it. */
function timeout(rules: Rules): z.ZodType<number> {
  const doc = 'How long an invocation may take before it is stopped.';
  if (rules.set === 'ideal') return quantity({ kind: 'duration', above: 0, doc });
  const max = rules.number('lambda.timeout.max');
  return quantity({ kind: 'duration', min: SECOND, max, wholeSeconds: true, isRangeFact: true, doc, source: 'ENV-01' });
}

export type FunctionWritten = z.output<ReturnType<typeof functionSchema>>;
