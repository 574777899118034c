/** The table of facts as text: path, value under a set of rules, kind, identifier, meaning. */
import { RULE_SETS, type Fact, type FactUnit, type RuleSet } from '../aws/fact.ts';
import { FACTS, type FactPath } from '../aws/facts.ts';
import { factUnder } from '../aws/rules.ts';
import { count, duration, percent, price } from './format.ts';
import { PLAIN } from './style.ts';
import { table } from './table.ts';

/** A value as people write it. */
export function factValue(unit: FactUnit, value: number | string): string {
  if (typeof value === 'string') return value;
  if (value === Infinity) return 'unlimited';
  switch (unit) {
    case 'duration':
      return duration(value);
    case 'size':
      return `${count(value)} B`;
    case 'rate':
      return `${count(value)}/s`;
    case 'share':
      return percent(value);
    case 'money':
      return price(value);
    default:
      return count(value);
  }
}

/** One fact a line, however wide: a list to search in. */
export function factTable(rules: RuleSet): string {
  const rows = (Object.keys(FACTS) as FactPath[]).map((path) => {
    const fact: Fact = FACTS[path];
    return [path, factValue(fact.unit, factUnder(rules, path)), fact.kind, fact.id, fact.says];
  });
  const head = ['fact', 'value', 'kind', 'id', 'meaning'];
  return `${table({ head, rows, remark: true }, { ...PLAIN, width: Infinity }).join('\n')}\n`;
}

/** The page docs/facts.md: every fact with its values by set of rules and its source. */
export function factsPage(): string {
  const lines = [
    '# AWS facts',
    '',
    'Written by `npm run docs` from `src/aws/facts`; do not edit. `assumed` values are not published anywhere: they are defaults,',
    'listed in every result, and any fact can be overridden under `facts:` in a scenario.',
    '',
    '| fact | current | differs under | kind | id | meaning | source (read) |',
    '|---|---|---|---|---|---|---|',
  ];
  for (const path of Object.keys(FACTS) as FactPath[]) {
    const fact: Fact = FACTS[path];
    const others = RULE_SETS.filter((set) => set !== 'current' && fact.under?.[set] !== undefined);
    const differs = others.map((set) => `${set}: ${factValue(fact.unit, factUnder(set, path))}`).join(', ');
    lines.push(
      `| \`${path}\` | ${factValue(fact.unit, fact.value)} | ${differs} | ${fact.kind} | ${fact.id} | ${fact.says} | ${fact.source} (${fact.date}) |`,
    );
  }
  return `${lines.join('\n')}\n`;
}
