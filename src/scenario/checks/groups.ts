/**
 * How many groups the messages of a FIFO queue have, or keys the records of a topic, and how many of them belong to the busiest: as far as entries of
 * arrivals draw the attribute from values that are given.
 */
import type { ArrivalScenario, AttributeSpec } from '../scenario.ts';

export interface Groups {
  /** At the most; undefined: nobody can say. */
  readonly count: number | undefined;
  /** Share of all messages, at the least; undefined: nobody can say. */
  readonly busiest: number | undefined;
}

/** More weights than this are not added up. */
const MOST_WEIGHTS = 1_000_000;

/** `attribute`: what says which group a message is of, or which key a record has; `messagesOf`: how many an entry sends, in whatever unit. */
export function groupsOf(
  attribute: string | undefined,
  arrivals: readonly ArrivalScenario[],
  messagesOf: (entry: ArrivalScenario) => number,
): Groups | undefined {
  if (attribute === undefined) return undefined;
  const parts = arrivals.map((entry) => {
    const spec = entry.attributes.find(({ name }) => name === attribute)?.spec;
    return { messages: messagesOf(entry), groups: spec === undefined ? undefined : groupsIn(spec) };
  });
  const total = parts.reduce((sum, { messages }) => sum + messages, 0);
  if (!(total > 0)) return undefined;
  const shares = parts.map(({ messages, groups }) => ((groups?.busiest ?? 0) * messages) / total);
  const isKnown = parts.every(({ groups }) => groups?.count !== undefined);
  return {
    count: isKnown ? parts.reduce((sum, { groups }) => sum + groups!.count!, 0) : undefined,
    busiest: Math.max(...shares) > 0 ? Math.max(...shares) : undefined,
  };
}

function groupsIn(spec: AttributeSpec): Groups | undefined {
  switch (spec.kind) {
    case 'constant':
      return { count: 1, busiest: 1 };
    case 'choice': {
      const total = spec.weights.reduce((sum, weight) => sum + weight, 0);
      const count = spec.weights.filter((weight) => weight > 0).length;
      return { count, busiest: Math.max(...spec.weights) / total };
    }
    case 'sequence': {
      const counts = new Map<unknown, number>();
      for (const value of spec.values) counts.set(value, (counts.get(value) ?? 0) + 1);
      return { count: counts.size, busiest: Math.max(...counts.values()) / spec.values.length };
    }
    case 'zipf':
      return { count: spec.values, busiest: shareOfFirst(spec.values, spec.exponent) };
    case 'number':
      return undefined;
  }
}

/** Of values whose k-th has a weight of k to the power of minus the exponent. */
function shareOfFirst(values: number, exponent: number): number | undefined {
  if (exponent === 0) return 1 / values;
  if (values > MOST_WEIGHTS) return undefined;
  let sum = 0;
  for (let k = 1; k <= values; k++) sum += Math.exp(-exponent * Math.log(k));
  return 1 / sum;
}
