/** A list of facts as data for other programs: one JSON object, or CSV with a line for each. */
import { stringify } from 'csv-stringify/sync';
import type { RuleSet } from '../../aws/fact.ts';
import type { ListedFact } from './list.ts';

/** Version of what {@link factsJson} gives. */
const FACTS_FORMAT = 1;

/** Values in the unit of each fact; null is unlimited. Ends with a line break. */
export function factsJson(facts: readonly ListedFact[], rules: RuleSet): string {
  const plain = facts.map(({ value, ...fact }) => ({ ...fact, value: value === Infinity ? null : value }));
  return `${JSON.stringify({ lagcastFacts: FACTS_FORMAT, rules, facts: plain })}\n`;
}

/** The same values, empty where unlimited; what a spreadsheet would take for a formula begins with an apostrophe. */
export function factsCsv(facts: readonly ListedFact[], rules: RuleSet): string {
  const head = ['path', 'id', 'kind', 'rules', 'unit', 'value', 'written', 'meaning', 'source', 'date'];
  const rows = facts.map(({ path, id, kind, unit, value, written, says, source, date }) => {
    return [path, id, kind, rules, unit, value === Infinity ? '' : value, written, says, source, date];
  });
  return stringify([head, ...rows], { escape_formulas: true });
}
