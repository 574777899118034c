/**
 * An objective that stands outside of a scenario, in a test for instance: what it means where these parts are. The reader's own grammar
 * and words; what the value is, metrics/figure.ts says.
 */
import type { SourceType } from '../model/sources/kinds.ts';
import type { Names } from './complete/context.ts';
import { readObjective } from './complete/objectives.ts';
import { Findings } from './findings.ts';
import type { Problem } from './problem.ts';
import type { Objective } from './scenario.ts';

/** Names by the kind of their part, as a result has them. */
export interface NamedParts {
  readonly functions: Iterable<string>;
  readonly downstreams: Iterable<string>;
  readonly sources: Iterable<readonly [name: string, type: string]>;
  readonly mappings: Iterable<string>;
  readonly alarms: Iterable<string>;
  /** Groups of tenants; undefined without a tier. */
  readonly tenants: Iterable<string> | undefined;
}

export function readObjectiveText(
  text: string,
  parts: NamedParts,
):
  { readonly ok: true; readonly objective: Objective } | { readonly ok: false; readonly problems: readonly Problem[] } {
  const findings = new Findings();
  const names: Names = {
    functions: new Set(parts.functions),
    downstreams: new Set(parts.downstreams),
    sources: new Map([...parts.sources].map(([name, type]) => [name, type as SourceType])),
    mappings: new Set(parts.mappings),
    alarms: new Set(parts.alarms),
    tenants: new Set(parts.tenants ?? []),
    hasTier: parts.tenants !== undefined,
  };
  const objective = readObjective(text, [], { findings, names });
  const problems = findings.problems();
  return objective === undefined || findings.errors > 0 ? { ok: false, problems } : { ok: true, objective };
}
