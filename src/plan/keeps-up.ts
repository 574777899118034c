/**
 * What is demanded of a source for which nobody said anything: it keeps up. No message of a queue, stream or asynchronous invocation gets
 * older than a minute, none is lost, and no direct call is refused. The backlog of a queue does not grow either: where it grows slowly,
 * or a run is short, no message gets that old within it.
 */
import { checkObjective, type ObjectiveSpec } from '../metrics/figure.ts';
import { MINUTE } from '../engine/time.ts';
import { queuesOf, type Scenario, type SourceScenario } from '../scenario/scenario.ts';
import { growsNot, nothingLost, ofWhatCame, type Demand } from './search/demands.ts';

/** Of all sources that something works off. Of a queue that nobody reads, such as a dead-letter queue, the oldest message gets older and older. */
export function allKeepsUp(scenario: Scenario): Demand[] {
  const read = new Set(scenario.mappings.map(({ source }) => source));
  const worked = scenario.sources.filter(({ name, type }) => type === 'sync' || type === 'async' || read.has(name));
  return worked.flatMap((source) => keepsUp(source, scenario));
}

export function keepsUp(source: SourceScenario, scenario: Scenario): Demand[] {
  // Of direct calls those that were refused are lost.
  const lost = nothingLost(scenario, (name) => name === source.name);
  if (source.type === 'sync') return lost;
  return [...lost, noneOlder(source.name), ...queuesOf([source]).map(({ name }) => growsNot(name))];
}

function noneOlder(name: string): Demand {
  const text = `max(${name}.ageOfOldest) < 1 min`;
  const spec: ObjectiveSpec = { text, statistic: 'max', name, figure: 'ageOfOldest', operator: '<', limit: MINUTE };
  return {
    text,
    unit: 'duration',
    operator: '<',
    limit: MINUTE,
    // No age at all: whatever came was handled at once.
    read: ofWhatCame(name, (result) => {
      const { met, value } = checkObjective(result, spec, 'duration');
      return { met: met || value === null, value: value ?? 0 };
    }),
  };
}
