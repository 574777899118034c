/**
 * The numbers of AWS that a run relied on, for its result: those the model looked up, those that stand in the scenario as defaults, and the
 * measured INIT times. Pure.
 */
import { initTimesFact, type Package, type Runtime, RUNTIMES } from './aws/cold-starts.ts';
import type { Fact } from './aws/fact.ts';
import { FACTS, type FactPath } from './aws/facts.ts';
import type { Rules } from './aws/rules.ts';
import type { Assumption, Result } from './metrics/result.ts';
import { formatPath } from './scenario/problem.ts';
import type { FunctionScenario, Scenario } from './scenario/scenario.ts';

/** What the completed scenario has from facts because its file does not say it. */
export function factsOfDefaults({ origins }: Scenario): FactPath[] {
  return [...new Set(Object.values(origins).flatMap(({ facts }) => facts))];
}

/** What the run relied on and AWS documents, or was recorded from it, as it stands. */
export function soundFactsOf(rules: Rules): Result['facts'] {
  return rules.reliedOn().flatMap(({ path, overridden }) => {
    const { id, kind }: Fact = FACTS[path];
    return !overridden && isSound(kind) ? [{ path, id, kind }] : [];
  });
}

/** What the run relied on beyond what AWS documents or was recorded from it, and what the scenario set itself. */
export function assumptionsOf(rules: Rules, scenario: Scenario): Assumption[] {
  const lookedUp = rules.reliedOn().flatMap(({ path, value, overridden }) => {
    const { id, kind, unit, says }: Fact = FACTS[path];
    if (!overridden && isSound(kind)) return [];
    return [{ path, id, kind, unit, value: value === Infinity ? null : value, overridden, says }];
  });
  return [...lookedUp, ...initTimesOf(scenario)];
}

function isSound(kind: Fact['kind']): boolean {
  return kind === 'documented' || kind === 'recorded';
}

/** The rows of the table of INIT times that functions have theirs from, each once. */
function initTimesOf({ functions, origins }: Scenario): Assumption[] {
  const rows = functions.flatMap((fn) => {
    const place = ['functions', fn.name, 'coldStart'];
    const isFromTable = [place, [...place, 'init']].some((path) => {
      const origin = Object.hasOwn(origins, formatPath(path)) ? origins[formatPath(path)] : undefined;
      return origin?.from === 'measured' || origin?.facts.includes('lambda.coldStart.runtime') === true;
    });
    return isFromTable ? rowOf(fn) : [];
  });
  return [...new Map(rows.map((row) => [row.path, row])).values()];
}

/** Where no time was measured on an architecture, the assumed runtime has that of x86_64. */
function rowOf({ architecture, coldStart }: FunctionScenario): Assumption[] {
  const { runtime, package: pack }: { runtime?: string | undefined; package?: Package } = coldStart ?? {};
  if (!isRuntime(runtime) || pack === undefined) return [];
  const fact = initTimesFact(runtime, pack, architecture) ?? initTimesFact(runtime, pack, 'x86_64');
  if (fact === undefined) return [];
  const { path, id, kind, unit, value, says } = fact;
  return [{ path, id, kind, unit, value, overridden: false, says }];
}

function isRuntime(name: string | undefined): name is Runtime {
  return (RUNTIMES as readonly (string | undefined)[]).includes(name);
}
