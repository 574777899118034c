/**
 * How many groups the messages of a FIFO queue have, and how many of them belong to the busiest: known where one entry of arrivals draws the
 * attribute from values that are given.
 */
import type { AttributeSpec, FifoQueueScenario } from '../scenario.ts';

export interface Groups {
  readonly count: number;
  /** Share of all messages; undefined: nobody can say. */
  readonly busiest: number | undefined;
}

/** More weights than this are not added up. */
const MOST_WEIGHTS = 1_000_000;

/** Undefined where nobody can say. */
export function groupsOf({ options, arrivals }: FifoQueueScenario): Groups | undefined {
  const { messageGroupId } = options;
  const [entry, ...others] = arrivals;
  if (messageGroupId === undefined || entry === undefined || others.length > 0) return undefined;
  const spec = entry.attributes.find(({ name }) => name === messageGroupId)?.spec;
  return spec === undefined ? undefined : groupsIn(spec);
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
