/**
 * What people usually guess in a scenario, where nobody says: how long handlers take, what fails, how much comes and how large it is, how
 * long downstreams take; and beside these the numbers of the service that nobody publishes. Each may be half or double.
 */
import type { Assumption } from '../../metrics/result.ts';
import type { GuessScenario, Scenario } from '../../scenario/scenario.ts';
import { scaled } from '../../scenario/scaling.ts';
import type { Template } from '../../scenario/template.ts';
import { writtenAt } from './axis.ts';

export const TIMES = 2;

const OF_HANDLERS = ['duration', 'perInvocation', 'perRecord', 'perKiB', 'invocationFails'];
const OF_COLD_STARTS = ['init', 'restore', 'platform'];
const OF_DOWNSTREAMS = ['latency', 'connectTime'];

/** The inputs that the file gives, in its order; what is 0 or a word has no half. */
export function usualGuesses(template: Template, base: Scenario): GuessScenario[] {
  return pathsIn(template, base)
    .filter(
      (path) =>
        scaled(path.endsWith('.replay.scale') ? writtenAt(path, template, base) : template.written(path), TIMES).ok,
    )
    .map((path) => ({ path, spread: { kind: 'times', factor: TIMES } }));
}

/** The assumptions of a run that are numbers, and no scenario's own. */
export function assumedGuesses(assumptions: readonly Assumption[]): GuessScenario[] {
  return assumptions
    .filter(
      ({ kind, value, overridden }) => kind === 'assumed' && !overridden && typeof value === 'number' && value > 0,
    )
    .map(({ path }) => ({ path: `facts.${path}`, spread: { kind: 'times', factor: TIMES } }));
}

function pathsIn(template: Template, base: Scenario): string[] {
  const ofFunctions = base.functions.flatMap(({ name }) => {
    const [handler, cold] = [`functions.${name}.handler`, `functions.${name}.coldStart`];
    return [
      ...OF_HANDLERS.map((key) => `${handler}.${key}`),
      ...itemsOf(`${handler}.outcome`, template).map((rule) => `${rule}.fails`),
      ...OF_COLD_STARTS.map((key) => `${cold}.${key}`),
    ];
  });
  const ofDownstreams = base.downstreams.flatMap(({ name }) =>
    OF_DOWNSTREAMS.map((key) => `downstreams.${name}.${key}`),
  );
  const ofSources = base.sources.flatMap(({ name }) => ofArrivals(`sources.${name}`, template));
  const ofTenants = (base.tier?.tenants ?? []).flatMap(({ name }) => {
    const path = `tier.tenants.${name}`;
    return [`${path}.service`, ...ofArrivals(path, template)];
  });
  return [...ofFunctions, ...ofDownstreams, ...ofSources, ...ofTenants];
}

function ofArrivals(of: string, template: Template): string[] {
  return itemsOf(`${of}.arrivals`, template).flatMap((path) => [
    `${path}.rate`,
    ...(template.written(`${path}.replay`) === undefined ? [] : [`${path}.replay.scale`]),
    `${path}.attributes.size`,
  ]);
}

function itemsOf(path: string, template: Template): string[] {
  const list = template.written(path);
  return Array.isArray(list) ? list.map((_, i) => `${path}[${i}]`) : [];
}
