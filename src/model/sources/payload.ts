/** What a record takes up in the invocation payload, by the facts of its kind of source: what checks ask without a run. */
import type { Rules } from '../../aws/rules.ts';
import { SOURCE_KINDS, type PayloadFacts, type SourceType } from './kinds.ts';

export interface PayloadRule {
  /** Bytes at which a batch is closed; Infinity: the event is the payload, and no batch. */
  readonly most: number;
  /** Bytes that a record of this size takes up. */
  readonly of: (size: number) => number;
  /** Bytes of the largest record that fits. */
  readonly largest: number;
}

export function payloadRule(type: SourceType, rules: Rules): PayloadRule {
  const facts: PayloadFacts | undefined = SOURCE_KINDS[type].payload;
  if (facts === undefined) return { most: Infinity, of: (size) => size, largest: Infinity };
  const most = rules.number('mapping.payload');
  const envelope = rules.number(facts.envelope);
  const inflation = facts.inflation === undefined ? 1 : rules.number(facts.inflation);
  return {
    most,
    of: (size) => Math.ceil(size * inflation) + envelope,
    largest: Math.floor((most - envelope) / inflation),
  };
}
