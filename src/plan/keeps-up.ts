/**
 * What is demanded of a source for which nobody said anything: it keeps up. No message of a queue, stream or asynchronous invocation gets
 * older than a minute, none is lost, and no direct call is refused.
 */
import { checkObjective, type ObjectiveSpec } from '../metrics/figure.ts';
import { MINUTE } from '../engine/time.ts';
import type { Scenario, SourceScenario } from '../scenario/scenario.ts';
import { nothingLost, type Demand } from './search/demands.ts';

export function keepsUp(source: SourceScenario, scenario: Scenario): Demand[] {
  const lost = nothingLost(scenario, (name) => name === source.name);
  if (source.type !== 'sync') return [...lost, demand(source.name, 'max', 'ageOfOldest', '<', MINUTE, '1 min')];
  return [...lost, demand(source.name, undefined, 'refused', '==', 0, '0')];
}

function demand(
  name: string,
  statistic: string | undefined,
  figure: string,
  operator: ObjectiveSpec['operator'],
  limit: number,
  written: string,
): Demand {
  const of = statistic === undefined ? `${name}.${figure}` : `${statistic}(${name}.${figure})`;
  const text = `${of} ${operator} ${written}`;
  const unit = figure === 'refused' ? 'count' : 'duration';
  const spec = { text, statistic, name, figure, operator, limit };
  return { text, unit, operator, limit, read: (result) => checkObjective(result, spec, unit) };
}
