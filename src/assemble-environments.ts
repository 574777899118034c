/** Builds what is about the environments of a function, from its scenario: how a new one starts, who changes how many are kept ready. */
import type { Rules } from './aws/rules.ts';
import { compile, type Distribution } from './engine/distributions.ts';
import { downloadTime } from './model/lambda/package.ts';
import type { ColdStart } from './model/lambda/start.ts';
import { AutoScaler } from './model/lambda/auto-scaler.ts';
import type { LambdaFunction } from './model/lambda/function.ts';
import { scheduleChanges } from './model/lambda/scheduled-changes.ts';
import type { World } from './model/world.ts';
import type * as S from './scenario/scenario.ts';

export function makeColdStart(cold: S.ColdStart, rules: Rules): ColdStart {
  const [platform, init] = [platformOf(cold, rules), compile(cold.init)];
  if (!cold.snapStart) return { platform, init, initLimit: rules.number('lambda.init.max') };
  // A restore ends in time, or there would be no environment.
  const longest = rules.number('lambda.snapStart.restore.max');
  return { platform, init: (random) => Math.min(longest, init(random)), initLimit: Infinity };
}

/** The time of a package comes on top of what the platform takes anyway. */
function platformOf({ platform, package: pack, packageSize }: S.ColdStart, rules: Rules): Distribution {
  const drawn = compile(platform);
  if (packageSize === undefined) return drawn;
  const download = downloadTime(packageSize, pack, rules);
  return (random) => drawn(random) + download;
}

/** Lets the clock, or the use that is made of them, change how many environments are kept ready. */
export function scaleProvisioned(made: LambdaFunction, scenario: S.FunctionScenario, world: World): void {
  const { autoScaling, provisionedSchedule } = scenario;
  const scaler = autoScaling && new AutoScaler(world, made, autoScaling);
  if (scaler !== undefined) made.meterProvisioned(scaler);
  const { changes, every } = provisionedSchedule;
  if (changes.length === 0) return;
  scheduleChanges(world, changes, every, ({ environments, min, max }) => {
    if (scaler === undefined) made.provision(environments ?? 0, 'schedule');
    else scaler.bound(min, max);
  });
}
