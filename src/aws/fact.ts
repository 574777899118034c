/**
 * What a fact is: one number (or word) about AWS, how sure we are of it, and where it comes from.
 * The values are in facts.ts and the tables of facts/, and nowhere else; behaviour is in the model.
 */

/** The dated sets of rules a scenario can choose from, and the pure queueing model. */
export const RULE_SETS = ['current', '2025-11', '2023-10', 'ideal'] as const;
export type RuleSet = (typeof RULE_SETS)[number];

/** How we know it, surest first. `assumed` is unknown in public: a labelled default that a scenario should vary. */
export const FACT_KINDS = ['recorded', 'documented', 'measured', 'inferred', 'recalled', 'assumed'] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/** What a value is measured in. Durations are whole microseconds, sizes bytes, rates per second, shares 0 to 1, money US dollars; a number may have a fraction. */
export type FactUnit = 'duration' | 'size' | 'count' | 'rate' | 'share' | 'number' | 'money' | 'word';

export interface Fact {
  /** Stable identifier of the statement it rests on, such as SQS-06. */
  readonly id: string;
  readonly kind: FactKind;
  readonly unit: FactUnit;
  readonly value: number | string;
  /** Nothing goes on at zero: a scenario cannot set it to that. */
  readonly positive?: true;
  /** Where an older or the ideal set of rules differs. */
  readonly under?: Partial<Record<Exclude<RuleSet, 'current'>, number | string>>;
  /** For words: what it may be. */
  readonly oneOf?: readonly string[];
  /** One sentence: what the value means. */
  readonly says: string;
  /** Page, announcement, measurement or reasoning. */
  readonly source: string;
  /** When the source was read or measured. */
  readonly date: string;
}
