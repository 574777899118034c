/**
 * Refuses settings of the tier that only some kinds of pollers, views or pacings have, and says which: a setting that does nothing
 * would be believed.
 */
import type { Path } from '../../problem.ts';
import { listed } from '../../schema/shapes.ts';
import type { TierWritten } from '../../schema/tier/tier.ts';
import type { Context } from '../context.ts';
import type { Completed } from './tier.ts';

interface Fit {
  /** Keys that do not go with everything: of which kinds they are. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** What the kind is said by. */
  readonly by: string;
}

const NOT_STATIC = ['pooledRoundRobin', 'pooledWeighted', 'leased'];
const OF_POLLERS: Fit = { by: 'model', keys: { hosts: NOT_STATIC, zones: NOT_STATIC } };
const OF_DEPTH: Fit = {
  by: 'view',
  keys: {
    refreshEvery: ['periodic'],
    phase: ['periodic'],
    delay: ['periodic', 'delayed'],
    inFlightCorrection: ['periodic', 'delayed', 'push'],
    driftCorrection: ['periodic', 'delayed', 'push'],
  },
};
const OF_PACING: Fit = { by: 'policy', keys: { first: ['aimd'], increase: ['aimd'], keep: ['aimd'] } };

export function refuseUnfit(written: TierWritten, { pollers, depth, pacing }: Completed, context: Context): void {
  refuse(written.pollers, pollers.model, OF_POLLERS, ['tier', 'pollers'], context);
  refuse(written.depth, depth.view, OF_DEPTH, ['tier', 'depth'], context);
  refuse(written.pacing, pacing.policy, OF_PACING, ['tier', 'pacing'], context);
  if (written.leases === undefined || pollers.model === 'leased') return;
  context.findings.error(['tier', 'leases'], {
    message: `leases go with pollers of the model leased; here it is ${pollers.model}`,
    hint: 'pollers: { model: leased }',
    about: 'key',
    source: 'AP-6.1',
  });
}

function refuse(
  written: Readonly<Record<string, unknown>> | undefined,
  kind: string,
  { keys, by }: Fit,
  path: Path,
  { findings }: Context,
): void {
  for (const [key, kinds] of Object.entries(keys)) {
    const value = written?.[key];
    // What is off has no effect anywhere.
    if (value === undefined || value === false || kinds.includes(kind)) continue;
    findings.error([...path, key], {
      message: `${key} goes with ${by}: ${listed(kinds, 'or')}; here it is ${kind}`,
      about: 'key',
    });
  }
}
