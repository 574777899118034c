/** The facts as a list to choose from: with their values under a set of rules, by patterns and kinds. Leaves out how a list looks. */
import { initTimesFacts } from '../../aws/cold-starts.ts';
import { RULE_SETS, type Fact, type FactKind, type RuleSet } from '../../aws/fact.ts';
import { FACTS, type FactPath } from '../../aws/facts.ts';
import { factUnder } from '../../aws/rules.ts';
import { isIdentifier } from './statements.ts';
import { factValue } from './value.ts';

export interface ListedFact extends Omit<Fact, 'value' | 'under' | 'positive' | 'oneOf'> {
  readonly path: string;
  /** Under the rules asked for, in the unit of the fact. */
  readonly value: number | string;
  /** As people write it. */
  readonly written: string;
  /** Values under other rules, written, where they are others. */
  readonly elsewhere: readonly { readonly rules: RuleSet; readonly written: string }[];
}

/** All facts in the order of their tables, under a set of rules, and the measured INIT times. */
export function listedFacts(rules: RuleSet): ListedFact[] {
  return [...factsUnder(rules), ...initTimesFacts().map((fact) => ({ ...fact, ...sameEverywhere(fact) }))];
}

function sameEverywhere({ unit, value }: Fact): Pick<ListedFact, 'written' | 'elsewhere'> {
  return { written: factValue(unit, value), elsewhere: [] };
}

function factsUnder(rules: RuleSet): ListedFact[] {
  return (Object.keys(FACTS) as FactPath[]).map((path) => {
    const { id, kind, unit, says, source, date }: Fact = FACTS[path];
    const writtenUnder = (set: RuleSet): string => factValue(unit, factUnder(set, path));
    const written = writtenUnder(rules);
    const elsewhere = RULE_SETS.map((set) => ({ rules: set, written: writtenUnder(set) })).filter(
      (other) => other.written !== written,
    );
    return { path, id, kind, unit, value: factUnder(rules, path), written, elsewhere, says, source, date };
  });
}

/** Of these kinds, in all kinds when there are none. */
export function ofKinds(facts: readonly ListedFact[], kinds: readonly FactKind[]): ListedFact[] {
  return facts.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
}

/**
 * Those that a pattern means: a part of the path, of the identifier, of the meaning or of the source, letter case aside; `*` is anything between. A
 * pattern that is the whole path or identifier of some fact means nothing else; one that looks like an identifier is not part of a longer one.
 */
export function matching(facts: readonly ListedFact[], pattern: string): ListedFact[] {
  const sought = pattern.toLowerCase();
  const exact = facts.filter(({ path, id }) => path.toLowerCase() === sought || id.toLowerCase() === sought);
  if (exact.length > 0) return exact;
  if (isIdentifier(sought)) {
    const named = new RegExp(`(?<![\\w-])${sought.replaceAll('.', '\\.')}`);
    return facts.filter(({ id, says, source }) => [id, says, source].some((text) => named.test(text.toLowerCase())));
  }
  const parts = sought.split('*').filter((part) => part !== '');
  return facts.filter(({ path, id, says, source }) =>
    [path, id, says, source].some((text) => holdsInOrder(text.toLowerCase(), parts)),
  );
}

function holdsInOrder(text: string, parts: readonly string[]): boolean {
  let from = 0;
  for (const part of parts) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return true;
}
