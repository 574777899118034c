/**
 * How a handler uses a downstream when the scenario says no more than its name, and which downstreams have limits: those need to be called
 * one step at a time.
 */
import type { UseSettings } from '../model/downstreams/settings.ts';
import type { DownstreamScenario } from './scenario.ts';

/** Connections of a pool of which nothing is said: what drivers open by default, ours. */
export const POOL = 10;

/** Whether connections to it mean anything: their number, their set-up or their age. */
export function hasConnections({ connections, connectTime, idleTimeout }: DownstreamScenario): boolean {
  return connections !== undefined || connectTime !== undefined || idleTimeout !== undefined;
}

/** Whether what a call finds depends on what others do meanwhile, and not only on the instant. */
export function hasLimits(downstream: DownstreamScenario): boolean {
  const { requestRate, load, recovery, breaker } = downstream;
  const isLimited = requestRate !== undefined || load.length > 0 || breaker !== undefined;
  return hasConnections(downstream) || isLimited || recovery !== undefined;
}

/** The use of a downstream that is given by its name alone. */
export function defaultUse(downstream: DownstreamScenario): UseSettings {
  return {
    connect: hasConnections(downstream) ? 'pool' : 'none',
    pool: POOL,
    acquireTimeout: Infinity,
    queryTimeout: Infinity,
    closes: 'always',
  };
}
