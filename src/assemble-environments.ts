/** Builds what environments of a function are made with, from its scenario: how a new one starts. */
import type { Rules } from './aws/rules.ts';
import { compile, type Distribution } from './engine/distributions.ts';
import { downloadTime } from './model/lambda/package.ts';
import type { ColdStart } from './model/lambda/start.ts';
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
