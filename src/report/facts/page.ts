/** The page docs/facts.md: every fact with its values by set of rules, its kind, its source and its date. */
import { FACT_KINDS } from '../../aws/fact.ts';
import { some } from '../format.ts';
import { listedFacts } from './list.ts';

export function factsPage(): string {
  const facts = listedFacts('current');
  const counts = FACT_KINDS.map((kind) => `${facts.filter((fact) => fact.kind === kind).length} ${kind}`);
  const lines = [
    '# AWS facts',
    '',
    'Written by `npm run docs` from `src/aws/facts`; do not edit. `assumed` values are not published anywhere: they are defaults,',
    'listed in every result, and any fact can be overridden under `facts:` in a scenario. `lagcast facts` prints them too.',
    '',
    `${some(facts.length, 'fact')}: ${counts.join(', ')}. The date is when the source was read or measured, or is its own.`,
    '',
    '| fact | current | differs under | kind | id | meaning | source | date |',
    '|---|---|---|---|---|---|---|---|',
  ];
  for (const { path, written, elsewhere, kind, id, says, source, date } of facts) {
    const differs = elsewhere.map((other) => `${other.rules}: ${other.written}`).join(', ');
    lines.push(`| \`${path}\` | ${written} | ${differs} | ${kind} | ${id} | ${says} | ${source} | ${date} |`);
  }
  return `${lines.join('\n')}\n`;
}
