/** Turns what a scenario says about provisioned concurrency into the whole of it. */
import type { Path } from '../problem.ts';
import type { FunctionScenario } from '../scenario.ts';
import type { ProvisionedWritten } from '../schema/provisioned.ts';
import type { Context } from './context.ts';
import { warnOfLate } from './rates.ts';

type OfProvisioned = Pick<
  FunctionScenario,
  'provisionedConcurrency' | 'provisionedReadyAt' | 'provisionedSchedule' | 'autoScaling'
>;

/** `path`: of provisionedConcurrency. */
export function completeProvisioned(
  written: ProvisionedWritten | undefined,
  path: Path,
  context: Context,
): OfProvisioned {
  const { environments, readyAt, schedule = [], every, autoScaling } = written ?? {};
  schedule.forEach(({ at }, i) => warnOfLate(at, 'this change', [...path, 'schedule', i, 'at'], context));
  const changes = schedule.map(({ at, environments: to, min, max }) => ({ at, environments: to, min, max }));
  return {
    provisionedConcurrency: environments ?? (autoScaling === undefined ? 0 : least(autoScaling.min, path, context)),
    provisionedReadyAt: readyAt,
    provisionedSchedule: { changes, every },
    autoScaling: autoScaling && tracking(autoScaling, [...path, 'autoScaling'], context),
  };
}

/** The service begins with what there is; without any it brings the function to the least. */
function least(min: number, path: Path, { origins }: Context): number {
  return origins.ours([...path, 'environments'], min);
}

function tracking(
  { min, max, target, ...rest }: NonNullable<ProvisionedWritten['autoScaling']>,
  path: Path,
  { origins }: Context,
): FunctionScenario['autoScaling'] {
  const cooldown = (key: 'scaleOutCooldown' | 'scaleInCooldown') =>
    rest[key] ?? origins.fact([...path, key], 'lambda.autoScaling.cooldown');
  return {
    ...{ min, max, target },
    statistic: rest.statistic ?? origins.service([...path, 'statistic'], 'average'),
    scaleOutCooldown: cooldown('scaleOutCooldown'),
    scaleInCooldown: cooldown('scaleInCooldown'),
  };
}
