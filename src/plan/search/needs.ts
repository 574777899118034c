/**
 * What formulas say the load needs of a setting, by its path: executions at once (PLN-01), shards (PLN-07, PLN-08), pollers (PLN-06).
 * Nothing is said of a setting of which a part of the load is not known.
 */
import type { Rules } from '../../aws/rules.ts';
import { queueMappingsOf, streamMappingsOf, type Scenario } from '../../scenario/scenario.ts';
import { closedForms } from '../closed-forms.ts';
import { flowOf, joinsOf, needAt, type Flow } from '../closed-forms/flow.ts';
import { pollerRateOf, pollersFor } from '../closed-forms/queues.ts';

export interface Need {
  /** At the mean rate of the run, and at the greatest. Not rounded. */
  readonly mean: number;
  readonly peak: number;
  /** The entry of the closed forms. */
  readonly formula: 'PLN-01' | 'PLN-06' | 'PLN-07' | 'PLN-08';
}

/** `varied`: paths that vary together; a factor that varies takes lanes off the shards. */
export function needsOf(scenario: Scenario, rules: Rules, varied: ReadonlySet<string>): Map<string, Need> {
  const joins = joinsOf(scenario).map((join) => ({ join, load: flowOf(join, scenario, rules) }));
  const needs = new Map<string, Need>();
  const flows = new Map<string, Flow>();
  for (const { join, load } of joins) if (load.ok) flows.set(join.about, load.flow);
  for (const { name } of scenario.functions) {
    const own = joins.filter(({ join }) => join.fn.name === name).map(({ load }) => load);
    const known = own.flatMap((load) => (load.ok ? [atOnce(load.flow)] : []));
    if (known.length === 0 || known.length < own.length) continue;
    for (const setting of ['reservedConcurrency', 'provisionedConcurrency'])
      needs.set(`functions.${name}.${setting}`, sum(known));
  }
  for (const { name } of queueMappingsOf(scenario.mappings)) {
    const flow = flows.get(`mappings.${name}`);
    if (flow === undefined) continue;
    needs.set(`mappings.${name}.maximumConcurrency`, atOnce(flow));
    const one = pollerRateOf(flow, rules);
    const pollers: Need = { mean: pollersFor(flow.mean, one), peak: pollersFor(flow.peak, one), formula: 'PLN-06' };
    for (const which of ['minimumPollers', 'maximumPollers'])
      needs.set(`mappings.${name}.provisionedPollerConfig.${which}`, pollers);
  }
  addStreams(needs, flows, scenario, rules, varied);
  return needs;
}

/** Lanes are shards × factor: of those that the load needs, each has what the other leaves. */
function addStreams(
  needs: Map<string, Need>,
  flows: ReadonlyMap<string, Flow>,
  scenario: Scenario,
  rules: Rules,
  varied: ReadonlySet<string>,
): void {
  const limits = new Map(
    closedForms(scenario).flatMap(({ id, about, value }) =>
      id === 'PLN-07' && value !== null ? [[about, value]] : [],
    ),
  );
  const most = rules.number('stream.parallelizationFactor.max');
  for (const { name, source: stream, options } of streamMappingsOf(scenario.mappings)) {
    const flow = flows.get(`mappings.${name}`);
    if (flow === undefined) continue;
    const lanes = atOnce(flow);
    const factor = varied.has(`mappings.${name}.parallelizationFactor`) ? most : options.parallelizationFactor;
    const path = `sources.${stream}.shards`;
    const limit = limits.get(path.slice(0, path.lastIndexOf('.'))) ?? 1;
    const before = needs.get(path) ?? { mean: limit, peak: limit, formula: 'PLN-07' as const };
    const [mean, peak] = [lanes.mean / factor, lanes.peak / factor];
    if (peak > before.peak) needs.set(path, { mean: Math.max(mean, before.mean), peak, formula: 'PLN-08' });
    else needs.set(path, before);
    const { shards } = scenario.sources.find((one) => one.name === stream)!.options as { readonly shards: number };
    const perShard = { mean: lanes.mean / shards, peak: lanes.peak / shards, formula: 'PLN-08' as const };
    // Beside shards that vary any factor may be the one.
    const all = { mean: 1, peak: Math.max(perShard.peak, most / 4), formula: 'PLN-08' as const };
    needs.set(`mappings.${name}.parallelizationFactor`, varied.has(path) ? all : perShard);
  }
}

function atOnce(flow: Flow): Need {
  return { mean: needAt(flow.mean, flow), peak: needAt(flow.peak, flow), formula: 'PLN-01' };
}

function sum(needs: readonly Need[]): Need {
  const total = (of: (need: Need) => number): number => needs.reduce((all, need) => all + of(need), 0);
  return { mean: total(({ mean }) => mean), peak: total(({ peak }) => peak), formula: 'PLN-01' };
}
