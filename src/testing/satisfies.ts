/** Whether a result meets an objective that its scenario does not have: `p99(orders.latency) < 30 s`. */
import { checkObjective, type ObjectiveSpec } from '../metrics/figure.ts';
import type { Result } from '../metrics/result.ts';
import { readObjectiveText } from '../scenario/objective-text.ts';

export interface Satisfied {
  readonly met: boolean;
  /** What the run gave, in the unit of the figure: microseconds, bytes, shares from 0 to 1, counts, rates a second, dollars; null: nothing to measure. */
  readonly value: number | null;
  /** In the same unit. */
  readonly limit: number;
}

/** Throws RangeError of what is no objective of this result, in the reader's words. */
export function satisfies(result: Result, text: string): Satisfied {
  const { functions, downstreams, sources, mappings, alarms, tier } = result;
  const read = readObjectiveText(text, {
    functions: Object.keys(functions),
    downstreams: Object.keys(downstreams),
    sources: Object.entries(sources).map(([name, { type }]) => [name, type] as const),
    mappings: Object.keys(mappings),
    alarms: Object.keys(alarms ?? {}),
    tenants: tier === null ? undefined : Object.keys(tier.groups),
  });
  if (!read.ok) {
    const said = read.problems.map(({ message, hint }) => (hint === undefined ? message : `${message} (${hint})`));
    throw new RangeError(said.join('; '));
  }
  const objective: ObjectiveSpec = read.objective;
  const { met, value } = checkObjective(result, objective, 'count');
  return { met, value, limit: objective.limit };
}
