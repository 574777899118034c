/** What provisioned pollers and the other settings of their mapping say together (J.4, rule 3), and what the rules know of the mode. */
import type { Context, Parts } from '../complete/context.ts';
import { provisionedPollersOf, type MappingScenario } from '../scenario.ts';

export function checkProvisionedPollers({ mappings }: Parts, context: Context): void {
  for (const mapping of mappings) checkOne(mapping, context);
}

function checkOne(mapping: MappingScenario, { findings, rules }: Context): void {
  const config = provisionedPollersOf(mapping);
  if (config === undefined) return;
  const { minimumPollers, maximumPollers } = config;
  const path = ['mappings', mapping.name, 'provisionedPollerConfig'];
  if ('maximumConcurrency' in mapping.options && mapping.options.maximumConcurrency !== undefined)
    findings.error(path, {
      message: 'the service refuses maximumConcurrency together with provisionedPollerConfig',
      hint: `maximumPollers: ${Math.max(2, Math.ceil(mapping.options.maximumConcurrency / 10))} bounds it, 10 invocations for each`,
      about: 'key',
      source: 'SQS-20, J.4 rule 3',
    });
  if (maximumPollers < minimumPollers)
    findings.error([...path, 'maximumPollers'], {
      message: `maximumPollers, ${maximumPollers}, is less than minimumPollers, ${minimumPollers}: the service refuses this`,
      source: 'SQS-21, J.4 rule 3',
    });
  if (rules.set === '2023-10')
    findings.warning(path, {
      message: 'under rules: 2023-10 the service had no provisioned mode',
      about: 'key',
      source: 'SQS-21',
    });
}
