/**
 * Refuses settings of the tier that only some kinds of pollers, views or pacings have, and says which: a setting that does nothing
 * would be believed.
 */
import type { Path } from '../../problem.ts';
import { listed } from '../../schema/shapes.ts';
import { goes, OF_DEPTH, OF_PACING, OF_POLLERS, type GoesWith } from '../../schema/tier/goes-with.ts';
import type { TierWritten } from '../../schema/tier/tier.ts';
import type { Context } from '../context.ts';
import type { Completed } from './tier.ts';

export function refuseUnfit(written: TierWritten, { pollers, depth, pacing }: Completed, context: Context): void {
  refuse(written.pollers, pollers.model, OF_POLLERS, ['tier', 'pollers'], context);
  refuse(written.depth, depth.view, OF_DEPTH, ['tier', 'depth'], context);
  refuse(written.pacing, pacing.policy, OF_PACING, ['tier', 'pacing'], context);
  if (written.leases === undefined || pollers.model === 'leased') return;
  context.findings.error(['tier', 'leases'], {
    message: `leases go with model: leased of the pollers; here it is ${pollers.model}`,
    hint: 'pollers: { model: leased }',
    about: 'key',
    source: 'AP-6.1',
  });
}

function refuse(
  written: Readonly<Record<string, unknown>> | undefined,
  kind: string,
  goesWith: GoesWith,
  path: Path,
  { findings }: Context,
): void {
  for (const [key, value] of Object.entries(written ?? {})) {
    // What is off has no effect anywhere.
    if (value === undefined || value === false || goes(goesWith, key, kind)) continue;
    const { by, keys } = goesWith;
    const message = `${key} goes with ${by}: ${listed(keys[key]!, 'or')}; here it is ${kind}`;
    findings.error([...path, key], { message, about: 'key' });
  }
}
