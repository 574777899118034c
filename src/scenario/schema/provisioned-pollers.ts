/** What a scenario says about the pollers that a mapping has provisioned. */
import type * as z from 'zod';
import type { Rules } from '../../aws/rules.ts';
import { provisionedOptionsOf, type ProvisionedPollerConfig } from '../../model/mapping/provisioned-options.ts';
import type { PolledType } from '../../model/sources/kinds.ts';
import { optionShape } from './options.ts';
import { mapping, onlyIf, type Refused } from './shapes.ts';

export type ProvisionedPollersWritten = Partial<ProvisionedPollerConfig>;

/** The key, where the kind of source has a provisioned mode. What its two numbers say together is a rule across settings. */
export function provisionedPollerConfig(type: PolledType, rules: Rules) {
  const options = provisionedOptionsOf(type);
  const shape = options && mapping(optionShape(options, rules), GROUPS).describe('Pollers that are kept ready.');
  return onlyIf(shape !== undefined, {
    provisionedPollerConfig: shape?.optional() as unknown as z.ZodOptional<z.ZodType<ProvisionedPollersWritten>>,
  });
}

const GROUPS: Refused = {
  pollerGroupName: { message: 'groups of pollers are not modelled: each mapping pays for its own', source: 'KAF-03' },
};

/** What mappings of other sources are told. */
export const NO_PROVISIONED_POLLERS: Refused = {
  provisionedPollerConfig: {
    message: 'provisioned pollers are for queues of SQS and for Kafka',
    source: 'J.1',
  },
};
