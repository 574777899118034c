/**
 * What a scenario says about a function. Memory, timeout and concurrency have the service's own ranges.
 */
import type * as z from 'zod';
import { ARCHITECTURES } from '../../aws/cold-starts.ts';
import type { Rules } from '../../aws/rules.ts';
import { SECOND } from '../../engine/time.ts';
import { OF_EVENTS } from './async.ts';
import { coldStartSchema } from './cold-start.ts';
import { handlerSchema } from './handler.ts';
import { powerTuningSchema } from './power-tuning.ts';
import { provisionedSchema } from './provisioned.ts';
import { quantity } from './quantity.ts';
import { mapping, type Refused } from './shapes.ts';
import { word } from './words.ts';

/** Reserved concurrency goes from 0; what the account has left is a rule across functions. */
export const RESERVED_CONCURRENCY = {
  kind: 'count',
  min: 0,
  doc: 'Concurrency that is kept for this function and that it cannot exceed; 0 stops it.',
  source: 'CON-02',
} as const;

const MANAGED_INSTANCES = {
  message:
    'functions on Managed Instances work in another way (several requests an environment), which is not modelled',
  source: 'LMI-01',
};

/** By all names that the service and its tools have for what only such functions have. */
const OF_MANAGED_INSTANCES = [
  'managedInstances',
  'capacityProvider',
  'capacityProviderConfig',
  'lambdaManagedInstancesCapacityProviderConfig',
  'perExecutionEnvironmentMaxConcurrency',
  'executionEnvironmentMaxConcurrency',
  'executionEnvironmentMemoryGiBPerVCpu',
  'functionScalingConfig',
  'minExecutionEnvironments',
  'maxExecutionEnvironments',
].flatMap((name) => [name, name.charAt(0).toUpperCase() + name.slice(1)]);

/** More than these is offered on Managed Instances only. */
const BEYOND = 'more is for functions on Managed Instances, which are not modelled: LMI-01';

const REFUSED: Refused = {
  ...OF_EVENTS,
  snapStart: {
    message: 'SnapStart is said with the cold start',
    hint: 'coldStart: { runtime: java21, snapStart: true }',
    source: 'ENV-12',
  },
  ...Object.fromEntries(OF_MANAGED_INSTANCES.map((name) => [name, MANAGED_INSTANCES])),
};

export function functionSchema(rules: Rules) {
  return mapping(
    {
      memory: quantity({
        kind: 'memory',
        min: rules.number('lambda.memory'),
        max: rules.number('lambda.memory.max'),
        isRangeFact: true,
        beyond: BEYOND,
        doc: 'Memory of an environment; Lambda’s MB are binary.',
        source: 'ENV-02',
      }).optional(),
      architecture: word(
        ARCHITECTURES,
        'Instruction set: what a GB-second costs, and which INIT times a runtime has; x86_64 unless said.',
      ).optional(),
      timeout: timeout(rules).optional(),
      cpuShare: quantity({
        kind: 'share',
        doc: 'Part of the handler’s time, as measured with 1,769 MB, that computes: with less memory it takes longer.',
        source: 'ENV-02',
      }).optional(),
      powerTuning: powerTuningSchema(rules)
        .optional()
        .describe('Durations measured with several sizes of memory, instead of cpuShare.'),
      ephemeralStorage: quantity({
        kind: 'memory',
        min: rules.number('lambda.ephemeralStorage'),
        max: rules.number('lambda.ephemeralStorage.max'),
        isRangeFact: true,
        beyond: BEYOND,
        doc: 'Size of /tmp; checked and kept.',
        source: 'ENV-03',
      }).optional(),
      reservedConcurrency: quantity(RESERVED_CONCURRENCY).optional(),
      provisionedConcurrency: provisionedSchema(rules).optional(),
      recursiveLoop: word(
        ['terminate', 'allow'],
        'Whether Lambda stops chains of requests in which the function has run too often; terminate unless said.',
      ).optional(),
      coldStart: coldStartSchema.optional(),
      handler: handlerSchema,
    },
    REFUSED,
  );
}

/** The pure queueing model has no timeouts of its own, so any will do for it. */
function timeout(rules: Rules): z.ZodType<number> {
  const doc = 'How long an invocation may take before it is stopped.';
  if (rules.set === 'ideal') return quantity({ kind: 'duration', above: 0, doc });
  const max = rules.number('lambda.timeout.max');
  return quantity({
    kind: 'duration',
    min: SECOND,
    max,
    wholeSeconds: true,
    isRangeFact: true,
    beyond: BEYOND,
    doc,
    source: 'ENV-01',
  });
}

export type FunctionWritten = z.output<ReturnType<typeof functionSchema>>;
