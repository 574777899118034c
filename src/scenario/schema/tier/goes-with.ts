/**
 * Which settings of the tier only some kinds of pollers, views and pacings have. The reader refuses them with others, and an
 * explanation leaves them out.
 */

/** Keys that do not go with everything, with the kinds they go with. */
export interface GoesWith {
  /** The key by which the kind is said. */
  readonly by: string;
  readonly keys: Readonly<Record<string, readonly string[]>>;
}

const NOT_STATIC = ['pooledRoundRobin', 'pooledWeighted', 'leased'];
const NOT_LIVE = ['periodic', 'delayed', 'push'];

export const OF_POLLERS: GoesWith = { by: 'model', keys: { hosts: NOT_STATIC, zones: ['leased'] } };

export const OF_DEPTH: GoesWith = {
  by: 'view',
  keys: {
    refreshEvery: ['periodic'],
    phase: ['periodic'],
    delay: ['periodic', 'delayed'],
    inFlightCorrection: NOT_LIVE,
    driftCorrection: NOT_LIVE,
  },
};

export const OF_PACING: GoesWith = { by: 'policy', keys: { first: ['aimd'], increase: ['aimd'], keep: ['aimd'] } };

/** Whether a key goes with a kind; most keys go with all. */
export function goes({ keys }: GoesWith, key: string, kind: string): boolean {
  return !Object.hasOwn(keys, key) || keys[key]!.includes(kind);
}
