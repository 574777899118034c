/**
 * Where to begin: what formulas say a setting has to be, at the least, by its path. A hint saves runs and decides nothing.
 */
import type { Scenario, VariedSetting } from '../../scenario/scenario.ts';
import { closedForms } from '../closed-forms.ts';

/** Executions at once (PLN-01), on average; of a function those of all that invokes it. */
export function hintsOf(scenario: Scenario, vary: readonly VariedSetting[]): Record<string, number> {
  const needs = new Map<string, number>();
  for (const { id, about, value } of closedForms(scenario)) {
    // Of a mapping with a varying rate there are two: the first is the mean.
    if (id === 'PLN-01' && value !== null && Number.isFinite(value) && !needs.has(about)) needs.set(about, value);
  }
  const hints = vary.flatMap(({ path }) => {
    const need = needOf(path, scenario, needs);
    return need === undefined ? [] : [[path, need] as const];
  });
  return Object.fromEntries(hints);
}

function needOf(path: string, scenario: Scenario, needs: ReadonlyMap<string, number>): number | undefined {
  const match = /^(mappings|functions)\.([\w-]+)\.(maximumConcurrency|reservedConcurrency)$/.exec(path);
  if (match === null) return undefined;
  const [, section, name] = match;
  if (section === 'mappings') return needs.get(`mappings.${name}`);
  const all = scenario.mappings
    .filter((mapping) => mapping.function === name)
    .map((mapping) => needs.get(`mappings.${mapping.name}`));
  if (all.length === 0 || all.some((need) => need === undefined)) return undefined;
  return all.reduce<number>((sum, need) => sum + need!, 0);
}
