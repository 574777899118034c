/** Builds the downstreams of a scenario as servers, and the observer that measures them. A part of assemble.ts. */
import { compile } from './engine/distributions.ts';
import type { Clock } from './engine/time.ts';
import { outagesOf } from './assemble-outages.ts';
import { DownstreamRecorder } from './metrics/downstreams/recorder.ts';
import { Downstream } from './model/downstreams/downstream.ts';
import type { ServerSettings } from './model/downstreams/settings.ts';
import type { World } from './model/world.ts';
import { isPlayed } from './scenario/complete/dealings.ts';
import type { DownstreamScenario, Scenario } from './scenario/scenario.ts';

/** All of them by name, in the order of the scenario; their numbers are those of `outage` as well. Those that nobody calls do nothing. */
export function makeDownstreams(scenario: Scenario, world: World): Map<string, Downstream> {
  return new Map(
    scenario.downstreams.map((part, index) => {
      const settings = serverSettings(part, scenario);
      return [part.name, new Downstream(part.name, index, settings, world)] as const;
    }),
  );
}

function serverSettings(part: DownstreamScenario, scenario: Scenario): ServerSettings {
  const { connections, onExhausted, connectTime, idleTimeout, requestRate, onRateExceeded } = part;
  const { load, recovery, breaker, whenOut, failAfter } = part;
  return {
    connections: connections ?? Infinity,
    onExhausted: onExhausted === 'wait' ? 'wait' : 'fail',
    connectTime: connectTime && compile(connectTime),
    idleTimeout: idleTimeout ?? Infinity,
    requestRate: requestRate ?? Infinity,
    onRateExceeded: onRateExceeded ?? 'fail',
    ...{ load, recovery, breaker, whenOut, failAfter },
    outages: outagesOf(scenario, 'downstream', part.name),
  };
}

/** Measures those that are called step by step; undefined where none is. */
export function downstreamRecorder({ downstreams, functions }: Scenario, clock: Clock): DownstreamRecorder | undefined {
  const played = functions.filter(({ handler }) => isPlayed(handler, downstreams));
  const called = new Set(played.flatMap(({ handler }) => handler.uses.map(({ downstream }) => downstream)));
  if (called.size === 0) return undefined;
  const limits = downstreams.map(({ name, connections }) => (called.has(name) ? (connections ?? Infinity) : undefined));
  return new DownstreamRecorder(limits, clock);
}
