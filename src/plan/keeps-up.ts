/**
 * What is demanded of a source for which nobody said anything: it keeps up. No message of a queue, stream or asynchronous invocation gets
 * older than a minute, none is lost, and no direct call is refused.
 */
import { checkObjective, type ObjectiveSpec } from '../metrics/figure.ts';
import { MINUTE } from '../engine/time.ts';
import type { Scenario, SourceScenario } from '../scenario/scenario.ts';
import { nothingLost, type Demand } from './search/demands.ts';

export function keepsUp(source: SourceScenario, scenario: Scenario): Demand[] {
  // Of direct calls those that were refused are lost.
  const lost = nothingLost(scenario, (name) => name === source.name);
  return source.type === 'sync' ? lost : [...lost, noneOlder(source.name)];
}

function noneOlder(name: string): Demand {
  const text = `max(${name}.ageOfOldest) < 1 min`;
  const spec: ObjectiveSpec = { text, statistic: 'max', name, figure: 'ageOfOldest', operator: '<', limit: MINUTE };
  return {
    text,
    unit: 'duration',
    operator: '<',
    limit: MINUTE,
    // Where nothing came nothing got old.
    read: (result) => {
      const { met, value } = checkObjective(result, spec, 'duration');
      return { met: met || value === null, value };
    },
  };
}
