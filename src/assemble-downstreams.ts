/** Builds the downstreams of a scenario as servers, and the settings that all who call them share. A part of assemble.ts. */
import { compile } from './engine/distributions.ts';
import { outagesOf } from './assemble-outages.ts';
import { Downstream } from './model/downstreams/downstream.ts';
import type { ServerSettings } from './model/downstreams/settings.ts';
import type { World } from './model/world.ts';
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
