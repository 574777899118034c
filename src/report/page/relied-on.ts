/**
 * The numbers of the service that the runs relied on, by how they are known: least sure first, and open, because the answer
 * stands and falls with them. Pure.
 */
import { RULE_SETS, type Fact, type FactUnit, type RuleSet } from '../../aws/fact.ts';
import { FACTS } from '../../aws/facts.ts';
import { factUnder } from '../../aws/rules.ts';
import type { Result } from '../../metrics/result.ts';
import { decisive } from '../decisive.ts';
import { factValue } from '../facts/value.ts';
import { some } from '../format.ts';
import { union, type Entry } from './entry.ts';
import { markup, type Html } from './html.ts';
import { differ, NONE, table } from './table.ts';

interface Relied {
  readonly id: string;
  readonly kind: string;
  readonly says: string;
  readonly value: string;
  readonly isOverridden: boolean;
}

/** The kinds, with what they mean; those of a result that are not among them come at the end. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ['overridden', 'the scenario gives another value than ours'],
  ['assumed', 'nobody publishes it; a default of ours to vary'],
  ['recalled', 'said by people who should know, without a page of AWS to cite'],
  ['inferred', 'follows from what is documented or measured'],
  ['measured', 'measured by us or by others'],
  ['documented', 'documented by AWS'],
  ['recorded', 'recorded from the service'],
]);
const SURE: ReadonlySet<string> = new Set(['documented', 'recorded']);

export function reliedOn(entries: readonly Entry[]): Html[] {
  const columns = entries.map(({ result }) => reliedIn(result));
  const paths = union(columns, (column) => [...column.keys()]);
  const kindOf = (path: string): string => {
    const found = columns.flatMap((column) => column.get(path) ?? []);
    return found.some(({ isOverridden }) => isOverridden) ? 'overridden' : found[0]!.kind;
  };
  const kinds = new Set([...KINDS.keys(), ...paths.map(kindOf)]);
  return [...kinds].flatMap((kind) => {
    const meant = paths.filter((path) => kindOf(path) === kind);
    return meant.length === 0 ? [] : [ofKind(kind, meant, columns, entries)];
  });
}

function ofKind(
  kind: string,
  paths: readonly string[],
  columns: readonly ReadonlyMap<string, Relied>[],
  entries: readonly Entry[],
): Html {
  const meaning = KINDS.get(kind);
  const rows = paths.map((path) => {
    const found = columns.map((column) => column.get(path));
    const { id, says, kind: original } = found.find((relied) => relied !== undefined)!;
    const values = found.map((relied) => (relied === undefined ? null : valueOf(relied)));
    return {
      head: markup`<code>${path}</code>`,
      cells: [...values.map((value) => value ?? NONE), kind === 'overridden' ? `${id}, else ${original}` : id, says],
      differs: differ(values),
    };
  });
  return markup`<details${SURE.has(kind) ? null : markup` open`}><summary><strong>${kind}</strong> ${some(paths.length, 'fact')}${meaning === undefined ? null : markup`<span class="kind">: ${meaning}</span>`}</summary>
${table({
  caption: `Facts that are ${kind}`,
  columns: ['fact', ...(entries.length === 1 ? ['value'] : entries.map(({ label }) => label)), 'statement', 'meaning'],
  rows,
  isProse: true,
})}</details>
`;
}

function valueOf({ value, isOverridden }: Relied): string {
  return isOverridden ? `${value} (overridden)` : value;
}

function reliedIn(result: Result): Map<string, Relied> {
  const { facts, rules } = result;
  const assumed = decisive(result).map(({ path, id, kind, says, unit, value, overridden }): [string, Relied] => [
    path,
    { id, kind, says, value: factValue(unit as FactUnit, value ?? Infinity), isOverridden: overridden },
  ]);
  const known = facts.map(({ path, id, kind }): [string, Relied] => [
    path,
    { id, kind, ...told(path, id, rules), isOverridden: false },
  ]);
  return new Map([...assumed, ...known]);
}

/** Results name these facts only. What they say is ours to tell, unless another version meant something else by them. */
function told(path: string, id: string, rules: string): Pick<Relied, 'says' | 'value'> {
  const fact: Fact | undefined = Object.hasOwn(FACTS, path) ? FACTS[path as keyof typeof FACTS] : undefined;
  if (fact === undefined || fact.id !== id) return { says: NONE, value: NONE };
  const isKnown = (RULE_SETS as readonly string[]).includes(rules);
  const value = isKnown ? factUnder(rules as RuleSet, path as keyof typeof FACTS) : fact.value;
  return { says: fact.says, value: factValue(fact.unit, value) };
}
