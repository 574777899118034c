/**
 * Which limits of the model a run meets, read off its inputs: what it has none of is not told, and under the ideal rules what they leave out on
 * purpose is not, either. Pure. Of scenarios with so many values that a result leaves some out, only those that are in it are looked at, and the
 * types of its sources.
 */
import { AROUND } from './around.ts';
import { HANDLERS } from './handlers.ts';
import { INVOCATION } from './invocation.ts';
import type { LimitedPart } from './limit.ts';
import { QUEUES } from './queues.ts';
import { STREAMS } from './streams.ts';
import { TIER } from './tier.ts';

/** All there are, in the order of a record’s way. */
export const LIMITED_PARTS: readonly LimitedPart[] = [
  ...QUEUES,
  ...STREAMS,
  ...INVOCATION,
  ...HANDLERS,
  ...AROUND,
  ...TIER,
];

/** What a result tells of its scenario. */
export interface Touching {
  readonly rules: string;
  readonly inputs: readonly { readonly path: string; readonly written: string }[];
  /** By name. */
  readonly sources: Readonly<Record<string, { readonly type: string }>>;
}

/** The parts that the run has, each with the limits that it meets; at least one each. */
export function touchedBy({ rules, inputs, sources }: Touching): LimitedPart[] {
  const lines = [
    ...inputs.map(({ path, written }) => `${path} = ${written}`),
    ...Object.entries(sources).map(([name, { type }]) => `sources.${name}.type = ${type}`),
  ];
  const isMet = (pattern: RegExp): boolean => lines.some((line) => pattern.test(line));
  return LIMITED_PARTS.filter((part) => isMet(part.touchedBy))
    .map((part) => ({
      ...part,
      limits: part.limits.filter(
        ({ touchedBy: own = [], isLeftOutByIdeal = false }) =>
          !(rules === 'ideal' && isLeftOutByIdeal) && [own].flat().every(isMet),
      ),
    }))
    .filter(({ limits }) => limits.length > 0);
}
